"""Claims x estimators in one table, by words defined beforehand: `rightful weigh`."""

from __future__ import annotations

import html
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from rightful.core.document import Block, DataTable, Document, Heading, Paragraph
from rightful.estimation.paper_tests._answer import ESTIMATORS, SHOWN
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.render import page
from rightful.study import Progress
from rightful.study.paper_tests import ALL, paper_answers, quiet

WIDTH: Final = 100
NONE: Final = "—"
HEADS: Final = ("claim", "answer", "expected", "verdict", "estimate", *ESTIMATORS, "cells")
UNDER: Final = (
    "Cells: clearly above zero / clearly below / not clear, of how many. The verdict rests on the "
    "two-way cells and on none of the others saying the opposite; the other columns judge their "
    "own cells by the same words."
)
FORMS: Final = ("text", "json", "html", "latex")


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
    found = paper_answers(ALL, baseline, store, progress)
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
    """Return the table as text, and what its words mean."""
    rows = [dict(zip(HEADS, _cells(row), strict=True)) for row in told["rows"]]
    parts = [listing.table(rows, {name: name for name in HEADS}), *(_wrapped(UNDER),)]
    needs = [f"{row['key']} needs: {', '.join(row['missing'])}" for row in _unmet(told)]
    return "\n\n".join(
        [
            *parts,
            *(["\n".join(needs)] if needs else []),
            _wrapped(f"Numbers: {SHOWN}."),
            "\n".join(_wrapped(line) for line in told["definitions"].splitlines()),
        ]
    )


def weighed_html(told: dict[str, Any]) -> str:
    """Return the table as a page of its own."""
    cells = tuple(tuple(_cells(row)) for row in told["rows"])
    blocks: tuple[Block, ...] = (
        Paragraph(UNDER, "lede"),
        DataTable("Claims by estimators", tuple(name.capitalize() for name in HEADS), cells),
        *(Paragraph(f"{row['key']}: {row['sentence']}", "note") for row in told["rows"]),
        Heading("What the words mean", "words"),
        *(Paragraph(line.strip()) for line in told["definitions"].splitlines() if line.strip()),
        Paragraph(f"Numbers: {SHOWN}.", "note"),
    )
    return page.render(Document("Claims weighed", "rightful  ·  weigh", "en", blocks))


def weighed_latex(told: dict[str, Any]) -> str:
    """Return the table as LaTeX with booktabs rules, the definitions as its note."""
    lines = [
        "% needs \\usepackage{booktabs}",
        "\\begin{table}\\centering\\footnotesize",
        f"\\begin{{tabular}}{{{'l' * len(HEADS)}}}",
        "\\toprule",
        " & ".join(_tex(name.capitalize()) for name in HEADS) + r" \\",
        "\\midrule",
        *(" & ".join(_tex(cell) for cell in _cells(row)) + r" \\" for row in told["rows"]),
        "\\bottomrule",
        "\\end{tabular}",
        "\\par\\smallskip\\raggedright",
        *(
            f"{_tex(line.strip())}\\par"
            for line in (UNDER, *told["definitions"].splitlines())
            if line.strip()
        ),
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _unmet(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in told["rows"] if row["missing"]]


def _cells(row: dict[str, Any]) -> list[str]:
    counts = row["counts"]
    number = NONE
    if row["estimate"] is not None:
        number = f"{row['estimate']:+.3f} ({row['low']:+.3f} to {row['high']:+.3f})"
    of = f"{counts['above']} / {counts['below']} / {counts['unclear']} of {counts['cells']}"
    return [
        ", ".join(str(claim) for claim in row["claims"]),
        row["key"].replace("_", " "),
        row["expected"],
        "needs " + ", ".join(row["missing"]) if row["missing"] else row["verdict"],
        number,
        *(row["by_estimator"].get(name, NONE) for name in ESTIMATORS),
        of if counts["cells"] else NONE,
    ]


TEX: Final = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    NONE: "---",
}


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in html.unescape(text))


def _wrapped(text: str) -> str:
    indent = " " * (len(text) - len(text.lstrip()))
    return "\n".join(
        wrap(text.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    )
