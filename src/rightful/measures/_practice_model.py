"""Fit the dynamic ordinal IRT model: from arrays to a posterior that may be used, or an error."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures._convergence import Diagnostics, diagnose, effective_size, gate
from rightful.measures._irt_posterior import (
    FitReport,
    IRTPosterior,
    Reported,
    join,
    parameter_name,
    report_of,
    reported,
)
from rightful.measures._lanes import LANES
from rightful.measures._layout import CutTable, layout
from rightful.measures._ordinal_data import ModelData
from rightful.measures._sampling import Draws, Moves, Sampler, make_sampler, seconds_left
from rightful.measures._specification import Specification

Real = TypeVar("Real", np.float32, np.float64)
Progress = Callable[[float, float], None]

RHAT_MAX = 1.01
PILOT = 100
BATCH = 100
DRAWS_AIMED_AT = 600  # stored a chain; slower chains are thinned, not stored at length
MOST_DRAWS = 2400
MOST_MOVES = 20_000
WARM_UP_SHARE = 0.3
ROUND_SHARE = 0.95  # what a round promises to reach; a further round has the rest to share
MARGIN = 1.15  # the pilot's worst parameter is not always the final one
ROUNDS = 8
RHAT_ESS = 100.0  # effective draws a chain below which R-hat would often exceed 1.01 by chance


def fit(
    data: ModelData,
    spec: Specification,
    seed: int,
    chains: int = 8,
    min_ess: float = 400.0,
    progress: Progress | None = None,
) -> IRTPosterior:
    """Sample the posterior until every parameter passes the gate.

    chains: a multiple of 4, the chains that share a core's vector lanes; 8 keep two cores busy.
    min_ess: bulk and tail effective draws asked of every parameter.
    progress: hears the fraction done and an estimate of the seconds left.
    Same data, specification, seed and chains give the same draws. Raises DataError for input
    that does not fit, ConvergenceError when R-hat stays above 1.01 or the draws do not suffice.
    """
    if chains < LANES or chains % LANES:
        raise DataError(f"cannot run {chains} chains", allowed=f"a multiple of {LANES}")
    tell = _Teller(progress)
    _, cuts = layout(data, spec)
    sampler = make_sampler(data, spec, seed, chains)
    sampler.warm_up(lambda done: tell(WARM_UP_SHARE * done))
    fitted = _enough(sampler, data, cuts, spec, min_ess, tell)
    names = _names(data, cuts)
    gate(fitted.found, names, RHAT_MAX, min_ess)
    tell(1.0)
    natural = fitted.natural
    return IRTPosterior(
        items=data.items,
        specification=spec,
        state_index=data.state_index,
        year=data.year,
        theta=_flat(natural.theta),
        beta=_flat(natural.beta),
        cuts=_flat(natural.cuts),
        sigma=natural.sigma.reshape(-1),
        walk_sd=np.where(_learned_walks(cuts, spec), _flat(natural.walk_sd), spec.cut_walk_sd),
        cut_item=cuts.item,
        cut_year=cuts.year,
        cut_k=cuts.k,
        seed=seed,
        report=fitted.report(names),
    )


@dataclass(frozen=True)
class _Fitted:
    """Draws on the reported scale, their diagnostics, and how they were made."""

    natural: Reported
    found: Diagnostics
    moves: list[Moves]
    stride: int

    def report(self, names: Callable[[int], str]) -> FitReport:
        worst = int(np.argmin(np.minimum(self.found.ess_bulk, self.found.ess_tail)))
        return report_of(self.found, self.natural.sigma, self.moves, self.stride, names(worst))


def _enough(
    sampler: Sampler,
    data: ModelData,
    cuts: CutTable,
    spec: Specification,
    min_ess: float,
    tell: "_Teller",
) -> _Fitted:
    """Draw until the gate would pass or the rounds are spent; the pilot only sets the pace."""
    transitions = _predicted(sampler.draw(PILOT), data, cuts, spec, min_ess)
    stride = max(1, round(transitions / DRAWS_AIMED_AT))
    target = max(PILOT, transitions // stride)
    have, share = 0, WARM_UP_SHARE
    parts: list[Reported] = []
    moves: list[Moves] = []
    for _ in range(ROUNDS):
        begun, pace = have, (ROUND_SHARE - share) / (target - have)
        while have < target:
            drawn = sampler.draw(min(BATCH, target - have), stride)
            parts.append(reported(drawn, data, cuts, spec))
            moves.append(drawn.moves)
            have += drawn.sigma.shape[1]
            tell(share + pace * (have - begun))
        share += pace * (have - begun)
        parts = [join(parts)]
        found = _diagnosed(parts[0], cuts, spec)
        least = float(min(found.ess_bulk.min(), found.ess_tail.min()))
        excess = float(found.rhat.max() - 1.0) / (RHAT_MAX - 1.0)
        if (least >= min_ess and excess <= 1.0) or have >= MOST_DRAWS:
            break
        more = min(max(MARGIN * max(min_ess / max(least, 1.0), excess), 1.2), 2.5)
        target = min(MOST_DRAWS, int(have * more))
    return _Fitted(parts[0], found, moves, stride)


def _diagnosed(natural: Reported, cuts: CutTable, spec: Specification) -> Diagnostics:
    """Diagnostics of every parameter, in the order of `parameter_name`."""
    theta, rest = diagnose(natural.theta), diagnose(_item_parameters(natural, cuts, spec))
    return Diagnostics(
        np.concatenate((theta.rhat, rest.rhat)),
        np.concatenate((theta.ess_bulk, rest.ess_bulk)),
        np.concatenate((theta.ess_tail, rest.ess_tail)),
    )


def _predicted(
    draws: Draws, data: ModelData, cuts: CutTable, spec: Specification, min_ess: float
) -> int:
    """Transitions a chain that the pilot's slowest parameters will need."""
    natural = reported(draws, data, cuts, spec)
    few = natural.theta[:, :, :: max(data.year.size // 1000, 1)]
    every = np.concatenate((few, _item_parameters(natural, cuts, spec)), axis=2)
    sizes = effective_size(np.ascontiguousarray(np.moveaxis(every, 2, 0), dtype=np.float64))
    # A pilot sees its worst parameter as worse than it is, so a low quantile stands in for it.
    slow = float(np.quantile(sizes, 0.005))
    m, d = draws.sigma.shape
    needed = MARGIN * max(min_ess, RHAT_ESS * m)
    return int(np.clip(d * needed / max(slow, 1.0), PILOT, MOST_MOVES))


def _learned_walks(cuts: CutTable, spec: Specification) -> NDArray[np.bool_]:
    """(J,) items whose walk SD is estimated."""
    n_items = int(cuts.item.max()) + 1
    rated_years = np.array([np.unique(cuts.year[cuts.item == j]).size for j in range(n_items)])
    return (rated_years > 1) & (spec.cut_walk_log_sd > 0.0)


def _item_parameters(natural: Reported, cuts: CutTable, spec: Specification) -> NDArray[np.float64]:
    """(M, D, .) beta, cuts, sigma and the learned walk SDs."""
    learned = _learned_walks(cuts, spec)
    columns = (
        natural.beta,
        natural.cuts,
        natural.sigma[:, :, None],
        natural.walk_sd[:, :, learned],
    )
    return np.concatenate(columns, axis=2)


def _names(data: ModelData, cuts: CutTable) -> Callable[[int], str]:
    return lambda index: parameter_name(index, data, cuts)


def _flat(values: NDArray[Real]) -> NDArray[Real]:
    return values.reshape(-1, values.shape[-1])


class _Teller:
    """Passes progress on, with an estimate of the seconds left; never runs backwards."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._begun = time.monotonic()
        self._told = 0.0

    def __call__(self, fraction: float) -> None:
        if self._progress is None or fraction <= self._told:
            return
        self._told = fraction
        self._progress(fraction, seconds_left(self._begun, fraction))
