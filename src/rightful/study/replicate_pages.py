"""What came of rerunning studies, as text and as the rows of ``docs/replications.md``."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

import polars as pl

from rightful.estimation.grid import ROWS, agreement
from rightful.estimation.replication_verdict import definitions
from rightful.reports import listing

WIDTH = 100
GRID_COLUMNS = {
    "treatment": "treatment",
    "outcome": "outcome",
    "standard": "standard",
    "years": "years",
    "states": "states",
    "lagged": "lagged",
    "estimate": "estimate",
    "std_error": "error",
    "p": "p",
    "n": "n",
}
AUTHOR_COLUMNS = {
    "specification": "specification",
    "estimator": "estimator",
    "standard": "standard",
    "years": "years",
    "estimate": "estimate",
    "std_error": "error",
    "p": "p",
    "n": "n",
}


def replications_text(found: list[dict[str, Any]]) -> str:
    """Return all studies as text: verdicts, the author's rows, the grid; then the definitions."""
    parts = [_study(one) for one in found]
    if len(found) > 1:
        rows = [{"study": one["study"], "verdict": _verdict(one)} for one in found]
        parts.append(listing.table(rows, {"study": "study", "verdict": "verdict"}))
    wrapped = [textwrap.fill(line, WIDTH) for line in definitions().splitlines()]
    return "\n\n".join([*parts, "\n".join(["What the verdicts mean:", *wrapped])])


def results_page(found: list[dict[str, Any]]) -> str:
    """Return the results as the Markdown rows that stand in ``docs/replications.md``."""
    lines = [
        "| study | published | verdict | tests | grid: better / worse / unclear / no estimate |",
        "|---|---|---|---|---|",
    ]
    for one in found:
        tests = "; ".join(f"{test['label']}: {test['verdict']}" for test in _counted(one))
        cells = "; ".join(_cells(one))
        lines.append(
            f"| `{one['study']}` | {one['published']} | {_verdict(one)} | {tests or '—'} "
            f"| {cells or '—'} |"
        )
    return "\n".join(lines) + "\n"


def _counted(one: dict[str, Any]) -> list[dict[str, Any]]:
    return [test for test in one["tests"] if test["counts"]]


def _verdict(one: dict[str, Any]) -> str:
    """Return the verdict, with the count of its tests or what is missing."""
    if one["verdict"] == "cannot be run":
        return f"cannot be run: {'; '.join(one['missing'])} missing"
    words = Counter(test["verdict"] for test in _counted(one))
    if len(words) == 1 and words.total() == 1:
        return str(one["verdict"])
    told = ", ".join(f"{count} {word}" for word, count in words.items())
    return f"{one['verdict']} (tests: {told})"


def _cells(one: dict[str, Any]) -> list[str]:
    """Return counts of what the grid says, a line a treatment and measure."""
    grid = pl.DataFrame(one["rows"][len(one["author_rows"]) :], schema=ROWS)
    told = []
    for (treatment, measure), rows in grid.group_by("treatment", "measure", maintain_order=True):
        counts = agreement(rows)
        lost = counts.specifications - counts.estimated
        told.append(
            f"{treatment} on {measure}: {counts.positive} / {counts.negative} / "
            f"{counts.unclear} / {lost} of {counts.specifications}"
        )
    return told


def _study(one: dict[str, Any]) -> str:
    parts = [
        one["title"],
        listing.facts({"verdict": _verdict(one), "published": one["published"], **one["author"]}),
    ]
    if one["tests"]:
        columns = {"label": "test", "published": "published", "found": "found"}
        columns |= {"verdict": "verdict", "counts": "counts"}
        parts.append(listing.table([_shown_test(test) for test in one["tests"]], columns))
    if one["author_rows"]:
        rows = [_shown(row) for row in one["author_rows"]]
        parts.append("The author's specification, and with year effects turned round:")
        parts.append(listing.table(rows, AUTHOR_COLUMNS))
    grid = one["rows"][len(one["author_rows"]) :]
    if grid:
        parts.append("The grid (an effect of more than 0 is more respect):")
        parts.append(listing.table([_shown(row) for row in grid], GRID_COLUMNS))
        parts.append("\n".join(f"Cells better / worse / unclear / none: {x}" for x in _cells(one)))
    for title, key in (
        ("What differs here:", "differs"),
        ("Missing for a full replication:", "missing"),
        ("Not estimated:", "unanswered"),
    ):
        if one[key]:
            parts.append("\n".join([title, *(_item(text) for text in one[key])]))
    return "\n\n".join(parts)


def _shown_test(test: dict[str, Any]) -> dict[str, Any]:
    return {
        **test,
        "found": test["found"] or "no estimate",
        "counts": "yes" if test["counts"] else "beside",
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of numbers as words for a table."""
    there = {True: "yes", False: "no"}
    numbers = {
        "estimate": _number(row["estimate"], "+.3f"),
        "std_error": _number(row["std_error"], ".3f"),
        "p": _number(row["p"], ".3f"),
        "n": "" if row["n"] is None else str(row["n"]),
    }
    return {
        **row,
        "years": there[row["year_effects"]],
        "states": there[row["state_effects"]],
        "lagged": there[row["lagged"]],
        **numbers,
    }


def _number(value: float | None, form: str) -> str:
    return "none" if value is None else format(value, form)


def _item(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="* ", subsequent_indent="  ")
