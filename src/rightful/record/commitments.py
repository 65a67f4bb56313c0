"""Acts of commitment and what they bind: who promised what, when, and from when it holds.

An act belongs to the legal person that made it. What one person is bound by because of another's
act stands in its own row with ``carried_from``. Nothing is carried past the day to which the
tables speak (``known_until``). The rules are written in ``docs/decisions/promises.md``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import ACTS
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import instrument_of, instruments, read_table

_ACTS: Final = (
    Variable("act_id", "Who, what, which act, when", "key"),
    Variable("state_id", "Legal person that made the act", "text"),
    Variable("ccode", "Correlates of War code of that person", "integer", note="Null outside COW."),
    Variable("instrument", "Instrument or procedure", "text"),
    Variable("act", "What was done", "text", note=", ".join(ACTS)),
    Variable("date", "Day of the act", "date", note="Null where only the year is known."),
    Variable("year", "Year of the act", "integer", note="Null for undated reservations."),
    Variable("precision", "day, year or none", "text"),
    Variable("articles", "Articles a reservation or declaration names, by rule", "text"),
    Variable("authority", "Tables that agree, best first", "text"),
    Variable("note", "What a reader must know", "text"),
)
_OBLIGATIONS: Final = (
    Variable("state_id", "Legal person that is bound", "key"),
    Variable("ccode", "Correlates of War code of that person", "integer", note="Null outside COW."),
    Variable("instrument", "Instrument or procedure that binds", "key"),
    Variable("bound_from", "First day bound", "key"),
    Variable("bound_until", "First day no longer bound", "date", note="Null where still bound."),
    Variable("known_until", "Last day to which the tables speak", "date"),
    Variable("carried_from", "Legal person whose act is carried", "text", note="Null: own act."),
    Variable("act_id", "Act the obligation rests on", "text"),
    Variable(
        "precision",
        "day, or year where the act's day is unknown",
        "text",
        note="year: bound_from is the latest day it can have been.",
    ),
)
_DATES: Final = ("bound_from", "bound_until", "known_until")


@cache
def acts() -> Table:
    """Return the acts, one row each: about 6,500 signatures, ratifications, reservations ..."""
    frame = read_table("acts").with_columns(
        pl.col("ccode", "year").cast(pl.Int64), pl.col("date").str.to_date(strict=True)
    )
    columns = [variable.name for variable in _ACTS]
    return Table(frame.select(columns), ("act_id",), _ACTS, "acts")


@cache
def obligations() -> Table:
    """Return what binds whom from when, one row per person, instrument and first day bound."""
    frame = read_table("obligations").with_columns(
        pl.col("ccode").cast(pl.Int64), pl.col(_DATES).str.to_date(strict=True)
    )
    columns = [variable.name for variable in _OBLIGATIONS]
    key = ("state_id", "instrument", "bound_from")
    return Table(frame.select(columns), key, _OBLIGATIONS, "obligations")


def binding(first_year: int, last_year: int) -> pl.DataFrame:
    """Return which instruments bind which states: columns ``ccode, year, instrument``, sorted.

    A state-year is bound when the obligation holds on 31 December of that year, the state exists
    on that day, and the tables still speak to that day. Rows that the tables no longer reach are
    left out, not carried; ``last_known`` says where that starts.

    Raises
    ------
    UsageError
        When the first year is after the last.
    """
    if first_year > last_year:
        raise UsageError(
            f"the first year {first_year} is after the last year {last_year}",
            where="binding",
            next_step="give the earlier year first",
        )
    rows = _every_binding()
    return rows.filter(pl.col("year").is_between(first_year, last_year))


@cache
def _every_binding() -> pl.DataFrame:
    bound = obligations().frame.drop_nulls("ccode")
    ends = pl.min_horizontal(
        pl.coalesce("bound_until", "known_until"), pl.col("known_until") + pl.duration(days=1)
    )
    # A year counts when 31 December lies in [bound_from, end): the end is the first day after.
    first = pl.col("bound_from").dt.year()
    last = pl.when(pl.col("end") > pl.date(pl.col("end").dt.year(), 12, 31))
    last_year = last.then(pl.col("end").dt.year()).otherwise(pl.col("end").dt.year() - 1)
    spans = bound.with_columns(end=ends).with_columns(
        year=pl.int_ranges(first, last_year + 1, dtype=pl.Int64)
    )
    rows = spans.explode("year").drop_nulls("year").select("ccode", "year", "instrument").unique()
    return rows.sort("ccode", "year", "instrument")


@cache
def last_known(instrument: str) -> date | None:
    """Return the last day to which the tables speak about ``instrument``; None where none does.

    Raises
    ------
    UnknownName
        When the instrument is not known.
    """
    name = instrument_of(instrument)
    row = instruments().frame.filter(pl.col("instrument") == name)
    known: date | None = row["known_until"].item()
    return known


@cache
def unknown(ccode: int) -> tuple[str, ...]:
    """Return instruments that may bind the state but whose parties no table dates.

    A regional treaty is named only for states that the membership table shows in its
    organization; a procedure only for states bound by its parent.
    """
    frame = instruments().frame
    undated = frame.filter(pl.col("known_until").is_null())
    bound = set(obligations().frame.filter(pl.col("ccode") == ccode)["instrument"])
    systems = set(_memberships().filter(pl.col("ccode") == ccode)["body"])
    return tuple(
        str(row["instrument"])
        for row in undated.iter_rows(named=True)
        if _open_to(row["kind"], row["parent"], row["system"], bound, systems)
    )


def _open_to(
    kind: str, parent: str | None, system: str, bound: set[str], systems: set[str]
) -> bool:
    if kind == "procedure":
        return parent in bound
    return system in {"UN", "ILO"} or system in systems


@cache
def _memberships() -> pl.DataFrame:
    """Columns ``ccode, body, first_year, last_year`` of CoE, OAS and OAU/AU membership."""
    integers = ("ccode", "first_year", "last_year")
    return read_table("memberships").with_columns(pl.col(integers).cast(pl.Int64))
