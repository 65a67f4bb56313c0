"""Listings: states, sources, codebook, citations, the recipe, and pulling files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rightful.core.errors import UnknownName
from rightful.core.names import suggest
from rightful.record import citations
from rightful.record import codebook as source_codebook
from rightful.record import states as crosswalk
from rightful.record.baseline import Baseline, shipped
from rightful.record.listing import source_rows
from rightful.record.pull import pull as pull_into
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.export import codebook_rows
from rightful.study import Progress
from rightful.study.panels import reference_keys
from rightful.study.panels import variables as panel_variables


def states(name: str, year: int | None = None) -> dict[str, Any]:
    """Return every spell that ``name`` may mean, with codes, dates, successors and notes.

    Raises
    ------
    UnknownName
        With suggestions, when nothing is called so.
    """
    return crosswalk.describe(name, year)


def sources() -> list[dict[str, Any]]:
    """Return every source with its editions, and whether the store holds it."""
    return source_rows(Store())


def codebook(variable: str | None = None) -> list[dict[str, str]]:
    """Return the panel's columns, then every source's variables; or the one asked for.

    Raises
    ------
    UnknownName
        With suggestions, when no variable has the name.
    """
    shelf = Baseline(shipped())
    rows = [{"table": "panel", **row} for row in codebook_rows(panel_variables(shelf))]
    rows += [
        {
            **dict.fromkeys(("kind", "range", "values"), ""),
            "table": f"strand {about['strand']}, measure {about['measure']}",
            "name": name,
            **{key: about[key] for key in ("label", "unit", "note")},
        }
        for name, about in shelf.recipe["series"].items()
    ]
    for name, variables in source_codebook.variables().items():
        rows += [{"table": name, **row} for row in codebook_rows(variables)]
    if variable is None:
        return rows
    found = [row for row in rows if row["name"].casefold() == variable.casefold()]
    if not found:
        names = sorted({row["name"] for row in rows})
        raise UnknownName(
            "variable",
            variable,
            suggest(variable, names),
            allowed=f"the names of {len(names)} columns",
            next_step="rightful codebook lists them all",
        )
    return found


def cite(names: tuple[str, ...], form: str = "bibtex") -> str:
    """Return references as BibTeX, RIS, JSON or text; without names, what the baseline used."""
    keys = citations.keys_of(names) if names else reference_keys(Baseline(shipped()))
    return citations.cite(keys, form)


def recipe() -> dict[str, Any]:
    """Return how the shipped baseline was made."""
    return Baseline(shipped()).recipe


def pull(names: tuple[str, ...], from_dir: Path | None, progress: Progress) -> dict[str, Any]:
    """Bring publishers' files into the store; what failed is listed with its reason."""
    report = pull_into(Store(), names, from_dir, progress)
    return report.as_rows()


def states_text(found: dict[str, Any]) -> str:
    """Return what ``states`` found as text."""
    return crosswalk.as_text(found)


def sources_text(rows: list[dict[str, Any]]) -> str:
    """Return the list of sources as text: one line an edition."""
    lines = [
        {
            "source": row["name"],
            "edition": edition["name"],
            "years": f"{edition['first_year']}-{edition['last_year']}",
            "held": edition["pulled"],
            "file": edition["filename"],
            "sha256": edition["sha256"][:12],
            "licence": row["licence"],
        }
        for row in rows
        for edition in row["editions"]
    ]
    return listing.table(lines, {key: key for key in lines[0]} if lines else {})


def codebook_text(rows: list[dict[str, str]]) -> str:
    """Return codebook rows as text."""
    return "\n\n".join(
        listing.entry(
            f"{row['name']}  ({row['table']})",
            {key: row[key] for key in ("label", "kind", "unit", "range", "values", "note")},
        )
        for row in rows
    )


def recipe_text(made: dict[str, Any]) -> str:
    """Return the recipe as text: facts, one line a measure and one a source; json holds it all."""
    told = {
        key: value for key, value in made.items() if key not in ("sources", "series", "strands")
    }
    measures = [
        {"measure": name, "series": _count(made["series"], name), **one}
        for name, one in made.get("strands", {}).items()
    ]
    shown = {"measure": "measure", "series": "series", "absent": "without", "rests_on": "rests on"}
    columns = ("name", "edition", "rows", "sha256", "licence")
    files = [{**source, "sha256": source["sha256"][:12]} for source in made["sources"]]
    parts = [listing.facts(told)]
    parts += [listing.table(measures, shown)] if measures else []
    return "\n\n".join([*parts, listing.table(files, {key: key for key in columns})])


def _count(series: dict[str, dict[str, str]], measure: str) -> int:
    return sum(one["measure"] == measure for one in series.values())


def pull_text(report: dict[str, Any]) -> str:
    """Return what became of every edition, then the errors in full."""
    columns = {"source": "source", "edition": "edition", "outcome": "outcome", "rows": "rows"}
    rows = [
        {**entry, "left_out": sum(entry["dropped"].values()) or None} for entry in report["entries"]
    ]
    text = listing.table(rows, {**columns, "left_out": "left out", "filename": "file"})
    closed = [f"not looked into: {each}" for each in report["closed"]]
    return "\n".join([text, *(["", *closed] if closed else []), *_told(report)])


def _told(report: dict[str, Any]) -> list[str]:
    """Return the errors in full; where all went well, one line for each file that is not here."""
    every = [entry["error"] for entry in report["entries"] if entry["error"]]
    told = report["errors"] or [error.splitlines()[0] for error in every]
    return ["", *dict.fromkeys(told)] if told else []


def facts_text(values: dict[str, Any]) -> str:
    """Return plain facts as text, one a line."""
    return listing.facts(values)
