"""The rows of a replication: specifications as the author's and turned round, and the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import ConvergenceError, DataError
from rightful.core.names import STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation._matching import matched
from rightful.estimation.combine import single
from rightful.estimation.design import Sample, sample
from rightful.estimation.estimate import Estimate, estimator, told
from rightful.estimation.grid import OBSERVED, ROWS, grid
from rightful.estimation.linear import linear
from rightful.estimation.replication_design import LINEAR, UNCLUSTERED, Question, Specification
from rightful.estimation.requirements import refused
from rightful.estimation.within import absorb, ols

Practice = Mapping[str, Mapping[str, Posterior]]
AUTHOR_ROWS: Final = ROWS | {
    "specification": pl.String,
    "as_author": pl.Boolean,
    "estimator": pl.String,
    "scale": pl.String,
    "notes": pl.String,
}


def author_rows(
    panel: pl.DataFrame,
    specifications: Sequence[Specification],
    practice: Practice,
    seed: int,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return a row a specification and its turned one, and why some have no estimate.

    Columns ``AUTHOR_ROWS``.
    """
    rows: list[tuple[object, ...]] = []
    unanswered: list[str] = []
    for one in specifications:
        own = one.design.year_effects
        for years in (own, not own) if one.turned else (own,):
            try:
                found = _estimated(panel, _turned(one, years), practice, seed)
            except (DataError, ConvergenceError, ModuleNotFoundError) as error:
                unanswered.append(f"{one.label}, {_years(years)}: {_why(error)}")
                rows.append(_row(one, years, None))
            else:
                rows.append(_row(one, years, found))
    return pl.DataFrame(rows, schema=AUTHOR_ROWS, orient="row"), tuple(unanswered)


def grid_rows(
    panel: pl.DataFrame, questions: Sequence[Question], practice: Practice
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the grid of every question, columns ``ROWS``, and why some cells have no estimate.

    A family that is estimated under one standard alone shows the half it has, and says so.
    """
    frames = [pl.DataFrame(schema=ROWS)]
    unanswered: list[str] = []
    for one in questions:
        outcomes: dict[str, Posterior | None] = {OBSERVED: None}
        if one.family:
            outcomes = dict(practice.get(one.family, {}))
        if not outcomes:
            unanswered.append(f"{one.treatment} on {one.named()}: no draws of the family")
            continue
        standards = tuple(outcomes) if one.family else STANDARDS
        lacking = sorted(set(STANDARDS) - set(standards))
        if lacking:
            unanswered.append(
                f"{one.treatment} on {one.named()}, {' and '.join(lacking)} standard: practice of "
                "this family is not estimated under it, its items coming from one rater"
            )
        found = grid(panel, one.design(), outcomes, one.named(), standards=standards)
        frames.append(found.rows)
        unanswered += found.unanswered
    return pl.concat(frames), tuple(unanswered)


def _turned(one: Specification, years: bool) -> Specification:
    return replace(one, design=replace(one.design, year_effects=years))


def _estimated(panel: pl.DataFrame, one: Specification, practice: Practice, seed: int) -> Estimate:
    outcome = practice.get(one.family, {}).get(one.standard) if one.family else None
    if one.family and outcome is None:
        raise DataError(f"no draws of {one.family} under the {one.standard} standard")
    rows = sample(panel, one.design, outcome)
    if one.matched:
        rows = matched(rows)
    if one.estimator == UNCLUSTERED:
        return _unclustered(rows)
    if one.estimator != LINEAR:
        return estimator(one.estimator).estimate(rows, seed)
    effects = {
        "state_effects": one.design.state_effects,
        "year_effects": one.design.year_effects,
    }
    combined, notes = linear(rows, **effects)
    return told(LINEAR, rows, combined, notes=notes)


def _unclustered(rows: Sample) -> Estimate:
    """Return least squares without state effects, each row a cluster of its own (HC1)."""
    design = rows.design
    if design.state_effects or rows.draws is not None:
        raise refused(
            UNCLUSTERED,
            "state effects, or draws of the outcome",
            "a pooled model of a published outcome",
            "use linear, whose errors are clustered",
        )
    n = rows.y.size
    effects = absorb(None, rows.time if design.year_effects else None, n)
    fit = ols(rows.y, rows.x, effects, np.arange(n), "CR1")
    found = single(float(fit.coef[0]), float(fit.std_error[0]), float(fit.dof[0]))
    return told(UNCLUSTERED, rows, found, notes=("errors robust, rows taken as independent (HC1)",))


def _row(one: Specification, years: bool, found: Estimate | None) -> tuple[object, ...]:
    design = one.design
    cell = (
        design.treatment,
        design.outcome,
        one.measure,
        one.standard,
        years,
        design.state_effects,
        design.lagged_outcome,
    )
    as_author = years == design.year_effects
    if found is None:
        return (*cell, *[None] * 6, one.label, as_author, one.estimator, None, None)
    numbers = (found.estimate, found.std_error, found.p, found.n, found.states, found.years)
    notes = "; ".join(found.notes)
    return (*cell, *numbers, one.label, as_author, one.estimator, found.scale, notes)


def _years(there: bool) -> str:
    return f"{'with' if there else 'without'} year effects"


def _why(error: DataError | ConvergenceError | ModuleNotFoundError) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"{error.name} is not installed: pip install 'rightful[estimation]'"
    return "; ".join(error.details) or error.what
