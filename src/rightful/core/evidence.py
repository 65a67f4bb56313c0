"""Evidence on the spiral: the items, the rights they may speak of, and the frame of values.

A cell is a state, year, right and item. It may have several rows, one per origin. ``value`` 0 with
``found`` = ``none_found`` says that somebody looked and found nothing; no row at all says that
nobody looked.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.names import FAMILIES, RIGHTS

# The items of the protocol, and L, the law.
ITEMS: Final[tuple[str, ...]] = (
    "V",
    "TA",
    "IA",
    "DO",
    "RP",
    "D1",
    "D2",
    "D3",
    "C1",
    "C2",
    "S1",
    "S2",
    "A1",
    "A2",
    "R1",
    "R2",
    "P",
    "H",
    "L",
)
# What the rules ask beside the items: blame by another state; blame or a recommendation; whether a
# treaty binds, the law at home guarantees the right, a complaint procedure is open.
ASIDES: Final[tuple[str, ...]] = ("SH", "CR", "LT", "LH", "LC")
# What an analyst may give: practice is measured, never coded by those who code words. An analyst's
# L is the law at home (LH).
CODED_ITEMS: Final[tuple[str, ...]] = tuple(item for item in ITEMS if item not in {"V", "R2", "H"})
# Items about the state as a whole, whatever the right.
STATE_ITEMS: Final[tuple[str, ...]] = ("TA", "IA", "DO", "RP", "P")
ORIGINS: Final[tuple[str, ...]] = ("record", "statement", "analyst")
FOUND: Final[tuple[str, ...]] = ("observed", "none_found")
# What a coding may be about: a right, a family of rights, or human rights at large.
SCOPES: Final[tuple[str, ...]] = (*RIGHTS, *FAMILIES)
GENERAL: Final = "unspecified"

EVIDENCE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "ccode": pl.Int32,
    "year": pl.Int32,
    "right": pl.String,
    "item": pl.String,
    "value": pl.Int8,
    "found": pl.String,
    "confidence": pl.Float64,
    "origin": pl.String,
    "proxy": pl.Boolean,
    "source": pl.String,
    "rows": pl.List(pl.String),
    "note": pl.String,
}
# A row of an analyst's file, and of our own process cases: a value over a span of years.
CODING: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "iso3": pl.String,
    "right": pl.String,
    "item": pl.String,
    "year": pl.Int32,
    "last_year": pl.Int32,
    "value": pl.Int8,
    "found": pl.String,
    "confidence": pl.Float64,
    "source": pl.String,
    "source_kind": pl.String,
    "locator": pl.String,
    "source_date": pl.String,
    "paraphrase": pl.String,
    "seen": pl.String,
    "coder": pl.String,
    "note": pl.String,
}
SOURCE_KINDS: Final[tuple[str, ...]] = ("government", "critic", "neutral")
SEEN: Final[tuple[str, ...]] = ("read", "recalled")


def empty() -> pl.DataFrame:
    """Return a frame of evidence without rows."""
    return pl.DataFrame(schema=EVIDENCE)
