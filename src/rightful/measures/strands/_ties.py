"""Ties between the sender of a recommendation and the state under review."""

from __future__ import annotations

from typing import Final

import polars as pl

DYAD: Final = ("ccode", "sender", "year")
# Distant pairs are the quarter of the pairs of a year whose ideal points lie farthest apart.
FAR: Final = 0.75


def with_allies(received: pl.DataFrame, alliances: pl.DataFrame) -> pl.DataFrame:
    """Return the recommendations with ``tie``: 1 where either state has promised defence.

    Parameters
    ----------
    received
        Columns ``ccode``, ``sender``, ``year`` and others; rows without a sender are left out, and
        so are years that ``alliances`` does not reach.
    alliances
        Columns ``ccode1``, ``ccode2``, ``year``, ``defense``; a pair without a row is no ally.
    """
    promised = alliances.filter(pl.col("defense") == 1)
    pairs = pl.concat(
        promised.select(
            pl.col(one).cast(pl.Int32).alias("ccode"),
            pl.col(other).cast(pl.Int32).alias("sender"),
            pl.col("year").cast(pl.Int32),
        )
        for one, other in (("ccode1", "ccode2"), ("ccode2", "ccode1"))
    ).unique()
    reached = received.filter(
        pl.col("sender").is_not_null(), pl.col("year").is_in(alliances["year"].unique().to_list())
    )
    marked = reached.join(pairs.with_columns(pl.lit(1).alias("tie")), on=DYAD, how="left")
    return marked.with_columns(pl.col("tie").fill_null(0))


def with_distant(received: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return the recommendations with ``tie``: 1 where the two vote far apart in the Assembly.

    Parameters
    ----------
    received
        As in ``with_allies``; rows of which a state has no ideal point that year are left out.
    points
        Columns ``ccode``, ``year``, ``ideal_point``.
    """
    known = points.select(
        pl.col("ccode", "year").cast(pl.Int32), pl.col("ideal_point").alias("point")
    ).drop_nulls()
    # Only years in which somebody recommended: pairs are many.
    known = known.join(received.select("year").unique(), on="year", how="semi")
    limit = (
        known.join(known, on="year", suffix="_other")
        .filter(pl.col("ccode") < pl.col("ccode_other"))
        .group_by("year")
        .agg((pl.col("point") - pl.col("point_other")).abs().quantile(FAR).alias("limit"))
    )
    senders = known.rename({"ccode": "sender", "point": "point_sender"})
    both = received.join(known, on=["ccode", "year"]).join(senders, on=["sender", "year"])
    far = (pl.col("point") - pl.col("point_sender")).abs() >= pl.col("limit")
    return both.join(limit, on="year").with_columns(far.cast(pl.Int32).alias("tie"))
