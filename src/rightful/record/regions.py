"""Regions: six politico-geographic parts of the world, by Correlates of War code.

The division follows the six regions of V-Dem (``e_regionpol_6C``): western Europe with North
America and the two settler states of the Pacific, eastern Europe with central Asia, and so on. The
table ``tables/regions.csv`` is our own; Cyprus and Turkey are where that division puts them.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.record.instruments import read_table

REGIONS: Final = {
    "eastern_europe_central_asia": "Eastern Europe and Central Asia",
    "latin_america": "Latin America and the Caribbean",
    "middle_east_north_africa": "Middle East and North Africa",
    "sub_saharan_africa": "Sub-Saharan Africa",
    "western": "Western Europe, North America, Australia, New Zealand",
    "asia_pacific": "Asia and the Pacific",
}


@cache
def _spans() -> tuple[tuple[int, int, str], ...]:
    rows = read_table("regions").iter_rows()
    return tuple((int(first), int(last), region) for first, last, region in rows)


def region_of(ccode: int) -> str | None:
    """Return the region of a code, one of ``REGIONS``; None for a code that no state bears."""
    return next((region for first, last, region in _spans() if first <= ccode <= last), None)


def with_region(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame (column ccode) with the column ``region``."""
    codes = frame["ccode"].unique().to_list()
    known = pl.DataFrame(
        {"ccode": codes, "region": [region_of(code) for code in codes]},
        schema={"ccode": frame.schema["ccode"], "region": pl.String},
    )
    return frame.join(known, on="ccode", how="left", maintain_order="left")
