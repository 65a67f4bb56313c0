"""Claims x estimators in one table, by words defined beforehand: `rightful weigh`."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from rightful.core.document import Block, DataTable, Document, Heading, Paragraph
from rightful.estimation import claims as register
from rightful.estimation.paper_tests._answer import ESTIMATORS, SHOWN
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.render import latex, page, word
from rightful.study import Progress
from rightful.study.paper_tests import ALL, paper_answers, quiet

WIDTH: Final = 100
NONE: Final = "—"
HEADS: Final = ("claim", "answer", "expected", "verdict", "estimate", *ESTIMATORS, "cells")
ABOVE: Final = ("claim", "answer", "verdict", "estimate")
INDENT: Final = " " * 9
LACKING: Final = (
    "fetch them with rightful pull NAME. What came of these with all files ships with rightful: "
    "rightful claim N."
)
TURNED: Final = "Asked the other way round, so that a no speaks for the claim:"
UNDER: Final = (
    "Cells: clearly above zero / clearly below / not clear, of how many. The verdict rests on the "
    "two-way cells and on none of the others saying the opposite; the other columns judge their "
    "own cells by the same words."
)


def weighed(
    baseline: Path | None = None, store: Store | None = None, progress: Progress = quiet
) -> dict[str, Any]:
    """Return one row an answer: verdict, numbers, each estimator's word; and all definitions.

    Returns
    -------
    dict
        ``rows``: {claims, key, expected, verdict, condition, definition, estimate, low, high, unit,
        n, by_estimator, counts, missing, sentence, picked}; ``definitions``; ``shown``.
    """
    return weighed_of(paper_answers(ALL, baseline, store, progress))


def weighed_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return answers that are there already as ``weighed`` does."""
    rows = [_row(one) for one in found["answers"]]
    return {
        "rows": sorted(rows, key=lambda row: row["claims"]),
        "definitions": found["definitions"],
        "shown": found["shown"],
    }


def _row(one: dict[str, Any]) -> dict[str, Any]:
    kept = (
        *("claims", "key", "expected", "verdict", "condition", "definition", "estimate"),
        *("low", "high", "unit", "n", "by_estimator", "missing", "sentence", "picked"),
    )
    clear = [row for row in one["rows"] if row["p"] is not None and row["p"] < 0.05]
    better = sum(row["estimate"] > 0 for row in clear)
    known = sum(row["estimate"] is not None for row in one["rows"])
    counts = {
        "above": better,
        "below": len(clear) - better,
        "unclear": known - len(clear),
        "cells": len(one["rows"]),
    }
    return {**{name: one[name] for name in kept}, "counts": counts}


def weighed_text(told: dict[str, Any]) -> str:
    """Return two to four lines an answer, what is missing, and what the words mean."""
    rows = [dict(zip(HEADS, _cells(row), strict=True)) for row in told["rows"]]
    for row, one in zip(rows, told["rows"], strict=True):
        row["verdict"] = "needs files" if one["missing"] else row["verdict"]
    first, *heads = listing.table(rows, {name: name for name in ABOVE}).splitlines()
    lines = [f"{head}\n{_below(one)}" for head, one in zip(heads, told["rows"], strict=True)]
    lacking = sum(bool(row["missing"]) for row in told["rows"])
    parts = [
        "\n".join([first, *lines]),
        _wrapped(UNDER),
        *([_wrapped(_turned(told))] if _turned(told) else []),
        *([_wrapped(f"{lacking} of {len(rows)} answers need files: {LACKING}")] if lacking else []),
        _wrapped(f"Numbers: {SHOWN}."),
        "\n".join(_wrapped(line) for line in told["definitions"].splitlines()),
    ]
    return "\n\n".join(parts)


def weighed_html(told: dict[str, Any]) -> str:
    """Return the table as a page of its own."""
    return page.render(_document(told))


def weighed_latex(told: dict[str, Any]) -> str:
    """Return the table as LaTeX with booktabs rules, what the words mean under it."""
    return latex.render(_document(told))


def weighed_word(told: dict[str, Any]) -> bytes:
    """Return the table as the content of a Word file; raises UsageError without its library."""
    return word.render(_document(told))


def _document(told: dict[str, Any]) -> Document:
    cells = tuple(tuple(_cells(row, units=True)) for row in told["rows"])
    heads = tuple(name.capitalize() for name in HEADS)
    blocks: tuple[Block, ...] = (
        Paragraph(UNDER, "lede"),
        *([Paragraph(_turned(told))] if _turned(told) else []),
        DataTable("Claims by estimators", heads, cells, anchor="claims"),
        *(Paragraph(f"{_named(row)}: {row['sentence']}", "note") for row in told["rows"]),
        Heading("What the words mean", "words"),
        *(Paragraph(line.strip()) for line in told["definitions"].splitlines() if line.strip()),
        Paragraph(f"Numbers: {SHOWN}.", "note"),
    )
    return Document("Claims weighed", "rightful  ·  weigh", "en", blocks)


def _turned(told: dict[str, Any]) -> str:
    """Return which answers are no where the claim holds; empty where none is."""
    shown = {row["key"] for row in told["rows"]}
    named = [
        f"{key.replace('_', ' ')} (claim {one.id})"
        for one in register.claims()
        for key in sorted(register.against(one) & shown)
    ]
    return f"{TURNED} {', '.join(named)}." if named else ""


def _below(row: dict[str, Any]) -> str:
    """Return what stands under an answer: what the claim names, then counts or needs."""
    cells = dict(zip(HEADS, _cells(row), strict=True))
    expected = f"expected {row['expected']}, in {row['unit']}"
    if row["missing"]:
        return _wrapped(f"{expected}; {cells['verdict']}", INDENT)
    said = "; ".join(f"{name}: {cells[name]}" for name in ESTIMATORS if cells[name] != NONE)
    lines = [f"{expected}; cells {cells['cells']}", said, row["condition"]]
    return "\n".join(_wrapped(line, INDENT) for line in lines if line)


def _named(row: dict[str, Any]) -> str:
    return " ".join([_numbers(row), row["key"].replace("_", " ")])


def _numbers(row: dict[str, Any]) -> str:
    return ", ".join(str(claim) for claim in row["claims"]) or "check"


def _cells(row: dict[str, Any], *, units: bool = False) -> list[str]:
    counts = row["counts"]
    number = NONE
    if row["estimate"] is not None:
        number = f"{row['estimate']:+.3f} ({row['low']:+.3f} to {row['high']:+.3f})"
        number += f" {row['unit']}" if units else ""
    of = f"{counts['above']} / {counts['below']} / {counts['unclear']} of {counts['cells']}"
    return [
        _numbers(row),
        row["key"].replace("_", " "),
        row["expected"],
        "needs " + ", ".join(row["missing"]) if row["missing"] else row["verdict"],
        number,
        *(row["by_estimator"].get(name, NONE) for name in ESTIMATORS),
        of if counts["cells"] else NONE,
    ]


def _wrapped(text: str, indent: str = "") -> str:
    indent += " " * (len(text) - len(text.lstrip()))
    return "\n".join(
        wrap(text.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    )
