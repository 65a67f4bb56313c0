"""A slope within groups and periods, its interval from groups resampled whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.discourse.diffusion.intervals import (
    Floats,
    percentile_interval,
    weights_of_clusters,
)

DRAWS: Final = 1000
FEWEST_GROUPS: Final = 20
_RIDGE: Final = 1e-9
_AT_ONCE: Final = 100  # draws solved together


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope per unit of the first regressor; None where too few groups vary."""

    estimate: float | None
    low: float | None
    high: float | None
    n: int
    groups: int


def within(
    y: Floats,
    x: Floats,
    group: NDArray[np.int64],
    period: NDArray[np.int64],
    weight: Floats | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Slope:
    """Return the slope of ``y`` on the first column of ``x``, groups and periods held constant.

    Parameters
    ----------
    y, x
        N values; N x K regressors.
    group, period
        Fixed effects; groups are resampled whole.
    weight
        Of each row; equal without it.
    """
    w = np.ones(y.size) if weight is None else weight
    regressors = x[:, None] if x.ndim == 1 else x
    usable = np.isfinite(y) & np.isfinite(regressors).all(axis=1) & np.isfinite(w) & (w > 0)
    y, regressors, w = y[usable], regressors[usable], w[usable]
    codes, place, sizes = np.unique(group[usable], return_inverse=True, return_counts=True)
    _, when = np.unique(period[usable], return_inverse=True)
    groups = int((sizes > 1).sum())
    if groups < FEWEST_GROUPS:
        return Slope(None, None, None, y.size, groups)
    # Within each group the group's own mean goes; it does not matter how often a group is drawn.
    dummies = np.eye(int(when.max()) + 1)[when][:, 1:]
    columns = np.column_stack([regressors, dummies, y])
    total = np.bincount(place, weights=w)
    means = np.stack([np.bincount(place, weights=w * one) / total for one in columns.T], axis=1)
    centred = columns - means[place]
    if float((w * centred[:, 0] ** 2).sum()) < _RIDGE:
        return Slope(None, None, None, y.size, groups)
    size = columns.shape[1]
    products = np.zeros((codes.size, size, size))
    order = np.argsort(place, kind="stable")
    ends = np.cumsum(np.bincount(place))
    for one, (start, end) in enumerate(zip(np.r_[0, ends[:-1]], ends, strict=True)):
        rows = order[start:end]
        products[one] = (centred[rows] * w[rows, None]).T @ centred[rows]
    estimate = float(_solved(products.sum(axis=0, keepdims=True))[0])
    drawn = weights_of_clusters(codes.size, draws, seed)
    flat = products.reshape(codes.size, -1)
    slopes = np.concatenate(
        [
            _solved((drawn[at : at + _AT_ONCE] @ flat).reshape(-1, size, size))
            for at in range(0, draws, _AT_ONCE)
        ]
    )
    low, high = percentile_interval(slopes)
    return Slope(estimate, low, high, y.size, groups)


def _solved(products: Floats) -> Floats:
    """Return the first coefficient of each of D regressions, D x (K + 1) x (K + 1) products."""
    inner, outer = products[:, :-1, :-1], products[:, :-1, -1:]
    # A period that a draw leaves out has no column left; a tiny ridge keeps the rest solvable.
    scale = _RIDGE * np.trace(inner, axis1=1, axis2=2)[:, None, None] / inner.shape[1]
    first: Floats = np.linalg.solve(inner + scale * np.eye(inner.shape[1]), outer)[:, 0, 0]
    return first
