"""Gradient of the log likelihood in single precision, compiled, for the inside of a trajectory.

A kick need only be a fixed function of the place: where a trajectory ends and whether it is taken
is decided in double precision elsewhere. Twice as many ratings fit a vector register.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import compiled, compiled_contracting, times_power_of_two
from rightful.measures._lanes import BLOCK, LANES, TINY_GAP, Slope
from rightful.measures._layout import FloatArray, Layout

SingleArray = NDArray[np.float32]

# Products of two exponentials must stay inside single precision; chances beyond are 0 or 1.
LIMIT = np.float32(40.0)
SHIFT = np.float32(12582912.0)  # 1.5 * 2^23: adding it rounds to an integer held in the low bits
LOG2_E = np.float32(1.4426950408889634)
LOG2_HIGH = np.float32(0.693359375)
LOG2_LOW = np.float32(-2.12194440e-4)
ONE = np.float32(1.0)
HALF = np.float32(0.5)
C3 = np.float32(1.66666667e-1)
C4 = np.float32(4.16666667e-2)
C5 = np.float32(8.3333333e-3)
C6 = np.float32(1.3888889e-3)


@compiled_contracting
def _exponential(x: np.float32) -> np.float32:
    """exp(x) held to |x| <= 40, relative error below 1e-6; a loop over it becomes vector code."""
    t = min(max(x, -LIMIT), LIMIT)
    shifted = t * LOG2_E + SHIFT
    whole = shifted - SHIFT
    r = (t - whole * LOG2_HIGH) - whole * LOG2_LOW
    p = C6 * r + C5
    p = p * r + C4
    p = p * r + C3
    p = p * r + HALF
    p = p * r + ONE
    p = p * r + ONE
    return times_power_of_two(p, shifted)


class _Scratch(NamedTuple):
    phi: SingleArray  # (N, LANES)
    path: SingleArray  # (N, LANES) gradient by phi
    eta: SingleArray  # (LANES, BLOCK) of a block's ratings, then their gradient
    slope: SingleArray  # (LANES,) signed beta * sigma
    low: SingleArray  # (LANES,) exp of the cutpoint below
    high: SingleArray  # (LANES,) exp of the cutpoint above


@compiled
def _new_scratch(phi: FloatArray) -> _Scratch:
    n = phi.shape[0]
    single = np.empty((n, LANES), np.float32)
    for i in range(n):
        for c in range(LANES):
            single[i, c] = phi[i, c]
    lanes = np.zeros((3, LANES), np.float32)
    return _Scratch(
        single, np.zeros((n, LANES), np.float32), np.empty((LANES, BLOCK), np.float32),
        lanes[0], lanes[1], lanes[2],
    )  # fmt: skip


@compiled
def _gather(rows: NDArray[np.uint32], begin: int, n: int, work: _Scratch) -> None:
    b0, b1, b2, b3 = work.slope[0], work.slope[1], work.slope[2], work.slope[3]
    for i in range(n):
        t = rows[begin + i]
        work.eta[0, i] = b0 * work.phi[t, 0]
        work.eta[1, i] = b1 * work.phi[t, 1]
        work.eta[2, i] = b2 * work.phi[t, 2]
        work.eta[3, i] = b3 * work.phi[t, 3]


@compiled
def _scatter(rows: NDArray[np.uint32], begin: int, n: int, work: _Scratch) -> None:
    b0, b1, b2, b3 = work.slope[0], work.slope[1], work.slope[2], work.slope[3]
    for i in range(n):
        t = rows[begin + i]
        work.path[t, 0] += b0 * work.eta[0, i]
        work.path[t, 1] += b1 * work.eta[1, i]
        work.path[t, 2] += b2 * work.eta[2, i]
        work.path[t, 3] += b3 * work.eta[3, i]


@compiled
def _differentiate(n: int, has_low: bool, has_high: bool, work: _Scratch, sums: FloatArray) -> None:
    """Turn eta into its gradient; add to sums (3, LANES) those by both cutpoints and by log beta.

    An end without a cutpoint has an exponential of 0 below, or a share of 0 above.
    """
    none = np.float32(0.0)
    for c in range(LANES):
        el, eh = work.low[c], work.high[c]
        eta, over, under, along = work.eta[c], none, none, none
        if has_low and has_high:
            for i in range(n):
                x = eta[i]
                e = _exponential(x)
                above, below = e + eh, e + el
                share = ONE / (above * below)
                p = e * below * share
                q = el * above * share
                eta[i] = q - p
                over += p
                under += q
                along += x * (q - p)
        elif has_high:
            for i in range(n):
                x = eta[i]
                e = _exponential(x)
                p = e / (e + eh)
                eta[i] = -p
                over += p
                along -= x * p
        else:
            for i in range(n):
                x = eta[i]
                q = el / (_exponential(x) + el)
                eta[i] = q
                under += q
                along += x * q
        sums[0, c] += over
        sums[1, c] += under
        sums[2, c] += along


@compiled
def _set_bounds(first: int, y: int, has_low: bool, has_high: bool, j: int, slope: Slope,
                work: _Scratch) -> None:  # fmt: skip
    for c in range(LANES):
        work.slope[c] = slope.beta[j, c]
        if has_low:
            work.low[c] = _exponential(np.float32(slope.cut[first + y - 1, c]))
        if has_high:
            work.high[c] = _exponential(np.float32(slope.cut[first + y, c]))


@compiled
def _add_group(first: int, y: int, has_low: bool, has_high: bool, j: int, n: int, sums: FloatArray,
               slope: Slope) -> None:  # fmt: skip
    """A group's sums into the gradients of its item and cutpoints."""
    for c in range(LANES):
        slope.raw[j, c] += sums[2, c]
        if has_high:
            slope.cut_slope[first + y, c] += sums[0, c]
        if has_low:
            slope.cut_slope[first + y - 1, c] -= sums[1, c]
        if has_low and has_high:
            # What both cutpoints share: a rating between close ones wants them apart.
            apart = n / np.expm1(max(slope.gap[first + y, c], TINY_GAP))
            slope.cut_slope[first + y, c] += apart
            slope.cut_slope[first + y - 1, c] -= apart


@compiled
def add_gradient(layout: Layout, slope: Slope) -> None:
    """Add the likelihood's gradient by phi (into slope.path), cutpoints and log beta."""
    work = _new_scratch(slope.phi)
    sums = np.zeros((3, LANES))
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        y = layout.group_category[g]
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        _set_bounds(first, y, has_low, has_high, j, slope, work)
        sums[:] = 0.0
        stop = layout.group_start[g + 1]
        for begin in range(layout.group_start[g], stop, BLOCK):
            n = min(BLOCK, stop - begin)
            _gather(layout.row, begin, n, work)
            _differentiate(n, has_low, has_high, work, sums)
            _scatter(layout.row, begin, n, work)
        _add_group(first, y, has_low, has_high, j, stop - layout.group_start[g], sums, slope)
    for i in range(slope.path.shape[0]):
        for c in range(LANES):
            slope.path[i, c] += work.path[i, c]
