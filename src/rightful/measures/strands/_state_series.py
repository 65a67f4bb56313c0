"""Series by state and year: observed counts, zeros only where a source covers, sorted rows."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from rightful.core.measure import SERIES, Record

STATES = "facts/state_years"
KEY = ("ccode", "year")


def counted(events: pl.DataFrame) -> pl.DataFrame:
    """Return ``ccode, year, value, inputs``: events by state and year, one row per event in."""
    return (
        events.group_by(KEY)
        .len()
        .select(*KEY, pl.col("len").cast(pl.Float64).alias("value"), pl.col("len").alias("inputs"))
    )


def with_zeros(known: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Add a zero, resting on no record, for every covered state-year that ``known`` lacks."""
    silent = covered.select(KEY).join(known, on=KEY, how="anti")
    zeros = silent.with_columns(
        pl.lit(0.0).alias("value"), pl.lit(0, dtype=known.schema["inputs"]).alias("inputs")
    )
    return pl.concat([known, zeros.select(known.columns)])


def living(record: Record, first: int, last: int) -> pl.DataFrame:
    """Return ``ccode, year`` of the states alive in ``first`` to ``last``; empty where unknown."""
    if STATES not in record:
        return pl.DataFrame(schema={"ccode": pl.Int32, "year": pl.Int32})
    return record[STATES].select(KEY).filter(pl.col("year").is_between(first, last))


def observed(series: str, known: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``SERIES`` from ``ccode, year, value, inputs``: no spread."""
    nothing = pl.lit(None, dtype=pl.Float64)
    return known.drop_nulls("value").select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("year").cast(pl.Int32),
        pl.lit(series).alias("series"),
        pl.col("value").cast(pl.Float64).alias("mean"),
        nothing.alias("sd"),
        nothing.alias("low"),
        nothing.alias("high"),
        pl.col("inputs").cast(pl.Int32),
    )


def together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return frames of ``SERIES`` as one, sorted."""
    return pl.concat([pl.DataFrame(schema=SERIES), *frames]).sort("series", *KEY)
