"""When each state was reviewed by the Working Group of the Universal Periodic Review."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.record.instruments import read_table

REVIEW_SCHEMA: Final = {
    "ccode": pl.Int32,
    "cycle": pl.Int32,
    "session": pl.Int32,
    "month": pl.String,
}


@cache
def reviews() -> pl.DataFrame:
    """Return one row per state and review of sessions 1 to 20, columns as ``REVIEW_SCHEMA``.

    ``month`` is that in which the session began (``2009-12``), from UPR Info's database.
    """
    return read_table("upr_reviews").cast(REVIEW_SCHEMA)  # type: ignore[arg-type]
