"""Hamiltonian Monte Carlo for the ordinal IRT model, chains in lanes, a thread per core.

Each step is split: the Gaussian guide (posterior mean, averaged expected information) moves
exactly, only the remainder kicks. Windows of warm-up re-estimate the guide from all chains.
Results depend on the seed alone, never on thread timing.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import ConvergenceError, DataError
from rightful.measures._information import Pattern, factor, information, pattern, stretched
from rightful.measures._lanes import LANES, Point, Slope, new_point, new_slope
from rightful.measures._layout import FloatArray, Layout, Priors, layout, priors
from rightful.measures._metric import Metric, Motion, new_motion
from rightful.measures._ordinal_data import ModelData
from rightful.measures._specification import Specification
from rightful.measures._starting_points import starting_points
from rightful.measures._transitions import Tuning, run

WINDOWS = (25, 25, 30, 40, 60, 100)
LONG_WINDOW = 60  # long enough to see the item parameters' spread
LAST_WINDOW = 60  # adapts the step alone, to the final guide
TARGET = 0.7
LEAST_SIGMA_SD, MOST_SIGMA_SD = 0.01, 0.3
MEAN_ANGLE = 2.2  # trajectories of a sixth to half a turn; longer ones repeat the spread
LOWEST_ACCEPTANCE = 0.5
RETRIES = 4

Progress = Callable[[float, float], None]


@dataclass(frozen=True)
class Moves:
    """How transitions went; (transitions * groups,) each."""

    accepted: FloatArray  # mean acceptance probability over the lanes
    steps: FloatArray  # gradient steps


@dataclass(frozen=True)
class Draws:
    """Stored draws, chains first; theta on the prior's scale, raw with log beta."""

    theta: NDArray[np.float32]  # (M, D, N)
    raw: FloatArray  # (M, D, P)
    sigma: FloatArray  # (M, D)
    walk_sd: FloatArray  # (M, D, J)
    moves: Moves


@dataclass(frozen=True)
class _Group:
    """LANES chains that move together: where they are, their randomness, their scratch."""

    point: Point
    rng: np.random.Generator
    slope: Slope
    motion: Motion


@dataclass(frozen=True)
class _Window:
    """What one group drew in one stretch."""

    theta: NDArray[np.float32]  # (D, LANES, N)
    raw: FloatArray  # (D, LANES, P) log betas, first cutpoints, log gaps
    scales: FloatArray  # (D, LANES, 1 + J)
    accepted: FloatArray  # (transitions, 2)
    step: float


@dataclass
class Sampler:
    """The chains of one fit. Warm it up once, then extend as often as needed."""

    layout: Layout
    priors: Priors
    points: list[Point]
    rngs: list[np.random.Generator]
    threads: int = field(default_factory=lambda: min(os.cpu_count() or 1, 8))

    def __post_init__(self) -> None:
        if not self.points or len(self.points) != len(self.rngs):
            raise DataError("a sampler needs one random generator for each group of chains")
        n, p = self.points[0].path.shape[0], self.points[0].raw.shape[0]
        j = self.layout.sign.size
        self._groups = [
            _Group(point, rng, new_slope(n, p, j), new_motion(n, p))
            for point, rng in zip(self.points, self.rngs, strict=True)
        ]
        self._pattern: Pattern = pattern(self.layout)
        self._step = 0.1
        self._metric = self._first_guide()
        self._pool = ThreadPoolExecutor(self.threads)

    def warm_up(self, told: Callable[[float], None] | None = None) -> None:
        """Adapt guide and step; told hears the share of warm-up that is done."""
        total = sum(WINDOWS) + LAST_WINDOW
        done = 0
        for n in WINDOWS:
            windows = self._advance(n, adapt=True)
            self._metric = self._guide_from(windows)
            done += n
            if told is not None:
                told(done / total)
        self._advance(LAST_WINDOW, adapt=True)
        if told is not None:
            told(1.0)

    def draw(self, n: int, stride: int = 1) -> Draws:
        """n more draws a chain, stride transitions apart.

        Raises ConvergenceError when no step size is accepted.
        """
        for _ in range(RETRIES):
            windows = self._advance(n, adapt=False, stride=stride)
            if min(w.accepted[:, 0].mean() for w in windows) >= LOWEST_ACCEPTANCE:
                return _gather(windows)
            # The draws are discarded, so choosing the step by them leaves the target unchanged.
            self._step *= 0.7
        raise ConvergenceError(
            f"acceptance stays under {LOWEST_ACCEPTANCE} at step {self._step:.2g}",
            next_step="try another seed, or a simpler specification",
        )

    def _advance(self, n: int, adapt: bool, stride: int = 1) -> list[_Window]:
        windows = list(
            self._pool.map(lambda g: self._advance_one(g, n, adapt, stride), self._groups)
        )
        if adapt:
            self._step = float(np.exp(np.mean([np.log(w.step) for w in windows])))
        return windows

    def _advance_one(self, group: _Group, n: int, adapt: bool, stride: int) -> _Window:
        n_states, p = group.point.path.shape[0], group.point.raw.shape[0]
        theta = np.empty((n, LANES, n_states), np.float32)
        raw = np.empty((n, LANES, p))
        scales = np.empty((n, LANES, 1 + self.layout.sign.size))
        accepted = np.empty((n * stride, 2))
        log_step = np.log(self._step)
        tuning = Tuning(np.array([self._step, 0.0, log_step, 0.0, log_step + 0.4]), TARGET)
        run(
            group.point, self.layout, self.priors, self._metric, tuning, adapt, MEAN_ANGLE,
            stride, group.rng, group.slope, group.motion, theta, raw, scales, accepted,
        )  # fmt: skip
        return _Window(theta, raw, scales, accepted, float(np.exp(tuning.step[2])))

    def _guide(
        self, points: list[Point], centre_path: FloatArray, centre_raw: FloatArray
    ) -> Metric:
        info = information(points, self.layout, self.priors, self._pattern)
        return factor(info, self.layout, self._pattern, centre_path, centre_raw)

    def _first_guide(self) -> Metric:
        """A guide from the starting points; pivots are still zero there."""
        centre_path = np.mean([point.path.mean(axis=1) for point in self.points], axis=0)
        centre_raw = np.mean([point.raw.mean(axis=1) for point in self.points], axis=0)
        return self._guide(self.points, centre_path, centre_raw)

    def _guide_from(self, windows: list[_Window]) -> Metric:
        """A guide from a window's later half: mean of all chains, information of a few draws.

        Scale and pivots are set anew before; the chains stay where they are.
        """
        n = len(windows[0].raw)
        later = slice(n // 2, n)
        self._set_units(windows, later)
        coordinates = [_coordinates(w, later, self.layout) for w in windows]
        centre_path = np.mean([path.mean(axis=(0, 1)) for path, _ in coordinates], axis=0)
        centre_raw = np.mean([raw.mean(axis=(0, 1)) for _, raw in coordinates], axis=0)
        at = np.unique([n // 2, 5 * n // 8, 3 * n // 4, 7 * n // 8, n - 1])
        points = [_point_at(w, int(d), self.layout) for w in windows for d in at]
        guide = self._guide(points, centre_path, centre_raw)
        guide = _with_sigma(guide, windows, later)
        if n < LONG_WINDOW:
            return guide
        # Half the middle two thirds: an SD that long tails do not inflate.
        raw = np.concatenate([raw for _, raw in coordinates], axis=1)
        low, high = np.quantile(raw, (0.16, 0.84), axis=(0, 1))
        return stretched(guide, (high - low) / 2.0)

    def _set_units(self, windows: list[_Window], later: slice) -> None:
        """Measure in units that suit the draws: see `_lanes`."""
        log_sigma = np.log(np.concatenate([w.scales[later, :, 0].ravel() for w in windows]))
        spread = np.log(np.concatenate([w.theta[later].std(axis=2).ravel() for w in windows]))
        scale, share = float(np.exp(log_sigma.mean())), _share(log_sigma, spread)
        raw = np.concatenate([w.raw[later].reshape(-1, w.raw.shape[2]) for w in windows])
        log_unit = np.log(scale) + share * (log_sigma - np.log(scale))
        pivot = _difficulties(raw, log_unit, self.layout)
        self.layout = self.layout._replace(scale=scale, share=share, pivot=pivot)
        for group, window in zip(self._groups, windows, strict=True):
            place = _point_at(window, len(window.raw) - 1, self.layout)
            for held, new in zip(group.point, place, strict=True):
                held[:] = new


def _with_sigma(guide: Metric, windows: list[_Window], later: slice) -> Metric:
    """The guide with the place of log sigma, measured in units that the discriminations tell."""
    log_sigma = np.concatenate([w.scales[later, :, 0].ravel() for w in windows])
    j = guide.item_weight.size
    log_beta = np.concatenate([w.raw[later, :, :j].reshape(-1, j) for w in windows])
    centre = log_beta.mean(axis=0)
    away = np.log(log_sigma) + (log_beta - centre) @ guide.item_weight
    sd = float(np.clip(away.std(), LEAST_SIGMA_SD, MOST_SIGMA_SD))
    return guide._replace(item_centre=centre, sigma_centre=float(away.mean()), sigma_sd=sd)


def _share(log_sigma: FloatArray, log_spread: FloatArray) -> float:
    """How far the spread of theta follows sigma from draw to draw: a slope held to 0..1."""
    away = log_sigma - log_sigma.mean()
    variance = float(away @ away)
    if variance == 0.0:
        return 1.0
    return float(np.clip(away @ log_spread / variance, 0.0, 1.0))


def _difficulties(raw: FloatArray, log_unit: FloatArray, layout: Layout) -> FloatArray:
    """(J,) mean theta / unit at the items' middle cutpoints; raw (draws, P) as stored."""
    j = layout.sign.size
    steepness = layout.sign * np.exp(raw[:, :j] + log_unit[:, None])
    total, count = np.zeros(j), np.zeros(j)
    for s, item in enumerate(layout.set_item):
        first, last = j + layout.cut_offset[s], j + layout.cut_offset[s + 1]
        middle = raw[:, first] + np.exp(raw[:, first + 1 : (first + last) // 2 + 1]).sum(axis=1)
        total[item] += np.mean(middle / steepness[:, item])
        count[item] += 1.0
    return total / count


def _coordinates(
    window: _Window, at: slice | NDArray[np.int64], layout: Layout
) -> tuple[FloatArray, FloatArray]:
    """Stored draws in sampling coordinates: path (D, LANES, N) and raw (D, LANES, P)."""
    theta, raw = window.theta[at].astype(np.float64), window.raw[at].copy()
    sigma = window.scales[at, :, :1]
    chain = np.cumsum(layout.starts) - 1
    start = theta[:, :, np.flatnonzero(layout.starts)][:, :, chain]
    unit = layout.scale * (sigma / layout.scale) ** layout.share
    path = start / unit + (theta - start) / sigma
    j = layout.sign.size
    raw[:, :, :j] += np.log(unit)
    lean = layout.sign * np.exp(raw[:, :, :j]) * layout.pivot
    raw[:, :, j + layout.cut_offset[:-1]] -= lean[:, :, layout.set_item]
    return path, raw


def _point_at(window: _Window, d: int, layout: Layout) -> Point:
    """Stored draw d as a point."""
    path, raw = _coordinates(window, np.array([d]), layout)
    point = new_point(path.shape[2], raw.shape[2], layout.sign.size)
    point.path[:] = path[0].T
    point.raw[:] = raw[0].T
    point.log_sigma[:] = np.log(window.scales[d, :, 0])
    point.walk_sd[:] = window.scales[d, :, 1:].T
    return point


def _gather(windows: list[_Window]) -> Draws:
    """Chains of all groups together."""
    theta = np.concatenate([w.theta for w in windows], axis=1).swapaxes(0, 1)
    raw = np.concatenate([w.raw for w in windows], axis=1).swapaxes(0, 1).copy()
    scales = np.concatenate([w.scales for w in windows], axis=1).swapaxes(0, 1)
    sigma = np.ascontiguousarray(scales[:, :, 0])
    moves = np.concatenate([w.accepted for w in windows])
    return Draws(theta, raw, sigma, scales[:, :, 1:].copy(), Moves(moves[:, 0], moves[:, 1]))


def seconds_left(begun: float, fraction: float) -> float:
    """Seconds until the end at the pace so far."""
    return (time.monotonic() - begun) * (1.0 - fraction) / max(fraction, 1e-3)


def make_sampler(data: ModelData, spec: Specification, seed: int, chains: int) -> Sampler:
    """Chains at scattered starting points, every group of lanes with its own random stream."""
    arrays, _ = layout(data, spec)
    groups = chains // LANES
    start, *streams = np.random.SeedSequence(seed).spawn(groups + 1)
    points = starting_points(data, arrays, spec, groups, np.random.default_rng(start))
    rngs = [np.random.default_rng(stream) for stream in streams]
    return Sampler(arrays, priors(spec), points, rngs)
