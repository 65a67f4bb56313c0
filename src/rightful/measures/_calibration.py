"""Simulation-based calibration [talts2018sbc]: do posterior ranks of prior draws look uniform?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightful.measures._irt_posterior import Reported, reference_rows, reported
from rightful.measures._layout import FloatArray, layout
from rightful.measures._ordinal_data import IntArray, ModelData
from rightful.measures._sampling import make_sampler
from rightful.measures._simulation import Truth, draw_ratings, draw_truth
from rightful.measures._specification import Specification


@dataclass(frozen=True)
class Ranks:
    """Ranks (F, Q) of F true values of Q quantities among `draws` posterior draws, 0..draws."""

    names: tuple[str, ...]
    ranks: IntArray
    draws: int


def simulated_ranks(
    template: ModelData,
    spec: Specification,
    fits: int,
    seed: int,
    draws: int = 99,
    stride: int = 4,
) -> Ranks:
    """Draw parameters from the prior and ratings from them, refit, and rank; `fits` times.

    Every quantity is ranked on the scale on which it is reported.
    """
    rows = []
    for fit in range(fits):
        rng = np.random.default_rng((seed, fit))
        truth = draw_truth(template, spec, rng)
        data = draw_ratings(truth, template, spec, rng)
        true = _quantities(_standardised(truth, data, spec), data, spec)
        found = _quantities(_posterior(data, spec, int(rng.integers(2**31)), stride), data, spec)
        keep = np.linspace(0, len(found) - 1, draws).round().astype(np.int64)
        rows.append((found[keep] < true).sum(axis=0))
    return Ranks(_names(template, spec), np.array(rows), draws)


def _posterior(data: ModelData, spec: Specification, seed: int, stride: int) -> Reported:
    sampler = make_sampler(data, spec, seed, chains=4)
    sampler.warm_up()
    _, cuts = layout(data, spec)
    return reported(sampler.draw(50, stride), data, cuts, spec)


def _standardised(truth: Truth, data: ModelData, spec: Specification) -> Reported:
    """The truth on the reported scale, as a posterior of one draw."""
    centre, spread = 0.0, 1.0
    if spec.reference_years is not None:
        among = truth.theta[reference_rows(data.year, spec.reference_years)]
        centre, spread = float(among.mean()), float(among.std())
    sign = np.array([float(item.sign) for item in data.items])
    _, cuts = layout(data, spec)
    return Reported(
        theta=((truth.theta - centre) / spread).astype(np.float32)[None, None],
        beta=(truth.beta * spread)[None, None],
        cuts=(truth.cuts - (sign * truth.beta * centre)[cuts.item])[None, None],
        sigma=np.array([[truth.sigma / spread]]),
        walk_sd=truth.walk_sd[None, None],
    )


def _quantities(found: Reported, data: ModelData, spec: Specification) -> FloatArray:
    """(draws, Q): sigma, every beta, some theta, some cutpoints, learned walk SDs."""
    theta, cuts = _some(data.year.size), _some(found.cuts.shape[2])
    columns: list[NDArray[Any]] = [
        found.sigma[:, :, None],
        found.beta,
        found.theta[:, :, theta],
        found.cuts[:, :, cuts],
    ]
    if spec.cut_walk_log_sd > 0.0:
        columns.append(found.walk_sd[:, :, :1])
    whole: FloatArray = np.concatenate(columns, axis=2)
    return whole.reshape(-1, whole.shape[2])


def _some(n: int) -> IntArray:
    return np.unique(np.linspace(0, n - 1, 5).round().astype(np.int64))


def _names(data: ModelData, spec: Specification) -> tuple[str, ...]:
    _, cuts = layout(data, spec)
    names = ["sigma", *(f"beta[{item.name}]" for item in data.items)]
    names += [f"theta[{i}]" for i in _some(data.year.size)]
    names += [f"cut[{i}]" for i in _some(cuts.k.size)]
    if spec.cut_walk_log_sd > 0.0:
        names.append(f"walk_sd[{data.items[0].name}]")
    return tuple(names)


def outside_bands(found: Ranks, error_rate: float, seed: int = 0) -> tuple[str, ...]:
    """Quantities whose rank distribution leaves the simultaneous band.

    The band bounds the largest standardised gap between the ranks' distribution function and the
    uniform one; its width is simulated so that, were all ranks uniform, any of the quantities
    would leave it with probability at most error_rate (Bonferroni over quantities).
    """
    fits, quantities = found.ranks.shape
    rng = np.random.default_rng(seed)
    tries = int(max(2000, 40 * quantities / error_rate))
    null = np.empty(tries)
    for first in range(0, tries, 2000):
        size = min(2000, tries - first)
        uniform = rng.integers(0, found.draws + 1, (fits, size))
        null[first : first + size] = _largest_gap(uniform, found.draws)
    limit = np.quantile(null, 1.0 - error_rate / quantities)
    gaps = _largest_gap(found.ranks, found.draws)
    return tuple(
        f"{name} ({gap:.2f} against {limit:.2f})"
        for name, gap in zip(found.names, gaps, strict=True)
        if gap > limit
    )


def _largest_gap(ranks: NDArray[np.integer], draws: int) -> FloatArray:
    """(Q,) largest standardised distance of the ranks' distribution function from uniform."""
    fits = ranks.shape[0]
    gaps = np.zeros(ranks.shape[1])
    for cut in range(draws // 20, draws, max(draws // 20, 1)):
        p = (cut + 1) / (draws + 1)
        share = (ranks <= cut).mean(axis=0)
        gaps = np.maximum(gaps, np.abs(share - p) / np.sqrt(p * (1 - p) / fits))
    return gaps
