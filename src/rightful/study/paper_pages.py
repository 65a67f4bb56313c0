"""The page of answers to the paper's own tests: ``docs/weighed.md``."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any, Final

from rightful.estimation.paper_tests._contract import test

HEADS: Final = ("claim", "key", "expected", "verdict", "estimate (95 %)", "unit", "cells")
INTRODUCTION: Final = """# Claims, weighed

Every answer of `rightful paper test` on a store with all the files that can be pulled. Written by
`rightful.study.paper_pages.document`; `rightful paper test KEY` shows one answer with its grid,
`rightful weigh` the table, `docs/paper-tests.md` says how a test is made and what its words mean.

The number shown is the cell with effects of states and years, the changing standard where there
are two, and the first measure: chosen before looking. Cells: clearly above zero / clearly below /
not clear (p < .05). "A check" answers no claim and stands beside those that do. Answers are not
counted against each other: of a hundred claims of which none is true some stand out by chance, and
what holds here is to be read with that in mind."""


def document(told: dict[str, Any]) -> str:
    """Return the page of what ``paper_answers`` says: counts, the table, each answer in words."""
    answers = sorted(told["answers"], key=lambda one: (one["test"], one["key"]))
    counts = Counter("no data" if one["missing"] else one["verdict"] for one in answers)
    counted = ", ".join(f"{word} {number}" for word, number in counts.most_common())
    parts = [
        INTRODUCTION,
        f"{len(answers)} answers: {counted}.",
        "## All answers",
        _table(sorted(answers, key=lambda one: (one["claims"], one["key"]))),
        "## Test by test",
        *(_test(name, list(found)) for name, found in groupby(answers, lambda one: one["test"])),
    ]
    return "\n\n".join(parts) + "\n"


def _table(answers: list[dict[str, Any]]) -> str:
    rows = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    return "\n".join([*rows, *(_row(one) for one in answers)])


def _row(one: dict[str, Any]) -> str:
    known = [row for row in one["rows"] if row["estimate"] is not None]
    clear = [row for row in known if row["p"] < 0.05]
    above = sum(row["estimate"] > 0 for row in clear)
    cells = f"{above} / {len(clear) - above} / {len(known) - len(clear)}" if known else "—"
    number = "—"
    if one["estimate"] is not None:
        number = f"{one['estimate']:+.3f} ({one['low']:+.3f} to {one['high']:+.3f})"
    verdict = f"needs {', '.join(one['missing'])}" if one["missing"] else one["verdict"]
    claims = ", ".join(str(number) for number in one["claims"]) or "a check"
    told = (claims, f"`{one['key']}`", one["expected"], verdict, number, one["unit"], cells)
    return f"| {' | '.join(told)} |"


def _test(name: str, answers: list[dict[str, Any]]) -> str:
    lines = [f"### `{name}`: {test(name).title}", ""]
    lines += [f"* {' '.join(part for part in _said(one) if part)}" for one in answers]
    return "\n".join(lines)


def _said(one: dict[str, Any]) -> tuple[str, ...]:
    n = one["n"]
    size = f"{n['rows']:,} rows, {n['states']} states, {n['years']} years." if n["rows"] else ""
    picked = f"{one['picked']}."
    return (f"`{one['key']}`:", one["question"], one["sentence"], size, picked, one["limits"])
