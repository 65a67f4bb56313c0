"""The Gaussian guide of the sampler: its solves, velocities and energies, compiled."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.measures._compiled import compiled, compiled_contracting
from rightful.measures._lanes import LANES
from rightful.measures._layout import FloatArray


class Metric(NamedTuple):
    """Gaussian guide N(centre, M^-1), M = [[T, B], [B', A]], T tridiagonal in each chain.

    T = (unit lower bidiagonal L) diag(pivot) L'; root root' = (A - B' T^-1 B)^-1.
    """

    lower: FloatArray  # (N,) subdiagonal of L, 0 at chain starts
    pivot: FloatArray  # (N,)
    entry_start: NDArray[np.uint32]  # (N + 1,) rows of B, compressed
    entry_column: NDArray[np.uint32]  # (E,)
    # Half the memory to read: B is by definition what stands here, wherever it is used.
    entry: NDArray[np.float32]  # (E,)
    root: FloatArray  # (P, P) upper triangular
    # Single precision will do: a kick need only be a fixed function of the position.
    inverse: NDArray[np.float32]  # (P, P) inverse of the Schur complement
    root_inverse: FloatArray  # (P, P) upper triangular: L_S'
    centre_path: FloatArray  # (N,)
    centre_raw: FloatArray  # (P,)
    # Of the levels alone, given the items, in theta: what a move of sigma carries them by.
    evidence: FloatArray  # (N,) the ratings' information
    walk: FloatArray  # (N,) precision of the innovation into a year, in units of sigma^-2
    pull: FloatArray  # (N,) their precision times their mean
    item_weight: FloatArray  # (J,) shares of the items in the information, summing to 1
    item_centre: FloatArray  # (J,) mean log beta
    sigma_centre: float  # mean of log sigma, were every item at its centre
    sigma_sd: float  # SD of the same


@compiled
def _inverse_times(matrix: NDArray[np.float32], x: FloatArray, out: FloatArray) -> None:
    """out = matrix x in single precision, two rows at a time to read x half as often."""
    p = matrix.shape[0]
    y = np.empty((LANES, p), np.float32)
    for k in range(p):
        for c in range(LANES):
            y[c, k] = x[k, c]
    y0, y1, y2, y3 = y[0], y[1], y[2], y[3]
    for i in range(0, p, 2):
        # An odd last row is taken twice.
        row, after = matrix[i], matrix[min(i + 1, p - 1)]
        t0 = np.float32(0.0)
        t1 = np.float32(0.0)
        t2 = np.float32(0.0)
        t3 = np.float32(0.0)
        u0 = np.float32(0.0)
        u1 = np.float32(0.0)
        u2 = np.float32(0.0)
        u3 = np.float32(0.0)
        for k in range(p):
            v = row[k]
            w = after[k]
            t0 += v * y0[k]
            t1 += v * y1[k]
            t2 += v * y2[k]
            t3 += v * y3[k]
            u0 += w * y0[k]
            u1 += w * y1[k]
            u2 += w * y2[k]
            u3 += w * y3[k]
        out[i, 0] = t0
        out[i, 1] = t1
        out[i, 2] = t2
        out[i, 3] = t3
        if i + 1 < p:
            out[i + 1, 0] = u0
            out[i + 1, 1] = u1
            out[i + 1, 2] = u2
            out[i + 1, 3] = u3


@compiled_contracting
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


@compiled_contracting
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


@compiled_contracting
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

    path: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    solved_path: FloatArray  # (N, LANES)
    solved_raw: FloatArray  # (P, LANES)
    work_path: FloatArray  # (N, LANES)
    work_raw: FloatArray  # (P, LANES)


def new_motion(n: int, p: int) -> Motion:
    """Scratch for `move`."""
    path, raw = (n, LANES), (p, LANES)
    return Motion(
        np.zeros(path), np.zeros(raw), np.zeros(path), np.zeros(raw), np.zeros(path), np.zeros(raw)
    )


@compiled
def apply_inverse(metric: Metric, path: FloatArray, raw: FloatArray, motion: Motion) -> None:
    """(solved_path, solved_raw) = M^-1 (path, raw)."""
    motion.work_path[:] = path
    motion.work_raw[:] = raw
    _solve_walk(metric, motion.work_path)
    _couple_back(metric, motion.work_path, motion.work_raw)
    _inverse_times(metric.inverse, motion.work_raw, motion.solved_raw)
    _couple(metric, motion.solved_raw, motion.solved_path)
    _solve_walk(metric, motion.solved_path)
    for i in range(path.shape[0]):
        for c in range(LANES):
            motion.solved_path[i, c] = motion.work_path[i, c] - motion.solved_path[i, c]


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
    for i in range(motion.path.shape[0]):
        scale = 1.0 / math.sqrt(metric.pivot[i])
        for c in range(LANES):
            u = rng.standard_normal()
            energy[c] += 0.5 * u * u
            motion.path[i, c] = u * scale
    _solve_up(metric, motion.path)
    _couple(metric, motion.raw, motion.work_path)
    _solve_walk(metric, motion.work_path)
    for i in range(motion.path.shape[0]):
        for c in range(LANES):
            motion.path[i, c] -= motion.work_path[i, c]


@compiled
def kinetic_energy(metric: Metric, motion: Motion, energy: FloatArray) -> None:
    """energy = velocity' M velocity / 2."""
    energy[:] = 0.0
    _triangle_times(metric.root_inverse, motion.raw, motion.work_raw)
    for i in range(motion.raw.shape[0]):
        for c in range(LANES):
            energy[c] += 0.5 * motion.work_raw[i, c] * motion.work_raw[i, c]
    _couple(metric, motion.raw, motion.work_path)
    _solve_walk(metric, motion.work_path)
    n = motion.path.shape[0]
    for i in range(n):
        for c in range(LANES):
            motion.work_path[i, c] += motion.path[i, c]
    for i in range(n):
        for c in range(LANES):
            r = motion.work_path[i, c]
            if i + 1 < n:
                r += metric.lower[i + 1] * motion.work_path[i + 1, c]
            energy[c] += 0.5 * metric.pivot[i] * r * r
