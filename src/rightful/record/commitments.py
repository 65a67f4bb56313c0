"""Acts of commitment and what they bind: who promised what, when, and from when it holds.

An act belongs to the legal person that made it. What one person is bound by because of another's
act stands in its own row with ``carried_from``. Nothing is carried past the day to which the
tables speak (``known_until``). The rules are written in ``docs/decisions/promises.md``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import ACTS, suggest
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import (
    instrument_of,
    instruments,
    read_table,
)
from rightful.record.rights import every_duty
from rightful.record.state_table import all_states, spells

_ACTS: Final = (
    Variable("act_id", "Who, what, which act, when", "key"),
    Variable("state_id", "Legal person that made the act", "text"),
    Variable("ccode", "Its Correlates of War code on that day", "integer", note="Null: none."),
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
    Variable(
        "ccode",
        "Correlates of War code of that person at the end",
        "integer",
        note="Null outside COW; Germany's is 255 throughout. `binding` gives each year's code.",
    ),
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
# State-years before the first instrument or after any table are of no use.
FIRST_YEAR: Final = 1930
LAST_YEAR: Final = 2030
_DATES: Final = ("bound_from", "bound_until", "known_until")


@cache
def acts() -> Table:
    """Return the acts, one row each: about 7,200 signatures, ratifications, reservations ..."""
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


@cache
def authorities() -> dict[str, dict[str, str]]:
    """Return the tables that acts rest on: key -> title, short, as_of, reference, address."""
    rows = read_table("authorities").iter_rows(named=True)
    return {str(row["authority"]): {key: str(value) for key, value in row.items()} for row in rows}


def binding(first_year: int, last_year: int) -> pl.DataFrame:
    """Return which instruments bind which states: columns ``ccode, year, instrument``, sorted.

    The rule is the year's last known day: 31 December, or the last day of a code that ends within
    the year, or the last day of the year to which the instrument's tables speak. A state-year is
    bound when the obligation holds on that day. Years that the tables do not reach are left out,
    not carried; ``last_known`` says where that starts.

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
    return _every_binding().filter(pl.col("year").is_between(first_year, last_year))


def reserved(first_year: int, last_year: int) -> pl.DataFrame:
    """Return rights under reservation where the instrument binds.

    Columns ``ccode, year, instrument, right``, sorted. No table dates a reservation: one that
    stands in the table of March 2015 is taken to stand as long as the instrument binds, before
    and after. Only articles that protect everyone count, those that forbid where any does; a
    reservation that names no article counts for none.

    Raises
    ------
    UsageError
        When the first year is after the last.
    """
    named = (
        acts()
        .frame.filter(pl.col("act") == "reservation")
        .drop_nulls("articles")
        .select("state_id", "instrument", article=pl.col("articles").str.split(";"))
        .explode("article")
    )
    touched = every_duty().select("instrument", "article", "right")
    rights = named.join(touched, on=["instrument", "article"]).drop("article").unique()
    codes = _reference_days().select("state_id", "ccode", "year")
    rows = rights.join(codes, on="state_id").select("ccode", "year", "instrument", "right")
    held = rows.join(binding(first_year, last_year), on=["ccode", "year", "instrument"], how="semi")
    return held.unique().sort("ccode", "year", "instrument", "right")


@cache
def _every_binding() -> pl.DataFrame:
    last_day = pl.min_horizontal("known_until", pl.col("bound_until") - pl.duration(days=1))
    spans = obligations().frame.select(
        "state_id", "instrument", "bound_from", "known_until", last_day=last_day
    )
    years = pl.int_ranges(
        pl.col("bound_from").dt.year(), pl.col("last_day").dt.year() + 1, dtype=pl.Int64
    )
    long = spans.with_columns(year=years).explode("year").drop_nulls("year")
    rows = long.join(_reference_days(), on=["state_id", "year"])
    last_known_day = pl.min_horizontal("day", "known_until")
    held = rows.filter(last_known_day.is_between("bound_from", "last_day"))
    return held.select("ccode", "year", "instrument").sort("ccode", "year", "instrument")


@cache
def _reference_days() -> pl.DataFrame:
    """Columns ``state_id, ccode, year, day``: whom a code stands for on the year's last day."""
    last: dict[tuple[int, int], tuple[date, str]] = {}
    for spell in all_states():
        if spell.ccode is None:
            continue
        first, end = spell.life
        for year in range(max(first.year, FIRST_YEAR), min(end.year, LAST_YEAR) + 1):
            day = min(end, date(year, 12, 31))
            key = (spell.ccode, year)
            last[key] = max(last.get(key, (day, spell.state_id)), (day, spell.state_id))
    rows = [(state, ccode, year, day) for (ccode, year), (day, state) in last.items()]
    schema = {"state_id": pl.String, "ccode": pl.Int64, "year": pl.Int64, "day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


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


def unknown(state: str | int, until: date | None = None) -> tuple[str, ...]:
    """Return instruments that may bind a state but whose parties no table dates.

    ``state`` is a slug of the states table or a COW code. A regional treaty is named only for
    states that the membership table shows in its organization; a procedure only for states bound
    by its parent. For a state that is no more, instruments of its time whose tables list current
    parties only are unknown too. ``until`` is the end of a former self (the Soviet Union): what
    was adopted later is not asked.

    Raises
    ------
    UnknownName
        When the state is not known.
    """
    return _unknown(_slug(state), until)


@cache
def _unknown(state_id: str, until: date | None) -> tuple[str, ...]:
    own = spells()[state_id]
    codes = {spell.ccode for spell in own} - {None}
    bound = set(obligations().frame.filter(pl.col("state_id") == state_id)["instrument"])
    members = memberships().filter(pl.col("ccode").is_in(codes))
    if until is not None:
        members = members.filter(pl.col("first_year") <= until.year)
    systems = set(members["body"])
    years = dict(instruments().frame.select("instrument", "adopted_year").rows())
    return tuple(
        str(row["instrument"])
        for row in instruments().frame.iter_rows(named=True)
        if _undated(row, own[-1].end, years)
        and (until is None or _adopted(row, years) <= until.year)
        and _open_to(row["kind"], row["parent"], row["system"], bound, systems)
    )


def _undated(row: dict[str, Any], death: date | None, years: dict[str, int]) -> bool:
    """Say whether no table dates the instrument's parties, as far as a state's life goes."""
    if death is not None and _adopted(row, years) > death.year:
        return False
    if row["known_until"] is None:
        return True
    return death is not None and death < row["known_until"] and not row["former_states"]


def _adopted(row: dict[str, Any], years: dict[str, int]) -> int:
    return years[row["parent"]] if row["kind"] == "procedure" else int(row["adopted_year"])


def _slug(state: str | int) -> str:
    if isinstance(state, str):
        if state not in spells():
            raise UnknownName("state id", state, suggest(state, spells()))
        return state
    bearers = [spell.state_id for spell in all_states() if spell.ccode == state]
    if not bearers:
        raise UnknownName("COW code", str(state))
    return bearers[-1]


def _open_to(
    kind: str, parent: str | None, system: str, bound: set[str], systems: set[str]
) -> bool:
    if kind == "procedure":
        return parent in bound
    if system == "ILO":
        # Who ratified any of its conventions is a member; of others no table in hand tells.
        return any(name.startswith("ILO-") for name in bound)
    return system == "UN" or system in systems


@cache
def memberships() -> pl.DataFrame:
    """Return ``ccode, body, first_year, last_year`` of CoE, OAS and OAU/AU membership."""
    integers = ("ccode", "first_year", "last_year")
    return read_table("memberships").with_columns(pl.col(integers).cast(pl.Int64))
