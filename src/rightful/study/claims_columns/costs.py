"""Years in which respect for rights is costly to those who rule, beside armed conflict."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

COUPS, ECONOMY = "coups", "gdp_pop"
FALL: Final = -0.05  # of income per head in a year


class Costs(Columns):
    """Attempts at a coup, and years in which income fell much."""

    sources: ClassVar = {"coup_attempt": COUPS, "income_fell": ECONOMY}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``coup_attempt`` and ``income_fell`` (0/1), null where the source is silent.

        ``income_fell``: income per head fell by a twentieth or more from the year before.
        """
        rows = at.spine.select(KEY)
        coups, economy = table_of(at.store, COUPS), table_of(at.store, ECONOMY)
        if coups is not None:
            tried = (pl.col("coup_attempts") > 0).cast(pl.Float64).alias("coup_attempt")
            mine = coups.select(pl.col(KEY).cast(pl.Int32), tried).unique(KEY, keep="none")
            rows = rows.join(mine, on=KEY, how="left")
        if economy is not None:
            rows = rows.join(_falls(economy), on=KEY, how="left")
        return rows


def _falls(economy: pl.DataFrame) -> pl.DataFrame:
    incomes = economy.select(pl.col(KEY).cast(pl.Int32), "gdppc").unique(KEY, keep="none")
    before = incomes.select("ccode", pl.col("year") + 1, was="gdppc")
    fell = (pl.col("gdppc") / pl.col("was") - 1 <= FALL).cast(pl.Float64)
    return incomes.join(before, on=KEY).select(*KEY, income_fell=fell)
