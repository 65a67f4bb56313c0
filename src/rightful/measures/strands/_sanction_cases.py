"""Cases of sanctions counted in force by target and year."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.measures.strands._state_series import counted

# The publisher's universe: all cases in force in these years.
YEARS: Final = (1990, 2018)
SENDERS: Final = {1: "us", 2: "eu", 3: "un", 4: "regional"}


def in_force(cases: pl.DataFrame) -> pl.DataFrame:
    """Return ``ccode, year, sender, goal_hr``: one row per case and year of any day in force.

    Parameters
    ----------
    cases
        Columns ``ccode``, ``sender`` (1 USA, 2 EU, 3 UN, 4 regional), ``start_date``,
        ``end_date`` (null where ongoing) and ``goal_hr``.
    """
    first = pl.max_horizontal(pl.col("start_date").dt.year(), pl.lit(YEARS[0]))
    last = pl.min_horizontal(pl.col("end_date").dt.year().fill_null(YEARS[1]), pl.lit(YEARS[1]))
    spans = cases.with_columns(first.alias("first"), last.alias("last"))
    years = spans.filter(pl.col("first") <= pl.col("last")).with_columns(
        pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int32).alias("year")
    )
    return years.explode("year").select(pl.col("ccode").cast(pl.Int32), "year", "sender", "goal_hr")


def by_sender(cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return series -> ``ccode, year, value, inputs`` of the cases in force.

    ``sanctions_hr`` and ``sanctions_hr_<sender>`` count those with a human-rights goal,
    ``sanctions_all`` counts every one.
    """
    every = in_force(cases)
    rights = every.filter(pl.col("goal_hr") == 1)
    named = {
        f"sanctions_hr_{sender}": rights.filter(pl.col("sender") == code)
        for code, sender in SENDERS.items()
    }
    chosen = {"sanctions_all": every, "sanctions_hr": rights, **named}
    return {series: counted(rows) for series, rows in chosen.items()}
