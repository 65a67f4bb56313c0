"""Coverage: how many ratings each input gives, by decade and region, and what stands on too few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.names import FAMILIES, resolve
from rightful.record.baseline import Baseline, shipped
from rightful.record.items import declared
from rightful.record.regions import REGIONS, with_region
from rightful.record.rights import families
from rightful.reports import listing

# A part that stands on fewer is shown as items, and has no latent series.
LEAST_RATINGS, LEAST_YEARS = 1000, 15
BY = ("decade", "region")


def coverage(
    by: str = "decade", family: str = "all", baseline: Path | None = None
) -> list[dict[str, Any]]:
    """Return one row per family, right and item: its source, years, ratings and their spread.

    ``by`` is ``decade`` or ``region``: a column for each, the number of ratings in it.

    Raises
    ------
    UnknownName
        When ``by`` or the family is none of these.
    """
    split = resolve(by, BY, "division")
    chosen = resolve(family, (*FAMILIES, "all"), "family")
    shelf = Baseline(baseline or shipped())
    rated = _placed(shelf.frame("ratings"))
    items = declared()
    if chosen != "all":
        items = items.filter(pl.col("family") == chosen)
    return [
        _row(item, rated.filter(pl.col("item") == item["item"]), split)
        for item in items.iter_rows(named=True)
    ]


def coverage_text(rows: list[dict[str, Any]]) -> str:
    """Return the rows as text, a table a family, and below it the rights with too few ratings."""
    parts = []
    for name in dict.fromkeys(row["family"] for row in rows):
        mine = [row for row in rows if row["family"] == name]
        kept = {key: key.replace("_", " ") for key in mine[0] if key not in ("family", "latent")}
        parts.append(f"{name}\n{listing.table(mine, kept)}\n{_verdict(name, mine)}")
    missing = [name for name in FAMILIES if name not in families()]
    if len(parts) > 1 and missing:
        parts.append(f"no latent series: {', '.join(missing)}")
    return "\n\n".join(parts)


def _placed(ratings: pl.DataFrame) -> pl.DataFrame:
    decade = (pl.col("year") // 10 * 10).cast(pl.String) + "s"
    return with_region(ratings.with_columns(decade=decade))


def _row(item: dict[str, Any], rated: pl.DataFrame, split: str) -> dict[str, Any]:
    columns = list(REGIONS) if split == "region" else _decades()
    counts = dict(rated.group_by(split).len().iter_rows())
    years = rated["year"]
    return {
        "family": item["family"],
        "right": item["right"],
        "item": item["item"],
        "source": item["source"],
        "standard": item["standard"],
        "main": bool(item["main"]),
        "first": years.min(),
        "last": years.max(),
        "ratings": rated.height,
        **{name: counts.get(name, 0) for name in columns},
        "latent": rated.height >= LEAST_RATINGS and years.n_unique() >= LEAST_YEARS,
    }


def _decades() -> list[str]:
    return [f"{year}s" for year in range(1940, 2030, 10)]


def _verdict(family: str, rows: list[dict[str, Any]]) -> str:
    thin = [row["item"] for row in rows if not row["latent"]]
    standards = ", ".join(families()[family].standards) if family in families() else "none"
    told = f"standards: {standards}"
    if thin:
        told += (
            f"; under {LEAST_RATINGS} ratings or {LEAST_YEARS} years, so with no latent series "
            f"of its own: {', '.join(thin)}"
        )
    return told
