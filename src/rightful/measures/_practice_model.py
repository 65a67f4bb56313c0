"""Fit the dynamic ordinal IRT model: from arrays to a posterior that may be used, or an error."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures._convergence import Diagnostics, diagnose, gate
from rightful.measures._draw_store import DrawStore
from rightful.measures._irt_posterior import (
    FitReport,
    IRTPosterior,
    Reported,
    parameter_name,
    report_of,
    reported,
)
from rightful.measures._lanes import LANES
from rightful.measures._layout import CutTable, layout
from rightful.measures._ordinal_data import ModelData
from rightful.measures._sampling import Moves, Sampler, make_sampler, seconds_left
from rightful.measures._specification import Specification

Real = TypeVar("Real", np.float32, np.float64)
Progress = Callable[[float, float], None]

RHAT_MAX = 1.01
PILOT = 100
BATCH = 100
MOST_MOVES = 20_000  # transitions a chain, after which the gate decides
WARM_UP_SHARE = 0.4
MARGIN = 1.1  # what is seen of a few state-years is a little better than all of them
LEAST_GROWTH, MOST_GROWTH = 1.2, 2.0
GLANCE = 1000  # state-years looked at before all are


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
    """Draw until the gate would pass or the transitions are spent.

    After each round a glance at some state-years tells how much longer it will take; only when
    they would pass are all of them examined.
    """
    store = DrawStore(len(sampler.points) * LANES, data.year.size)
    moves: list[Moves] = []
    drawn, target, expected = 0, PILOT, 10.0 * PILOT
    while True:
        while drawn < target:
            if not store.room():
                store.halve()
            n = min(BATCH, store.room(), max(1, (target - drawn) // store.stride))
            part = sampler.draw(n, store.stride)
            store.add(reported(part, data, cuts, spec))
            moves.append(part.moves)
            drawn += n * store.stride
            tell(WARM_UP_SHARE + (0.95 - WARM_UP_SHARE) * min(1.0, drawn / expected))
        natural = store.draws()
        factor = _growth(_glance(natural, cuts, spec), min_ess)
        if factor <= 1.0 or drawn >= MOST_MOVES:
            found = _diagnosed(natural, cuts, spec)
            factor = _growth(found, min_ess)
            if factor <= 1.0 or drawn >= MOST_MOVES:
                return _Fitted(natural, found, moves, store.stride)
        factor *= MARGIN
        expected = drawn * factor
        growth = min(max(factor, LEAST_GROWTH), MOST_GROWTH)
        target = min(MOST_MOVES, int(np.ceil(drawn * growth)))


def _growth(found: Diagnostics, min_ess: float) -> float:
    """By what factor the draws must grow to pass the gate; both measures go with their number."""
    least = float(min(found.ess_bulk.min(), found.ess_tail.min()))
    excess = float(found.rhat.max() - 1.0) / (RHAT_MAX - 1.0)
    return float(np.nan_to_num(max(min_ess / max(least, 1.0), excess), nan=np.inf))


def _diagnosed(
    natural: Reported, cuts: CutTable, spec: Specification, every: int = 1
) -> Diagnostics:
    """Diagnostics of every parameter in the order of `parameter_name`, or of some state-years."""
    theta = diagnose(natural.theta[:, :, ::every])
    rest = diagnose(_item_parameters(natural, cuts, spec))
    return Diagnostics(
        np.concatenate((theta.rhat, rest.rhat)),
        np.concatenate((theta.ess_bulk, rest.ess_bulk)),
        np.concatenate((theta.ess_tail, rest.ess_tail)),
    )


def _glance(natural: Reported, cuts: CutTable, spec: Specification) -> Diagnostics:
    every = max(natural.theta.shape[2] // GLANCE, 1)
    return _diagnosed(natural, cuts, spec, every)


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
