"""Who held a state's seat at the United Nations where it was not who governed: a table of ours."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.record.instruments import read_table

SEAT_SCHEMA: Final = {
    "ccode": pl.Int32,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "holder": pl.String,
    "why": pl.String,
    "authority": pl.String,
}


@cache
def seats() -> pl.DataFrame:
    """Return the table, columns as ``SEAT_SCHEMA``: years of the General Debate, inclusive."""
    return read_table("seats").cast(SEAT_SCHEMA)  # type: ignore[arg-type]


def seat_of(ccode: int, year: int) -> str | None:
    """Return who held the seat in the debate of a year, or ``None`` where who governed did."""
    found = seats().filter(
        pl.col("ccode") == ccode, pl.lit(year).is_between("first_year", "last_year")
    )
    return str(found["holder"][0]) if found.height else None


def with_seats(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the column ``seat`` to a frame with ``ccode`` and ``year``."""
    years = [
        (ccode, year, holder)
        for ccode, first, last, holder, *_ in seats().iter_rows()
        for year in range(first, last + 1)
    ]
    kinds = {"ccode": pl.Int32, "year": pl.Int32, "seat": pl.String}
    known = pl.DataFrame(years, schema=kinds, orient="row")
    return frame.join(known, on=["ccode", "year"], how="left", maintain_order="left")
