"""Scattered, sensible starting points for the sampler: item averages, smoothed, then jittered.

Never the joint mode: it is degenerate (discriminations run off while sigma shrinks).
"""

import math

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, new_point
from rightful.measures._layout import START_SIGMA, FloatArray, Layout
from rightful.measures._ordinal_data import ModelData
from rightful.measures._specification import Specification

SMALLEST_GAP = 0.1
RATING_PRECISION = 0.7


def starting_points(
    data: ModelData, layout: Layout, spec: Specification, groups: int, rng: np.random.Generator
) -> list[Point]:
    """One point for each group of LANES chains."""
    theta = _smoothed_scores(data)
    cuts = _marginal_cuts(layout)
    points = []
    for _ in range(groups):
        n, p, j = theta.size, cuts.size + len(data.items), len(data.items)
        point = new_point(n, p, j)
        point.log_sigma[:] = math.log(START_SIGMA) + 0.2 * rng.standard_normal(LANES)
        stretch = np.exp(0.2 * rng.standard_normal(LANES))
        jitter = 0.3 * rng.standard_normal((n, LANES))
        point.path[:] = theta[:, None] * stretch / START_SIGMA + jitter
        point.raw[:j] = math.log(START_SIGMA) + 0.2 * rng.standard_normal((j, LANES))
        point.raw[j:] = cuts[:, None] + 0.1 * rng.standard_normal((cuts.size, LANES))
        point.walk_sd[:] = spec.cut_walk_sd
        if spec.cut_walk_log_sd > 0.0:
            point.walk_sd[:] *= np.exp(0.2 * rng.standard_normal((j, LANES)))
        points.append(point)
    return points


def _smoothed_scores(data: ModelData) -> FloatArray:
    """(N,) mean standardised rating of each state-year, smoothed along its chain."""
    total = np.zeros(data.year.size)
    count = np.zeros(data.year.size)
    for j, item in enumerate(data.items):
        mine = data.item_index == j
        y = data.category[mine].astype(np.float64)
        score = item.sign * (y - y.mean()) / max(float(y.std()), 0.1)
        np.add.at(total, data.row[mine], score)
        np.add.at(count, data.row[mine], 1.0)
    out = RATING_PRECISION * total
    _smooth(data.starts, RATING_PRECISION * count, 1.0 / START_SIGMA**2, out)
    return out


@compiled
def _smooth(starts: np.ndarray, weight: FloatArray, precision: float, x: FloatArray) -> None:
    """Solve (diag(weight) + random-walk precision) x = x, chain by chain."""
    n = x.size
    pivot = np.empty(n)
    lower = np.zeros(n)
    for i in range(n):
        pivot[i] = weight[i] + (1.0 if starts[i] else precision)
        if i + 1 < n and not starts[i + 1]:
            pivot[i] += precision
        if not starts[i]:
            lower[i] = -precision / pivot[i - 1]
            pivot[i] += lower[i] * precision
            x[i] -= lower[i] * x[i - 1]
    for i in range(n):
        x[i] /= pivot[i]
    for i in range(n - 2, -1, -1):
        x[i] -= lower[i + 1] * x[i + 1]


def _marginal_cuts(layout: Layout) -> FloatArray:
    """(C,) first cutpoint and log gaps of each set from its category shares."""
    sizes = np.diff(layout.group_start)
    out = np.empty(int(layout.cut_offset[-1]))
    for s in range(layout.set_item.size):
        first, last = int(layout.cut_offset[s]), int(layout.cut_offset[s + 1])
        counts = np.full(last - first + 1, 0.5)
        mine = layout.group_set == s
        counts[layout.group_category[mine]] += sizes[mine]
        share = np.cumsum(counts)[:-1] / counts.sum()
        cut = np.log(share / (1.0 - share)) * 1.3
        out[first] = cut[0]
        out[first + 1 : last] = np.log(np.maximum(np.diff(cut), SMALLEST_GAP))
    return out
