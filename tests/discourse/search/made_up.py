"""Made-up statements, acts and articles to search in."""

from __future__ import annotations

from typing import Any

import polars as pl

from rightful.core.coding import ACTS_SCHEMA
from rightful.core.statement import STATEMENTS
from rightful.discourse.search.index import ARTICLES


def statements(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [
        {**dict.fromkeys(STATEMENTS), "statement": f"s{i}", **row} for i, row in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=STATEMENTS)


def acts(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [{**dict.fromkeys(ACTS_SCHEMA), "probability": 0.9, **row} for row in rows]
    return pl.DataFrame(full, schema=ACTS_SCHEMA)


def articles(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [{**dict.fromkeys(ARTICLES), "rights": [], "year": None, **row} for row in rows]
    frame = pl.DataFrame(full, schema=[*ARTICLES, "rights", "year"], orient="row")
    return frame.cast({"rights": pl.List(pl.String), "year": pl.Int64})
