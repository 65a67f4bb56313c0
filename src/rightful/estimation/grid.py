"""The grid, always: standard x year effects x state effects x lagged outcome, posterior carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.core.names import STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design, sample
from rightful.estimation.linear import linear

OBSERVED: Final = "observed"  # the standard of an outcome that nobody estimated
LEVEL: Final = 0.05
BOTH: Final = (False, True)
ROWS: Final = {
    "treatment": pl.String,
    "outcome": pl.String,
    "measure": pl.String,
    "standard": pl.String,
    "year_effects": pl.Boolean,
    "state_effects": pl.Boolean,
    "lagged": pl.Boolean,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "p": pl.Float64,
    "n": pl.Int64,
    "states": pl.Int64,
    "years": pl.Int64,
}


@dataclass(frozen=True)
class Grid:
    """All cells of one treatment, outcome and measure.

    Attributes
    ----------
    rows
        Columns as ``ROWS``, one row a cell; null estimates where a cell cannot be estimated.
    unanswered
        Which cells those are, and why.
    """

    rows: pl.DataFrame
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many specifications say what.

    Attributes
    ----------
    specifications, estimated
        Cells asked for, and cells with an estimate.
    positive, negative
        Cells with an estimate of that sign and p below ``LEVEL``.
    unclear
        Estimated cells that are neither.
    """

    specifications: int
    estimated: int
    positive: int
    negative: int
    unclear: int


def grid(
    frame: pl.DataFrame,
    design: Design,
    outcomes: Mapping[str, Posterior | None],
    measure: str,
    *,
    year_effects: Sequence[bool] = BOTH,
    state_effects: Sequence[bool] = BOTH,
    lagged: Sequence[bool] = BOTH,
    standards: Sequence[str] = STANDARDS,
) -> Grid:
    """Estimate the design in every cell.

    Parameters
    ----------
    outcomes
        Standard -> joint draws of the outcome under it: all of ``standards``; or ``observed``
        alone -> None, for an outcome that is a column of the frame.
    standards
        Those under which the measure is estimated at all: fewer than both only for a measure that
        has one rater, whose standard cannot be told from the world's.

    Raises
    ------
    DataError
        When a standard is missing, or year effects are only with or only without: an effect is
        never shown in one half of the grid.
    """
    _check(outcomes, year_effects, standards)
    rows: list[tuple[object, ...]] = []
    unanswered: list[str] = []
    for standard, years, states, lag in product(outcomes, year_effects, state_effects, lagged):
        asked = replace(design, year_effects=years, state_effects=states, lagged_outcome=lag)
        cell = (design.treatment, design.outcome, measure, standard, years, states, lag)
        try:
            rows_of = sample(frame, asked, outcomes[standard])
        except DataError as error:
            unanswered.append(f"{_named(cell)}: {'; '.join(error.details) or error.what}")
            rows.append((*cell, *[None] * 6))
            continue
        found, _ = linear(rows_of, state_effects=states, year_effects=years)
        size = (rows_of.y.size, rows_of.states.size, rows_of.years.size)
        rows.append((*cell, found.estimate, found.std_error, found.p, *size))
    return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), tuple(unanswered))


def agreement(rows: pl.DataFrame) -> Agreement:
    """Count what the specifications of a grid, or of several, say."""
    clear = rows.filter(pl.col("p") < LEVEL)
    positive = clear.filter(pl.col("estimate") > 0).height
    estimated = rows.height - rows["estimate"].null_count()
    negative = clear.height - positive
    return Agreement(rows.height, estimated, positive, negative, estimated - positive - negative)


def not_picked(rows: pl.DataFrame, shown: int) -> str:
    """Return the line under a figure that shows row ``shown``: of how many, and how many agree.

    Agreeing means the same sign and the same side of p = .05; where the shown row is not clear,
    agreeing means not clear either.
    """
    if rows["estimate"][shown] is None:
        return f"1 of {rows.height} specifications; it has no estimate"
    counts = agreement(rows)
    agree, how = counts.unclear, " that nothing is clear"
    if rows["p"][shown] < LEVEL:
        above = rows["estimate"][shown] > 0
        agree, how = (counts.positive if above else counts.negative), ""
    missing = counts.specifications - counts.estimated
    told = f"; {missing} cannot be estimated" if missing else ""
    return f"1 of {counts.specifications} specifications; {agree} agree{how}{told}"


def _check(
    outcomes: Mapping[str, Posterior | None],
    year_effects: Sequence[bool],
    standards: Sequence[str],
) -> None:
    latent = set(outcomes) == set(standards) and None not in outcomes.values()
    if not (latent or dict(outcomes) == {OBSERVED: None}) or set(year_effects) != {True, False}:
        raise DataError(
            f"half a grid: standards {sorted(outcomes)}, year effects {sorted(set(year_effects))}",
            where="grid",
            allowed=f"the standards ({', '.join(standards)}) as posteriors, or {OBSERVED!r} -> "
            "None; with and without year effects",
            next_step="pass all of it; read off the cell you want",
        )


def _named(cell: Sequence[object]) -> str:
    treatment, outcome, measure, standard, years, states, lagged = cell
    absorbed = [word for word, there in (("state", states), ("year", years)) if there]
    return (
        f"{treatment} on {outcome} ({measure}, {standard} standard, "
        f"{' and '.join(absorbed) or 'no'} effects{', lagged outcome' if lagged else ''})"
    )
