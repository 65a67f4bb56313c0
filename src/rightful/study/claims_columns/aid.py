"""Aid received from all donors, and from the United States."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.claims_columns._pressed import pressed
from rightful.study.strands import table_of

RECEIVED, FROM_US = "aid_received", "us_aid"
MILLION: Final = 1e6
US_KINDS: Final = ("us_aid_economic", "us_aid_military")


class Aid(Columns):
    """Logs of aid in constant dollars, and the change of what is received."""

    sources: ClassVar = {
        "log_aid": RECEIVED,
        "aid_change": RECEIVED,
        "log_us_aid": FROM_US,
    }

    def columns(self, at: At) -> pl.DataFrame:
        """Return aid by state and year, null where the publisher's file does not cover it.

        ``log_aid``, 1960-2023: log of 1 + million dollars, net of repayments; what was repaid on
        balance counts as none. Recipients alone are listed: a donor's years are null.
        ``aid_change``: the year's change over the mean of both years, -2 (it ended) to 2.
        ``log_us_aid``, 1946-2015: log of 1 + million dollars promised (obligations), economic and
        military; 0 where the publisher has no row, which it says means none.
        """
        rows = at.spine.select(KEY)
        held = table_of(at.store, RECEIVED, "total")
        if held is not None:
            mine = held.select(pl.col(KEY).cast(pl.Int32), log_aid=_log(pl.col("aid_total")))
            rows = rows.join(mine, on=KEY, how="left")
        found = pressed(at, ("aid_change", *US_KINDS))
        if set(US_KINDS) <= set(found.columns):
            total = _log(pl.sum_horizontal(US_KINDS, ignore_nulls=False) * MILLION)
            found = found.with_columns(log_us_aid=total).drop(US_KINDS)
        return rows.join(found, on=KEY, how="left")


def _log(dollars: pl.Expr) -> pl.Expr:
    return (dollars.clip(lower_bound=0.0) / MILLION).log1p()
