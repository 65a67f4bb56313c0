"""Who is bound by the regional treaties of human rights, and from when persons may petition.

The table is our own (``tables/regional_treaties.csv``): the European Convention (ECHR), the
American Convention (ACHR) and the African Charter (ACHPR), one row a spell in which a state was a
party. All parties that are in the list of states are there, so a state without a row was bound by
none. The year in which a party left still counts. ``docs/decisions/spiral-registers.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.agenda_register import (
    CHECK_VARIABLES,
    LAST_YEAR,
    SPELL_VARIABLES,
    STATE_VARIABLES,
    check_spells,
    spell_years,
    typed,
)
from rightful.record.instruments import read_table

INSTRUMENTS: Final = ("ACHPR", "ACHR", "ECHR")
# Steps a government takes: it becomes a party, or accepts petitions where that was its choice.
STEPS: Final = {"joined": "joined_year", "petition_accepted": "accepted_year"}
_VARIABLES: Final = (
    *STATE_VARIABLES,
    Variable("instrument", "Treaty", "text", note=", ".join(INSTRUMENTS)),
    Variable(
        "joined_year",
        "Year of the ratification or accession",
        "integer",
        note="Null where the state was not yet in the COW list, or took no step of its own.",
    ),
    *SPELL_VARIABLES,
    Variable(
        "petition_from",
        "First year in which persons may petition a body of the treaty",
        "integer",
        note="Null where they never could in this spell.",
    ),
    Variable(
        "accepted_year",
        "Year of the declaration by which petitions were accepted",
        "integer",
        note="ECHR before November 1998; null where they come with the treaty.",
    ),
    Variable("known_until", "Last year of which the row claims to know", "integer"),
    *CHECK_VARIABLES,
)
_WHOLE: Final = (
    "ccode",
    "joined_year",
    "first_year",
    "last_year",
    "petition_from",
    "accepted_year",
    "known_until",
)
_KEY: Final = ("iso3", "ccode", "instrument")


@cache
def regional_treaties() -> Table:
    """Return the spells in which a state was a party, one row each, in the order of the table.

    ``first_year`` is the first in which the treaty was in force for the state; ``last_year`` is
    null where it still was in ``known_until``.

    Raises
    ------
    BadRows
        When spells run backwards or meet, or a year lies outside its spell.
    """
    frame = typed(read_table("regional_treaties"), _WHOLE, _VARIABLES)
    check_parties(frame)
    return Table(frame, (*_KEY, "first_year"), _VARIABLES, "regional treaties")


def check_parties(frame: pl.DataFrame) -> None:
    """Check that spells run forwards and apart, and that steps and petitions fit them.

    Raises
    ------
    BadRows
        With every row that breaks this.
    """
    # A row's own number is its value: two spells that share years then contradict each other.
    check_spells(frame.with_row_index("value"), _KEY, "regional treaties")
    rows = frame.with_row_index("row", offset=2)
    last = pl.col("last_year").fill_null(pl.col("known_until"))
    reasons = {
        "joined after it was in force": pl.col("joined_year") > pl.col("first_year"),
        "petitions outside the spell": ~pl.col("petition_from").is_between("first_year", last),
        "petitions before they were accepted": pl.col("accepted_year") > pl.col("petition_from"),
    }
    wrong = [(row, why) for why, bad in reasons.items() for row in rows.filter(bad)["row"]]
    if wrong:
        raise BadRows(
            f"{len(wrong)} spells that cannot be",
            tuple(wrong),
            where="regional treaties",
            allowed="joined, then in force, then open to petitions, all within the spell",
            next_step="correct the table",
        )


@cache
def regional_years() -> pl.DataFrame:
    """Return ccode, year, instrument, petition, confidence, source, rows: who is bound when.

    One row per party and year, sorted. ``petition`` says whether persons may petition in some part
    of the year.
    """
    frame = regional_treaties().frame
    opened = frame.drop_nulls("petition_from").with_columns(first_year="petition_from")
    may = _by_instrument(opened, "instrument").select(
        "ccode", "year", "instrument", petition=pl.lit(value=True)
    )
    bound = _by_instrument(frame, "instrument").join(
        may, on=["ccode", "year", "instrument"], how="left"
    )
    columns = ("ccode", "year", "instrument", "petition", "confidence", "source", "rows")
    told = bound.with_columns(pl.col("petition").fill_null(value=False))
    return told.select(columns).sort("ccode", "year", "instrument")


@cache
def regional_steps() -> pl.DataFrame:
    """Return ccode, year, instrument, act_id, confidence, source: joining, accepting petitions."""
    frame = regional_treaties().frame
    taken = [
        frame.drop_nulls(column).with_columns(
            first_year=column, last_year=column, step=pl.lit(step)
        )
        for step, column in STEPS.items()
    ]
    told = _by_instrument(pl.concat(taken), "instrument", "step").select(
        "ccode", "year", "instrument", "confidence", "source", act_id=pl.col("rows").list.first()
    )
    return told.sort("ccode", "year", "act_id")


def regions_known(years: pl.DataFrame) -> pl.DataFrame:
    """Return the state-years of which the table claims to know: all, up to its last year."""
    return years.filter(pl.col("year") <= LAST_YEAR)


def _by_instrument(spells: pl.DataFrame, *named: str) -> pl.DataFrame:
    """Return one row per spell and year of it, with its instrument."""
    last = pl.col("last_year").fill_null(pl.col("known_until"))
    told = spells.with_columns(last_year=last, value=pl.lit(1))
    parts = [
        spell_years(
            told.filter(pl.col("instrument") == instrument), "regional_treaties", named
        ).with_columns(instrument=pl.lit(instrument))
        for instrument in told["instrument"].unique()
    ]
    return pl.concat(parts)
