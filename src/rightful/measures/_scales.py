"""Updates of sigma and of the cutpoints' walk SDs, compiled.

Each is drawn twice over: given its scaled path (a slice), and carrying the path along (Metropolis).
The two together mix where either alone crawls.
"""

import math

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, MAX_CUT, TINY_GAP, Point, Slope
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._likelihood import add_likelihood, natural


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
