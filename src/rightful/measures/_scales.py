"""Updates of sigma and of the cutpoints' walk SDs, compiled.

Each is drawn more than once: given its path in its own units (a slice), given the path itself, and
carrying the path along (Metropolis). Together they mix where any alone crawls.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, MAX_CUT, TINY_GAP, Point, Slope
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._likelihood import fill_likelihood, log_unit, unfold


class _SigmaTerms(NamedTuple):
    """log p(x = log sigma) = linear x - up exp(2x) / 2 - down exp(-2x) / 2 + betas' priors."""

    linear: float
    up: float
    down: float
    with_betas: bool  # beta * sigma is held, so that beta's prior speaks of sigma


PATH_EVERY = 4  # transitions between two draws of sigma given the path: dear, and seldom decisive


@compiled
def _log_prior_of_beta(log_beta: float, priors: Priors) -> float:
    away = log_beta - priors.beta_mean
    value = priors.beta_linear * log_beta - priors.beta_rate * math.exp(log_beta)
    return value - 0.5 * priors.beta_precision * away * away


@compiled
def _sigma_log_density(x: float, terms: _SigmaTerms, log_beta_sigma: FloatArray,
                       priors: Priors) -> float:  # fmt: skip
    value = terms.linear * x
    value -= 0.5 * (terms.up * math.exp(2.0 * x) + terms.down * math.exp(-2.0 * x))
    if terms.with_betas:
        for j in range(log_beta_sigma.size):
            value += _log_prior_of_beta(log_beta_sigma[j] - x, priors)
    return value


@compiled
def _slice_sigma(x: float, terms: _SigmaTerms, log_beta_sigma: FloatArray, priors: Priors,
                 rng: np.random.Generator) -> float:  # fmt: skip
    """One slice-sampling update of log sigma."""
    width = 0.3
    level = _sigma_log_density(x, terms, log_beta_sigma, priors) - rng.standard_exponential()
    low = x - width * rng.random()
    high = low + width
    while _sigma_log_density(low, terms, log_beta_sigma, priors) > level:
        low -= width
    while (
        high < priors.log_sigma_max
        and _sigma_log_density(high, terms, log_beta_sigma, priors) > level
    ):
        high += width
    high = min(high, priors.log_sigma_max)
    while True:
        new = low + (high - low) * rng.random()
        if _sigma_log_density(new, terms, log_beta_sigma, priors) >= level:
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
def update_scales(transition: int, point: Point, layout: Layout, priors: Priors, slope: Slope,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Draw sigma, and the cutpoints' walk SDs when learned, given everything else."""
    unfold(point, layout, slope)
    for c in range(LANES):
        _sigma_given_scaled_path(c, point, layout, priors, slope, rng)
        if transition % PATH_EVERY == 0:
            _sigma_given_path(c, point, layout, priors, slope, rng)
    if priors.learn_walk:
        n_items = layout.sign.size
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
def _sigma_given_scaled_path(c: int, point: Point, layout: Layout, priors: Priors, slope: Slope,
                             rng: np.random.Generator) -> None:  # fmt: skip
    """Hold theta / sigma, beta * sigma and the cutpoints, hence the likelihood."""
    n_items = layout.sign.size
    starts = 0.0
    squares = 0.0
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            starts += 1.0
            squares += slope.phi[i, c] ** 2
    old = point.log_sigma[c]
    held = point.raw[:n_items, c] + (old - log_unit(old, layout))
    terms = _SigmaTerms(starts + priors.sigma_linear, squares + priors.sigma_precision, 0.0, True)
    new = _slice_sigma(old, terms, held, priors, rng)
    before, after = log_unit(old, layout), log_unit(new, layout)
    shift = math.exp(new - after) - math.exp(old - before)
    move = 0.0
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            move = slope.phi[i, c] * shift
        point.path[i, c] += move
    _set_items(c, (after - new) - (before - old), point, layout, slope)
    point.log_sigma[c] = new


@compiled
def _sigma_given_path(c: int, point: Point, layout: Layout, priors: Priors, slope: Slope,
                      rng: np.random.Generator) -> None:  # fmt: skip
    """Hold theta itself, beta and the cutpoints, hence the likelihood.

    A Student t is a normal of unknown precision: drawn first, used once, forgotten.
    """
    steps = 0.0
    squares = 0.0
    for i in range(point.path.shape[0]):
        if not layout.starts[i]:
            steps += 1.0
            square = (point.path[i, c] - point.path[i - 1, c]) ** 2
            if priors.tail > 0.0:
                rate = 1.0 + priors.tail * square
                square *= 2.0 * priors.tail * rng.standard_gamma(0.5 / priors.tail + 0.5) / rate
            squares += square
    old = point.log_sigma[c]
    down = squares * math.exp(2.0 * old)
    terms = _SigmaTerms(priors.sigma_linear - steps, priors.sigma_precision, down, False)
    new = _slice_sigma(old, terms, point.raw[:0, c], priors, rng)
    before, after = log_unit(old, layout), log_unit(new, layout)
    stretch = math.exp(old - new)
    old_start = 0.0
    new_start = 0.0
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            old_start = point.path[i, c]
            new_start = old_start * math.exp(before - after)
        point.path[i, c] = new_start + stretch * (point.path[i, c] - old_start)
    _set_items(c, after - before, point, layout, slope)
    point.log_sigma[c] = new


@compiled
def _set_items(c: int, shift: float, point: Point, layout: Layout, slope: Slope) -> None:
    """Shift the log discriminations' coordinates; the cutpoints of slope stay."""
    n_items = layout.sign.size
    for j in range(n_items):
        point.raw[j, c] += shift
    for s in range(layout.set_item.size):
        j = layout.set_item[s]
        first = layout.cut_offset[s]
        lean = layout.sign[j] * math.exp(point.raw[j, c]) * layout.pivot[j]
        point.raw[n_items + first, c] = slope.cut[first, c] - lean


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
def _prior_of_units(c: int, point: Point, layout: Layout, priors: Priors) -> float:
    """Log prior of starts, discriminations and sigma as a function of sigma, coordinates held."""
    x: float = point.log_sigma[c]
    unit = log_unit(x, layout)
    precision = math.exp(2.0 * unit)
    value = priors.sigma_linear * x - 0.5 * priors.sigma_precision * math.exp(2.0 * x)
    for i in range(point.path.shape[0]):
        if layout.starts[i]:
            value += unit - 0.5 * precision * point.path[i, c] ** 2
    for j in range(layout.sign.size):
        value += _log_prior_of_beta(point.raw[j, c] - unit, priors)
    return value


@compiled
def rescale_sigma(point: Point, layout: Layout, priors: Priors, slope: Slope,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Metropolis move of sigma that carries the innovations along: theta = start + sigma * z.

    The sampling coordinates stay as they are. Expects slope at the point, leaves its likelihood.
    """
    held = slope.likelihood.copy()
    old = np.sum(held, axis=0)
    before = point.log_sigma.copy()
    for c in range(LANES):
        old[c] += _prior_of_units(c, point, layout, priors)
        point.log_sigma[c] += 1.5 * math.exp(-5.5 * rng.random()) * rng.standard_normal()
    unfold(point, layout, slope)
    fill_likelihood(layout, slope)
    new = np.sum(slope.likelihood, axis=0)
    for c in range(LANES):
        gain = new[c] + _prior_of_units(c, point, layout, priors) - old[c]
        outside = point.log_sigma[c] >= priors.log_sigma_max
        if outside or -rng.standard_exponential() >= gain:
            point.log_sigma[c] = before[c]
            slope.likelihood[:, c] = held[:, c]


@compiled
def rescale_walks(point: Point, layout: Layout, priors: Priors, slope: Slope,
                  rng: np.random.Generator) -> None:  # fmt: skip
    """Metropolis move of each walk SD that stretches its item's cutpoint path with it.

    Items are independent given theta, so each is accepted on its own. Expects slope at the point,
    leaves its likelihood.
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
    fill_likelihood(layout, slope)
    for j in range(n_items):
        for c in range(LANES):
            away = (math.log(point.walk_sd[j, c]) - priors.log_walk_mean) / priors.log_walk_sd
            then = away + move[j, c] / priors.log_walk_sd
            gain = slope.likelihood[j, c] - old[j, c] - 0.5 * (then * then - away * away)
            fits[j, c] = fits[j, c] and -rng.standard_exponential() < gain
            if not fits[j, c]:
                slope.likelihood[j, c] = old[j, c]
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
                lean = layout.sign[j] * math.exp(point.raw[j, c]) * layout.pivot[j]
                point.raw[n_items + first, c] = slope.cut[first, c] - lean
                for m in range(first + 1, layout.cut_offset[s + 1]):
                    point.raw[n_items + m, c] = math.log(slope.gap[m, c])
    for j in range(n_items):
        for c in range(LANES):
            if walks[j] and taken[j, c]:
                point.walk_sd[j, c] *= math.exp(move[j, c])
