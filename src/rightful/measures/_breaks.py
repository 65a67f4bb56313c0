"""Move breaks in time, compiled: two innovations of a walk change places.

Heavy-tailed innovations let practice stand still and then break, and when it broke is often
uncertain by some years. Hamiltonian moves cross badly between such years. Exchanging the
innovations of two years shifts every theta between them by one amount; their prior is the same in
either order, so only the ratings between decide. A chain's first years have no innovation before
them to exchange: they are moved together, away from the years after or towards them.
"""

import math

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout
from rightful.measures._likelihood import log_unit, multiply_chances, unfold

FARTHEST = 8  # years that a break may move at once
SHORTEST, LONGEST = 0.5, 8.0  # scale of a move of first years, in sigmas


@compiled
def move_breaks(point: Point, layout: Layout, tail: float, slope: Slope, here: FloatArray,
                there: FloatArray, rng: np.random.Generator) -> None:  # fmt: skip
    """Offer every chain exchanges of neighbouring years, then of years farther apart or a start.

    here and there are scratch, (N, LANES): the chances of each state-year's ratings.
    """
    unfold(point, layout, slope)
    multiply_chances(layout, slope, here)
    _exchange(1, 1 + int(rng.random() * 2.0), point, layout, slope, here, there, rng)
    if rng.random() < 0.5:
        apart = 2 + int(rng.random() * (FARTHEST - 1))
        first = 1 + int(rng.random() * (apart + 1))
        _exchange(apart, first, point, layout, slope, here, there, rng)
    else:
        _move_starts(1 + int(rng.random() * FARTHEST), tail, point, layout, slope, here, there, rng)


@compiled
def _exchange(apart: int, first: int, point: Point, layout: Layout, slope: Slope,
              here: FloatArray, there: FloatArray, rng: np.random.Generator) -> None:  # fmt: skip
    """Offer the innovations of years i and i + apart, for i in steps that never overlap.

    Expects and leaves here and slope at the point.
    """
    path, n = point.path, point.path.shape[0]
    for i in range(first, n - apart, apart + 1):
        if not layout.starts[i : i + apart + 1].any():
            for c in range(LANES):
                shift = _shift(path, i, apart, c)
                for t in range(i, i + apart):
                    slope.phi[t, c] += shift
    multiply_chances(layout, slope, there)
    for i in range(first, n - apart, apart + 1):
        if layout.starts[i : i + apart + 1].any():
            continue
        for c in range(LANES):
            ratio = 1.0
            for t in range(i, i + apart):
                ratio *= there[t, c] / here[t, c]
            if rng.random() < ratio:
                shift = _shift(path, i, apart, c)
                for t in range(i, i + apart):
                    path[t, c] += shift
                    here[t, c] = there[t, c]
    unfold(point, layout, slope)


@compiled
def _shift(path: FloatArray, i: int, apart: int, c: int) -> float:
    """How far theta between the two years moves, in units of sigma."""
    late: float = path[i + apart, c] - path[i + apart - 1, c]
    early: float = path[i, c] - path[i - 1, c]
    return late - early


@compiled
def _move_starts(years: int, tail: float, point: Point, layout: Layout, slope: Slope,
                 here: FloatArray, there: FloatArray,
                 rng: np.random.Generator) -> None:  # fmt: skip
    """Offer the first years of every chain that goes on after them a move by one amount.

    Only the start's prior, the innovation after those years and their ratings decide.
    """
    n = point.path.shape[0]
    move = np.zeros((n, LANES))
    for i in range(n):
        if _goes_on(i, years, layout):
            for c in range(LANES):
                scale = SHORTEST * math.exp(math.log(LONGEST / SHORTEST) * rng.random())
                move[i, c] = scale * rng.standard_normal()
                for t in range(i, i + years):
                    slope.phi[t, c] += move[i, c]
    multiply_chances(layout, slope, there)
    for i in range(n):
        if not _goes_on(i, years, layout):
            continue
        for c in range(LANES):
            sigma = math.exp(point.log_sigma[c])
            by = move[i, c]
            new = slope.phi[i, c]
            step = slope.phi[i + years, c] - slope.phi[i + years - 1, c]
            gain = 0.5 * sigma * sigma * ((new - by) ** 2 - new * new)
            spread = (1.0 + tail * (step + by) ** 2) / (1.0 + tail * step * step)
            ratio = math.exp(gain) * spread ** (0.5 / tail + 0.5)
            for t in range(i, i + years):
                ratio *= there[t, c] / here[t, c]
            if rng.random() < ratio:
                _take_start(i, years, c, by, point, layout)


@compiled
def _goes_on(i: int, years: int, layout: Layout) -> bool:
    """Whether a chain starts here and has a year after its first years."""
    if not layout.starts[i] or i + years >= layout.starts.size:
        return False
    return not layout.starts[i + 1 : i + years + 1].any()


@compiled
def _take_start(i: int, years: int, c: int, by: float, point: Point, layout: Layout) -> None:
    """Move the first years by so many sigmas; later levels stay."""
    x = point.log_sigma[c]
    lift = by * math.exp(x - log_unit(x, layout))
    t = i
    while t < point.path.shape[0] and (t == i or not layout.starts[t]):
        point.path[t, c] += lift if t < i + years else lift - by
        t += 1
