"""Linear models with state and year effects absorbed exactly, on unbalanced panels.

State effects leave by demeaning; year effects by one solve of a matrix of the years' size
(Frisch-Waugh-Lovell). Errors are clustered: CR1, or CR2 with Satterthwaite's degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError

Floats = NDArray[np.float64]
Correction = Literal["auto", "CR1", "CR2"]
FEW_CLUSTERS: Final = 50  # with fewer, "auto" takes CR2
ZERO: Final = 1e-10


@dataclass(frozen=True)
class Effects:
    """Absorbed effects of N rows, which are sorted by group: G groups, T periods.

    Attributes
    ----------
    group
        Shape (N,), int64, ascending: the state of each row, or 0 everywhere for one constant.
    start
        Shape (G + 1,), int64: first row of each group.
    period
        Shape (N,), int64: the year of each row, or 0 everywhere where none is absorbed.
    share
        Shape (G, T): which part of a group's rows lies in each period.
    root
        Shape (T, r): ``root @ root.T`` is the pseudo-inverse of the periods' Gram matrix, the
        groups removed; r is the rank of the year effects beside the groups.
    nested
        Whether the groups are states rather than one constant.
    """

    group: NDArray[np.int64]
    start: NDArray[np.int64]
    period: NDArray[np.int64]
    share: Floats
    root: Floats
    nested: bool


@dataclass(frozen=True)
class Fit:
    """A fitted linear model of K regressors.

    Attributes
    ----------
    coef, std_error, p, dof
        Shape (K,): estimates, clustered errors, two-sided p by Student's t, degrees of freedom.
    cov
        Shape (K, K).
    residuals
        Shape (N,).
    n, clusters
        Rows and clusters.
    correction
        ``CR1`` or ``CR2``.
    """

    coef: Floats
    std_error: Floats
    p: Floats
    dof: Floats
    cov: Floats
    residuals: Floats
    n: int
    clusters: int
    correction: str


def absorb(unit: NDArray[np.int64] | None, time: NDArray[np.int64] | None, n: int) -> Effects:
    """Return the effects of rows sorted by unit; None: a constant, or no effects of that kind.

    Raises
    ------
    DataError
        When rows are not sorted by unit.
    """
    group = np.zeros(n, dtype=np.int64) if unit is None else _codes(unit)
    if np.any(np.diff(group) < 0):
        raise DataError(
            "rows are not sorted by unit",
            where="effects to absorb",
            allowed="ascending units",
            next_step="sort rows by unit and time",
        )
    period = np.zeros(n, dtype=np.int64) if time is None else _codes(time)
    start = np.searchsorted(group, np.arange(group[-1] + 2)).astype(np.int64)
    counts = np.zeros((start.size - 1, int(period.max()) + 1))
    np.add.at(counts, (group, period), 1.0)
    share = counts / np.diff(start)[:, None]
    gram = np.diag(counts.sum(axis=0)) - counts.T @ share
    values, vectors = np.linalg.eigh(gram)
    real = values > ZERO * max(float(counts.sum(axis=0).max()), 1.0)
    root = vectors[:, real] / np.sqrt(values[real])
    return Effects(group, start, period, share, root, unit is not None)


def residualize(effects: Effects, columns: Floats) -> Floats:
    """Return columns, shape (N, M), with both kinds of effects projected out."""
    within = columns - group_sums(effects, columns)[effects.group] / _sizes(effects)
    sums = np.zeros((effects.share.shape[1], columns.shape[1]))
    np.add.at(sums, effects.period, within)
    per_year = effects.root @ (effects.root.T @ sums)
    return np.asarray(within - per_year[effects.period] + (effects.share @ per_year)[effects.group])


def group_sums(effects: Effects, columns: Floats) -> Floats:
    """Return sums by group, shape (G, M), of columns of shape (N, M)."""
    return np.asarray(np.add.reduceat(columns, effects.start[:-1], axis=0))


def ols(
    y: Floats,
    x: Floats,
    effects: Effects,
    cluster: NDArray[np.int64] | None = None,
    correction: Correction = "auto",
) -> Fit:
    """Fit y, shape (N,), on x, shape (N, K), effects absorbed; errors clustered.

    CR1 scales the sandwich by (n - 1)/(n - k) x G/(G - 1), where k counts regressors and the
    effects that do not lie within a cluster, and has G - 1 degrees of freedom
    (cameron2015). CR2 with Satterthwaite's degrees of freedom is exact under independent errors
    of one variance (bellmccaffrey2002, pustejovsky2018); ``auto`` takes it below
    ``FEW_CLUSTERS`` clusters. ``cluster``, ascending, defaults to the effects' groups.

    Raises
    ------
    DataError
        With fewer than two clusters, clusters that split a state, or regressors that cannot be
        told from each other.
    """
    cluster = effects.group if cluster is None else _codes(cluster)
    first = _cluster_starts(cluster, effects)
    clusters = first.size - 1
    chosen = correction
    if chosen == "auto":
        chosen = "CR2" if clusters < FEW_CLUSTERS else "CR1"
    x_within = residualize(effects, x)
    inverse = gram_inverse(x_within)
    y_within = residualize(effects, y[:, None])[:, 0]
    coef = inverse @ (x_within.T @ y_within)
    residuals = y_within - x_within @ coef
    if chosen == "CR2":
        adjusted, dof = adjusted_regressors(effects, x_within, inverse, first)
        scale = 1.0
    else:
        adjusted, dof = x_within, np.full(coef.size, clusters - 1.0)
        scale = cr1_scale(effects, coef.size, clusters)
    scores = np.add.reduceat(adjusted * residuals[:, None], first[:-1], axis=0)
    cov = scale * inverse @ (scores.T @ scores) @ inverse
    std_error = np.sqrt(np.diag(cov))
    p = two_sided(coef / std_error, dof)
    return Fit(coef, std_error, p, dof, cov, residuals, y.size, clusters, chosen)


def gram_inverse(x_within: Floats) -> Floats:
    """Return (X'X)^-1, shape (K, K).

    Raises
    ------
    DataError
        When regressors can hardly be told from each other, so that it has no root.
    """
    try:
        inverse: Floats = np.asarray(np.linalg.inv(x_within.T @ x_within), dtype=np.float64)
        np.linalg.cholesky(inverse)
    except np.linalg.LinAlgError as error:
        raise DataError(
            "the regressors can hardly be told from each other",
            where="least squares",
            allowed="regressors that differ beyond rounding",
            next_step="leave one of those that move together out",
        ) from error
    return inverse


def two_sided(t: Floats, dof: Floats) -> Floats:
    """Return the two-sided p of Student's t."""
    from scipy import special

    return np.asarray(2.0 * special.stdtr(dof, -np.abs(t)))


def cr1_scale(effects: Effects, regressors: int, clusters: int) -> float:
    """Return CR1's small-sample factor; effects within clusters cost no degree of freedom.

    Raises
    ------
    DataError
        When there are no more rows than coefficients and effects.
    """
    n = effects.group.size
    k = regressors + effects.root.shape[1] + 1
    if n <= k:
        raise _nothing_left(f"{n} rows for {k} coefficients and effects")
    return float((n - 1) / (n - k) * clusters / (clusters - 1))


def adjusted_regressors(
    effects: Effects, x_within: Floats, inverse: Floats, first: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return CR2's A x, shape (N, K), and Satterthwaite's degrees of freedom, shape (K,).

    A is the symmetric root of the pseudo-inverse of a cluster's block of I - H, H being the hat
    matrix of all regressors and effects.
    """
    low = low_rank(effects, x_within, inverse)
    adjusted = np.empty_like(x_within)
    for a, b in pairwise(first):
        adjusted[a:b] = _root_times(low[a:b], x_within[a:b])
    dof = np.array([_satterthwaite(adjusted @ column, low, first) for column in inverse])
    return adjusted, dof


def _root_times(low: Floats, x: Floats) -> Floats:
    """Return the root of the pseudo-inverse of P - L L' times x, for a cluster's n rows.

    P takes out nested effects, of which L, shape (n, r), and x are free. By the eigenvalues of
    L L' or L'L, whichever is smaller.
    """
    rows, columns = low.shape
    few = rows <= columns
    values, vectors = np.linalg.eigh(low @ low.T if few else low.T @ low)
    left, moved = 1.0 - values, values > ZERO
    gain = np.zeros_like(left)
    np.power(left, -0.5, out=gain, where=left > ZERO)
    gain = np.where(moved, gain - 1.0, 0.0)
    if few:
        return np.asarray(x + (vectors * gain) @ (vectors.T @ x))
    # Directions of no size are moved by nothing; L v / sqrt(value) are the others, of length one.
    share = np.divide(gain, values, out=np.zeros_like(gain), where=moved)
    return np.asarray(x + low @ ((vectors * share) @ (vectors.T @ (low.T @ x))))


def _satterthwaite(weights: Floats, low: Floats, first: NDArray[np.int64]) -> float:
    """Return (sum of eigenvalues)^2 / sum of their squares of the variance estimator's form."""
    projected = np.add.reduceat(weights[:, None] * low, first[:-1], axis=0)
    own = np.add.reduceat(weights**2, first[:-1])
    form: Floats = np.diag(own) - projected @ projected.T
    trace, squares = float(np.trace(form)), float(np.sum(form**2))
    if not squares > 0:
        raise _nothing_left("the regressors follow every row that moves them")
    return trace * trace / squares


def _nothing_left(what: str) -> DataError:
    return DataError(
        f"no error can be told: {what}",
        where="clustered errors",
        allowed="more rows than coefficients and effects",
        next_step="widen the sample, or name fewer controls",
    )


def low_rank(effects: Effects, x_within: Floats, inverse: Floats) -> Floats:
    """Return L, shape (N, r): L L' is the hat matrix less the part of nested state effects."""
    years = (effects.root[effects.period] - (effects.share @ effects.root)[effects.group]).copy()
    parts = [years, x_within @ np.linalg.cholesky(inverse)]
    if not effects.nested:
        n = effects.group.size
        parts.append(np.full((n, 1), n**-0.5))
    return np.hstack(parts)


def _sizes(effects: Effects) -> Floats:
    """Return the size of each row's group, shape (N, 1)."""
    return np.diff(effects.start).astype(np.float64)[effects.group][:, None]


def _codes(key: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def _cluster_starts(cluster: NDArray[np.int64], effects: Effects) -> NDArray[np.int64]:
    if np.any(np.diff(cluster) < 0) or cluster[-1] < 1:
        raise DataError(
            "rows cannot be clustered",
            where="clustered errors",
            allowed="two clusters or more, rows sorted by cluster",
            next_step="pass ascending clusters",
        )
    first = np.searchsorted(cluster, np.arange(cluster[-1] + 2)).astype(np.int64)
    if effects.nested and not np.isin(first, effects.start).all():
        raise DataError(
            "a cluster splits a state whose effect is absorbed",
            where="clustered errors",
            allowed="clusters of whole states",
            next_step="cluster by state or by groups of states",
        )
    return first
