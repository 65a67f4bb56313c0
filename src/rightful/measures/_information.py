"""Expected information of the model, averaged over points and factored into a `Metric`.

The information of all parameters is [[T, B], [B', A]]: T tridiagonal in each latent chain, B
sparse (a rating touches its item and its cutpoints), A small. Averaging it over draws gives the
precision of the Gaussian closest to the posterior. It is taken as if every draw's sigma were the
scale, and hence the unit, where a path is theta / sigma and T stays tridiagonal.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import ConvergenceError
from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point
from rightful.measures._layout import FloatArray, Layout, Priors
from rightful.measures._metric import Metric
from rightful.measures._ordinal_data import IntArray

ROWS_AT_ONCE = 1024
GAP_RIDGE = 0.1  # log gaps without ratings have no information of their own
SMALL_CHANCE = 1e-10
COUPLED = 0.98  # of the squares of B's scaled entries; four tenths of the entries hold them
LEAST_STRETCH, MOST_STRETCH = 0.8, 3.0


@dataclass(frozen=True)
class Pattern:
    """Where each rating's entries lie in the compressed rows of B."""

    entry_start: NDArray[np.uint32]  # (N + 1,)
    column: NDArray[np.uint32]  # (E,)
    at: IntArray  # (R,) first entry of a rating, ratings in group order


@dataclass(frozen=True)
class Information:
    """Dense-free blocks of the expected information; N state-years, P item parameters."""

    evidence: FloatArray  # (N,) of T, the ratings' part
    diagonal: FloatArray  # (N,) of T
    off_diagonal: FloatArray  # (N,) of T; element i couples i - 1 and i
    entry: FloatArray  # (E,) of B
    items: FloatArray  # (P, P), A


def pattern(layout: Layout) -> Pattern:
    """Lay out B: a row a state-year, per rating one column for beta and one a cutpoint."""
    n_items = layout.sign.size
    rating_set = np.repeat(layout.group_set, np.diff(layout.group_start))
    width = np.diff(layout.cut_offset)[rating_set] + 1
    order = np.argsort(layout.row, kind="stable")
    ends = np.cumsum(width[order])
    at = np.empty(order.size, dtype=np.int64)
    at[order] = ends - width[order]
    counts = np.zeros(layout.starts.size + 1, dtype=np.int64)
    np.add.at(counts, layout.row.astype(np.int64) + 1, width)
    column = np.empty(int(ends[-1]), dtype=np.uint32)
    column[at] = layout.set_item[rating_set]
    for k in range(int(width.max()) - 1):
        has = width > k + 1
        column[at[has] + 1 + k] = n_items + layout.cut_offset[rating_set[has]] + k
    return Pattern(np.cumsum(counts).astype(np.uint32), column, at)


@compiled
def _accumulate(point: Point, lane: int, layout: Layout, at: IntArray,
                diagonal: FloatArray, entry: FloatArray, items: FloatArray,
                most_cuts: int) -> None:  # fmt: skip
    """Add one lane's information; items is left in natural cutpoint coordinates."""
    n_items = layout.sign.size
    cuts = np.zeros(most_cuts)
    gaps = np.zeros(most_cuts)
    chance = np.zeros(most_cuts + 1)
    slope = np.zeros(most_cuts + 2)
    by_cut = np.zeros(most_cuts)
    for g in range(layout.group_set.size):
        s = layout.group_set[g]
        j = layout.set_item[s]
        first = n_items + layout.cut_offset[s]
        n = layout.cut_offset[s + 1] - layout.cut_offset[s]
        b = layout.sign[j] * math.exp(point.raw[j, lane])
        for k in range(n):
            gaps[k] = 1.0 if k == 0 else math.exp(point.raw[first + k, lane])
            cuts[k] = (
                point.raw[first, lane] + b * layout.pivot[j] if k == 0 else cuts[k - 1] + gaps[k]
            )
        for r in range(layout.group_start[g], layout.group_start[g + 1]):
            t = layout.row[r]
            eta = b * point.path[t, lane]
            below = 0.0
            for k in range(n):
                up = 1.0 / (1.0 + math.exp(min(eta - cuts[k], 500.0)))
                slope[k + 1] = up * (1.0 - up)
                chance[k] = max(up - below, SMALL_CHANCE)
                below = up
            chance[n] = max(1.0 - below, SMALL_CHANCE)
            slope[n + 1] = 0.0
            total = 0.0
            for k in range(n + 1):
                total += (slope[k + 1] - slope[k]) ** 2 / chance[k]
            for k in range(n):
                f = slope[k + 1]
                by_cut[k] = f * ((slope[k + 2] - f) / chance[k + 1] - (f - slope[k]) / chance[k])
                items[first + k, first + k] += f * f * (1.0 / chance[k] + 1.0 / chance[k + 1])
                items[j, first + k] += eta * by_cut[k]
                items[first + k, j] += eta * by_cut[k]
                if k + 1 < n:
                    v = f * slope[k + 2] / chance[k + 1]
                    items[first + k, first + k + 1] -= v
                    items[first + k + 1, first + k] -= v
            diagonal[t] += b * b * total
            items[j, j] += eta * eta * total
            entry[at[r]] += b * eta * total
            above = 0.0
            for k in range(n - 1, -1, -1):
                above += by_cut[k]
                entry[at[r] + 1 + k] += b * above * gaps[k]
            entry[at[r]] += b * above * b * layout.pivot[j]


@compiled
def _add_priors(point: Point, lane: int, layout: Layout, priors: Priors, diagonal: FloatArray,
                off_diagonal: FloatArray, items: FloatArray) -> None:  # fmt: skip
    """Curvature of the priors, cutpoints in natural coordinates.

    A heavy-tailed innovation counts by the precision of the normal that touches its density there.
    """
    n_items = layout.sign.size
    n = diagonal.size
    for i in range(n):
        if layout.starts[i]:
            diagonal[i] += layout.scale * layout.scale
        else:
            step = point.path[i, lane] - point.path[i - 1, lane]
            weight = (1.0 + priors.tail) / (1.0 + priors.tail * step * step)
            diagonal[i] += weight
            diagonal[i - 1] += weight
            off_diagonal[i] -= weight
    for j in range(n_items):
        beta = math.exp(point.raw[j, lane]) / layout.scale
        items[j, j] += priors.beta_rate * beta + priors.beta_precision
    for s in range(layout.set_item.size):
        first = n_items + layout.cut_offset[s]
        n_cuts = layout.cut_offset[s + 1] - layout.cut_offset[s]
        walk = layout.set_elapsed[s] > 0.0
        precision = priors.first_precision
        if walk:
            sd = point.walk_sd[layout.set_item[s], lane]
            precision = 1.0 / (sd * sd * layout.set_elapsed[s])
        for m in range(first, first + n_cuts):
            items[m, m] += precision
            if walk:
                items[m - n_cuts, m - n_cuts] += precision
                items[m, m - n_cuts] -= precision
                items[m - n_cuts, m] -= precision


@compiled
def _to_raw(point: Point, lane: int, layout: Layout, items: FloatArray) -> None:
    """G' A G with d cut_k / d raw_m = gap_m for k >= m (1 at the first)."""
    n_items = layout.sign.size
    p = items.shape[0]
    for s in range(layout.set_item.size):
        first = n_items + layout.cut_offset[s]
        last = n_items + layout.cut_offset[s + 1] - 1
        for m in range(last - 1, first - 1, -1):
            for i in range(p):
                items[m, i] += items[m + 1, i]
    for s in range(layout.set_item.size):
        first = n_items + layout.cut_offset[s]
        last = n_items + layout.cut_offset[s + 1] - 1
        for m in range(last - 1, first - 1, -1):
            for i in range(p):
                items[i, m] += items[i, m + 1]
    for s in range(layout.set_item.size):
        first = n_items + layout.cut_offset[s]
        for m in range(first + 1, n_items + layout.cut_offset[s + 1]):
            gap = math.exp(point.raw[m, lane])
            for i in range(p):
                items[m, i] *= gap
                items[i, m] *= gap
            items[m, m] += GAP_RIDGE
        # beta moves the first cutpoint by its lean on the pivot
        j = layout.set_item[s]
        lean = layout.sign[j] * math.exp(point.raw[j, lane]) * layout.pivot[j]
        for i in range(p):
            items[j, i] += lean * items[first, i]
        for i in range(p):
            items[i, j] += lean * items[i, first]


def information(points: list[Point], layout: Layout, priors: Priors, where: Pattern) -> Information:
    """Expected information averaged over every lane of the points."""
    n, p = points[0].path.shape[0], points[0].raw.shape[0]
    evidence, diagonal, off_diagonal = np.zeros(n), np.zeros(n), np.zeros(n)
    entry, items = np.zeros(where.column.size), np.zeros((p, p))
    most_cuts = int(np.diff(layout.cut_offset).max())
    weight = 1.0 / (len(points) * LANES)
    for point in points:
        for lane in range(LANES):
            mine = np.zeros((p, p))
            _accumulate(point, lane, layout, where.at, evidence, entry, mine, most_cuts)
            _add_priors(point, lane, layout, priors, diagonal, off_diagonal, mine)
            _to_raw(point, lane, layout, mine)
            items += mine
    return Information(
        evidence * weight, (evidence + diagonal) * weight, off_diagonal * weight, entry * weight,
        items * weight,
    )  # fmt: skip


@compiled
def _factor_walk(
    diagonal: FloatArray, off: FloatArray, pivot: FloatArray, lower: FloatArray
) -> None:
    for i in range(diagonal.size):
        pivot[i] = diagonal[i]
        lower[i] = 0.0
        if off[i] != 0.0:
            lower[i] = off[i] / pivot[i - 1]
            pivot[i] -= lower[i] * off[i]


@compiled
def _solved_rows(begin: int, stop: int, entry_start: NDArray[np.uint32], column: NDArray[np.uint32],
                 entry: FloatArray, pivot: FloatArray, lower: FloatArray,
                 out: FloatArray) -> None:  # fmt: skip
    """Rows begin..stop of D^-1/2 L^-1 B, dense; begin must start a chain."""
    out[:] = 0.0
    for i in range(begin, stop):
        for k in range(entry_start[i], entry_start[i + 1]):
            out[i - begin, column[k]] += entry[k]
        if lower[i] != 0.0:
            out[i - begin] -= lower[i] * out[i - begin - 1]
    for i in range(begin, stop):
        out[i - begin] *= 1.0 / math.sqrt(pivot[i])


def factor(
    info: Information,
    layout: Layout,
    where: Pattern,
    centre_path: FloatArray,
    centre_raw: FloatArray,
    coupled: float = COUPLED,
) -> Metric:
    """Factor the information into the form the kernels apply.

    coupled: share of B's scaled squares that the largest entries kept of it hold.
    """
    n, p = info.diagonal.size, info.items.shape[0]
    pivot, lower = np.empty(n), np.empty(n)
    _factor_walk(info.diagonal, info.off_diagonal, pivot, lower)
    schur = info.items.copy()
    for begin, stop in _blocks(layout):
        rows = np.empty((stop - begin, p))
        _solved_rows(begin, stop, where.entry_start, where.column, info.entry, pivot, lower, rows)
        schur -= rows.T @ rows
    low = _cholesky(schur)
    weight = np.diag(info.items)[: layout.sign.size]
    entry_start, column, entry = _largest(info, where, coupled)
    pull = info.diagonal * centre_path
    pull[1:] += info.off_diagonal[1:] * centre_path[:-1]
    pull[:-1] += info.off_diagonal[1:] * centre_path[1:]
    root = np.ascontiguousarray(np.linalg.solve(low, np.eye(p)).T)
    return Metric(
        lower, pivot, entry_start, column, entry,
        root, (root @ root.T).astype(np.float32), np.ascontiguousarray(low.T),
        np.ascontiguousarray(centre_path), np.ascontiguousarray(centre_raw),
        info.evidence / layout.scale**2, -info.off_diagonal, pull / layout.scale,
        weight / weight.sum(), centre_raw[: layout.sign.size] - math.log(layout.scale),
        math.log(layout.scale), 0.1,
    )  # fmt: skip


def _largest(
    info: Information, where: Pattern, coupled: float
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]:
    """The entries of B that matter, each against its row and column: starts, columns, values.

    Items so far from a state that they tell nothing of it are most of B and a hundredth of its sum
    of squares. The guide is then by definition without them.
    """
    width = where.entry_start[1:] - where.entry_start[:-1]
    row = np.repeat(np.arange(info.diagonal.size), width)
    share = info.entry**2 / (info.diagonal[row] * np.diag(info.items)[where.column])
    falling = np.argsort(share)[::-1]
    sums = np.cumsum(share[falling])
    kept = np.zeros(share.size, dtype=np.bool_)
    kept[falling[: int(np.searchsorted(sums, coupled * sums[-1])) + 1]] = True
    starts = np.concatenate(([0], np.cumsum(np.bincount(row[kept], minlength=info.diagonal.size))))
    return starts.astype(np.uint32), where.column[kept], info.entry[kept].astype(np.float32)


def _blocks(layout: Layout) -> list[tuple[int, int]]:
    """Runs of whole chains of about ROWS_AT_ONCE rows."""
    starts = np.flatnonzero(layout.starts)
    bounds = [0]
    for at in starts:
        if at - bounds[-1] >= ROWS_AT_ONCE:
            bounds.append(int(at))
    bounds.append(layout.starts.size)
    return list(pairwise(bounds))


def _cholesky(schur: FloatArray) -> FloatArray:
    ridge = 0.0
    low: FloatArray
    for _ in range(8):
        try:
            low = np.linalg.cholesky(schur + ridge * np.eye(len(schur))).astype(np.float64)
            return low
        except np.linalg.LinAlgError:
            ridge = max(10.0 * ridge, 1e-6 * float(np.abs(np.diag(schur)).mean()))
    raise ConvergenceError(
        "the information of the item parameters could not be factored",
        next_step="check for items whose ratings separate the states perfectly",
    )


def stretched(metric: Metric, seen_sd: FloatArray) -> Metric:
    """The guide with its item parameters' SDs moved to those seen, (P,); correlations stay.

    Steep items' posteriors are wider than their information says; a guide too narrow for them
    would explore them slowly.
    """
    guide_sd = np.sqrt((metric.root**2).sum(axis=1))
    factor_by = np.clip(seen_sd / guide_sd, LEAST_STRETCH, MOST_STRETCH)
    root = metric.root * factor_by[:, None]
    return metric._replace(
        root=root,
        inverse=(root @ root.T).astype(np.float32),
        root_inverse=np.ascontiguousarray(metric.root_inverse / factor_by),
    )
