"""Compiled Hamiltonian transitions: the guide moves exactly, only the remainder kicks."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._breaks import move_breaks
from rightful.measures._compiled import compiled
from rightful.measures._first_years import move_first_years
from rightful.measures._guided_sigma import move_guided_sigma
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._likelihood import log_unit, unfold
from rightful.measures._log_posterior import add_up, gradient, log_density
from rightful.measures._metric import Metric, Motion, apply_inverse, draw_velocity, kinetic_energy
from rightful.measures._scales import rescale_sigma, rescale_walks, update_scales

# Of a pair of kicks, where the first stands: (3 - sqrt 3) / 6. What the guide leaves over then
# enters the energy by the fourth power of the step or by its own square.
OUTER = 0.21132486540518713
RELUCTANCE = 0.4  # the step answers slowly: one that swings is on average too small
CAREFUL, SMALLER = 0.1, 0.4  # share of trajectories with small steps, lest a chain gets stuck


@compiled
def kick(point: Point, metric: Metric, slope: Slope, motion: Motion, time: float) -> None:
    """Velocity change from what the guide does not explain: M^-1 gradient + (x - centre)."""
    apply_inverse(metric, slope.path, slope.raw, motion)
    for i in range(point.path.shape[0]):
        for c in range(LANES):
            pull = motion.solved_path[i, c] + point.path[i, c] - metric.centre_path[i]
            motion.path[i, c] += time * pull
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
    """Rotations with n_steps kicks between, two by two; n_steps is even.

    Slope ends with the value at the new point. Where the kicks stand suits a system that is nearly
    a solved one: R. I. McLachlan, Composition methods in the presence of small parameters, BIT 35
    (1995).
    """
    outer = OUTER * 2.0 * step
    for i in range(n_steps):
        turn = step * 2.0 - 2.0 * outer if i % 2 else (outer if i == 0 else 2.0 * outer)
        rotate(point.path, metric.centre_path, motion.path, turn)
        rotate(point.raw, metric.centre_raw, motion.raw, turn)
        if not gradient(point, layout, priors, slope):
            return
        kick(point, metric, slope, motion, step)
    rotate(point.path, metric.centre_path, motion.path, outer)
    rotate(point.raw, metric.centre_raw, motion.raw, outer)
    log_density(point, layout, priors, slope)


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
    log_step = min(t[4] - math.sqrt(t[3]) / RELUCTANCE * t[1], math.log(1.4))
    fade = t[3] ** -0.75
    t[2] = fade * log_step + (1.0 - fade) * t[2]
    t[0] = math.exp(log_step)


@compiled
def _rescale(transition: int, point: Point, layout: Layout, priors: Priors, metric: Metric,
             slope: Slope, motion: Motion, rng: np.random.Generator) -> None:  # fmt: skip
    """Sigma, levels carried along two ways, and the walk SDs in turn."""
    turn = transition % (4 if priors.learn_walk else 2)
    if turn >= 2:
        rescale_walks(point, layout, priors, slope, rng)
    elif turn == 1:
        move_guided_sigma(point, layout, priors, metric, slope, motion, rng)
    else:
        rescale_sigma(point, layout, priors, slope, rng)


@compiled
def _store(d: int, point: Point, layout: Layout, slope: Slope, theta: NDArray[np.float32],
           raw: FloatArray, scales: FloatArray) -> None:  # fmt: skip
    """Write the lanes' places as draw d."""
    unfold(point, layout, slope)
    n_items = layout.sign.size
    for c in range(LANES):
        unit = log_unit(point.log_sigma[c], layout)
        sigma = math.exp(point.log_sigma[c])
        scales[d, c, 0] = sigma
        for j in range(n_items):
            scales[d, c, 1 + j] = point.walk_sd[j, c]
            raw[d, c, j] = point.raw[j, c] - unit
        for i in range(n_items, point.raw.shape[0]):
            raw[d, c, i] = point.raw[i, c]
        for s in range(layout.set_item.size):
            first = layout.cut_offset[s]
            raw[d, c, n_items + first] = slope.cut[first, c]
        for i in range(point.path.shape[0]):
            theta[d, c, i] = slope.phi[i, c] * sigma


@compiled
def run(point: Point, layout: Layout, priors: Priors, metric: Metric, tuning: Tuning, adapt: bool,
        mean_angle: float, stride: int, rng: np.random.Generator, slope: Slope, motion: Motion,
        theta: NDArray[np.float32], raw: FloatArray, scales: FloatArray,
        accepted: FloatArray) -> None:  # fmt: skip
    """Advance the lanes by accepted.shape[0] transitions and store every stride-th.

    theta (D, LANES, N) on the prior's scale, raw (D, LANES, P) log betas, plain first
    cutpoints and log gaps, scales (D, LANES, 1 + J) holding sigma and walk SDs, accepted
    (D * stride, 2) mean acceptance probability and steps.
    """
    kept_path = point.path.copy()
    kept_raw = point.raw.copy()
    start = np.zeros(LANES)
    energy = np.zeros(LANES)
    for transition in range(accepted.shape[0]):
        log_density(point, layout, priors, slope)
        _rescale(transition, point, layout, priors, metric, slope, motion, rng)
        kept_path[:] = point.path
        kept_raw[:] = point.raw
        add_up(point, layout, priors, slope)
        draw_velocity(metric, rng, motion, energy)
        start[:] = slope.value - energy
        step = tuning.step[0]
        # Whole trajectories vary in length so that no direction can resonate.
        angle = mean_angle * (0.5 + rng.random())
        careful = rng.random() < CAREFUL
        if careful:
            step *= SMALLER
            angle *= SMALLER
        n_steps = 2 * max(1, int(0.5 * angle / step + 0.5))
        step = angle / n_steps
        trajectory(point, layout, priors, metric, step, n_steps, slope, motion)
        kinetic_energy(metric, motion, energy)
        total = 0.0
        for c in range(LANES):
            gain = slope.value[c] - energy[c] - start[c]
            chance = math.exp(min(gain, 0.0)) if gain > -np.inf else 0.0
            total += chance / LANES
            if rng.random() < chance:
                kept_path[:, c] = point.path[:, c]
                kept_raw[:, c] = point.raw[:, c]
        point.path[:] = kept_path
        point.raw[:] = kept_raw
        accepted[transition, 0] = total
        accepted[transition, 1] = n_steps
        if adapt and not careful:
            _tune(tuning, total)
        if priors.tail > 0.0:
            move_breaks(point, layout, slope, motion.work_path, motion.solved_path, rng)
            move_first_years(point, layout, priors.tail, slope, rng)
        update_scales(transition, point, layout, priors, slope, rng)
        if (transition + 1) % stride == 0:
            _store(transition // stride, point, layout, slope, theta, raw, scales)
