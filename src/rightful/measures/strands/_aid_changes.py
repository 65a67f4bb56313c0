"""Changes of aid from one recorded year to the next."""

from __future__ import annotations

import polars as pl

KEY = ("ccode", "year")


def _beside_last_year(amounts: pl.DataFrame) -> pl.DataFrame:
    """Return the amounts with ``before``, that of the year before; others have no row."""
    last = amounts.select(
        "ccode",
        (pl.col("year") + 1).alias("year"),
        pl.col("value").alias("before"),
        pl.col("inputs").alias("inputs_before"),
    )
    return amounts.join(last, on=KEY, how="inner")


def midpoint_change(amounts: pl.DataFrame) -> pl.DataFrame:
    """Return the change since last year over the mean size of both amounts, from -2 to 2.

    It is -2 where aid ended and 2 where it began; no row where either year has no record or both
    amounts are zero.

    Parameters
    ----------
    amounts
        Columns ``ccode``, ``year``, ``value``, ``inputs``, unique on the first two.
    """
    both = _beside_last_year(amounts)
    size = (pl.col("value").abs() + pl.col("before").abs()) / 2
    change = (pl.col("value") - pl.col("before")) / size
    return both.filter(size > 0).select(
        *KEY, change.alias("value"), (pl.col("inputs") + pl.col("inputs_before")).alias("inputs")
    )


def aid_lost(dependence: pl.DataFrame, total: pl.DataFrame) -> pl.DataFrame:
    """Return last year's dependence times the share of its aid that was lost since, from 0.

    Parameters
    ----------
    dependence, total
        Columns ``ccode``, ``year``, ``value``, ``inputs``; aid over capital formation in percent,
        and aid in constant prices. No row where last year's aid or dependence was not above zero.
    """
    both = _beside_last_year(total).filter(pl.col("before") > 0)
    kept = (pl.max_horizontal("value", pl.lit(0.0)) / pl.col("before")).clip(upper_bound=1.0)
    was = dependence.select(
        "ccode", (pl.col("year") + 1).alias("year"), pl.col("value").alias("was")
    )
    lost = both.join(was, on=KEY, how="inner").filter(pl.col("was") > 0)
    three = pl.col("inputs") + pl.col("inputs_before") + 1
    return lost.select(*KEY, (pl.col("was") * (1 - kept)).alias("value"), three.alias("inputs"))
