"""When a state was itself on a human-rights agenda of the United Nations.

The table is our own (``tables/country_agenda.csv``), one row a spell with its authority: mandates
on a country, commissions of inquiry, resolutions, special sessions, drafts debated and lost, and
the confidential procedure. Universal review is not here, nor are bodies of a region. What is thin:
``docs/decisions/spiral-registers.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import read_table
from rightful.record.state_bearers import Key
from rightful.record.state_codes import ccode_of

# The years of which the registers claim to know.
FIRST_YEAR: Final = 1946
LAST_YEAR: Final = 2023
BODIES: Final = ("GA", "SC", "CHR", "HRC")
KINDS: Final = ("mandate", "inquiry", "resolution", "special_session", "draft", "confidential")
CHECKED: Final = ("text", "data", "recalled")
VALUES: Final = {1: "mild", 2: "condemned, or a rapporteur on violations"}

STATE_VARIABLES: Final = (
    Variable(
        "iso3", "Code of the state", "text", note="Null where a state that is no more has none."
    ),
    Variable(
        "ccode", "Code of the state in the COW list", "integer", note="Null where iso3 is given."
    ),
)
SPELL_VARIABLES: Final = (
    Variable("first_year", "First year of the spell", "integer", low=FIRST_YEAR, high=LAST_YEAR),
    Variable("last_year", "Last year of the spell, or part of it", "integer", high=LAST_YEAR),
)
CHECK_VARIABLES: Final = (
    Variable("authority", "Act, text or announcement it rests on", "text"),
    Variable("checked", "text (read in hand), data (a list in hand agrees) or recalled", "text"),
    Variable("confidence", "How sure the row is; rules take rows from 0.6", "probability"),
    Variable("note", "What a reader must know", "text"),
)
_VARIABLES: Final = (
    *STATE_VARIABLES,
    Variable("body", "GA, SC, CHR (Commission) or HRC (Council)", "text"),
    Variable("kind", "What put the state on the agenda", "text", note=", ".join(KINDS)),
    *SPELL_VARIABLES,
    Variable("value", "How sharp it was", "ordinal", values=VALUES),
    *CHECK_VARIABLES,
)


@cache
def country_agenda() -> Table:
    """Return the spells on an agenda, one row each, in the order of the table.

    Raises
    ------
    BadRows
        When a state did not live in a year of its spell, spells run backwards, or two of the same
        kind contradict each other.
    """
    whole = ("ccode", "first_year", "last_year", "value")
    frame = typed(read_table("country_agenda"), whole, _VARIABLES)
    key = ("iso3", "ccode", "body", "kind")
    check_spells(frame, key, "country agenda")
    return Table(frame, (*key, "first_year"), _VARIABLES, "country agenda")


@cache
def agenda_years() -> pl.DataFrame:
    """Return ccode, year, value, confidence, source, rows: one row per spell and year of it.

    A confidential examination puts a state on no agenda that anybody could answer in public: its
    spells are kept in the register and left out here.
    """
    open_ = country_agenda().frame.filter(pl.col("kind") != "confidential")
    return spell_years(open_, "country_agenda", ("body", "kind"))


def typed(
    raw: pl.DataFrame, whole: tuple[str, ...], variables: tuple[Variable, ...]
) -> pl.DataFrame:
    """Return a register's columns in their order, whole numbers and confidence as numbers."""
    frame = raw.with_columns(pl.col(whole).cast(pl.Int64), pl.col("confidence").cast(pl.Float64))
    return frame.select(variable.name for variable in variables)


def check_spells(frame: pl.DataFrame, key: tuple[str, ...], where: str) -> None:
    """Check that spells run forwards and that no two of one key give a year different values.

    The year in which one spell hands over to the next may have both.

    Raises
    ------
    BadRows
        With every spell that breaks this.
    """
    rows = frame.with_row_index("row", offset=2)
    last = pl.col("last_year").fill_null(LAST_YEAR)
    backwards = rows.filter(last < pl.col("first_year"))
    before = rows.sort(*key, "first_year", nulls_last=True).with_columns(
        last.cum_max().shift(1).over(key).alias("until"),
        pl.col("value").shift(1).over(key).alias("was"),
    )
    both = before.filter(pl.col("until") > pl.col("first_year"), pl.col("was") != pl.col("value"))
    wrong = [(row, "ends before it begins") for row in backwards["row"]]
    wrong += [(row, "another value in the same years") for row in both["row"]]
    if wrong:
        raise BadRows(
            f"{len(wrong)} spells that cannot be",
            tuple(wrong),
            where=where,
            allowed="spells that run forwards and agree where they meet",
            next_step="correct the table",
        )


def spell_years(frame: pl.DataFrame, register: str, named: tuple[str, ...]) -> pl.DataFrame:
    """Return one row per spell and year of it.

    Parameters
    ----------
    frame
        iso3, ccode (one of the two null), first_year, last_year (null while it stands), value,
        confidence, authority.
    register
        Name of the register, the first part of a row's name.
    named
        Columns that, with the state and the first year, name a row.

    Returns
    -------
    pl.DataFrame
        Columns ``ccode``, ``year`` (Int32), ``value`` (Int8), ``confidence``, ``source``, ``rows``.

    Raises
    ------
    BadRows
        With every spell that has years in which its state did not live.
    """
    name = pl.concat_str(
        pl.lit(register),
        pl.coalesce("iso3", pl.col("ccode").cast(pl.String)),
        *named,
        pl.col("first_year"),
        separator=":",
    )
    years = (
        frame.with_row_index("row", offset=2)
        .with_columns(
            rows=pl.concat_list(name),
            year=pl.int_ranges("first_year", pl.col("last_year").fill_null(LAST_YEAR) + 1),
        )
        .explode("year")
    )
    known = pl.concat([_coded(years, "iso3", "iso3"), _coded(years, "cow", "ccode")])
    _check_alive(known, register)
    return known.select(
        pl.col("ccode", "year").cast(pl.Int32),
        pl.col("value").cast(pl.Int8),
        "confidence",
        source="authority",
        rows="rows",
    ).sort("ccode", "year", "rows")


def _coded(years: pl.DataFrame, key: Key, column: str) -> pl.DataFrame:
    """Return the rows that have the code, with ccode, and ``why`` where it is null."""
    part = years.filter(pl.col(column).is_not_null())
    # Every code and year is looked up once, however many spells name it.
    asked = part.select(pl.col(column).alias("code"), "year").unique(maintain_order=True)
    found = ccode_of(key, asked["code"], asked["year"])
    told = asked.with_columns(found=found["ccode"], why=found["note"])
    joined = part.drop("ccode" if column != "ccode" else []).join(
        told, left_on=[column, "year"], right_on=["code", "year"], how="left", maintain_order="left"
    )
    return joined.with_columns(ccode=pl.col("found")).select(*years.columns, "why")


def _check_alive(years: pl.DataFrame, register: str) -> None:
    dead = years.filter(pl.col("ccode").is_null())
    if dead.height:
        raise BadRows(
            f"{dead.height} years in which a state did not live",
            tuple(dead.select("row", "why").iter_rows()),
            where=f"register {register}",
            allowed="years in which the state is in the COW list",
            next_step="correct the code or the years",
        )
