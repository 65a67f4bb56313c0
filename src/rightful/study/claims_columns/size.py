"""The economy and the population of a state."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE = "gdp_pop"


class Size(Columns):
    """Logs of the economy (GDP) and of the population."""

    sources: ClassVar = {"log_gdp": SOURCE, "log_population": SOURCE}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``log_gdp`` and ``log_population``."""
        held = table_of(at.store, SOURCE)
        if held is None:
            return at.spine.select(KEY)
        total = pl.col("gdppc") * pl.col("population")
        logs = {"log_gdp": total, "log_population": pl.col("population")}
        return held.select(
            pl.col(KEY).cast(pl.Int32),
            *(pl.when(e > 0).then(e.log()).alias(n) for n, e in logs.items()),
        ).unique(KEY)
