"""Compiled log posterior and gradient: the likelihood and the priors."""

import math

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._likelihood import (
    add_likelihood,
    fill_likelihood,
    fold_slope,
    log_unit,
    unfold,
)
from rightful.measures._single_gradient import add_gradient

STEPS_A_LOG = 16


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
                    lean = layout.sign[j] * math.exp(raw[j, c]) * layout.pivot[j]
                    slope.raw[j, c] += total * lean
                else:
                    slope.raw[n_items + m, c] = total * slope.gap[m, c] + 1.0
                    slope.value[c] += raw[n_items + m, c]


@compiled
def _add_beta_prior(point: Point, layout: Layout, priors: Priors, slope: Slope) -> None:
    for j in range(slope.beta.shape[0]):
        for c in range(LANES):
            lb = point.raw[j, c] - log_unit(point.log_sigma[c], layout)
            rate = priors.beta_rate * math.exp(lb)
            away = lb - priors.beta_mean
            slope.value[c] += priors.beta_linear * lb - rate
            slope.value[c] -= 0.5 * priors.beta_precision * away * away
            slope.raw[j, c] += priors.beta_linear - rate - priors.beta_precision * away


@compiled
def _add_starts(point: Point, layout: Layout, slope: Slope) -> None:
    """A path's first value has precision unit^2."""
    precision = np.empty(LANES)
    for c in range(LANES):
        precision[c] = math.exp(2.0 * log_unit(point.log_sigma[c], layout))
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            for c in range(LANES):
                first = point.path[i, c]
                slope.value[c] -= 0.5 * precision[c] * first * first
                slope.path[i, c] -= precision[c] * first


@compiled
def _add_walk(path: FloatArray, layout: Layout, tail: float, slope: Slope) -> None:
    """Innovations in units of sigma: normal, or Student t with 1 / tail degrees of freedom."""
    product = np.ones(LANES)
    for i in range(1, path.shape[0]):
        if not layout.starts[i]:
            for c in range(LANES):
                step = path[i, c] - path[i - 1, c]
                spread = 1.0 + tail * step * step
                pull = (1.0 + tail) * step / spread
                slope.path[i, c] -= pull
                slope.path[i - 1, c] += pull
                if tail == 0.0:
                    slope.value[c] -= 0.5 * step * step
                else:
                    product[c] *= spread
        # One logarithm for a few steps: their product cannot overflow.
        if tail > 0.0 and i % STEPS_A_LOG == 0:
            _take_logs(product, tail, slope.value)
    if tail > 0.0:
        _take_logs(product, tail, slope.value)


@compiled
def _take_logs(product: FloatArray, tail: float, value: FloatArray) -> None:
    for c in range(LANES):
        value[c] -= 0.5 * (1.0 / tail + 1.0) * math.log(product[c])
        product[c] = 1.0


@compiled
def log_posterior(point: Point, layout: Layout, priors: Priors, slope: Slope) -> bool:
    """Fill slope with value and gradient in (path, raw) given sigma and the walk SDs.

    Terms that depend on sigma and the walk SDs alone are left to `update_scales`. False, and a
    value of -inf in every lane, when a cutpoint has run away.
    """
    if not _begin(point, layout, slope):
        return False
    add_likelihood(layout, slope)
    fold_slope(point, layout, slope)
    _add_values(slope)
    _add_priors(point, layout, priors, slope)
    return True


@compiled
def log_density(point: Point, layout: Layout, priors: Priors, slope: Slope) -> bool:
    """Fill slope with the value alone; its gradient lacks the likelihood."""
    if not _begin(point, layout, slope):
        return False
    fill_likelihood(layout, slope)
    _add_values(slope)
    _add_priors(point, layout, priors, slope)
    return True


@compiled
def add_up(point: Point, layout: Layout, priors: Priors, slope: Slope) -> None:
    """Fill slope with the value at a point whose likelihood it already holds."""
    if _begin(point, layout, slope):
        _add_values(slope)
        _add_priors(point, layout, priors, slope)


@compiled
def gradient(point: Point, layout: Layout, priors: Priors, slope: Slope) -> bool:
    """Fill slope with the gradient, the likelihood's in single precision; no value."""
    if not _begin(point, layout, slope):
        return False
    add_gradient(layout, slope)
    fold_slope(point, layout, slope)
    _add_priors(point, layout, priors, slope)
    return True


@compiled
def _begin(point: Point, layout: Layout, slope: Slope) -> bool:
    slope.value[:] = 0.0
    slope.path[:] = 0.0
    slope.raw[:] = 0.0
    slope.cut_slope[:] = 0.0
    if not unfold(point, layout, slope):
        slope.value[:] = -np.inf
        return False
    return True


@compiled
def _add_values(slope: Slope) -> None:
    for j in range(slope.likelihood.shape[0]):
        for c in range(LANES):
            slope.value[c] += slope.likelihood[j, c]


@compiled
def _add_priors(point: Point, layout: Layout, priors: Priors, slope: Slope) -> None:
    _add_cut_prior(layout, priors, point.walk_sd, slope)
    _cut_slope_to_raw(layout, point.raw, slope)
    _add_beta_prior(point, layout, priors, slope)
    _add_starts(point, layout, slope)
    _add_walk(point.path, layout, priors.tail, slope)
