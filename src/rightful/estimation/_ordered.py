"""Ordered logit and probit with errors clustered by state."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import ConvergenceError
from rightful.estimation.combine import Combined, single
from rightful.estimation.design import Sample
from rightful.estimation.requirements import categories, statsmodels

Floats = NDArray[np.float64]


def ordered(
    sample: Sample, link: Literal["logit", "probit"], estimator: str
) -> tuple[Combined, tuple[str, ...]]:
    """Return the treatment's coefficient on the latent scale, and notes.

    State effects are left out: dozens of them bias an ordered model. Year effects enter as
    dummies where the design has them.

    Raises
    ------
    DataError
        When the outcome has no ordered categories.
    ConvergenceError
        When the likelihood has no maximum that could be found.
    """
    y = categories(sample, estimator)
    x = sample.x
    if sample.design.year_effects:
        x = np.hstack([x, np.eye(sample.years.size)[sample.time][:, 1:]])
    centre, scale = x.mean(axis=0), x.std(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = statsmodels("miscmodels.ordinal_model", estimator)
        model = library.OrderedModel(y, (x - centre) / scale, distr=link)
        fit = model.fit(method="bfgs", disp=0, maxiter=500, gtol=1e-7)
        hessian = model.hessian(fit.params)
        scores = model.score_obs(fit.params)
    steepest = float(np.abs(scores.sum(axis=0)).max()) / sample.y.size
    if not np.isfinite(fit.params).all() or steepest > 1e-4:
        raise ConvergenceError(
            "the likelihood has no maximum that could be found",
            where=f"estimator {estimator}",
            allowed="categories that the regressors do not foretell",
            next_step="drop the regressor or the years that foretell the outcome",
        )
    cov = clustered(inverted(-hessian, estimator), scores, sample.unit)
    clusters = sample.states.size
    error = float(np.sqrt(cov[0, 0])) / scale[0]
    found = single(float(fit.params[0]) / scale[0], error, clusters - 1.0)
    notes = [f"errors clustered by state ({clusters} clusters), G/(G - 1)"]
    if sample.design.state_effects:
        notes.append("state effects are left out: they would bias an ordered model")
    return found, tuple(notes)


def inverted(information: Floats, estimator: str) -> Floats:
    """Return the inverse of a likelihood's information.

    Raises
    ------
    ConvergenceError
        When the likelihood is flat in some direction, so that no error can be told.
    """
    try:
        bread = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        bread = np.full_like(information, np.nan)
    if not (np.isfinite(bread).all() and (np.diag(bread) > 0).all()):
        raise ConvergenceError(
            "the likelihood is flat in some direction: no error can be told",
            where=f"estimator {estimator}",
            allowed="regressors of which none follows from the others or foretells the outcome",
            next_step="drop a regressor, or widen the sample",
        )
    return np.asarray(bread)


def clustered(bread: Floats, scores: Floats, unit: NDArray[np.int64]) -> Floats:
    """Return the sandwich of scores, shape (N, P), summed by ascending unit, times G/(G - 1)."""
    first = np.flatnonzero(np.r_[True, np.diff(unit) != 0])
    sums = np.add.reduceat(scores, first, axis=0)
    factor = first.size / (first.size - 1)
    return np.asarray(factor * bread @ (sums.T @ sums) @ bread)
