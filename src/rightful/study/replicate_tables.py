"""Regression tables of studies rerun, with what differs: as a page, LaTeX or Word."""

from __future__ import annotations

from typing import Any, Final

from rightful.core.document import Block, DataTable, Document, Heading, Items, Paragraph
from rightful.estimation.replication_verdict import definitions
from rightful.reports import regression
from rightful.reports.regression import Specification, number
from rightful.reports.render import latex, page, word

COLUMNS: Final = 4  # specifications beside one another: their labels are long
YES: Final = {True: "yes", False: "no"}
GRID: Final = ("Standard", "Year effects", "State effects", "Last year's outcome")
SIZES: Final = ("n", "states", "years")
NUMBERS: Final = ("Estimate", "(Error)", "p", "N", "States", "Years")
UNDER: Final = (
    "Coefficient of the treatment; errors in brackets, of the kind named in the row of errors; no "
    "stars. An effect above 0 is more respect, on the scale named (log odds for an ordered logit). "
    "Controls are those of the study as listed under what differs; their coefficients are not kept."
)
UNDER_GRID: Final = (
    "The study's treatment, controls and years on our estimates, least squares, errors clustered "
    "by state, posterior draws of practice combined by Rubin's rules. Every cell is shown: 1 of "
    "{cells} is no more the result than another."
)


def replications_html(found: list[dict[str, Any]]) -> str:
    """Return studies as a page of its own: verdict, regression tables, the grid."""
    return page.render(_document(found))


def replications_latex(found: list[dict[str, Any]]) -> str:
    """Return studies as LaTeX with booktabs rules, a fragment for a manuscript."""
    return latex.render(_document(found))


def replications_word(found: list[dict[str, Any]]) -> bytes:
    """Return studies as the content of a Word file; raises UsageError without its library."""
    return word.render(_document(found))


def _document(found: list[dict[str, Any]]) -> Document:
    title = found[0]["title"] if len(found) == 1 else f"{len(found)} studies, rerun"
    alone = "What came of it" if len(found) == 1 else ""
    blocks = [block for one in found for block in _study(one, alone)]
    words = [Paragraph(line.strip()) for line in definitions().splitlines() if line.strip()]
    end: tuple[Block, ...] = (Heading("What the verdicts mean", "words"), *words)
    return Document(title, "rightful  ·  replicate", "en", (*blocks, *end))


def _study(one: dict[str, Any], alone: str) -> list[Block]:
    name = one["study"].replace("_", "-")
    blocks: list[Block] = [
        Heading(alone or one["title"], name),
        Paragraph(f"Verdict: {one['verdict']}, that is: {one['verdict_means']}."),
        Paragraph(f"Published: {one['published']}."),
    ]
    if one["author_rows"]:
        columns = [_specification(row) for row in one["author_rows"]]
        caption = f"{one['title']}: the author's specification, and with year effects turned round"
        blocks += [*regression.tables(caption, columns, name, COLUMNS), Paragraph(UNDER, "note")]
        blocks += [Paragraph(text, "note") for text in _outcomes(one["author_rows"])]
    blocks += _grids(one, name)
    for title, key in (
        ("What differs here", "differs"),
        ("Missing for a full replication", "missing"),
        ("Not estimated", "unanswered"),
    ):
        if one[key]:
            blocks.append(Paragraph(f"{title}:"))
            blocks.append(Items(tuple(Paragraph(text) for text in one[key])))
    return blocks


def _specification(row: dict[str, Any]) -> Specification:
    turned = "with year effects" if row["year_effects"] else "without year effects"
    label = f"{row['specification']}; {'as the author' if row['as_author'] else turned}"
    facts = {
        "Estimator": row["estimator"].replace("_", " "),
        "Scale": row["scale"] or regression.NONE,
        "Standard": row["standard"],
        "State effects": YES[row["state_effects"]],
        "Year effects": YES[row["year_effects"]],
        "Last year's outcome": YES[row["lagged"]],
        "Errors": (row["notes"] or regression.NONE).removeprefix("errors "),
        **{head: _count(row[key]) for head, key in zip(NUMBERS[3:], SIZES, strict=True)},
    }
    return Specification(
        label,
        row["treatment"].replace("_", " "),
        row["estimate"],
        row["std_error"],
        row["p"],
        tuple(facts.items()),
    )


def _outcomes(rows: list[dict[str, Any]]) -> list[str]:
    """Return which columns have which outcome."""
    at: dict[str, list[str]] = {}
    for column, row in enumerate(rows, start=1):
        at.setdefault(row["measure"], []).append(f"({column})")
    return [f"Outcome of {', '.join(columns)}: {measure}." for measure, columns in at.items()]


def _grids(one: dict[str, Any], name: str) -> list[Block]:
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in one["rows"][len(one["author_rows"]) :]:
        cells.setdefault((row["treatment"], row["measure"]), []).append(row)
    blocks: list[Block] = []
    for at, ((treatment, measure), rows) in enumerate(cells.items(), start=1):
        caption = f"{one['title']}: {treatment.replace('_', ' ')} on {measure}, in every cell"
        numeric = (*(False for _ in GRID), *(True for _ in NUMBERS))
        body = tuple(_cell(row) for row in rows)
        blocks += [
            DataTable(caption, (*GRID, *NUMBERS), body, numeric, anchor=f"{name}-grid-{at}"),
            Paragraph(UNDER_GRID.format(cells=len(rows)), "note"),
        ]
    return blocks


def _cell(row: dict[str, Any]) -> tuple[str, ...]:
    error = "" if row["std_error"] is None else f"({row['std_error']:.3f})"
    return (
        row["standard"],
        *(YES[row[key]] for key in ("year_effects", "state_effects", "lagged")),
        *(number(row["estimate"]), error, number(row["p"], ".3f")),
        *(_count(row[key]) for key in SIZES),
    )


def _count(value: int | None) -> str:
    return regression.NONE if value is None else f"{value:,}"
