"""The right guaranteed at home: constitutions and statutes, as spells in which they stood.

The table is our own (``tables/domestic_law.csv``). Physical integrity counts as guaranteed where a
constitution, or a statute that binds all officials, forbids torture or cruel, inhuman or degrading
treatment; it counts as effective where a court takes the person's complaint that it was broken.
Suspended constitutions end a spell. A row of value 0 says that the texts named were looked at and
lack it; a state-year without a row says nothing. ``docs/decisions/spiral-registers.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.agenda_register import (
    CHECK_VARIABLES,
    SPELL_VARIABLES,
    STATE_VARIABLES,
    check_spells,
    spell_years,
    typed,
)
from rightful.record.instruments import read_table

KINDS: Final = ("constitution", "statute")
VALUES: Final = {0: "not guaranteed", 1: "guaranteed", 2: "guaranteed with an effective remedy"}
_VARIABLES: Final = (
    *STATE_VARIABLES,
    Variable("right", "Right or family of rights", "text"),
    Variable("kind", "constitution or statute", "text"),
    *SPELL_VARIABLES,
    Variable("known_until", "Last year of which the row claims to know", "integer"),
    Variable("value", "Whether it is guaranteed", "ordinal", values=VALUES),
    *CHECK_VARIABLES,
)


@cache
def domestic_law() -> Table:
    """Return the spells of law, one row each, in the order of the table.

    ``last_year`` is null where the law still stood in ``known_until``.

    Raises
    ------
    BadRows
        When spells run backwards or two contradict each other.
    """
    whole = ("ccode", "first_year", "last_year", "known_until", "value")
    frame = typed(read_table("domestic_law"), whole, _VARIABLES)
    key = ("iso3", "ccode", "right")
    check_spells(frame, key, "domestic law")
    return Table(frame, (*key, "first_year"), _VARIABLES, "domestic law")


@cache
def law_years(right: str) -> pl.DataFrame:
    """Return ccode, year, value, confidence, source, rows: the law on a right or a family.

    One row per spell and year of it; of a right without rows, a frame without rows.
    """
    frame = domestic_law().frame.filter(pl.col("right") == right)
    told = frame.with_columns(pl.col("last_year").fill_null(pl.col("known_until")))
    return spell_years(told, "domestic_law", ("right",))


@cache
def rights_with_law() -> tuple[str, ...]:
    """Return the rights and families of which the table speaks, sorted."""
    return tuple(domestic_law().frame["right"].unique().sort())
