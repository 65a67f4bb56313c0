"""Fit the dynamic ordinal IRT model: from arrays to a posterior that may be used, or an error."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures._convergence import Diagnostics, diagnose, effective_size, gate
from rightful.measures._irt_posterior import (
    IRTPosterior,
    Reported,
    parameter_name,
    report_of,
    reported,
)
from rightful.measures._kernels import LANES
from rightful.measures._layout import CutTable, FloatArray, layout, priors
from rightful.measures._ordinal_data import ModelData
from rightful.measures._sampling import Draws, Sampler, join, seconds_left
from rightful.measures._specification import Specification
from rightful.measures._starting_points import starting_points

Progress = Callable[[float, float], None]

RHAT_MAX = 1.01
PILOT = 100
BATCH = 100
MOST_DRAWS = 4000  # a chain
WARM_UP_SHARE = 0.3
MARGIN = 1.15  # the pilot's worst parameter is not always the final one
ROUNDS = 4


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
    arrays, cuts = layout(data, spec)
    sampler = _sampler(data, spec, seed, chains)
    sampler.warm_up(lambda done: tell(WARM_UP_SHARE * done))
    draws, found, natural = _enough(sampler, data, cuts, spec, min_ess, tell)
    learned = _learned_walks(cuts, spec)
    names = _names(data, cuts)
    gate(found, names, RHAT_MAX, min_ess)
    tell(1.0)
    worst = names(int(np.argmin(np.minimum(found.ess_bulk, found.ess_tail))))
    return IRTPosterior(
        items=data.items,
        specification=spec,
        state_index=data.state_index,
        year=data.year,
        theta=_flat(natural.theta),
        beta=_flat(natural.beta),
        cuts=_flat(natural.cuts),
        sigma=natural.sigma.reshape(-1),
        walk_sd=np.where(learned, _flat(natural.walk_sd), spec.cut_walk_sd),
        cut_item=cuts.item,
        cut_year=cuts.year,
        cut_k=cuts.k,
        seed=seed,
        report=report_of(found, draws, worst),
    )


def _sampler(data: ModelData, spec: Specification, seed: int, chains: int) -> Sampler:
    arrays, _ = layout(data, spec)
    groups = chains // LANES
    start, *streams = np.random.SeedSequence(seed).spawn(groups + 1)
    points = starting_points(data, arrays, spec, groups, np.random.default_rng(start))
    rngs = [np.random.default_rng(stream) for stream in streams]
    return Sampler(arrays, priors(spec), points, rngs)


def _enough(
    sampler: Sampler,
    data: ModelData,
    cuts: CutTable,
    spec: Specification,
    min_ess: float,
    tell: "_Teller",
) -> tuple[Draws, Diagnostics, Reported]:
    """Draw until the gate would pass or the most draws are spent."""
    draws = sampler.draw(PILOT)
    target = _predicted(draws, data, cuts, spec, min_ess)
    for _ in range(ROUNDS):
        parts = [draws]
        have = draws.sigma.shape[1]
        while have < target:
            parts.append(sampler.draw(min(BATCH, target - have)))
            have += parts[-1].sigma.shape[1]
            tell(WARM_UP_SHARE + (0.95 - WARM_UP_SHARE) * have / target)
        draws = join(parts)
        natural = reported(draws, data, cuts, spec)
        found = diagnose(_all_parameters(natural, _learned_walks(cuts, spec)))
        least = min(found.ess_bulk.min(), found.ess_tail.min())
        if (least >= min_ess and found.rhat.max() <= RHAT_MAX) or have >= MOST_DRAWS:
            break
        short = max(min_ess / max(least, 1.0), (found.rhat.max() - 1.0) / (RHAT_MAX - 1.0))
        target = int(min(MOST_DRAWS, have * min(max(MARGIN * short, 1.2), 3.0)))
    return draws, found, natural


def _predicted(
    draws: Draws, data: ModelData, cuts: CutTable, spec: Specification, min_ess: float
) -> int:
    """Draws a chain that the pilot's slowest parameter will need."""
    natural = reported(draws, data, cuts, spec)
    n = data.year.size
    every = _all_parameters(natural, _learned_walks(cuts, spec))
    few = np.concatenate((np.arange(0, n, max(n // 1000, 1)), np.arange(n, every.shape[2])))
    m, d = draws.sigma.shape
    sizes = effective_size(np.ascontiguousarray(np.moveaxis(every[:, :, few], 2, 0), dtype=float))
    # A pilot sees its worst parameter as worse than it is, so a low quantile stands in for it.
    slow = float(np.quantile(sizes, 0.005))
    return int(np.clip(d * MARGIN * min_ess / max(slow, 1.0), d, MOST_DRAWS))


def _learned_walks(cuts: CutTable, spec: Specification) -> NDArray[np.bool_]:
    """(J,) items whose walk SD is estimated."""
    n_items = int(cuts.item.max()) + 1
    rated_years = np.array([np.unique(cuts.year[cuts.item == j]).size for j in range(n_items)])
    return (rated_years > 1) & spec.learn_walk


def _all_parameters(natural: Reported, learned: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(M, D, everything) in the order of `parameter_name`."""
    return np.concatenate(
        [
            natural.theta,
            natural.beta.astype(np.float32),
            natural.cuts.astype(np.float32),
            natural.sigma[:, :, None].astype(np.float32),
            natural.walk_sd[:, :, learned].astype(np.float32),
        ],
        axis=2,
    )


def _names(data: ModelData, cuts: CutTable) -> Callable[[int], str]:
    return lambda index: parameter_name(index, data, cuts)


def _flat(values: NDArray[np.floating]) -> FloatArray:
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
