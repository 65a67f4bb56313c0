"""Hazards of an event in discrete time: state-years at risk, until the event."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import ConvergenceError
from rightful.estimation._ordered import clustered, inverted
from rightful.estimation.combine import Combined, single
from rightful.estimation.design import Sample
from rightful.estimation.requirements import refused, statsmodels

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Hazard:
    """A coefficient on the hazard, and what it rests on.

    Attributes
    ----------
    found
        The treatment's coefficient.
    rows, states, events
        State-years at risk, their states, and events among them.
    notes
        How it was made.
    """

    found: Combined
    rows: int
    states: int
    events: int
    notes: tuple[str, ...]


def hazard(sample: Sample, link: Literal["logit", "cloglog"], estimator: str) -> Hazard:
    """Fit the hazard of a 0/1 outcome on regressors and a cubic of calendar time (beck1998).

    Raises
    ------
    DataError
        When the outcome is not 0 or 1, or has no events among the rows at risk.
    ConvergenceError
        When a regressor foretells the event without fail.
    """
    at_risk = _at_risk(sample, estimator)
    sm = statsmodels("api", estimator)
    y = sample.y[at_risk]
    year = sample.years[sample.time[at_risk]].astype(np.float64)
    span = max(float(np.ptp(year)), 1.0)
    elapsed = 2 * (year - year.min()) / span - 1
    x = np.column_stack([sample.x[at_risk], np.ones(y.size), elapsed, elapsed**2, elapsed**3])
    links = {"logit": sm.families.links.Logit(), "cloglog": sm.families.links.CLogLog()}
    model = sm.GLM(y, x, family=sm.families.Binomial(links[link]))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # What the library warns of is looked for below, and told as an error.
        warnings.simplefilter("ignore")
        fit = model.fit(maxiter=200, tol=1e-12, tol_criterion="params")
        information = -model.hessian(fit.params, observed=False)
        scores = model.score_obs(fit.params)
    if not fit.converged or not np.abs(fit.params[0]) <= 25:
        raise ConvergenceError(
            f"{sample.terms[0]} foretells the event without fail",
            where=f"estimator {estimator}",
            allowed="events with and without it",
            next_step="show the table of events instead",
        )
    unit = sample.unit[at_risk]
    cov = clustered(inverted(information, estimator), scores, unit)
    states = np.unique(unit).size
    found = single(float(fit.params[0]), float(np.sqrt(cov[0, 0])), states - 1.0)
    notes = (
        f"{int(y.sum())} events in {y.size} state-years at risk",
        f"errors clustered by state ({states} clusters), G/(G - 1)",
        f"{sample.states.size - states} states had the event when first seen and are left out",
        "a cubic of calendar time stands for the base hazard; state and year effects are left out",
    )
    return Hazard(found, y.size, states, int(y.sum()), notes)


def _at_risk(sample: Sample, estimator: str) -> Bools:
    """Return the rows up to and with each state's first event; none of states begun after it."""
    if sample.draws is not None or not np.isin(sample.y, (0.0, 1.0)).all():
        raise refused(
            estimator,
            f"{sample.design.outcome} is not an event",
            "an outcome that is 0 until the event and 1 in its year",
            "name the act, not practice, as the outcome",
        )
    keep = np.zeros(sample.y.size, dtype=bool)
    first = np.flatnonzero(np.r_[True, np.diff(sample.unit) != 0])
    for a, b in zip(first, np.r_[first[1:], sample.y.size], strict=True):
        events = np.flatnonzero(sample.y[a:b])
        if events.size == 0:
            keep[a:b] = True
        elif events[0] > 0:
            keep[a : a + events[0] + 1] = True
    if not sample.y[keep].any():
        raise refused(
            estimator,
            "no event among the rows at risk",
            "states seen before their event",
            "widen the years",
        )
    return keep
