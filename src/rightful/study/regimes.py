"""The regime: its checklist year by year, and what the texts took from one another."""

from __future__ import annotations

from typing import Any

import polars as pl

from rightful.core.errors import UsageError
from rightful.record.regime_features import changes, regime_features, regime_overall
from rightful.record.text_links import text_shares
from rightful.reports import listing


def regime(year: int | None = None) -> dict[str, Any]:
    """Return the verdicts on the regime in a year, or the years in which they changed.

    Raises
    ------
    UsageError
        When the year lies outside the checklist.
    """
    features, overall = regime_features().frame, regime_overall().frame
    if year is not None:
        first, last = features["year"].min(), features["year"].max()
        _check_year(year, first, last)
        return {
            "year": year,
            "features": features.filter(pl.col("year") == year).to_dicts(),
            "overall": overall.filter(pl.col("year") == year).to_dicts(),
        }
    return {
        "changes": changes(features).to_dicts(),
        "overall": changes(overall).to_dicts(),
        "diffusion": text_shares().frame.to_dicts(),
    }


def _check_year(year: int, first: Any, last: Any) -> None:
    if not first <= year <= last:
        raise UsageError(
            f"the checklist has no verdicts for {year}",
            allowed=f"{first} to {last}",
            next_step="ask for one of these years, or leave --year out for the changes",
        )


def regime_text(found: dict[str, Any]) -> str:
    """Return verdicts as text: of one year, or each change and what it rests on."""
    if "year" in found:
        columns = {name: name for name in ("scheme", "reading", "feature", "verdict", "evidence")}
        return "\n\n".join(
            [
                f"The human-rights regime in {found['year']}",
                listing.table([_told(row) for row in found["overall"]], OVERALL),
                listing.table([_told(row) for row in found["features"]], columns),
                READINGS,
            ]
        )
    columns = {name: name for name in ("scheme", "reading", "feature", "year", "verdict")}
    links = {
        "instrument": "text",
        "adopted": "adopted",
        "ancestor": "ancestor",
        "articles_similar": "passages like it",
    }
    return "\n\n".join(
        [
            "When the verdict on the whole changed",
            listing.table([_told(row) for row in found["overall"]], {"year": "year"} | OVERALL),
            "When the verdict on a feature changed",
            listing.table([_told(row) for row in found["changes"]], columns),
            READINGS,
            "What the texts took: share of passages closer to the ancestor than 95 % of unrelated "
            "ones",
            listing.table([_told(row) for row in found["diffusion"]], links),
        ]
    )


OVERALL = {"scheme": "scheme", "reading": "reading", "verdict": "verdict", "met": "met"}
READINGS = (
    "Verdicts are computed from our register by written rules. The formal reading asks whether a "
    "body exists, the strict one whether it acts on its own; which is right is an argument about "
    "words."
)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    shares = {key: f"{value:.0%}" for key, value in row.items() if key == "articles_similar"}
    return {key: str(value).replace("_", " ") for key, value in row.items()} | shares
