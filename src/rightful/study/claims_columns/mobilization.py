"""People who organize: protests against the government, and civil society as experts see it."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

PROTESTS, EXPERTS = "protests", "vdem"
FIRST, LAST = 1990, 2019  # the list goes on to March 2020, which is no whole year
JUDGED: Final = {"civil_society": "v2x_cspart", "free_expression": "v2x_freexp"}


class Mobilization(Columns):
    """Protests (Mass Mobilization), participation in civil society and free speech (V-Dem)."""

    sources: ClassVar = {"log_protests": PROTESTS, **dict.fromkeys(JUDGED, EXPERTS)}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``log_protests`` (log of 1 + protests of 50 people or more) and two judgements.

        ``civil_society`` and ``free_expression``, 0 to 1, are experts' (indices of V-Dem).

        A state that the list names in any year is taken as covered in all whole years of the list
        (the publisher codes states, not years; rows of none were dropped by who carries it): its
        silence is 0. One that it never names, the United States among them, is null.
        """
        rows = at.spine.select(KEY)
        held = table_of(at.store, PROTESTS)
        if held is not None:
            rows = rows.join(_protests(held, at.spine), on=KEY, how="left")
        seen = table_of(at.store, EXPERTS)
        if seen is not None:
            told = {name: pl.col(column).cast(pl.Float64) for name, column in JUDGED.items()}
            mine = seen.select(pl.col(KEY).cast(pl.Int32), **told)
            rows = rows.join(mine.unique(KEY, keep="none"), on=KEY, how="left")
        return rows


def _protests(held: pl.DataFrame, spine: pl.DataFrame) -> pl.DataFrame:
    """Return ``log_protests`` of the state-years covered."""
    counted = held.group_by(pl.col(KEY).cast(pl.Int32)).agg(protests=pl.len())
    covered = spine.select(KEY).filter(
        pl.col("year").is_between(FIRST, LAST),
        pl.col("ccode").is_in(counted["ccode"].unique().to_list()),
    )
    number = pl.col("protests").fill_null(0).cast(pl.Float64)
    return covered.join(counted, on=KEY, how="left").select(*KEY, log_protests=number.log1p())
