"""Years of armed conflict within a state."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE = "conflict"


class War(Columns):
    """Whether the year saw armed conflict within the state."""

    sources: ClassVar = {"civil_war": SOURCE}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``civil_war``: 0 or 1, 0 where the source has no row, null in other years."""
        held = table_of(at.store, SOURCE)
        if held is None:
            return at.spine.select(KEY)
        fought = (pl.col("internal_conflict").fill_null(0) > 0).cast(pl.Float64)
        mine = held.select(pl.col(KEY).cast(pl.Int32), civil_war=fought).group_by(KEY).max()
        return (
            at.spine.select(KEY)
            .join(mine, on=KEY, how="left")
            .with_columns(
                pl.when(pl.col("year").is_in(mine["year"].unique().to_list())).then(
                    pl.col("civil_war").fill_null(0.0)
                )
            )
        )
