"""Dated facts of the regime that no status list holds: bodies, courts, declarations, helpers.

The table is our own (``tables/regime_facts.csv``), one row a fact with its authority. A fact stands
from the year it began to the last year in which it stood on 31 December. Treaties and their parties
are not repeated here: they are in ``instruments`` and ``commitments``. How the rows are read:
``docs/decisions/regime.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import read_table

# The last year of which the table claims to know.
LAST_YEAR: Final = 2023
KINDS: Final = (
    "principle",
    "declaration",
    "lawmaker",
    "treaty_body",
    "monitor",
    "investigator",
    "court",
    "promoter",
    "ngo_channel",
    "ngo",
    "state_policy",
)
# Bodies of which it can be asked whether their members are independent of states.
AGENCIES: Final = ("treaty_body", "monitor", "investigator", "court")
_YES_NO: Final = {0: "no", 1: "yes"}

_VARIABLES: Final = (
    Variable("fact", "Short name of the fact", "key"),
    Variable("kind", "What it is for the regime", "text", note=", ".join(KINDS)),
    Variable("name", "What it is called", "text"),
    Variable("first_year", "Year it began, for a body that of its first work", "integer"),
    Variable(
        "last_year",
        "Last year in which it stood on 31 December",
        "integer",
        note=f"Null while it stands, as known to {LAST_YEAR}.",
    ),
    Variable("system", "Organization: UN, ILO, CoE, OAS, AU; or civil, states", "text"),
    Variable("instrument", "Instrument it rests on, where the register has it", "text"),
    Variable(
        "independent",
        "1 where its members sit in a personal capacity",
        "flag",
        values=_YES_NO,
        note="What the founding text says; whether they are so in fact is not known here.",
    ),
    Variable(
        "needs_acceptance",
        "1 where it reaches a state only after that state's act",
        "flag",
        values=_YES_NO,
    ),
    Variable(
        "compulsory",
        "1 for a court that needs no second acceptance and reaches persons directly",
        "flag",
        values=_YES_NO,
    ),
    Variable("authority", "Text or decision that made it", "text"),
    Variable("checked", "text (read in hand) or recalled (not checked)", "text"),
    Variable("note", "What a reader must know", "text"),
)


@cache
def regime_facts() -> Table:
    """Return the facts, one row each, in the order of the table."""
    numbers = ("first_year", "last_year", "independent", "needs_acceptance", "compulsory")
    frame = read_table("regime_facts").with_columns(pl.col(numbers).cast(pl.Int64))
    columns = [variable.name for variable in _VARIABLES]
    return Table(frame.select(columns), ("fact",), _VARIABLES, "regime facts")


def standing(year: int) -> pl.DataFrame:
    """Return the facts that stood on 31 December of ``year``; none is known after LAST_YEAR."""
    begun = (pl.col("first_year") <= year) & (year <= LAST_YEAR)
    ended = pl.col("last_year").fill_null(LAST_YEAR) < year
    return regime_facts().frame.filter(begun & ~ended)
