"""Compiled log likelihood of the ratings and its gradient, four chains at a time.

With E = exp(eta), el and eh the exponentials of the cutpoints around a category,
P = E (eh - el) / ((E + eh) (E + el)): one exponential and one division a rating.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import bits_of, compiled, compiled_contracting, double_of
from rightful.measures._lanes import BLOCK, LANES, MAX_CUT, TINY_GAP, Point, Slope
from rightful.measures._layout import FloatArray, Layout

LINEAR_LIMIT = 300.0  # beyond it exp products would overflow and probabilities are 0 or 1
SHIFT = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to an integer held in the low bits
MANTISSA = 0x000FFFFFFFFFFFFF
ONE_BITS = 0x3FF0000000000000
LOG2 = 0.6931471805599453


@compiled_contracting
def exponential(x: float) -> float:
    """exp(x) for |x| <= 300, relative error below 1e-15; a loop over it becomes vector code."""
    t = min(max(x, -LINEAR_LIMIT), LINEAR_LIMIT)
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
    return double_of(bits_of(p) + (bits_of(shifted) << 52))


@compiled
def log_unit(log_sigma: float, layout: Layout) -> float:
    """Log of the unit of levels and discriminations at a sigma."""
    log_scale = math.log(layout.scale)
    return log_scale + layout.share * (log_sigma - log_scale)


@compiled
def unfold(point: Point, layout: Layout, slope: Slope) -> bool:
    """Fill phi, beta, gaps, cutpoints from sampling coordinates; False if a cutpoint runs away."""
    _unfold_path(point, layout, slope.phi)
    n_items = layout.sign.size
    for j in range(n_items):
        for c in range(LANES):
            x = point.log_sigma[c]
            log_beta_sigma = point.raw[j, c] + x - log_unit(x, layout)
            slope.beta[j, c] = layout.sign[j] * math.exp(log_beta_sigma)
    far = 0.0
    for s in range(layout.cut_offset.size - 1):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        for m in range(first, layout.cut_offset[s + 1]):
            for c in range(LANES):
                if m == first:
                    lean = layout.sign[j] * math.exp(point.raw[j, c]) * layout.pivot[j]
                    slope.gap[m, c] = 0.0
                    slope.cut[m, c] = point.raw[n_items + m, c] + lean
                else:
                    slope.gap[m, c] = math.exp(point.raw[n_items + m, c])
                    slope.cut[m, c] = slope.cut[m - 1, c] + slope.gap[m, c]
                far = max(far, abs(slope.cut[m, c]))
    return far < MAX_CUT


@compiled
def _stretch(point: Point, layout: Layout) -> FloatArray:
    """(LANES,) unit / sigma - 1: what phi adds to a path for each unit of its start."""
    stretch = np.empty(LANES)
    for c in range(LANES):
        x = point.log_sigma[c]
        stretch[c] = math.expm1(log_unit(x, layout) - x)
    return stretch


@compiled
def _unfold_path(point: Point, layout: Layout, phi: FloatArray) -> None:
    """phi = theta / sigma: a path whose start is measured in sigmas too."""
    stretch = _stretch(point, layout)
    away = np.zeros(LANES)
    for i in range(phi.shape[0]):
        if layout.starts[i]:
            for c in range(LANES):
                away[c] = stretch[c] * point.path[i, c]
        for c in range(LANES):
            phi[i, c] = point.path[i, c] + away[c]


@compiled
def fold_slope(point: Point, layout: Layout, slope: Slope) -> None:
    """Turn the gradient by phi, held in slope.path, into one by path."""
    stretch = _stretch(point, layout)
    total = np.zeros(LANES)
    for i in range(slope.path.shape[0] - 1, -1, -1):
        for c in range(LANES):
            total[c] += slope.path[i, c]
        if layout.starts[i]:
            for c in range(LANES):
                slope.path[i, c] += stretch[c] * total[c]
                total[c] = 0.0


@compiled
def _middle(
    n: int, low: FloatArray, high: FloatArray, spread: FloatArray, slope: Slope, sums: FloatArray
) -> None:
    """Categories with a cutpoint on both sides: P = E (eh - el) / ((E + eh)(E + el))."""
    for c in range(LANES):
        el, eh, apart = low[c], high[c], spread[c]
        over = 0.0
        under = 0.0
        along = 0.0
        for i in range(n):
            eta = slope.eta[c, i]
            e = exponential(eta)
            above = e + eh
            below = e + el
            share = 1.0 / (above * below)
            p = e * below * share
            q = el * above * share
            slope.chance[c, i] = e * apart * share
            slope.eta[c, i] = q - p
            over += p
            under += q
            along += eta * (q - p)
        sums[0, c] += over
        sums[1, c] += under
        sums[2, c] += along


@compiled
def _lowest(n: int, high: FloatArray, slope: Slope, sums: FloatArray) -> None:
    """The lowest category: P = eh / (E + eh)."""
    for c in range(LANES):
        eh = high[c]
        over = 0.0
        along = 0.0
        for i in range(n):
            eta = slope.eta[c, i]
            e = exponential(eta)
            share = 1.0 / (e + eh)
            p = e * share
            slope.chance[c, i] = eh * share
            slope.eta[c, i] = -p
            over += p
            along -= eta * p
        sums[0, c] += over
        sums[2, c] += along


@compiled
def _highest(n: int, low: FloatArray, slope: Slope, sums: FloatArray) -> None:
    """The highest category: P = E / (E + el)."""
    for c in range(LANES):
        el = low[c]
        under = 0.0
        along = 0.0
        for i in range(n):
            eta = slope.eta[c, i]
            e = exponential(eta)
            share = 1.0 / (e + el)
            q = el * share
            slope.chance[c, i] = e * share
            slope.eta[c, i] = q
            under += q
            along += eta * q
        sums[1, c] += under
        sums[2, c] += along


@compiled
def _gather(
    rows: NDArray[np.uint32], begin: int, n: int, b: FloatArray, phi: FloatArray, eta: FloatArray
) -> None:
    """eta (LANES, BLOCK) = signed beta * phi of the block's ratings, a lane a row."""
    b0, b1, b2, b3 = b[0], b[1], b[2], b[3]
    for i in range(n):
        t = rows[begin + i]
        eta[0, i] = b0 * phi[t, 0]
        eta[1, i] = b1 * phi[t, 1]
        eta[2, i] = b2 * phi[t, 2]
        eta[3, i] = b3 * phi[t, 3]


@compiled
def _scatter(
    rows: NDArray[np.uint32], begin: int, n: int, b: FloatArray, d: FloatArray, out: FloatArray
) -> None:
    """Add b * d to the rows' gradients; d (LANES, BLOCK)."""
    b0, b1, b2, b3 = b[0], b[1], b[2], b[3]
    for i in range(n):
        t = rows[begin + i]
        out[t, 0] += b0 * d[0, i]
        out[t, 1] += b1 * d[1, i]
        out[t, 2] += b2 * d[2, i]
        out[t, 3] += b3 * d[3, i]


@compiled
def _add_log_chance(n: int, chance: FloatArray, out: FloatArray) -> None:
    """out += log of the block's chances, one logarithm a lane: mantissas and exponents apart."""
    for c in range(LANES):
        exponent = 0
        mantissa = 1.0
        for i in range(n):
            bits = bits_of(chance[c, i])
            exponent += (bits >> 52) - 1023
            mantissa *= double_of((bits & MANTISSA) | ONE_BITS)
        out[c] += exponent * LOG2 + math.log(mantissa)


class _Bounds(NamedTuple):
    """What a group of equal set and category shares; all (LANES,)."""

    slope: FloatArray  # signed beta * sigma
    low: FloatArray  # exp of the cutpoint below
    high: FloatArray  # exp of the cutpoint above
    tight: FloatArray  # exp(gap) - 1
    spread: FloatArray  # high - low


@compiled
def _new_bounds() -> _Bounds:
    return _Bounds(
        np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES)
    )


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
def _fill_block(
    begin: int, n: int, has_low: bool, has_high: bool, bounds: _Bounds, rows: NDArray[np.uint32],
    slope: Slope, sums: FloatArray,
) -> None:  # fmt: skip
    """Chances of up to BLOCK ratings of a group into slope.chance, their gradient into eta."""
    _gather(rows, begin, n, bounds.slope, slope.phi, slope.eta)
    if has_low and has_high:
        _middle(n, bounds.low, bounds.high, bounds.spread, slope, sums)
    elif has_high:
        _lowest(n, bounds.high, slope, sums)
    else:
        _highest(n, bounds.low, slope, sums)


@compiled
def _fill_chances(
    begin: int, n: int, has_low: bool, has_high: bool, bounds: _Bounds, rows: NDArray[np.uint32],
    slope: Slope,
) -> None:  # fmt: skip
    """Chances of up to BLOCK ratings of a group into slope.chance."""
    _gather(rows, begin, n, bounds.slope, slope.phi, slope.eta)
    for c in range(LANES):
        el, eh, apart = bounds.low[c], bounds.high[c], bounds.spread[c]
        eta, chance = slope.eta[c], slope.chance[c]
        if has_low and has_high:
            for i in range(n):
                e = exponential(eta[i])
                chance[i] = e * apart / ((e + eh) * (e + el))
        elif has_high:
            for i in range(n):
                chance[i] = eh / (exponential(eta[i]) + eh)
        else:
            for i in range(n):
                e = exponential(eta[i])
                chance[i] = e / (e + el)


@compiled
def add_likelihood(layout: Layout, slope: Slope) -> None:
    """Fill the items' log likelihoods at the unfolded coordinates, add the gradient.

    The gradient is by phi (into slope.path) and by the cutpoints themselves.
    """
    slope.likelihood[:] = 0.0
    sums = np.zeros((3, LANES))
    bounds = _new_bounds()
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
            _fill_block(begin, n, has_low, has_high, bounds, layout.row, slope, sums)
            _scatter(layout.row, begin, n, bounds.slope, slope.eta, slope.path)
            _add_log_chance(n, slope.chance, slope.likelihood[j])
        _add_group(
            first, y, has_low, has_high, j, stop - layout.group_start[g], sums, bounds, slope
        )


@compiled
def fill_likelihood(layout: Layout, slope: Slope) -> None:
    """Fill the items' log likelihoods at the unfolded coordinates; no gradient."""
    slope.likelihood[:] = 0.0
    bounds = _new_bounds()
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        y = layout.group_category[g]
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        _set_bounds(first, y, has_low, has_high, j, slope, bounds)
        stop = layout.group_start[g + 1]
        for begin in range(layout.group_start[g], stop, BLOCK):
            n = min(BLOCK, stop - begin)
            _fill_chances(begin, n, has_low, has_high, bounds, layout.row, slope)
            _add_log_chance(n, slope.chance, slope.likelihood[j])


@compiled
def multiply_chances(layout: Layout, slope: Slope, out: FloatArray) -> None:
    """Fill out (N, LANES) with the joint chance of each state-year's ratings at slope.phi."""
    out[:] = 1.0
    bounds = _new_bounds()
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        y = layout.group_category[g]
        first = layout.cut_offset[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        _set_bounds(first, y, has_low, has_high, layout.set_item[s], slope, bounds)
        stop = layout.group_start[g + 1]
        for begin in range(layout.group_start[g], stop, BLOCK):
            n = min(BLOCK, stop - begin)
            _fill_chances(begin, n, has_low, has_high, bounds, layout.row, slope)
            for i in range(n):
                t = layout.row[begin + i]
                for c in range(LANES):
                    out[t, c] *= slope.chance[c, i]
