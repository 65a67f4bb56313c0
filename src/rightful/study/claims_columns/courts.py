"""Courts that do not bend to the government."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE: Final = "vdem"
EDITION: Final = "12-selected"  # the extract that has the high court since 1945


class Courts(Columns):
    """Independence of the high court, by V-Dem's experts."""

    sources: ClassVar = {"high_court": SOURCE}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``high_court``, the published model scale, 1945-2021; higher: more independent."""
        held = table_of(at.store, SOURCE, EDITION)
        if held is None:
            return at.spine.select(KEY)
        return held.select(
            pl.col(KEY).cast(pl.Int32), high_court=pl.col("v2juhcind").cast(pl.Float64)
        ).unique(KEY, keep="none")
