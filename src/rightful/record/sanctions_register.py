"""Material pressure on a state for human rights: sanctions, aid and trade on condition.

The table is our own (``tables/rights_sanctions.csv``), one row a spell with the act it rests on.
Blame alone is not here, nor pressure for other ends; rows whose goal is democracy alone are kept
apart and are not pressure for human rights. Compared with published lists:
``docs/decisions/spiral-registers.md``.
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

GOALS: Final = ("human_rights", "democracy", "both")
VALUES: Final = {1: "threatened, small or on persons", 2: "substantial"}
_VARIABLES: Final = (
    *STATE_VARIABLES,
    Variable("sender", "Who put it on", "text"),
    *SPELL_VARIABLES,
    Variable("value", "How heavy it was", "ordinal", values=VALUES),
    Variable("goal", "What it was for", "text", note=", ".join(GOALS)),
    *CHECK_VARIABLES,
)


@cache
def rights_sanctions() -> Table:
    """Return the spells of pressure, one row each, in the order of the table.

    Raises
    ------
    BadRows
        When spells run backwards or two of one sender contradict each other.
    """
    whole = ("ccode", "first_year", "last_year", "value")
    frame = typed(read_table("rights_sanctions"), whole, _VARIABLES)
    key = ("iso3", "ccode", "sender")
    check_spells(frame, key, "rights sanctions")
    return Table(frame, (*key, "first_year"), _VARIABLES, "rights sanctions")


@cache
def pressure_years() -> pl.DataFrame:
    """Return ccode, year, value, confidence, source, rows: pressure for human rights.

    One row per spell and year of it; rows for democracy alone are left out.
    """
    frame = rights_sanctions().frame.filter(pl.col("goal") != "democracy")
    return spell_years(frame, "rights_sanctions", ("sender",))
