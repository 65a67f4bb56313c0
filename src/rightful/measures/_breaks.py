"""Move breaks in time, compiled: two innovations of a walk change places.

Heavy-tailed innovations let practice stand still and then break, and when it broke is often
uncertain by some years. Hamiltonian moves cross badly between such years. Exchanging the
innovations of two years shifts every theta between them by one amount; their prior is the same in
either order, so only the ratings between decide. A chain's first years have no innovation before
them to exchange: see `_first_years`.
"""

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout
from rightful.measures._likelihood import multiply_chances, unfold

FARTHEST = 8  # years that a break may move at once


@compiled
def move_breaks(point: Point, layout: Layout, slope: Slope, here: FloatArray, there: FloatArray,
                rng: np.random.Generator) -> None:  # fmt: skip
    """Offer every chain exchanges of neighbouring years, then of years farther apart.

    here and there are scratch, (N, LANES): the chances of each state-year's ratings. Leaves slope
    unfolded at the point.
    """
    unfold(point, layout, slope)
    multiply_chances(layout, slope, here)
    _exchange(1, 1 + int(rng.random() * 2.0), point, layout, slope, here, there, rng)
    if rng.random() < 0.5:
        apart = 2 + int(rng.random() * (FARTHEST - 1))
        first = 1 + int(rng.random() * (apart + 1))
        _exchange(apart, first, point, layout, slope, here, there, rng)


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
