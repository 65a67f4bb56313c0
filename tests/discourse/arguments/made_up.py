"""Made-up coded statements."""

from __future__ import annotations

from typing import Any

import polars as pl

from rightful.core.coding import CODED


def said(
    ccode: int,
    year: int,
    act: str,
    right: str = "torture",
    kind: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return one coded row; its identifier is told from its contents."""
    row: dict[str, Any] = dict.fromkeys(CODED)
    row |= {
        "statement": f"made-up/{ccode}/{year}/{act}/{more.get('forum', 'upr_dialogue')}",
        "ccode": ccode,
        "year": year,
        "date": f"{year}-01-28",
        "forum": "upr_dialogue",
        "voice": "reported",
        "act": act,
        "kind": kind,
        "probability": 0.9,
        "rights": [right],
        "articles": [],
    }
    return row | more


def coded(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return a frame of coded statements; columns beyond the contract are kept."""
    more = {name: pl.String for row in rows for name in row if name not in CODED}
    return pl.DataFrame(list(rows), schema={**CODED, **more}, orient="row")
