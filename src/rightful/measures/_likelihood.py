"""Compiled log likelihood of the ratings and its gradient, four chains at a time.

With E = exp(eta), el and eh the exponentials of the cutpoints around a category,
P = E (eh - el) / ((E + eh) (E + el)): one exponential and one division a rating.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import bits_of, compiled, compiled_exactly, double_of
from rightful.measures._lanes import BLOCK, LANES, MAX_CUT, TINY_GAP, Slope
from rightful.measures._layout import FloatArray, Layout

LINEAR_LIMIT = 300.0  # beyond it exp products would overflow and probabilities are 0 or 1
SHIFT = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to an integer held in the low bits
MANTISSA = 0x000FFFFFFFFFFFFF
ONE_BITS = 0x3FF0000000000000
LOG2 = 0.6931471805599453


@compiled_exactly
def exp_block(x: FloatArray, n: int, out: FloatArray) -> None:
    """out[:n] = exp(x[:n]) for |x| <= 700, relative error below 1e-15; vectorises."""
    for i in range(n):
        t = min(max(x[i], -LINEAR_LIMIT), LINEAR_LIMIT)
        shifted = t * 1.4426950408889634 + SHIFT
        whole = shifted - SHIFT
        r = (t - whole * 0.693147180369123816490) - whole * 1.90821492927058770002e-10
        p = 1.6059043836821613e-10
        p = p * r + 2.08767569878681e-09
        p = p * r + 2.505210838544172e-08
        p = p * r + 2.755731922398589e-07
        p = p * r + 2.7557319223985893e-06
        p = p * r + 2.48015873015873e-05
        p = p * r + 0.0001984126984126984
        p = p * r + 0.001388888888888889
        p = p * r + 0.008333333333333333
        p = p * r + 0.041666666666666664
        p = p * r + 0.16666666666666666
        p = p * r + 0.5
        p = p * r + 1.0
        p = p * r + 1.0
        out[i] = double_of(bits_of(p) + (bits_of(shifted) << 52))


@compiled
def natural(raw: FloatArray, layout: Layout, slope: Slope) -> bool:
    """Fill beta, gaps and cutpoints from raw coordinates; False when a cutpoint runs away."""
    n_items = layout.sign.size
    for j in range(n_items):
        for c in range(LANES):
            slope.beta[j, c] = layout.sign[j] * math.exp(raw[j, c])
    far = 0.0
    for s in range(layout.cut_offset.size - 1):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        for m in range(first, layout.cut_offset[s + 1]):
            for c in range(LANES):
                if m == first:
                    lean = slope.beta[j, c] * layout.pivot[j]
                    slope.gap[m, c] = 0.0
                    slope.cut[m, c] = raw[n_items + m, c] + lean
                else:
                    slope.gap[m, c] = math.exp(raw[n_items + m, c])
                    slope.cut[m, c] = slope.cut[m - 1, c] + slope.gap[m, c]
                far = max(far, abs(slope.cut[m, c]))
    return far < MAX_CUT


@compiled
def _block_middle(
    n: int, low: FloatArray, high: FloatArray, spread: FloatArray, slope: Slope, sums: FloatArray
) -> None:
    """Categories with a cutpoint on both sides: P = E (eh - el) / ((E + eh)(E + el))."""
    exp_eta, p, q, chance = slope.exp_eta, slope.over, slope.under, slope.chance
    for i in range(0, n * LANES, LANES):
        for c in range(LANES):
            e = exp_eta[i + c]
            above = e + high[c]
            below = e + low[c]
            share = 1.0 / (above * below)
            p[i + c] = e * below * share
            q[i + c] = low[c] * above * share
            chance[i + c] = e * spread[c] * share
    _add_lanes(p, n, sums[0])
    _add_lanes(q, n, sums[1])
    for i in range(n * LANES):
        exp_eta[i] = q[i] - p[i]


@compiled
def _block_lowest(n: int, high: FloatArray, slope: Slope, sums: FloatArray) -> None:
    """The lowest category: P = eh / (E + eh)."""
    exp_eta, p, chance = slope.exp_eta, slope.over, slope.chance
    for i in range(0, n * LANES, LANES):
        for c in range(LANES):
            share = 1.0 / (exp_eta[i + c] + high[c])
            p[i + c] = exp_eta[i + c] * share
            chance[i + c] = high[c] * share
    _add_lanes(p, n, sums[0])
    for i in range(n * LANES):
        exp_eta[i] = -p[i]


@compiled
def _block_highest(n: int, low: FloatArray, slope: Slope, sums: FloatArray) -> None:
    """The highest category: P = E / (E + el)."""
    exp_eta, q, chance = slope.exp_eta, slope.under, slope.chance
    for i in range(0, n * LANES, LANES):
        for c in range(LANES):
            share = 1.0 / (exp_eta[i + c] + low[c])
            q[i + c] = low[c] * share
            chance[i + c] = exp_eta[i + c] * share
    _add_lanes(q, n, sums[1])
    for i in range(n * LANES):
        exp_eta[i] = q[i]


@compiled
def _add_lanes(x: FloatArray, n: int, out: FloatArray) -> None:
    """out += sums of x over its n rows of LANES, kept in registers."""
    t0 = 0.0
    t1 = 0.0
    t2 = 0.0
    t3 = 0.0
    for i in range(0, n * LANES, LANES):
        t0 += x[i]
        t1 += x[i + 1]
        t2 += x[i + 2]
        t3 += x[i + 3]
    out[0] += t0
    out[1] += t1
    out[2] += t2
    out[3] += t3


@compiled
def _gather(
    rows: NDArray[np.uint32], begin: int, n: int, b: FloatArray, phi: FloatArray, eta: FloatArray
) -> None:
    """eta = signed beta * phi of the block's ratings."""
    b0, b1, b2, b3 = b[0], b[1], b[2], b[3]
    for i in range(n):
        t = rows[begin + i]
        eta[i * LANES] = b0 * phi[t, 0]
        eta[i * LANES + 1] = b1 * phi[t, 1]
        eta[i * LANES + 2] = b2 * phi[t, 2]
        eta[i * LANES + 3] = b3 * phi[t, 3]


@compiled
def _scatter(
    rows: NDArray[np.uint32], begin: int, n: int, b: FloatArray, d: FloatArray, out: FloatArray
) -> None:
    """Add b * d to the rows' gradients."""
    b0, b1, b2, b3 = b[0], b[1], b[2], b[3]
    for i in range(n):
        t = rows[begin + i]
        out[t, 0] += b0 * d[i * LANES]
        out[t, 1] += b1 * d[i * LANES + 1]
        out[t, 2] += b2 * d[i * LANES + 2]
        out[t, 3] += b3 * d[i * LANES + 3]


@compiled_exactly
def _add_log_chance(
    n: int, slope: Slope, exponent: NDArray[np.int64], mantissa: FloatArray, out: FloatArray
) -> None:
    """out += log of the block's chances, one logarithm a lane: mantissas and exponents apart."""
    for c in range(LANES):
        exponent[c] = 0
        mantissa[c] = 1.0
    for i in range(n):
        for c in range(LANES):
            bits = bits_of(slope.chance[i * LANES + c])
            exponent[c] += (bits >> 52) - 1023
            mantissa[c] *= double_of((bits & MANTISSA) | ONE_BITS)
    for c in range(LANES):
        out[c] += exponent[c] * LOG2 + math.log(mantissa[c])


class _Bounds(NamedTuple):
    """What a group of equal set and category shares; all (LANES,)."""

    slope: FloatArray  # signed beta * sigma
    low: FloatArray  # exp of the cutpoint below
    high: FloatArray  # exp of the cutpoint above
    tight: FloatArray  # exp(gap) - 1
    spread: FloatArray  # high - low


@compiled
def _set_bounds(
    first: int, y: int, has_low: bool, has_high: bool, j: int, slope: Slope, bounds: _Bounds
) -> None:
    for c in range(LANES):
        bounds.slope[c] = slope.beta[j, c]
        if has_low:
            bounds.low[c] = math.exp(slope.cut[first + y - 1, c])
        if has_high:
            bounds.high[c] = math.exp(slope.cut[first + y, c])
        if has_low and has_high:
            # From the gap itself: the difference of close cutpoints would lose its digits.
            bounds.tight[c] = math.expm1(max(slope.gap[first + y, c], TINY_GAP))
            bounds.spread[c] = bounds.low[c] * bounds.tight[c]


@compiled
def _add_group(
    first: int, y: int, has_low: bool, has_high: bool, j: int, n: int, sums: FloatArray,
    bounds: _Bounds, slope: Slope,
) -> None:  # fmt: skip
    """A group's sums into the gradients of its item and cutpoints."""
    for c in range(LANES):
        slope.raw[j, c] += sums[2, c]
        if has_high:
            slope.cut_slope[first + y, c] += sums[0, c]
        if has_low:
            slope.cut_slope[first + y - 1, c] -= sums[1, c]
        if has_low and has_high:
            slope.cut_slope[first + y, c] += n / bounds.tight[c]
            slope.cut_slope[first + y - 1, c] -= n / bounds.tight[c]


@compiled
def _add_block(
    begin: int, n: int, has_low: bool, has_high: bool, bounds: _Bounds, phi: FloatArray,
    rows: NDArray[np.uint32], slope: Slope, sums: FloatArray,
) -> None:  # fmt: skip
    """Up to BLOCK ratings of a group: their chances, and their gradients by state-year."""
    _gather(rows, begin, n, bounds.slope, phi, slope.eta)
    exp_block(slope.eta, n * LANES, slope.exp_eta)
    if has_low and has_high:
        _block_middle(n, bounds.low, bounds.high, bounds.spread, slope, sums)
    elif has_high:
        _block_lowest(n, bounds.high, slope, sums)
    else:
        _block_highest(n, bounds.low, slope, sums)
    _scatter(rows, begin, n, bounds.slope, slope.exp_eta, slope.phi)
    for i in range(n * LANES):
        slope.eta[i] *= slope.exp_eta[i]
    _add_lanes(slope.eta, n, sums[2])


@compiled
def add_likelihood(phi: FloatArray, layout: Layout, slope: Slope, with_value: bool) -> None:
    """Fill the items' log likelihoods, add the gradient (cutpoints in natural coordinates).

    Without values the likelihoods stay 0, which saves a tenth of the time.
    """
    slope.likelihood[:] = 0.0
    sums = np.zeros((3, LANES))
    mantissa = np.zeros(LANES)
    exponent = np.zeros(LANES, np.int64)
    bounds = _Bounds(
        np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES)
    )
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        y = layout.group_category[g]
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        _set_bounds(first, y, has_low, has_high, j, slope, bounds)
        sums[:] = 0.0
        stop = layout.group_start[g + 1]
        for begin in range(layout.group_start[g], stop, BLOCK):
            n = min(BLOCK, stop - begin)
            _add_block(begin, n, has_low, has_high, bounds, phi, layout.row, slope, sums)
            if with_value:
                _add_log_chance(n, slope, exponent, mantissa, slope.likelihood[j])
        _add_group(
            first, y, has_low, has_high, j, stop - layout.group_start[g], sums, bounds, slope
        )
