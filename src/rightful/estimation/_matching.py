"""Matching: each treated row with the untreated row of the nearest chance of treatment."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation._rows import LeftOut
from rightful.estimation.balance import covariates, treated_rows
from rightful.estimation.design import Sample
from rightful.estimation.requirements import refused

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CALIPER: Final = 0.25  # of the standard deviation of the logit of the chance (rosenbaum1985)
NAME: Final = "matching"


def matched(sample: Sample) -> Sample:
    """Return treated rows and their matches, one to one, no row twice (rosenbaum1983).

    Chances are a logit of the regressors other than the treatment, and of the year where the
    design has year effects. Treated rows are taken from the highest chance down, as matching
    without replacement usually does, so that no seed moves the pairs; those without
    an untreated row within the caliper are left out.

    Raises
    ------
    DataError
        When the treatment is not 0 or 1, or no row has a match.
    """
    treated = treated_rows(sample, NAME)
    keep = nearest(score(covariates(sample), treated), treated)
    if not keep.any():
        raise refused(
            NAME,
            "no treated row has an untreated one near it",
            "rows whose treatment was open",
            "match on fewer columns, or take years in which both are seen",
        )
    return _kept(sample, keep)


def score(columns: Floats, treated: Bools) -> Floats:
    """Return the logit of the chance of treatment by standardized columns, (N, C): shape (N,)."""
    import statsmodels.api as sm

    design = np.column_stack([np.ones(treated.size), columns])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GLM(treated.astype(np.float64), design, family=sm.families.Binomial()).fit()
    return np.asarray(design @ np.asarray(fit.params), dtype=np.float64)


def nearest(scores: Floats, treated: Bools) -> Bools:
    """Return which rows are in a pair, shape (N,): greedy, one to one, within the caliper."""
    keep = np.zeros(treated.size, dtype=bool)
    pool = np.flatnonzero(~treated)
    pool = pool[np.argsort(scores[pool], kind="stable")]
    free = scores[pool]
    reach = CALIPER * float(scores.std())
    rows = np.flatnonzero(treated)
    for row in rows[np.argsort(-scores[rows], kind="stable")]:
        if free.size == 0:
            break
        right = int(np.searchsorted(free, scores[row]))
        near = [at for at in (right - 1, right) if 0 <= at < free.size]
        best = min(near, key=lambda at: abs(free[at] - scores[row]))
        if abs(free[best] - scores[row]) <= reach:
            keep[[row, pool[best]]] = True
            free, pool = np.delete(free, best), np.delete(pool, best)
    return keep


def _kept(sample: Sample, keep: Bools) -> Sample:
    states, unit = np.unique(sample.states[sample.unit[keep]], return_inverse=True)
    years, time = np.unique(sample.years[sample.time[keep]], return_inverse=True)
    held = np.isin(sample.states, states)
    gone = LeftOut("not matched", int((~keep).sum()), int((~held).sum()))
    return replace(
        sample,
        states=states,
        years=years,
        unit=unit.astype(np.int64),
        time=time.astype(np.int64),
        y=sample.y[keep],
        x=sample.x[keep],
        z=sample.z[keep],
        mediator=None if sample.mediator is None else sample.mediator[keep],
        group=None if sample.group is None else sample.group[keep],
        draws=None if sample.draws is None else np.ascontiguousarray(sample.draws[:, keep]),
        lagged_draws=None
        if sample.lagged_draws is None
        else np.ascontiguousarray(sample.lagged_draws[:, keep]),
        adopted=None if sample.adopted is None else sample.adopted[held],
        left_out=(*sample.left_out, gone),
    )
