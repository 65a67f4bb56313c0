"""Listings: states, sources, codebook, citations, the recipe, and pulling files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rightful.core.errors import UnknownName
from rightful.core.names import suggest
from rightful.measures.panel import VARIABLES
from rightful.record import citations
from rightful.record import codebook as source_codebook
from rightful.record import states as crosswalk
from rightful.record.baseline import Baseline, shipped
from rightful.record.listing import source_rows
from rightful.record.pull import pull as pull_into
from rightful.record.store import Store, default_home
from rightful.reports.export import codebook_rows
from rightful.study import Progress
from rightful.study.panels import reference_keys


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
    return source_rows(Store(default_home()))


def codebook(variable: str | None = None) -> list[dict[str, str]]:
    """Return the panel's columns, then every source's variables; or the one asked for.

    Raises
    ------
    UnknownName
        With suggestions, when no variable has the name.
    """
    rows = [{"table": "panel", **row} for row in codebook_rows(VARIABLES)]
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
    return pull_into(Store(default_home()), names, from_dir, progress).as_rows()
