"""The regime: its checklist year by year, and what the texts took from one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.document import (
    DataTable,
    Descent,
    Document,
    Edge,
    Heading,
    Node,
    Paragraph,
)
from rightful.core.errors import UsageError
from rightful.record.regime_features import changes, regime_features, regime_overall
from rightful.record.text_links import text_edges, text_shares
from rightful.reports import listing
from rightful.reports.render import markdown, page, plain
from rightful.study.outputs import check_out, write_out


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
            LIMITS,
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


def write_regime(out: Path) -> dict[str, Any]:
    """Write the checklist and the graph of what texts took, in the format the ending names.

    Raises
    ------
    UsageError
        When no report ends so, or ``out`` cannot be used.
    """
    if out.suffix.lower() not in RENDERERS:
        raise UsageError(
            f"no report ends in {out.suffix!r}",
            where=str(out),
            allowed=", ".join(RENDERERS),
            next_step="rename it",
        )
    check_out(out)
    return {"written": str(write_out(out, RENDERERS[out.suffix.lower()](_document())))}


def _document() -> Document:
    found = regime()
    blocks = (
        Paragraph(READINGS, "lede"),
        Heading("Is there a regime?", "checklist"),
        _rows("When the verdict on the whole changed", found["overall"], ("year", *OVERALL)),
        _rows(
            "When the verdict on a feature changed",
            found["changes"],
            ("scheme", "reading", "feature", "year", "verdict", "evidence"),
        ),
        Heading("What the texts took", "texts"),
        _descent(),
        Paragraph(LIMITS, "note"),
    )
    return Document("The human-rights regime", "rightful  ·  regime", "en", blocks)


def _rows(caption: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> DataTable:
    told = [_told(row) for row in rows]
    cells = tuple(tuple(row[name] for name in columns) for row in told)
    heads = tuple(name.capitalize() for name in columns)
    return DataTable(caption, heads, cells)


def _descent() -> Descent:
    shares = text_shares().frame
    years = dict(shares.select("instrument", "text_year").iter_rows())
    kinds = dict(shares.select("instrument", "kind").iter_rows())
    edges = text_edges().frame
    # The Genocide Convention is an ancestor alone: no share of it is traced.
    years.setdefault("GENOCIDE", 1948)
    kinds.setdefault("GENOCIDE", "treaty")
    named = {*edges["ancestor"], *edges["instrument"]}
    nodes = sorted(
        (Node(name, int(years[name]), kinds[name]) for name in named),
        key=lambda one: (LANES.index(one.lane), one.year, one.name),
    )
    drawn = tuple(Edge(*row) for row in edges.iter_rows())
    return Descent(
        title="Who took words from whom",
        anchor="descent",
        alternative="Texts by year of adoption; a ribbon is the share of a later text's passages "
        "that are closest to the earlier one, above what chance gives in 95 of 100.",
        nodes=tuple(nodes),
        edges=drawn,
        marked="UDHR",
        caption="Width of a ribbon: share of the later text. Solid: from the Universal "
        "Declaration; dashed: from the others.",
        source_note="Our own comparison of the texts; no text is kept.",
    )


LANES = ("declaration", "treaty", "constitution")
LIMITS = (
    "Likeness of words is no proof of descent: both may follow a third text, and among treaties "
    "and protocols much of it is closing clauses. Five of 100 unrelated passages would pass. "
    "Constitutions are the few in hand, in their last revision, so a rise after 1948 cannot be "
    "told."
)
RENDERERS = {".html": page.render, ".md": markdown.render, ".txt": plain.render}
