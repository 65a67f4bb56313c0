"""Exact draws of latent paths on a grid, given item parameters: forward filter, backward draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import norm
from scipy.stats import t as student

from rightful.measures._compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACH: Final = 6.0  # the grid spans this far from 0, in SDs of the reference state-years
COARSEST: Final = 0.1
STEPS_PER_SIGMA: Final = 1.5
FARTHEST: Final = 8.0  # a year's innovation beyond this many sigma is left out


@dataclass(frozen=True)
class Path:
    """One draw of the parameters.

    beta (J,) with its sign, cuts: one ascending array per item, sigma and degrees of freedom of
    a year's innovation, mean and SD of a chain's first value.
    """

    beta: Floats
    cuts: tuple[Floats, ...]
    sigma: float
    df: float
    start_mean: float
    start_sd: float


@dataclass(frozen=True)
class Chains:
    """Rows in order of state and year: starts (N,) and where each row's ratings lie (N + 1,)."""

    starts: NDArray[np.bool_]
    first_rating: Ints
    item: Ints


def sample_path(path: Path, chains: Chains, category: Ints, rng: np.random.Generator) -> Floats:
    """Return one draw of theta (N,) from its exact conditional posterior, on a grid.

    category: (R,), ratings in the order of ``chains``. A uniform shift within the grid's step is
    added, so that values do not repeat.
    """
    step = min(COARSEST, path.sigma / STEPS_PER_SIGMA)
    half = int(np.ceil(REACH / step))
    grid: Floats = step * np.arange(-half, half + 1, dtype=np.float64)
    width = min(2 * half, int(np.ceil(FARTHEST * path.sigma / step)))
    innovation = student.pdf(step * np.arange(width + 1) / path.sigma, path.df)
    start = norm.pdf(grid, path.start_mean, path.start_sd)
    n = chains.starts.size
    place = np.empty(n, dtype=np.int64)
    _draw(
        chains.starts,
        chains.first_rating,
        chains.item,
        category,
        _probabilities(path, grid),
        innovation,
        start,
        rng.random(n),
        place,
    )
    shifted: Floats = grid[place] + step * (rng.random(n) - 0.5)
    return shifted


def _probabilities(path: Path, grid: Floats) -> Floats:
    """Return P(category | theta), shape (J, K, G)."""
    most = max(cuts.size for cuts in path.cuts) + 1
    out = np.zeros((len(path.cuts), most, grid.size))
    for j, cuts in enumerate(path.cuts):
        below = expit(cuts[:, None] - path.beta[j] * grid)
        edges = np.concatenate((np.zeros((1, grid.size)), below, np.ones((1, grid.size))))
        out[j, : cuts.size + 1] = np.diff(edges, axis=0)
    # No category is impossible, or a path could have no likelihood at all.
    return np.maximum(out, 1e-12)


@compiled
def _draw(
    starts: NDArray[np.bool_],
    first_rating: Ints,
    item: Ints,
    category: Ints,
    probability: Floats,
    innovation: Floats,
    start: Floats,
    uniform: Floats,
    place: Ints,
) -> None:
    n, g = starts.size, start.size
    filtered = np.empty((n, g))
    for i in range(n):
        if starts[i]:
            for a in range(g):
                filtered[i, a] = start[a]
        else:
            _step(filtered[i - 1], innovation, filtered[i])
        for r in range(first_rating[i], first_rating[i + 1]):
            for a in range(g):
                filtered[i, a] *= probability[item[r], category[r], a]
        total = 0.0
        for a in range(g):
            total += filtered[i, a]
        for a in range(g):
            filtered[i, a] /= total
    width = innovation.size - 1
    for back in range(n):
        i = n - 1 - back
        low, high = 0, g
        if i < n - 1 and not starts[i + 1]:
            later = place[i + 1]
            low, high = max(0, later - width), min(g, later + width + 1)
            for a in range(low, high):
                filtered[i, a] *= innovation[abs(a - later)]
        place[i] = _picked(filtered[i], low, high, uniform[i])


@compiled
def _step(before: Floats, innovation: Floats, after: Floats) -> None:
    """Write where a year's innovation takes the distribution ``before``."""
    g, width = before.size, innovation.size - 1
    for a in range(g):
        after[a] = innovation[0] * before[a]
    # A distance at a time, so that the inner loop runs along the grid.
    for apart in range(1, width + 1):
        share = innovation[apart]
        for a in range(apart, g):
            after[a] += share * before[a - apart]
        for a in range(g - apart):
            after[a] += share * before[a + apart]


@compiled
def _picked(weight: Floats, low: int, high: int, uniform: float) -> int:
    """Return a place in ``low`` to ``high`` - 1, drawn with these weights."""
    total = 0.0
    for a in range(low, high):
        total += weight[a]
    wanted, reached, a = uniform * total, weight[low], low
    while reached < wanted and a < high - 1:
        a += 1
        reached += weight[a]
    return a
