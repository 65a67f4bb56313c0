"""Sanctions in force, told apart by whether rights are among their goals."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.record.sanctions_register import pressure_years
from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.claims_columns._pressed import pressed

SOURCE: Final = "sanctions_ist"
SENDERS: Final = ("us", "eu", "un", "regional")
BY_SENDER: Final = tuple(f"rights_sanction_{sender}" for sender in SENDERS)


class Pressure(Columns):
    """Sanctions for rights by the publisher's list and by our own register, and all others."""

    sources: ClassVar = {
        "rights_sanction": SOURCE,
        "other_sanction": SOURCE,
        **dict.fromkeys(BY_SENDER, SOURCE),
        "sanction_in_register": "",
    }

    def columns(self, at: At) -> pl.DataFrame:
        """Return sanctions by state and year, 0 or 1: a day in force makes the year one.

        ``rights_sanction``, 1990-2018: one with human rights among its goals; of one sender,
        ``rights_sanction_X`` (``us``, ``eu``, ``un``, ``regional``). ``other_sanction``: one
        without. Null outside these years: what ended before 1990 is not in the publisher's list.
        ``sanction_in_register``: by our own register (1946-2023), that for democracy alone left
        out.
        """
        rows = at.spine.select(KEY)
        found = pressed(
            at, ("sanctions_all", *(f"sanctions_hr_{s}" for s in SENDERS), "sanctions_hr")
        )
        if found.width > len(KEY):
            rights = pl.col("sanctions_hr")
            mine = found.select(
                *KEY,
                _any(rights).alias("rights_sanction"),
                _any(pl.col("sanctions_all") - rights).alias("other_sanction"),
                *(_any(pl.col(f"sanctions_hr_{s}")).alias(f"rights_sanction_{s}") for s in SENDERS),
            )
            rows = rows.join(mine, on=KEY, how="left")
        own = pressure_years().filter(pl.col("value") > 0).select(pl.col(KEY).cast(pl.Int32))
        own = own.unique().with_columns(sanction_in_register=pl.lit(1.0))
        return rows.join(own, on=KEY, how="left").with_columns(
            pl.col("sanction_in_register").fill_null(0.0)
        )


def _any(cases: pl.Expr) -> pl.Expr:
    return (cases > 0).cast(pl.Float64)
