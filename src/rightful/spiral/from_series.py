"""Items read from series of other strands: proxies, and named so (``proxies.csv``).

The bounds were set on the cells of the twelve process cases that analysts coded: ``cells`` of
``states`` lay beyond a bound, and ``share_right`` is the share of them with that value.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from rightful.core.evidence import GENERAL
from rightful.spiral.rows import OBSERVED, evidence_rows


@cache
def proxies() -> pl.DataFrame:
    """Return which range of which series stands for which value of which item."""
    raw = (files("rightful.spiral") / "tables" / "proxies.csv").read_bytes()
    return pl.read_csv(raw, schema_overrides={"above": pl.Float64, "up_to": pl.Float64})


def proxy_rows(series: pl.DataFrame) -> pl.DataFrame:
    """Return proxies as evidence from ccode, year, ``series``, ``mean``."""
    told = series.join(proxies(), on="series").filter(
        pl.col("above").is_null() | (pl.col("mean") > pl.col("above")),
        pl.col("up_to").is_null() | (pl.col("mean") <= pl.col("up_to")),
    )
    source = pl.format("baseline of rightful: {}", pl.col("series").str.replace_all("_", " "))
    return evidence_rows(
        told.with_columns(source=source, note=pl.col("reason")),
        right=GENERAL,
        found=OBSERVED,
        origin="record",
        proxy=True,
    )
