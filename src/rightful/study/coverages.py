"""Coverage: how much each input says, by decade and region, what is missing, what is too little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import UsageError
from rightful.core.measure import WORLD
from rightful.core.names import FAMILIES, resolve
from rightful.record.baseline import Baseline, shipped
from rightful.record.items import declared
from rightful.record.regions import REGIONS, with_region
from rightful.record.rights import families
from rightful.record.states import state_years
from rightful.reports import listing

# A part that stands on fewer is shown as items, and has no latent series.
LEAST_RATINGS, LEAST_YEARS = 1000, 15
BY = ("decade", "region")
# Series of the regime are of the world: they have no state-years.
STRANDS = ("practice", "commitment", "opportunity", "network", "acceptance")
FIRST_YEAR, LAST_YEAR = 1946, 2024
DECADES = tuple(f"{year}s" for year in range(1940, 2030, 10))


def coverage(
    by: str = "decade",
    family: str = "all",
    missing: bool = False,
    baseline: Path | None = None,
) -> list[dict[str, Any]]:
    """Return one row per input: its source, years, records and their spread.

    An input is an item of a family of rights, or a series of another strand (``family`` is then
    the strand, and ``item`` the series). ``by`` is ``decade`` or ``region``: a column for each,
    the number of state-years in it, or with ``missing`` the share (0-1) of the state-years of
    living states 1946-2024 of which the input says nothing; null where none lived.

    Raises
    ------
    UnknownName
        When ``by`` or the family is none of these.
    UsageError
        When the baseline holds no records of it.
    """
    split = resolve(by, BY, "division")
    chosen = resolve(family, (*FAMILIES, *STRANDS, "all"), "family or strand")
    inputs = [*_items(Baseline(baseline or shipped())), *_series(Baseline(baseline or shipped()))]
    alive = _counts(_alive(), split)
    found = [
        about | _spread(rows, split, alive if missing else None)
        for about, rows in inputs
        if chosen in ("all", about["family"])
    ]
    if not found:
        raise UsageError(
            f"the baseline holds no records of {chosen}",
            allowed=", ".join(dict.fromkeys(about["family"] for about, _ in inputs)),
            next_step="rightful baseline build --private --out FOLDER keeps more of it",
        )
    return found


def coverage_text(rows: list[dict[str, Any]]) -> str:
    """Return the rows as text, a table a family, and below it what stands on too little."""
    parts = []
    for name in dict.fromkeys(row["family"] for row in rows):
        mine = [
            {key: _told(value) for key, value in row.items()}
            for row in rows
            if row["family"] == name
        ]
        kept = {key: key.replace("_", " ") for key in mine[0] if key not in ("family", "latent")}
        told = _verdict(name, rows)
        parts.append("\n".join([name, listing.table(mine, kept), *([told] if told else [])]))
    missing = [name for name in FAMILIES if name not in families()]
    if len(parts) > 1 and missing:
        parts.append(f"no latent series: {', '.join(missing)}")
    return "\n\n".join(parts)


Input = tuple[dict[str, Any], pl.DataFrame]


def _items(shelf: Baseline) -> list[Input]:
    """Return the items of every family, each with its state-years."""
    rated = _placed(shelf.frame("ratings").select("ccode", "year", "item"))
    names = ("family", "right", "item", "source", "standard")
    return [
        (
            {name: item[name] for name in names} | {"main": bool(item["main"])},
            rated.filter(pl.col("item") == item["item"]),
        )
        for item in declared().iter_rows(named=True)
    ]


def _series(shelf: Baseline) -> list[Input]:
    """Return the series of the other strands, each with its state-years."""
    told = shelf.recipe["series"]
    frame = shelf.frame("series", pl.col("ccode") != WORLD).select("ccode", "year", "series")
    placed = _placed(frame)
    return [
        (
            {"family": about["strand"], "item": name, "source": about["measure"]},
            placed.filter(pl.col("series") == name),
        )
        for name, about in sorted(told.items(), key=lambda one: one[1]["strand"])
        if about["strand"] in STRANDS
    ]


def _alive() -> pl.DataFrame:
    return _placed(state_years(FIRST_YEAR, LAST_YEAR).select("ccode", "year"))


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    decade = (pl.col("year") // 10 * 10).cast(pl.String) + "s"
    return with_region(frame.with_columns(decade=decade))


def _counts(rows: pl.DataFrame, split: str) -> dict[str, int]:
    counts = dict(rows.group_by(split).len().iter_rows())
    return {name: counts.get(name, 0) for name in (DECADES if split == "decade" else REGIONS)}


def _spread(rows: pl.DataFrame, split: str, alive: dict[str, int] | None) -> dict[str, Any]:
    counts: dict[str, Any] = _counts(rows, split)
    if alive is not None:
        counts = {
            name: round(max(0.0, 1 - count / alive[name]), 3) if alive[name] else None
            for name, count in counts.items()
        }
    years = rows["year"]
    return {
        "first": years.min(),
        "last": years.max(),
        "state_years": rows.height,
        **counts,
        "latent": rows.height >= LEAST_RATINGS and years.n_unique() >= LEAST_YEARS,
    }


def _told(value: Any) -> Any:
    return f"{value:.0%}" if isinstance(value, float) else value


def _verdict(family: str, rows: list[dict[str, Any]]) -> str:
    if family not in FAMILIES:
        return ""
    thin = [row["item"] for row in rows if row["family"] == family and not row["latent"]]
    standards = ", ".join(families()[family].standards) if family in families() else "none"
    told = f"standards: {standards}"
    if thin:
        told += (
            f"; under {LEAST_RATINGS} ratings or {LEAST_YEARS} years, so with no latent series "
            f"of its own: {', '.join(thin)}"
        )
    return told
