"""Weights that make untreated rows resemble treated ones, and the difference that is left."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation.design import Sample
from rightful.estimation.requirements import refused
from rightful.estimation.weighted_sums import Sums, by_state, outcomes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CLOSE: Final = 1e-8
STEPS: Final = 200


def treated_rows(sample: Sample, estimator: str) -> Bools:
    """Return which rows are treated, shape (N,).

    Raises
    ------
    DataError
        When the treatment is not 0 or 1, or there is nothing to balance on.
    """
    treatment = sample.x[:, 0]
    if not np.isin(treatment, (0.0, 1.0)).all():
        raise refused(
            estimator, f"{sample.terms[0]} is not 0 or 1", "0 and 1", "use pooled_ols or two_way"
        )
    if sample.x.shape[1] < 2:
        raise refused(
            estimator,
            "the design has nothing to balance on",
            "controls, or the lagged outcome",
            "name controls measured before the treatment",
        )
    return np.asarray(treatment == 1.0)


def covariates(sample: Sample) -> Floats:
    """Return what is balanced, standardized, shape (N, C): regressors, and a square of the year."""
    columns = sample.x[:, 1:]
    if sample.design.year_effects:
        year = sample.years[sample.time].astype(np.float64)
        columns = np.column_stack([columns, year, (year - year.mean()) ** 2])
    spread = columns.std(axis=0)
    return np.asarray((columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def entropy_weights(columns: Floats, treated: Bools) -> Floats:
    """Return weights of the untreated rows, summing to 1, that match the treated rows' means.

    The weights closest to uniform that do it (hainmueller2012), by Newton's method on the dual.

    Raises
    ------
    DataError
        When no weights do: treated rows lie outside what untreated rows span.
    """
    away = columns[~treated] - columns[treated].mean(axis=0)
    slopes = np.zeros(away.shape[1])
    value, weights = _dual(away, slopes)
    for _ in range(STEPS):
        gradient = weights @ away
        if np.abs(gradient).max() < CLOSE:
            return weights
        centred = away - gradient
        hessian = (weights[:, None] * centred).T @ centred
        step = np.linalg.lstsq(hessian + 1e-12 * np.eye(slopes.size), gradient, rcond=None)[0]
        size = 1.0
        while size > 1e-10:
            new, candidate = _dual(away, slopes - size * step)
            if new < value - 1e-4 * size * float(gradient @ step):
                break
            size /= 2
        if size <= 1e-10:
            break
        slopes, value, weights = slopes - size * step, new, candidate
    if np.abs(weights @ away).max() < 1e-5:
        return weights
    raise DataError(
        "no weights make the untreated rows resemble the treated ones",
        where="entropy balancing",
        allowed="treated rows within what untreated rows span",
        next_step="balance on fewer covariates, or take years in which both are seen",
    )


def weighted_difference(sample: Sample, treated: Bools, weights: Floats) -> Sums:
    """Return weighted mean of treated less that of untreated rows; weights, (N,), as given."""
    signed = np.where(treated, weights, -weights)
    y = outcomes(sample)
    influence = []
    for row in y:
        means = np.where(treated, weights @ (row * treated), weights @ (row * ~treated))
        influence.append(
            by_state((signed * (row - means))[:, None], sample.unit, sample.states.size)
        )
    return Sums((y @ signed)[:, None], np.stack(influence))


def effective(weights: Floats) -> float:
    """Return how many equal rows the weights are worth."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def _dual(away: Floats, slopes: Floats) -> tuple[float, Floats]:
    score = away @ slopes
    top = float(score.max())
    raw = np.exp(score - top)
    return top + float(np.log(raw.sum())), np.asarray(raw / raw.sum())
