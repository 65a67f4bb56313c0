"""Made-up coded statements: of states 811 and others, without a word of anybody."""

from __future__ import annotations

from typing import Any

import polars as pl

from rightful.core.coding import CODED

TOPICS = {"topics": pl.List(pl.String)}


def row(statement: str, act: str, **given: Any) -> dict[str, Any]:
    """Return one coded act, what is not given being usual."""
    usual: dict[str, Any] = {
        **dict.fromkeys(CODED),
        "statement": statement,
        "ccode": 811,
        "year": 2014,
        "date": "2014-01",
        "forum": "upr_dialogue",
        "document": f"document of {statement}",
        "paragraph": "7",
        "voice": "direct",
        "act": act,
        "probability": 0.9,
        "rights": ["torture"],
        "articles": [],
        "topics": [],
    }
    return usual | given


def coded(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return coded acts as a frame with topics."""
    return pl.DataFrame(rows, schema={**CODED, **TOPICS}, orient="row")


def recommendation(statement: str, response: str | None, **given: Any) -> dict[str, Any]:
    """Return a recommendation of another state to 811, and the answer."""
    usual = {
        "ccode": 210,
        "addressee": 811,
        "target": 811,
        "forum": "upr_recommendation",
        "response": response,
    }
    return row(statement, "recommend", **(usual | given))
