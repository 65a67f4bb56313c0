"""What came of rerunning studies, as text and as the rows of ``docs/replications.md``."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

import polars as pl

from rightful.estimation.grid import ROWS, agreement
from rightful.estimation.replication import Replication, replication
from rightful.estimation.replication_verdict import OVER_SEVERAL, VERDICTS, definitions
from rightful.reports import listing

WIDTH = 100
INTRODUCTION = """# Studies, rerun

`rightful replicate NAME|all [--from DIR] [--format json]`. One file a study in
`src/rightful/estimation/replications`: the author's sample, coding and estimator as closely as the
data allow, the signs on respect that were published, and what differs here. The author's
specification comes first, once as the author had it and once with year effects turned round (put
in, or taken out). Then, always, the grid: the same treatment, controls and years on our estimates
of practice over {changing, constant standard} x {with, without year effects} x {with, without
state effects} x {with, without last year's practice}, posterior draws carried into the errors.

The printed tables of these studies are not in hand. A published sign is that of the abstract or of
the summary in the field, and only signs are compared, never sizes. What is said of an author's
sample and estimator is recalled where the paper could not be read. This page is written by
`rightful.study.replicate_pages.document`."""
RESULTS = """An effect above 0 is more respect, on the scale of the specification (log odds for an
ordered logit); errors in brackets. Tests marked "beside" do not count. The grid's numbers are cells
with more respect / less / unclear / no estimate, at p < .05."""
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


def document(found: list[dict[str, Any]]) -> str:
    """Return ``docs/replications.md``: how a study is rerun, what came of each, what differs."""
    parts = [
        INTRODUCTION,
        "## What the verdicts mean",
        "\n".join(["| verdict | when |", "|---|---|", *_words()]),
        OVER_SEVERAL,
        "## What came of each",
        RESULTS,
        results_page(found).strip(),
        "## What each study did, and what differs here",
        *(section(replication(one["study"])) for one in found),
    ]
    return "\n\n".join(parts) + "\n"


def results_page(found: list[dict[str, Any]]) -> str:
    """Return the results as the Markdown rows that stand in ``docs/replications.md``."""
    lines = ["| study | verdict | tests | grid |", "|---|---|---|---|"]
    for one in found:
        tests = "<br>".join(_cell_of(test, one) for test in one["tests"])
        cells = "<br>".join(_cells(one))
        lines.append(f"| `{one['study']}` | {_verdict(one)} | {tests or '—'} | {cells or '—'} |")
    return "\n".join(lines) + "\n"


def section(study: Replication) -> str:
    """Return what a study did and what differs, as it stands in ``docs/replications.md``."""
    facts = {
        "Published": study.published,
        "Sample": study.sample,
        "Coding": study.coding,
        "Estimator": study.estimator,
        "Reads": ", ".join((*study.needs, *study.helps)),
        "Missing for a full replication": "; ".join(study.lacking) or "nothing known",
    }
    lines = [f"### `{study.name}`: {study.title}", ""]
    lines += [f"* {name}: {text}." for name, text in facts.items()]
    lines += ["* Differs:", *(f"    * {text}." for text in study.differs)]
    return "\n".join(lines)


def _words() -> list[str]:
    return [f"| {word} | {text} |" for word, text in VERDICTS.items()]


def _cell_of(test: dict[str, Any], one: dict[str, Any]) -> str:
    """Return a test with its number as the author's specification gives it, then turned round."""
    rows = [row for row in one["author_rows"] if row["specification"] == test["label"]]
    rows.sort(key=lambda row: not row["as_author"])
    numbers = [
        f"{_number(row['estimate'], '+.3f')} ({_number(row['std_error'], '.3f')})"
        f"{' with years' if row['year_effects'] else ''}"
        for row in rows
    ]
    beside = "" if test["counts"] else ", beside"
    return f"{test['label']}: {', '.join(numbers)}: {test['verdict']}{beside}"


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
        listing.entry(
            one["title"],
            {"verdict": _verdict(one), "published": one["published"], **one["author"]},
        )
    ]
    if one["tests"]:
        parts.append("\n".join(["Tests:", *(_item(_test(test)) for test in one["tests"])]))
    if one["author_rows"]:
        rows = [_shown(row) for row in one["author_rows"]]
        parts.append("The author's specification, and with year effects turned round:")
        parts.append(listing.table(rows, AUTHOR_COLUMNS))
    grid = one["rows"][len(one["author_rows"]) :]
    if grid:
        parts.append("The grid (an effect of more than 0 is more respect):")
        parts.append(listing.table([_shown(row) for row in grid], GRID_COLUMNS))
        parts.append(
            "\n".join(["Cells better / worse / unclear / none:", *map(_item, _cells(one))])
        )
    for title, key in (
        ("What differs here:", "differs"),
        ("Missing for a full replication:", "missing"),
        ("Not estimated:", "unanswered"),
    ):
        if one[key]:
            parts.append("\n".join([title, *(_item(text) for text in one[key])]))
    return "\n\n".join(parts)


def _test(test: dict[str, Any]) -> str:
    beside = "" if test["counts"] else " (beside: the verdict does not rest on it)"
    found = test["found"] or "no estimate"
    return (
        f"{test['label']}: published {test['published']}, found {found}: {test['verdict']}{beside}"
    )


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
