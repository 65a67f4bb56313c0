"""Compiled inner loops: log posterior and gradient of four chains side by side.

Arrays end in a lane axis of LANES chains, so that one vector instruction serves them all.
Sampling coordinates: phi = theta / sigma (N), then per item log(beta * sigma) (J), then per
cutpoint set its first cutpoint and the logs of the gaps above it (C); P = J + C. A first cutpoint
is measured from the signed beta times the item's pivot, a value of phi near its difficulty, which
takes the curved ridge between discrimination and difficulty away.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import bits_of, compiled, compiled_exactly, double_of
from rightful.measures._layout import FloatArray, Layout, Priors

LANES = 4
BLOCK = 256
LINEAR_LIMIT = 300.0  # beyond it exp products would overflow and probabilities are 0 or 1
MAX_CUT = 290.0
TINY_GAP = 1e-12
SHIFT = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to an integer held in the low bits
MANTISSA = 0x000FFFFFFFFFFFFF
ONE_BITS = 0x3FF0000000000000
LOG2 = 0.6931471805599453


class Point(NamedTuple):
    """Where the chains stand."""

    phi: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    log_sigma: FloatArray  # (LANES,)
    walk_sd: FloatArray  # (J, LANES)


class Slope(NamedTuple):
    """Log posterior and its gradient at a point, with the scratch they need."""

    value: FloatArray  # (LANES,) log posterior up to a constant
    likelihood: FloatArray  # (J, LANES) log likelihood of each item's ratings
    phi: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    beta: FloatArray  # (J, LANES) signed beta * sigma
    cut: FloatArray  # (C, LANES)
    gap: FloatArray  # (C, LANES) exp of the raw gaps, 0 at a set's first cutpoint
    cut_slope: FloatArray  # (C, LANES)
    eta: FloatArray  # (BLOCK * LANES,)
    exp_eta: FloatArray  # (BLOCK * LANES,)
    chance: FloatArray  # (BLOCK * LANES,)
    over: FloatArray  # (BLOCK * LANES,)
    under: FloatArray  # (BLOCK * LANES,)


def new_point(n: int, p: int, j: int) -> Point:
    """An empty point for n state-years, p item parameters, j items."""
    return Point(np.zeros((n, LANES)), np.zeros((p, LANES)), np.zeros(LANES), np.ones((j, LANES)))


def new_slope(n: int, p: int, j: int) -> Slope:
    """Scratch for `log_posterior`."""
    c, block = p - j, BLOCK * LANES
    return Slope(
        np.zeros(LANES), np.zeros((j, LANES)), np.zeros((n, LANES)), np.zeros((p, LANES)),
        np.zeros((j, LANES)), np.zeros((c, LANES)), np.zeros((c, LANES)), np.zeros((c, LANES)),
        np.zeros(block), np.zeros(block), np.zeros(block), np.zeros(block), np.zeros(block),
    )  # fmt: skip


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


@compiled
def add_likelihood(phi: FloatArray, layout: Layout, slope: Slope, with_value: bool) -> None:
    """Fill the items' log likelihoods, add the gradient (cutpoints in natural coordinates).

    Without values the likelihoods stay 0, which saves a tenth of the time.
    """
    slope.likelihood[:] = 0.0
    sums = np.zeros((3, LANES))
    low = np.zeros(LANES)
    high = np.zeros(LANES)
    tight = np.zeros(LANES)
    spread = np.zeros(LANES)
    mantissa = np.zeros(LANES)
    exponent = np.zeros(LANES, np.int64)
    b = np.zeros(LANES)
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        y = layout.group_category[g]
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        for c in range(LANES):
            b[c] = slope.beta[j, c]
            sums[0, c] = 0.0
            sums[1, c] = 0.0
            sums[2, c] = 0.0
            if has_low:
                low[c] = math.exp(slope.cut[first + y - 1, c])
            if has_high:
                high[c] = math.exp(slope.cut[first + y, c])
            if has_low and has_high:
                tight[c] = math.expm1(max(slope.gap[first + y, c], TINY_GAP))
                spread[c] = low[c] * tight[c]
        begin = layout.group_start[g]
        stop = layout.group_start[g + 1]
        while begin < stop:
            n = min(BLOCK, stop - begin)
            _gather(layout.row, begin, n, b, phi, slope.eta)
            exp_block(slope.eta, n * LANES, slope.exp_eta)
            if has_low and has_high:
                _block_middle(n, low, high, spread, slope, sums)
            elif has_high:
                _block_lowest(n, high, slope, sums)
            else:
                _block_highest(n, low, slope, sums)
            if with_value:
                _add_log_chance(n, slope, exponent, mantissa, slope.likelihood[j])
            _scatter(layout.row, begin, n, b, slope.exp_eta, slope.phi)
            for i in range(n * LANES):
                slope.eta[i] *= slope.exp_eta[i]
            _add_lanes(slope.eta, n, sums[2])
            begin += n
        total = float(stop - layout.group_start[g])
        for c in range(LANES):
            slope.raw[j, c] += sums[2, c]
            if has_high:
                slope.cut_slope[first + y, c] += sums[0, c]
            if has_low:
                slope.cut_slope[first + y - 1, c] -= sums[1, c]
            if has_low and has_high:
                slope.cut_slope[first + y, c] += total / tight[c]
                slope.cut_slope[first + y - 1, c] -= total / tight[c]


@compiled
def _add_cut_prior(layout: Layout, priors: Priors, walk_sd: FloatArray, slope: Slope) -> None:
    """Walk of each yearly item's cutpoints, first cutpoints around zero."""
    for s in range(layout.set_item.size):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        n = layout.cut_offset[s + 1] - first
        elapsed = layout.set_elapsed[s]
        for c in range(LANES):
            precision = priors.first_precision
            if elapsed > 0.0:
                precision = 1.0 / (walk_sd[j, c] * walk_sd[j, c] * elapsed)
            for m in range(first, first + n):
                step = slope.cut[m, c]
                if elapsed > 0.0:
                    step -= slope.cut[m - n, c]
                    slope.cut_slope[m - n, c] += step * precision
                slope.cut_slope[m, c] -= step * precision
                slope.value[c] -= 0.5 * step * step * precision


@compiled
def _cut_slope_to_raw(layout: Layout, raw: FloatArray, slope: Slope) -> None:
    """Chain rule from cutpoints to (first, log gaps), with the Jacobian of the logs."""
    n_items = layout.sign.size
    for s in range(layout.set_item.size):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        for c in range(LANES):
            total = 0.0
            for m in range(layout.cut_offset[s + 1] - 1, first - 1, -1):
                total += slope.cut_slope[m, c]
                if m == first:
                    slope.raw[n_items + m, c] = total
                    slope.raw[j, c] += total * slope.beta[j, c] * layout.pivot[j]
                else:
                    slope.raw[n_items + m, c] = total * slope.gap[m, c] + 1.0
                    slope.value[c] += raw[n_items + m, c]


@compiled
def _add_beta_prior(log_sigma: FloatArray, priors: Priors, raw: FloatArray, slope: Slope) -> None:
    for j in range(slope.beta.shape[0]):
        for c in range(LANES):
            lb = raw[j, c] - log_sigma[c]
            rate = priors.beta_rate * math.exp(lb)
            away = lb - priors.beta_mean
            slope.value[c] += priors.beta_linear * lb - rate
            slope.value[c] -= 0.5 * priors.beta_precision * away * away
            slope.raw[j, c] += priors.beta_linear - rate - priors.beta_precision * away


@compiled
def _add_walk_of_theta(
    phi: FloatArray, log_sigma: FloatArray, layout: Layout, slope: Slope
) -> None:
    """phi walks with unit innovations; a chain's first value has precision sigma^2."""
    precision = np.exp(2.0 * log_sigma)
    for i in range(phi.shape[0]):
        if layout.starts[i]:
            for c in range(LANES):
                slope.value[c] -= 0.5 * precision[c] * phi[i, c] * phi[i, c]
                slope.phi[i, c] -= precision[c] * phi[i, c]
        else:
            for c in range(LANES):
                step = phi[i, c] - phi[i - 1, c]
                slope.value[c] -= 0.5 * step * step
                slope.phi[i, c] -= step
                slope.phi[i - 1, c] += step


@compiled
def log_posterior(
    point: Point, layout: Layout, priors: Priors, slope: Slope, with_value: bool
) -> bool:
    """Fill slope with value and gradient in (phi, raw) given sigma and the walk SDs.

    Terms that depend on sigma and the walk SDs alone are left to `update_scales`; without
    with_value the value lacks the likelihood. False, and a value of -inf in every lane, when a
    cutpoint has run away.
    """
    slope.value[:] = 0.0
    slope.phi[:] = 0.0
    slope.raw[:] = 0.0
    slope.cut_slope[:] = 0.0
    if not natural(point.raw, layout, slope):
        slope.value[:] = -np.inf
        return False
    add_likelihood(point.phi, layout, slope, with_value)
    for j in range(layout.sign.size):
        for c in range(LANES):
            slope.value[c] += slope.likelihood[j, c]
    _add_cut_prior(layout, priors, point.walk_sd, slope)
    _cut_slope_to_raw(layout, point.raw, slope)
    _add_beta_prior(point.log_sigma, priors, point.raw, slope)
    _add_walk_of_theta(point.phi, point.log_sigma, layout, slope)
    return True


class Metric(NamedTuple):
    """Gaussian guide N(centre, M^-1), M = [[T, B], [B', A]], T tridiagonal in each chain.

    T = (unit lower bidiagonal L) diag(pivot) L'; root root' = (A - B' T^-1 B)^-1.
    """

    lower: FloatArray  # (N,) subdiagonal of L, 0 at chain starts
    pivot: FloatArray  # (N,)
    entry_start: NDArray[np.uint32]  # (N + 1,) rows of B, compressed
    entry_column: NDArray[np.uint32]  # (E,)
    entry: FloatArray  # (E,)
    root: FloatArray  # (P, P) upper triangular
    # Single precision will do: a kick need only be a fixed function of the position.
    inverse: NDArray[np.float32]  # (P, P) inverse of the Schur complement
    root_inverse: FloatArray  # (P, P) upper triangular: L_S'
    centre_phi: FloatArray  # (N,)
    centre_raw: FloatArray  # (P,)


@compiled
def _inverse_times(matrix: NDArray[np.float32], x: FloatArray, out: FloatArray) -> None:
    """out = matrix x, two rows at a time to read x half as often."""
    p = matrix.shape[0]
    for i in range(0, p - 1, 2):
        t0 = 0.0
        t1 = 0.0
        t2 = 0.0
        t3 = 0.0
        u0 = 0.0
        u1 = 0.0
        u2 = 0.0
        u3 = 0.0
        for k in range(p):
            v = np.float64(matrix[i, k])
            w = np.float64(matrix[i + 1, k])
            t0 += v * x[k, 0]
            t1 += v * x[k, 1]
            t2 += v * x[k, 2]
            t3 += v * x[k, 3]
            u0 += w * x[k, 0]
            u1 += w * x[k, 1]
            u2 += w * x[k, 2]
            u3 += w * x[k, 3]
        out[i, 0] = t0
        out[i, 1] = t1
        out[i, 2] = t2
        out[i, 3] = t3
        out[i + 1, 0] = u0
        out[i + 1, 1] = u1
        out[i + 1, 2] = u2
        out[i + 1, 3] = u3
    if p % 2 == 1:
        for c in range(LANES):
            out[p - 1, c] = 0.0
            for k in range(p):
                out[p - 1, c] += matrix[p - 1, k] * x[k, c]


@compiled
def _triangle_times(matrix: FloatArray, x: FloatArray, out: FloatArray) -> None:
    """out = matrix x for an upper triangular matrix."""
    p = matrix.shape[0]
    for i in range(p):
        t0 = 0.0
        t1 = 0.0
        t2 = 0.0
        t3 = 0.0
        for k in range(i, p):
            v = matrix[i, k]
            t0 += v * x[k, 0]
            t1 += v * x[k, 1]
            t2 += v * x[k, 2]
            t3 += v * x[k, 3]
        out[i, 0] = t0
        out[i, 1] = t1
        out[i, 2] = t2
        out[i, 3] = t3


@compiled
def _solve_down(metric: Metric, x: FloatArray) -> None:
    """x = L^-1 x."""
    for i in range(1, x.shape[0]):
        v = metric.lower[i]
        for c in range(LANES):
            x[i, c] -= v * x[i - 1, c]


@compiled
def _solve_up(metric: Metric, x: FloatArray) -> None:
    """x = L'^-1 x."""
    for i in range(x.shape[0] - 2, -1, -1):
        v = metric.lower[i + 1]
        for c in range(LANES):
            x[i, c] -= v * x[i + 1, c]


@compiled
def _solve_walk(metric: Metric, x: FloatArray) -> None:
    """x = T^-1 x."""
    _solve_down(metric, x)
    for i in range(x.shape[0]):
        v = 1.0 / metric.pivot[i]
        for c in range(LANES):
            x[i, c] *= v
    _solve_up(metric, x)


@compiled
def _couple(metric: Metric, items: FloatArray, out: FloatArray) -> None:
    """out = B items."""
    for i in range(out.shape[0]):
        t0 = 0.0
        t1 = 0.0
        t2 = 0.0
        t3 = 0.0
        for k in range(metric.entry_start[i], metric.entry_start[i + 1]):
            v = metric.entry[k]
            m = metric.entry_column[k]
            t0 += v * items[m, 0]
            t1 += v * items[m, 1]
            t2 += v * items[m, 2]
            t3 += v * items[m, 3]
        out[i, 0] = t0
        out[i, 1] = t1
        out[i, 2] = t2
        out[i, 3] = t3


@compiled
def _couple_back(metric: Metric, x: FloatArray, out: FloatArray) -> None:
    """out -= B' x."""
    for i in range(x.shape[0]):
        x0, x1, x2, x3 = x[i, 0], x[i, 1], x[i, 2], x[i, 3]
        for k in range(metric.entry_start[i], metric.entry_start[i + 1]):
            v = metric.entry[k]
            m = metric.entry_column[k]
            out[m, 0] -= v * x0
            out[m, 1] -= v * x1
            out[m, 2] -= v * x2
            out[m, 3] -= v * x3


class Motion(NamedTuple):
    """Velocity of the chains and scratch for the metric."""

    phi: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    solved_phi: FloatArray  # (N, LANES)
    solved_raw: FloatArray  # (P, LANES)
    work_phi: FloatArray  # (N, LANES)
    work_raw: FloatArray  # (P, LANES)


def new_motion(n: int, p: int) -> Motion:
    """Scratch for `move`."""
    phi, raw = (n, LANES), (p, LANES)
    return Motion(
        np.zeros(phi), np.zeros(raw), np.zeros(phi), np.zeros(raw), np.zeros(phi), np.zeros(raw)
    )


@compiled
def apply_inverse(metric: Metric, phi: FloatArray, raw: FloatArray, motion: Motion) -> None:
    """(solved_phi, solved_raw) = M^-1 (phi, raw)."""
    motion.work_phi[:] = phi
    motion.work_raw[:] = raw
    _solve_walk(metric, motion.work_phi)
    _couple_back(metric, motion.work_phi, motion.work_raw)
    _inverse_times(metric.inverse, motion.work_raw, motion.solved_raw)
    _couple(metric, motion.solved_raw, motion.solved_phi)
    _solve_walk(metric, motion.solved_phi)
    for i in range(phi.shape[0]):
        for c in range(LANES):
            motion.solved_phi[i, c] = motion.work_phi[i, c] - motion.solved_phi[i, c]


@compiled
def draw_velocity(
    metric: Metric, rng: np.random.Generator, motion: Motion, energy: FloatArray
) -> None:
    """Velocity ~ N(0, M^-1); energy (LANES,) = its kinetic energy."""
    energy[:] = 0.0
    for i in range(motion.raw.shape[0]):
        for c in range(LANES):
            u = rng.standard_normal()
            energy[c] += 0.5 * u * u
            motion.work_raw[i, c] = u
    _triangle_times(metric.root, motion.work_raw, motion.raw)
    for i in range(motion.phi.shape[0]):
        scale = 1.0 / math.sqrt(metric.pivot[i])
        for c in range(LANES):
            u = rng.standard_normal()
            energy[c] += 0.5 * u * u
            motion.phi[i, c] = u * scale
    _solve_up(metric, motion.phi)
    _couple(metric, motion.raw, motion.work_phi)
    _solve_walk(metric, motion.work_phi)
    for i in range(motion.phi.shape[0]):
        for c in range(LANES):
            motion.phi[i, c] -= motion.work_phi[i, c]


@compiled
def kinetic_energy(metric: Metric, motion: Motion, energy: FloatArray) -> None:
    """energy = velocity' M velocity / 2."""
    energy[:] = 0.0
    _triangle_times(metric.root_inverse, motion.raw, motion.work_raw)
    for i in range(motion.raw.shape[0]):
        for c in range(LANES):
            energy[c] += 0.5 * motion.work_raw[i, c] * motion.work_raw[i, c]
    _couple(metric, motion.raw, motion.work_phi)
    _solve_walk(metric, motion.work_phi)
    n = motion.phi.shape[0]
    for i in range(n):
        for c in range(LANES):
            motion.work_phi[i, c] += motion.phi[i, c]
    for i in range(n):
        for c in range(LANES):
            r = motion.work_phi[i, c]
            if i + 1 < n:
                r += metric.lower[i + 1] * motion.work_phi[i + 1, c]
            energy[c] += 0.5 * metric.pivot[i] * r * r


@compiled
def kick(point: Point, metric: Metric, slope: Slope, motion: Motion, time: float) -> None:
    """Velocity change from what the guide does not explain: M^-1 gradient + (x - centre)."""
    apply_inverse(metric, slope.phi, slope.raw, motion)
    for i in range(point.phi.shape[0]):
        for c in range(LANES):
            pull = motion.solved_phi[i, c] + point.phi[i, c] - metric.centre_phi[i]
            motion.phi[i, c] += time * pull
    for i in range(point.raw.shape[0]):
        for c in range(LANES):
            pull = motion.solved_raw[i, c] + point.raw[i, c] - metric.centre_raw[i]
            motion.raw[i, c] += time * pull


@compiled
def rotate(x: FloatArray, centre: FloatArray, velocity: FloatArray, angle: float) -> None:
    """Exact motion of the Gaussian guide for a time `angle`."""
    cos = math.cos(angle)
    sin = math.sin(angle)
    for i in range(x.shape[0]):
        m = centre[i]
        for c in range(LANES):
            away = x[i, c] - m
            v = velocity[i, c]
            x[i, c] = m + cos * away + sin * v
            velocity[i, c] = cos * v - sin * away


@compiled
def trajectory(point: Point, layout: Layout, priors: Priors, metric: Metric, step: float,
               n_steps: int, slope: Slope, motion: Motion) -> None:  # fmt: skip
    """Split Hamiltonian steps: half kick, exact rotation, half kick; slope ends at the new point."""
    kick(point, metric, slope, motion, 0.5 * step)
    for i in range(n_steps):
        rotate(point.phi, metric.centre_phi, motion.phi, step)
        rotate(point.raw, metric.centre_raw, motion.raw, step)
        if not log_posterior(point, layout, priors, slope, i + 1 == n_steps):
            return
        kick(point, metric, slope, motion, step if i + 1 < n_steps else 0.5 * step)


@compiled
def _sigma_log_density(x: float, starts: float, squares: float, c: int, raw: FloatArray,
                       priors: Priors) -> float:  # fmt: skip
    """Log density of x = log sigma given phi and beta * sigma."""
    value = (starts + priors.sigma_linear) * x
    value -= 0.5 * math.exp(2.0 * x) * (squares + priors.sigma_precision)
    for j in range(raw.shape[0]):
        lb = raw[j, c] - x
        away = lb - priors.beta_mean
        value += priors.beta_linear * lb - priors.beta_rate * math.exp(lb)
        value -= 0.5 * priors.beta_precision * away * away
    return value


@compiled
def _slice_sigma(x: float, starts: float, squares: float, c: int, raw: FloatArray, priors: Priors,
                 rng: np.random.Generator) -> float:  # fmt: skip
    """One slice-sampling update of log sigma."""
    width = 0.3
    level = _sigma_log_density(x, starts, squares, c, raw, priors) - rng.standard_exponential()
    low = x - width * rng.random()
    high = low + width
    while _sigma_log_density(low, starts, squares, c, raw, priors) > level:
        low -= width
    while (
        high < priors.log_sigma_max
        and _sigma_log_density(high, starts, squares, c, raw, priors) > level
    ):
        high += width
    high = min(high, priors.log_sigma_max)
    while True:
        new = low + (high - low) * rng.random()
        if _sigma_log_density(new, starts, squares, c, raw, priors) >= level:
            return new
        if new < x:
            low = new
        else:
            high = new


@compiled
def _walk_log_density(x: float, steps: float, squares: float, priors: Priors) -> float:
    """Log density of x = log walk SD given its item's yearly steps."""
    away = (x - priors.log_walk_mean) / priors.log_walk_sd
    return -0.5 * away * away - steps * x - 0.5 * squares * math.exp(-2.0 * x)


@compiled
def _slice_walk(x: float, steps: float, squares: float, priors: Priors,
                rng: np.random.Generator) -> float:  # fmt: skip
    width = 0.5
    level = _walk_log_density(x, steps, squares, priors) - rng.standard_exponential()
    low = x - width * rng.random()
    high = low + width
    while _walk_log_density(low, steps, squares, priors) > level:
        low -= width
    while _walk_log_density(high, steps, squares, priors) > level:
        high += width
    while True:
        new = low + (high - low) * rng.random()
        if _walk_log_density(new, steps, squares, priors) >= level:
            return new
        if new < x:
            low = new
        else:
            high = new


@compiled
def update_scales(point: Point, layout: Layout, priors: Priors, slope: Slope,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Draw sigma, and the cutpoints' walk SDs when learned, given everything else."""
    n_items = layout.sign.size
    natural(point.raw, layout, slope)
    for c in range(LANES):
        starts = 0.0
        squares = 0.0
        for i in range(point.phi.shape[0]):
            if layout.starts[i]:
                starts += 1.0
                squares += point.phi[i, c] ** 2
        raw = point.raw[:n_items]
        for _ in range(2):
            point.log_sigma[c] = _slice_sigma(
                point.log_sigma[c], starts, squares, c, raw, priors, rng
            )
    if priors.learn_walk:
        steps = np.zeros(n_items)
        squares_of = np.zeros((n_items, LANES))
        _sum_cut_steps(layout, slope, steps, squares_of)
        for j in range(n_items):
            if steps[j] > 0.0:
                for c in range(LANES):
                    x = math.log(point.walk_sd[j, c])
                    new = _slice_walk(x, steps[j], squares_of[j, c], priors, rng)
                    point.walk_sd[j, c] = math.exp(new)


@compiled
def _sum_cut_steps(layout: Layout, slope: Slope, steps: FloatArray, squares: FloatArray) -> None:
    for s in range(layout.set_item.size):
        if layout.set_elapsed[s] > 0.0:
            j = layout.set_item[s]
            first = layout.cut_offset[s]
            n = layout.cut_offset[s + 1] - first
            for m in range(first, first + n):
                steps[j] += 1.0
                for c in range(LANES):
                    step = slope.cut[m, c] - slope.cut[m - n, c]
                    squares[j, c] += step * step / layout.set_elapsed[s]


@compiled
def rescale_sigma(point: Point, layout: Layout, priors: Priors, slope: Slope, phi: FloatArray,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Metropolis move of sigma that carries the innovations along: theta = start + sigma * z.

    The counterpart of `update_scales`, which holds theta / sigma; the two together mix where
    either alone crawls. Expects slope at the point; phi (N, LANES) is scratch.
    """
    n_items = layout.sign.size
    old = np.sum(slope.likelihood, axis=0)
    move = np.zeros(LANES)
    origin = np.zeros(LANES)
    for c in range(LANES):
        move[c] = 0.3 * math.exp(-4.0 * rng.random()) * rng.standard_normal()
    for i in range(phi.shape[0]):
        for c in range(LANES):
            if layout.starts[i]:
                origin[c] = point.phi[i, c]
            # theta' / sigma' with theta' = start + (sigma' / sigma) (theta - start)
            phi[i, c] = point.phi[i, c] + origin[c] * (math.exp(-move[c]) - 1.0)
    for j in range(n_items):
        for c in range(LANES):
            slope.beta[j, c] *= math.exp(move[c])
    add_likelihood(phi, layout, slope, True)
    new = np.sum(slope.likelihood, axis=0)
    for c in range(LANES):
        x = point.log_sigma[c]
        gain = new[c] - old[c] + priors.sigma_linear * move[c]
        gain -= 0.5 * priors.sigma_precision * (math.exp(2 * (x + move[c])) - math.exp(2 * x))
        if x + move[c] < priors.log_sigma_max and -rng.standard_exponential() < gain:
            point.log_sigma[c] = x + move[c]
            point.phi[:, c] = phi[:, c]
            for s in range(layout.set_item.size):
                j = layout.set_item[s]
                first = layout.cut_offset[s]
                # Cutpoints stay; their distance from the pivot changes with beta * sigma.
                lean = slope.beta[j, c] * layout.pivot[j]
                point.raw[n_items + first, c] = slope.cut[first, c] - lean
            for j in range(n_items):
                point.raw[j, c] += move[c]


@compiled
def rescale_walks(point: Point, layout: Layout, priors: Priors, slope: Slope,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Metropolis move of each walk SD that stretches its item's cutpoint path with it.

    Items are independent given theta, so each is accepted on its own. Expects slope at the point.
    """
    n_items = layout.sign.size
    old = slope.likelihood.copy()
    move = np.zeros((n_items, LANES))
    fits = np.ones((n_items, LANES), np.bool_)
    before = slope.cut.copy()
    for j in range(n_items):
        for c in range(LANES):
            move[j, c] = 0.6 * math.exp(-3.0 * rng.random()) * rng.standard_normal()
    for s in range(layout.set_item.size):
        if layout.set_elapsed[s] > 0.0:
            j = layout.set_item[s]
            first = layout.cut_offset[s]
            n = layout.cut_offset[s + 1] - first
            for c in range(LANES):
                for m in range(first, first + n):
                    step = before[m, c] - before[m - n, c]
                    slope.cut[m, c] = slope.cut[m - n, c] + math.exp(move[j, c]) * step
                    if m > first:
                        slope.gap[m, c] = slope.cut[m, c] - slope.cut[m - 1, c]
                        if slope.gap[m, c] <= TINY_GAP:
                            fits[j, c] = False
                            slope.gap[m, c] = TINY_GAP
                    if abs(slope.cut[m, c]) >= MAX_CUT:
                        fits[j, c] = False
                        slope.cut[m, c] = 0.0
    add_likelihood(point.phi, layout, slope, True)
    for j in range(n_items):
        for c in range(LANES):
            away = (math.log(point.walk_sd[j, c]) - priors.log_walk_mean) / priors.log_walk_sd
            then = away + move[j, c] / priors.log_walk_sd
            gain = slope.likelihood[j, c] - old[j, c] - 0.5 * (then * then - away * away)
            fits[j, c] = fits[j, c] and -rng.standard_exponential() < gain
    _take_walks(point, layout, slope, move, fits)


@compiled
def _take_walks(point: Point, layout: Layout, slope: Slope, move: FloatArray,
                taken: NDArray[np.bool_]) -> None:  # fmt: skip
    n_items = layout.sign.size
    walks = np.zeros(n_items, np.bool_)
    for s in range(layout.set_item.size):
        if layout.set_elapsed[s] == 0.0:
            continue
        j = layout.set_item[s]
        walks[j] = True
        first = layout.cut_offset[s]
        for c in range(LANES):
            if taken[j, c]:
                lean = slope.beta[j, c] * layout.pivot[j]
                point.raw[n_items + first, c] = slope.cut[first, c] - lean
                for m in range(first + 1, layout.cut_offset[s + 1]):
                    point.raw[n_items + m, c] = math.log(slope.gap[m, c])
    for j in range(n_items):
        for c in range(LANES):
            if walks[j] and taken[j, c]:
                point.walk_sd[j, c] *= math.exp(move[j, c])


class Tuning(NamedTuple):
    """Dual averaging of the step size; one row of numbers, changed in place."""

    step: FloatArray  # (5,) step, mean error, log of averaged step, count, log of shrink point
    target: float


@compiled
def _tune(tuning: Tuning, accepted: float) -> None:
    t = tuning.step
    t[3] += 1.0
    weight = 1.0 / (t[3] + 10.0)
    t[1] = (1.0 - weight) * t[1] + weight * (tuning.target - accepted)
    log_step = min(t[4] - math.sqrt(t[3]) / 0.1 * t[1], math.log(1.4))
    fade = t[3] ** -0.75
    t[2] = fade * log_step + (1.0 - fade) * t[2]
    t[0] = math.exp(log_step)


@compiled
def run(point: Point, layout: Layout, priors: Priors, metric: Metric, tuning: Tuning, adapt: bool,
        mean_angle: float, stride: int, rng: np.random.Generator, slope: Slope, motion: Motion,
        theta: NDArray[np.float32], raw: FloatArray, scales: FloatArray,
        accepted: FloatArray) -> None:  # fmt: skip
    """Advance the lanes by accepted.shape[0] transitions and store every stride-th.

    theta (D, LANES, N) on the prior's scale, raw (D, LANES, P) with plain first cutpoints, scales (D, LANES, 1 + J) holding
    sigma and walk SDs, accepted (D * stride, 2) mean acceptance probability and steps.
    """
    kept_phi = point.phi.copy()
    kept_raw = point.raw.copy()
    start = np.zeros(LANES)
    energy = np.zeros(LANES)
    n_items = layout.sign.size
    for transition in range(accepted.shape[0]):
        log_posterior(point, layout, priors, slope, True)
        if transition % 2 == 0:
            if priors.learn_walk and transition % 4 == 0:
                rescale_walks(point, layout, priors, slope, rng)
            else:
                rescale_sigma(point, layout, priors, slope, motion.work_phi, rng)
            kept_phi[:] = point.phi
            kept_raw[:] = point.raw
            log_posterior(point, layout, priors, slope, True)
        draw_velocity(metric, rng, motion, energy)
        start[:] = slope.value - energy
        step = tuning.step[0]
        # Whole trajectories vary in length so that no direction can resonate.
        angle = mean_angle * (0.5 + rng.random())
        n_steps = max(1, int(angle / step + 0.5))
        step = min(step, angle / n_steps) if n_steps == 1 else step
        trajectory(point, layout, priors, metric, step, n_steps, slope, motion)
        kinetic_energy(metric, motion, energy)
        total = 0.0
        for c in range(LANES):
            gain = slope.value[c] - energy[c] - start[c]
            chance = math.exp(min(gain, 0.0)) if gain > -np.inf else 0.0
            total += chance / LANES
            if rng.random() < chance:
                kept_phi[:, c] = point.phi[:, c]
                kept_raw[:, c] = point.raw[:, c]
        point.phi[:] = kept_phi
        point.raw[:] = kept_raw
        accepted[transition, 0] = total
        accepted[transition, 1] = n_steps
        if adapt:
            _tune(tuning, total)
        update_scales(point, layout, priors, slope, rng)
        if (transition + 1) % stride > 0:
            continue
        d = transition // stride
        for c in range(LANES):
            sigma = math.exp(point.log_sigma[c])
            scales[d, c, 0] = sigma
            for j in range(n_items):
                scales[d, c, 1 + j] = point.walk_sd[j, c]
            for i in range(point.raw.shape[0]):
                raw[d, c, i] = point.raw[i, c]
            for s in range(layout.set_item.size):
                first = layout.cut_offset[s]
                raw[d, c, n_items + first] = slope.cut[first, c]
            for i in range(point.phi.shape[0]):
                theta[d, c, i] = point.phi[i, c] * sigma
