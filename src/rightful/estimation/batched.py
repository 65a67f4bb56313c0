"""Many repetitions of one linear model at once: posterior draws, and two cluster bootstraps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation._batched_kernels import many_outcomes, many_pairs, many_weights
from rightful.estimation.within import (
    FEW_CLUSTERS,
    Correction,
    Effects,
    adjusted_regressors,
    cr1_scale,
    gram_inverse,
    group_sums,
    low_rank,
    ols,
    residualize,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
WEBB: Final = np.array([-(1.5**0.5), -1.0, -(0.5**0.5), 0.5**0.5, 1.0, 1.5**0.5])
CHUNK: Final = 256  # repetitions whose Gram matrices are held at once


@dataclass(frozen=True)
class Fits:
    """One fit a draw: D draws, K regressors.

    Attributes
    ----------
    coef, cov
        Shapes (D, K) and (D, K, K): estimates and their clustered covariance.
    dof
        Shape (K,): degrees of freedom of the clustered errors.
    correction
        ``CR1`` or ``CR2``.
    """

    coef: Floats
    cov: Floats
    dof: Floats
    correction: str


@dataclass(frozen=True)
class PairsBootstrap:
    """States drawn with replacement, every effect estimated anew: B repetitions.

    Attributes
    ----------
    coef
        Shape (B, K); NaN where the drawn states do not identify the regressors.
    std_error
        Shape (K,): standard deviation over the identified repetitions.
    lost
        Repetitions that are not identified.
    """

    coef: Floats
    std_error: Floats
    lost: int


@dataclass(frozen=True)
class WildBootstrap:
    """Webb's six-point weights by cluster, the null imposed (cameron2008, webb2023).

    Attributes
    ----------
    t
        Shape (B,): Student's t of the repetitions.
    observed, p
        The t of the data, and the share of repetitions at least as far from zero.
    """

    t: Floats
    observed: float
    p: float


def fit_draws(
    draws: NDArray[np.float32],
    x: Floats,
    effects: Effects,
    cluster: Whole,
    own: NDArray[np.float32] | None = None,
    correction: Correction = "auto",
) -> Fits:
    """Fit every draw of the outcome, shape (D, N), on x, shape (N, K - 1 or K).

    ``own``, shape (D, N), is one more regressor, drawn jointly with the outcome (the lagged
    outcome); it comes last in the result. With it, errors are CR1 whatever ``correction`` says:
    CR2's matrices would have to be made anew for every draw.
    """
    _check(draws, x.shape[0])
    first = _starts(cluster)
    clusters = first.size - 1
    x_within = residualize(effects, x)
    solve = effects.root @ effects.root.T
    if own is not None:
        _check(own, x.shape[0])
        k = x.shape[1] + 1
        coef, cov = np.empty((draws.shape[0], k)), np.empty((draws.shape[0], k, k))
        many_pairs(
            draws,
            own,
            np.ascontiguousarray(x_within.T),
            _grams(x_within, x_within, first),
            first,
            effects.start,
            effects.period,
            effects.share,
            solve,
            coef,
            cov,
        )
        scale = cr1_scale(effects, k, clusters)
        return Fits(coef, scale * cov, np.full(k, clusters - 1.0), "CR1")
    inverse = gram_inverse(x_within)
    k = x.shape[1]
    cr2 = correction == "CR2" or (correction == "auto" and clusters < FEW_CLUSTERS)
    adjusted, dof, scale = x_within, np.full(k, clusters - 1.0), cr1_scale(effects, k, clusters)
    if cr2:
        adjusted, dof = adjusted_regressors(effects, x_within, inverse, first)
        scale = 1.0
    coef, cov = np.empty((draws.shape[0], k)), np.empty((draws.shape[0], k, k))
    many_outcomes(
        draws,
        np.ascontiguousarray(x_within.T),
        np.ascontiguousarray(adjusted.T),
        not cr2,
        _grams(adjusted, x_within, first),
        inverse,
        first,
        effects.start,
        effects.period,
        effects.share,
        solve,
        coef,
        cov,
    )
    return Fits(coef, scale * cov, dof, "CR2" if cr2 else "CR1")


def pairs_bootstrap(
    y: Floats,
    x: Floats,
    effects: Effects,
    cluster: Whole,
    repetitions: int,
    seed: int,
) -> PairsBootstrap:
    """Draw clusters with replacement and fit each time, from per-cluster Gram matrices.

    A state drawn twice counts as two states, each with its own effect.
    """
    first = _starts(cluster)
    clusters = first.size - 1
    packed = _packed_grams(y, x, effects, first)
    years = effects.share.shape[1] - (1 if effects.nested else 0)
    rng = np.random.default_rng(seed)
    coef = np.empty((repetitions, x.shape[1]))
    for a in range(0, repetitions, CHUNK):
        size = min(CHUNK, repetitions - a)
        weights = rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=size)
        many_weights(weights.astype(np.float64) @ packed, years, x.shape[1], coef[a : a + size])
    known = ~np.isnan(coef[:, 0])
    spread = coef[known].std(axis=0, ddof=1) if known.sum() > 1 else np.full(x.shape[1], np.nan)
    return PairsBootstrap(coef, np.asarray(spread), int((~known).sum()))


def wild_bootstrap(
    y: Floats,
    x: Floats,
    effects: Effects,
    cluster: Whole,
    repetitions: int,
    seed: int,
    term: int = 0,
) -> WildBootstrap:
    """Test that the coefficient of regressor ``term`` is zero, residuals of the null reweighted.

    Every repetition's t has its own CR1 error; all are linear in the weights (roodman2019).
    """
    first = _starts(cluster)
    clusters = first.size - 1
    x_within = residualize(effects, x)
    y_within = residualize(effects, y[:, None])[:, 0]
    inverse = gram_inverse(x_within)
    null = np.delete(x_within, term, axis=1)
    residuals = y_within
    if null.shape[1]:
        residuals = y_within - null @ np.linalg.lstsq(null, y_within, rcond=None)[0]
    signs = np.random.default_rng(seed).choice(WEBB, size=(clusters, repetitions))
    # A cluster's score is its own part less what all clusters move years, constant and slopes.
    moved = _moved(effects, x_within, inverse, residuals, first)
    slopes = inverse @ (
        np.add.reduceat(x_within * residuals[:, None], first[:-1], axis=0).T @ signs
    )
    onto = x_within @ inverse[term]
    own = np.add.reduceat(onto * residuals, first[:-1])
    low = np.add.reduceat(onto[:, None] * moved[0], first[:-1], axis=0)
    along = moved[1].T @ signs
    scores = own[:, None] * signs - low @ along
    variance = cr1_scale(effects, x.shape[1], clusters) * np.sum(scores**2, axis=0)
    t = slopes[term] / np.sqrt(variance)
    fitted = ols(y, x, effects, cluster, "CR1")
    observed = float(fitted.coef[term] / fitted.std_error[term])
    return WildBootstrap(t, observed, float(np.mean(np.abs(t) >= abs(observed))))


def _moved(
    effects: Effects, x_within: Floats, inverse: Floats, residuals: Floats, first: Whole
) -> tuple[Floats, Floats]:
    """Return the hat matrix's factor L (N, r), and its products with each cluster's residuals."""
    low = low_rank(effects, x_within, inverse)
    return low, np.add.reduceat(low * residuals[:, None], first[:-1], axis=0)


def _grams(left: Floats, right: Floats, first: Whole) -> Floats:
    """Return cross products by cluster, shape (C, K, K)."""
    return np.stack([left[a:b].T @ right[a:b] for a, b in pairwise(first)])


def _packed_grams(y: Floats, x: Floats, effects: Effects, first: Whole) -> Floats:
    """Return each cluster's Gram matrix of years, regressors and outcome, shape (C, q), packed.

    With state effects all columns are demeaned by state, and the last year is the reference;
    without, the years' dummies stand for the constant as well.
    """
    periods = effects.share.shape[1]
    years = np.zeros((y.size, periods))
    years[np.arange(y.size), effects.period] = 1.0
    columns = np.column_stack([years, x, y])
    if effects.nested:
        sizes = np.diff(effects.start)[:, None]
        columns = columns - (group_sums(effects, columns) / sizes)[effects.group]
        columns = np.delete(columns, periods - 1, axis=1)
    rows, cols = np.tril_indices(columns.shape[1])
    packed = np.empty((first.size - 1, rows.size))
    for c, (a, b) in enumerate(pairwise(first)):
        packed[c] = (columns[a:b].T @ columns[a:b])[rows, cols]
    return packed


def _starts(cluster: Whole) -> Whole:
    codes = np.unique(cluster, return_inverse=True)[1]
    if np.any(np.diff(codes) < 0) or codes[-1] < 1:
        raise DataError(
            "rows cannot be clustered",
            where="batched fits",
            allowed="two clusters or more, rows sorted by cluster",
            next_step="sort rows by state",
        )
    return np.searchsorted(codes, np.arange(codes[-1] + 2)).astype(np.int64)


def _check(draws: NDArray[np.float32], n: int) -> None:
    if draws.ndim != 2 or draws.shape[1] != n or draws.dtype != np.float32:
        raise DataError(
            f"draws are {draws.dtype} of shape {draws.shape}",
            where="batched fits",
            allowed=f"float32 of shape (draws, {n})",
            next_step="take them from a sample",
        )
