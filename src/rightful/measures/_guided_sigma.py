"""Metropolis move of sigma that carries the levels along the Gaussian guide, compiled.

Given sigma and the items the guide of the levels is N(m(sigma), T(sigma)^-1): the ratings' averaged
information on the diagonal, the walk beside it. Levels are carried from the old guide to the new,
standardized residuals held, so that what the ratings leave open follows sigma and what they settle
stays. Where levels are many and ratings few, sigma given the levels, or given the innovations, is
far narrower than sigma; this move sees nearly all of its width.
"""

import math

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._likelihood import fill_likelihood, log_unit
from rightful.measures._metric import Metric, Motion

STEPS_A_LOG = 16  # whose product cannot overflow
WIDER = 1.3  # a proposal's spread, in SDs of log sigma


@compiled
def move_guided_sigma(point: Point, layout: Layout, priors: Priors, metric: Metric, slope: Slope,
                      motion: Motion, rng: np.random.Generator) -> None:  # fmt: skip
    """Propose a sigma and its levels in every lane.

    Expects slope at the point, leaves its likelihood.

    Half the proposals are drawn from the guide's own normal of log sigma, half step from where it
    stands.
    """
    held = slope.likelihood.copy()
    old = np.sum(held, axis=0)
    log_unit_of = _log_units(point, layout, metric)
    new_log_sigma = np.empty(LANES)
    gain = np.zeros(LANES)
    for c in range(LANES):
        middle = metric.sigma_centre + log_unit_of[c]
        spread = WIDER * metric.sigma_sd
        now = point.log_sigma[c]
        if rng.random() < 0.5:
            new = middle + spread * rng.standard_normal()
            gain[c] = 0.5 * ((new - middle) ** 2 - (now - middle) ** 2) / spread**2
        else:
            new = now + math.exp(-2.3 * rng.random()) * spread * rng.standard_normal()
        new_log_sigma[c] = new
    gain += _carry(point.log_sigma, new_log_sigma, log_unit_of, layout, priors, metric, slope,
                   motion)  # fmt: skip
    fill_likelihood(layout, slope)
    for c in range(LANES):
        change = gain[c] - old[c]
        for j in range(layout.sign.size):
            change += slope.likelihood[j, c]
        inside = new_log_sigma[c] < priors.log_sigma_max
        if inside and -rng.standard_exponential() < change:
            _take(c, new_log_sigma[c], point, layout, slope)
        else:
            slope.likelihood[:, c] = held[:, c]


@compiled
def _log_units(point: Point, layout: Layout, metric: Metric) -> FloatArray:
    """(LANES,) by how much levels are larger than the guide's, as the discriminations tell."""
    out = np.zeros(LANES)
    for c in range(LANES):
        unit = log_unit(point.log_sigma[c], layout)
        for j in range(layout.sign.size):
            out[c] += metric.item_weight[j] * (metric.item_centre[j] - point.raw[j, c] + unit)
    return out


@compiled
def _carry(before: FloatArray, after: FloatArray, log_unit_of: FloatArray, layout: Layout,
           priors: Priors, metric: Metric, slope: Slope, motion: Motion) -> FloatArray:  # fmt: skip
    """Put slope at the levels carried from log sigma before to log sigma after.

    Returns (LANES,) the gain of the log prior and of the map's log volume. With T = L D L' and r
    the forward solution of L r = pull: D^(1/2) L' theta - D^(-1/2) r is held.
    """
    left, below = motion.work_path, motion.solved_path
    sigma, new_sigma = np.exp(before), np.exp(after)
    gain = -_log_walk(sigma, layout, priors, slope)
    _forward(sigma, new_sigma, np.exp(log_unit_of), layout, metric, slope, left, below, gain)
    n = left.shape[0]
    for i in range(n - 2, -1, -1):
        for c in range(LANES):
            left[i, c] += below[i, c] * left[i + 1, c]
    for i in range(n):
        for c in range(LANES):
            slope.phi[i, c] = left[i, c] / new_sigma[c]
    gain += _log_walk(new_sigma, layout, priors, slope)
    steps = n - np.sum(layout.starts)
    for c in range(LANES):
        gain[c] += (priors.sigma_linear - steps) * (after[c] - before[c])
        gain[c] -= 0.5 * priors.sigma_precision * (new_sigma[c] ** 2 - sigma[c] ** 2)
        for j in range(layout.sign.size):
            slope.beta[j, c] *= new_sigma[c] / sigma[c]
    return gain


@compiled
def _forward(sigma: FloatArray, new_sigma: FloatArray, units: FloatArray, layout: Layout,
             metric: Metric, slope: Slope, left: FloatArray, below: FloatArray,
             gain: FloatArray) -> None:  # fmt: skip
    """Factor both guides on the way down: fill left and below with what the way up needs.

    theta'_i = left_i + below_i theta'_(i+1). Adds the map's log volume to gain.
    """
    n = left.shape[0]
    d, new_d = np.ones(LANES), np.ones(LANES)
    r, new_r = np.zeros(LANES), np.zeros(LANES)
    volume = np.ones(LANES)
    for i in range(n):
        goes_on = i + 1 < n and not layout.starts[i + 1]
        into = 0.0 if layout.starts[i] else metric.walk[i]
        onward = metric.walk[i + 1] if goes_on else 0.0
        first = 1.0 if layout.starts[i] else 0.0
        for c in range(LANES):
            own = metric.evidence[i] / (units[c] * units[c]) + first
            pull = metric.pull[i] / units[c]
            w = 1.0 / (sigma[c] * sigma[c])
            v = 1.0 / (new_sigma[c] * new_sigma[c])
            r[c] = pull + into * w * r[c] / d[c]
            new_r[c] = pull + into * v * new_r[c] / new_d[c]
            d[c] = own + (into + onward) * w - into * w * into * w / d[c]
            new_d[c] = own + (into + onward) * v - into * v * into * v / new_d[c]
            theta = sigma[c] * slope.phi[i, c]
            if goes_on:
                theta -= onward * w / d[c] * sigma[c] * slope.phi[i + 1, c]
            ratio = math.sqrt(d[c] / new_d[c])
            left[i, c] = ratio * (theta - r[c] / d[c]) + new_r[c] / new_d[c]
            below[i, c] = onward * v / new_d[c]
            volume[c] *= ratio
        if i % STEPS_A_LOG == 0 or i + 1 == n:
            for c in range(LANES):
                gain[c] += math.log(volume[c])
                volume[c] = 1.0


@compiled
def _log_walk(sigma: FloatArray, layout: Layout, priors: Priors, slope: Slope) -> FloatArray:
    """(LANES,) log prior of slope's levels, but for the power of sigma."""
    value, product = np.zeros(LANES), np.ones(LANES)
    n = slope.phi.shape[0]
    for i in range(n):
        for c in range(LANES):
            if layout.starts[i]:
                value[c] -= 0.5 * (sigma[c] * slope.phi[i, c]) ** 2
            else:
                step = slope.phi[i, c] - slope.phi[i - 1, c]
                if priors.tail > 0.0:
                    product[c] *= 1.0 + priors.tail * step * step
                else:
                    value[c] -= 0.5 * step * step
        if priors.tail > 0.0 and (i % STEPS_A_LOG == 0 or i + 1 == n):
            for c in range(LANES):
                value[c] -= 0.5 * (1.0 / priors.tail + 1.0) * math.log(product[c])
                product[c] = 1.0
    return value


@compiled
def _take(c: int, log_sigma: float, point: Point, layout: Layout, slope: Slope) -> None:
    """Move a lane to slope's levels; discriminations and cutpoints stay as they are."""
    before, after = log_unit(point.log_sigma[c], layout), log_unit(log_sigma, layout)
    to_start = math.exp(log_sigma - after)
    start = 0.0
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            start = slope.phi[i, c]
        point.path[i, c] = slope.phi[i, c] + start * (to_start - 1.0)
    n_items = layout.sign.size
    for j in range(n_items):
        point.raw[j, c] += after - before
    for s in range(layout.set_item.size):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        lean = layout.sign[j] * math.exp(point.raw[j, c]) * layout.pivot[j]
        point.raw[n_items + first, c] = slope.cut[first, c] - lean
    point.log_sigma[c] = log_sigma
