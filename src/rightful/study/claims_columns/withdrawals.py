"""Years in which a state gave notice that it leaves a human-rights treaty or procedure."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.record.commitments import acts, binding
from rightful.record.instruments import instruments
from rightful.study.claims_columns._contract import KEY, At, Columns

# They have no clause of withdrawal.
NOT_TO_BE_LEFT: Final = ("ICCPR", "ICESCR", "CEDAW")


class Withdrawals(Columns):
    """Withdrawals by our own register of acts."""

    sources: ClassVar = {"left_treaty": ""}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``left_treaty``: 0 or 1.

        Null where nothing that can be left bound the state at the end of the year before, or the
        tables of no withdrawn instrument reach the year.
        """
        left = acts().frame.filter(pl.col("act") == "withdrawal")
        reach = instruments().frame.filter(pl.col("instrument").is_in(left["instrument"].to_list()))
        last = int(reach["known_until"].dt.year().max())  # type: ignore[arg-type]
        first = int(at.spine["year"].min())  # type: ignore[arg-type]
        could = binding(first, last).filter(~pl.col("instrument").is_in(NOT_TO_BE_LEFT))
        could = could.select(pl.col("ccode"), pl.col("year") + 1).unique()
        mine = left.select(KEY).drop_nulls().unique().with_columns(left_treaty=pl.lit(1.0))
        told = could.filter(pl.col("year") <= last).join(mine, on=KEY, how="left")
        told = told.with_columns(pl.col("left_treaty").fill_null(0.0), pl.col(KEY).cast(pl.Int32))
        return told.join(at.spine.select(KEY), on=KEY, how="semi")
