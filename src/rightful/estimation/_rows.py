"""Rows of a design: lags by calendar year, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior

ROW: Final = "__row"
LAGGED_ROW: Final = "__lagged_row"
CHOSEN: Final = "__chosen"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of the frame that are not in the sample.

    Attributes
    ----------
    reason
        In words; each row counts under the first reason that holds for it.
    rows, states
        How many rows, of how many states.
    """

    reason: str
    rows: int
    states: int


@dataclass(frozen=True)
class Rows:
    """Rows of a design as arrays, N of them, sorted by unit and time.

    Attributes
    ----------
    unit, time
        Shape (N,), int64.
    y, x, terms
        Shapes (N,), (N, K) float64, and K names.
    z, z_terms
        Shape (N, L), float64, and L names: the instruments.
    mediator, mediator_terms
        Shape (N, 0 or 1), float64, and its name.
    groups
        Shape (N, 0 or 1), float64: the group of peers.
    outcome_row, lagged_row
        Shape (N,), int64: columns of the outcome's posterior; -1 where there is none.
    treatment, treatment_unit, treatment_time
        Shape (F,): the treatment over the whole frame, by unit and time; NaN where not observed.
    left_out
        Counts of what was left out.
    """

    unit: NDArray[np.int64]
    time: NDArray[np.int64]
    y: NDArray[np.float64]
    x: NDArray[np.float64]
    terms: tuple[str, ...]
    z: NDArray[np.float64]
    z_terms: tuple[str, ...]
    mediator: NDArray[np.float64]
    mediator_terms: tuple[str, ...]
    groups: NDArray[np.float64]
    outcome_row: NDArray[np.int64]
    lagged_row: NDArray[np.int64]
    treatment: NDArray[np.float64]
    treatment_unit: NDArray[np.int64]
    treatment_time: NDArray[np.int64]
    left_out: tuple[LeftOut, ...]


def with_mean(
    frame: pl.DataFrame, outcome: str, unit: str, time: str, posterior: Posterior
) -> pl.DataFrame:
    """Return the frame with the posterior's mean as its outcome and the place of each draw.

    Raises
    ------
    DataError
        When the posterior speaks of a state-year twice.
    """
    known = pl.DataFrame(
        {
            unit: posterior.ccode,
            time: posterior.year,
            outcome: posterior.draws.mean(axis=0, dtype=np.float64),
            ROW: np.arange(posterior.ccode.size),
        }
    ).cast({unit: frame.schema[unit], time: frame.schema[time]})
    if known.select(unit, time).is_duplicated().any():
        raise DataError(
            "state-years occur twice",
            where=f"posterior of {posterior.name}",
            allowed="one column of draws per state-year",
            next_step="build the posterior from one fit",
        )
    kept = frame.drop(outcome, ROW, strict=False)
    return kept.join(known, on=[unit, time], how="left", maintain_order="left")


def make_rows(
    frame: pl.DataFrame,
    *,
    outcome: str,
    before: Sequence[str],
    instruments: Sequence[str],
    mediator: Sequence[str],
    groups: Sequence[str],
    unit: str,
    time: str,
    lag: int,
    lagged_outcome: bool,
    where: str,
) -> Rows:
    """Return the rows with all that the design needs, and counts of the others.

    ``before`` names treatment and controls, taken ``lag`` years before the outcome, as are
    ``instruments``; ``mediator``, one name or none, is taken 1 year before, and ``groups``, one
    name or none, in the year of the outcome.
    """
    columns = (*before, *instruments)
    names = {name: f"{name} ({_ago(lag)})" if lag else name for name in columns}
    between = {name: f"{name} ({_ago(1)})" for name in mediator}
    whole = _prepared(frame, outcome, (*columns, *mediator, *groups), unit, time)
    chosen = pl.sql_expr(where) if where else pl.lit(value=True)
    table = (
        whole.select(unit, time, outcome, ROW, chosen.alias(CHOSEN), *groups)
        .join(_shifted(whole, lag, unit, time, names), on=[unit, time], how="left")
        .join(_shifted(whole, 1, unit, time, between), on=[unit, time], how="left")
        .join(
            _shifted(
                whole, 1, unit, time, {outcome: f"{outcome} (1 year before)", ROW: LAGGED_ROW}
            ),
            on=[unit, time],
            how="left",
        )
        .sort(unit, time)
    )
    lagged = (f"{outcome} (1 year before)",) if lagged_outcome else ()
    first, *controls = (names[name] for name in before)
    terms = (first, *lagged, *controls)
    z_terms = tuple(names[name] for name in instruments)
    needed = (outcome, *terms, *z_terms, *between.values(), *groups)
    kept, left_out = _split(table, unit, where, needed)
    return Rows(
        unit=kept[unit].to_numpy().astype(np.int64),
        time=kept[time].to_numpy().astype(np.int64),
        y=kept[outcome].to_numpy().astype(np.float64),
        x=np.ascontiguousarray(kept.select(terms).to_numpy(), dtype=np.float64),
        terms=terms,
        z=_columns(kept, z_terms),
        z_terms=z_terms,
        mediator=_columns(kept, tuple(between.values())),
        mediator_terms=tuple(between.values()),
        groups=_columns(kept, groups),
        outcome_row=kept[ROW].to_numpy().astype(np.int64),
        lagged_row=kept[LAGGED_ROW].fill_null(-1).to_numpy().astype(np.int64),
        treatment=whole[before[0]].fill_null(np.nan).to_numpy().astype(np.float64),
        treatment_unit=whole[unit].to_numpy().astype(np.int64),
        treatment_time=whole[time].to_numpy().astype(np.int64),
        left_out=left_out,
    )


def leave_out_singletons(rows: Rows, states: bool, years: bool) -> Rows:
    """Return the rows without states and years of one row, until none is left; each is counted."""
    keep = np.ones(rows.unit.size, dtype=bool)
    counts: list[LeftOut] = []
    while True:
        single = [
            (name, keep & lonely(key, keep))
            for wanted, name, key in (
                (states, "the only row of its state", rows.unit),
                (years, "the only row of its year", rows.time),
            )
            if wanted
        ]
        found = [(name, gone) for name, gone in single if gone.any()]
        if not found:
            break
        name, gone = found[0]
        counts.append(LeftOut(name, int(gone.sum()), np.unique(rows.unit[gone]).size))
        keep &= ~gone
    return replace(
        rows,
        unit=rows.unit[keep],
        time=rows.time[keep],
        y=rows.y[keep],
        x=rows.x[keep],
        z=rows.z[keep],
        mediator=rows.mediator[keep],
        groups=rows.groups[keep],
        outcome_row=rows.outcome_row[keep],
        lagged_row=rows.lagged_row[keep],
        left_out=(*rows.left_out, *counts),
    )


def lonely(key: NDArray[np.int64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows have a key that one of the rows ``among`` has, and no other."""
    values, counts = np.unique(key[among], return_counts=True)
    return np.isin(key, values[counts == 1])


def _columns(table: pl.DataFrame, names: Sequence[str]) -> NDArray[np.float64]:
    """Return columns, shape (N, len(names)); polars forgets its height where there are none."""
    numbers = np.ascontiguousarray(table.select(names).to_numpy(), dtype=np.float64)
    return numbers.reshape(table.height, len(names))


def _ago(lag: int) -> str:
    return f"{lag} year before" if lag == 1 else f"{lag} years before"


def _prepared(
    frame: pl.DataFrame, outcome: str, before: Sequence[str], unit: str, time: str
) -> pl.DataFrame:
    """Return the frame sorted, its numbers as floats, NaN as null, with a place for draws."""
    numbers = [pl.col(name).cast(pl.Float64).fill_nan(None) for name in (outcome, *before)]
    place = pl.col(ROW) if ROW in frame.columns else pl.lit(-1).alias(ROW)
    return frame.with_columns(*numbers, place).sort(unit, time)


def _shifted(
    whole: pl.DataFrame, lag: int, unit: str, time: str, names: dict[str, str]
) -> pl.DataFrame:
    """Return columns as known ``lag`` calendar years later; a gap in the years stays a gap."""
    key = [pl.col(unit), (pl.col(time) + lag).cast(whole.schema[time])]
    columns = [pl.col(old).alias(new) for old, new in names.items()]
    return whole.select(*key, *columns)


def _split(
    table: pl.DataFrame, unit: str, where: str, needed: Sequence[str]
) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """Return the rows that have everything, and the others by their first reason."""
    reasons = [
        (f"outside the sample: {where}", ~pl.col(CHOSEN)),
        (f"not known whether in the sample: {where}", pl.col(CHOSEN).is_null()),
        *((f"{name} not observed", pl.col(name).is_null()) for name in needed),
    ]
    counts: list[LeftOut] = []
    for reason, gone in reasons:
        lost = table.filter(gone)
        if lost.height:
            counts.append(LeftOut(reason, lost.height, lost[unit].n_unique()))
            table = table.filter(~gone.fill_null(value=False))
    return table, tuple(counts)
