"""How those who rule are chosen, and whether soldiers rule: how many a ruler must please."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

CHOSEN, RULED = "polity", "reign"
# Kinds of regime of ``reign`` in which soldiers rule.
SOLDIERS: Final = (9, 10, 11, 15)
DUAL, OPEN = 2, 3  # xrcomp from dual or elected on; xropen from open to election on


class Rulers(Columns):
    """Parts of the index of the winning coalition (key ``buenodemesquita2003``)."""

    sources: ClassVar = {"recruitment": CHOSEN, "military_rule": RULED}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``recruitment`` and ``military_rule``, null where not coded.

        ``recruitment``: 0, .5 or 1, how many hold of: executives are chosen by election at least
        in part, and the choice is open to all. ``military_rule``: 0 or 1. The index's part on how
        people compete is left out: it counts violence, which is the outcome.
        """
        rows = at.spine.select(KEY)
        polity, reign = table_of(at.store, CHOSEN), table_of(at.store, RULED)
        if polity is not None:
            two = (pl.col("xrcomp") >= DUAL).cast(pl.Float64) + (pl.col("xropen") >= OPEN)
            rows = _joined(rows, polity, (two / 2).alias("recruitment"))
        if reign is not None:
            soldiers = pl.col("regime").is_in(SOLDIERS).cast(pl.Float64)
            rows = _joined(rows, reign, soldiers.alias("military_rule"))
        return rows


def _joined(rows: pl.DataFrame, held: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    mine = held.select(pl.col(KEY).cast(pl.Int32), value).unique(KEY, keep="none")
    return rows.join(mine, on=KEY, how="left")
