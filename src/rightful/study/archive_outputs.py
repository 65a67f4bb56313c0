"""What a replication archive expects of a rerun: numbers as JSON and CSV, tables as LaTeX, HTML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from rightful.core.variable import Variable
from rightful.estimation.grid import ROWS
from rightful.estimation.replication import AUTHOR_ROWS
from rightful.record.manifest import Holding
from rightful.record.store import Store
from rightful.record.watched import Watched
from rightful.reports.archive.contents import Item
from rightful.study import Progress
from rightful.study.claims_weigh import weighed_html, weighed_latex, weighed_of
from rightful.study.paper_tests import paper_answers
from rightful.study.replicate_studies import ALL, replicate
from rightful.study.replicate_tables import replications_html, replications_latex

WEIGH, REPLICATE, PAPER = "weigh", "replicate", "paper test"
UNITS: Final = {WEIGH: "key", REPLICATE: "study", PAPER: "key"}
SUMMARY: Final = ("key", "claims", "expected", "verdict", "estimate", "low", "high", "unit", "n")
COLUMNS: Final = (
    Variable("key", "The answer, by its name in the register of claims", "key"),
    Variable("claims", "Numbers of the claims that it answers", "text"),
    Variable("expected", "What the claim names, stated beforehand", "text"),
    Variable("verdict", "What came of it, by words defined beforehand", "text"),
    Variable("low", "Lower end of the 95 % interval", "number"),
    Variable("high", "Upper end of the 95 % interval", "number"),
    Variable("unit", "Unit of the estimate", "text"),
    Variable("study", "The study rerun", "key"),
    Variable("rows", "author: the study's own specification; grid: our estimates", "text"),
    Variable("treatment", "The regressor whose coefficient is shown", "text"),
    Variable("outcome", "Column of the outcome", "text"),
    Variable("measure", "What the outcome is, in words", "text"),
    Variable("standard", "Whose standard the outcome holds to; observed: its publisher's", "text"),
    Variable("year_effects", "Whether effects of years are held", "flag"),
    Variable("state_effects", "Whether effects of states are held", "flag"),
    Variable("lagged", "Whether last year's outcome is held", "flag"),
    Variable("estimate", "The coefficient; above 0 is more", "number", note="empty: none"),
    Variable("std_error", "Its standard error", "number", low=0),
    Variable("p", "Two-sided p-value", "probability", low=0, high=1),
    Variable("n", "Rows estimated on", "integer", low=0),
    Variable("states", "States among them", "integer", low=0),
    Variable("years", "Years among them", "integer", low=0),
    Variable("specification", "The author's specification, by its label", "text"),
    Variable("as_author", "As the author had it; else year effects turned round", "flag"),
    Variable("estimator", "How it was estimated", "text"),
    Variable("scale", "Scale of the coefficient", "text"),
    Variable("notes", "How the errors were made", "text"),
)


@dataclass(frozen=True)
class Asked:
    """What is archived: ``weigh``, ``replicate`` or ``paper test``; a name or all; a seed."""

    command: str
    name: str = ALL
    seed: int = 1

    @property
    def words(self) -> str:
        """The command as typed, without places."""
        name = "" if self.command == WEIGH else f" {self.name}"
        seed = f" --seed {self.seed}" if self.command == REPLICATE else ""
        return f"rightful {self.command}{name}{seed}"


def made(
    asked: Asked, progress: Progress, only: Collection[tuple[str, str]] | None = None
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return file -> text of the outputs, and what was read from the store for them.

    ``only`` are the (source, edition) that may be read; all that the store holds without it.
    """
    store = Watched(only=only)
    return outputs(asked, store, progress), rests_on(store)


def outputs(asked: Asked, store: Store, progress: Progress) -> dict[str, str]:
    """Return file -> text of the outputs of a command on a store.

    Raises
    ------
    UnknownName
        With suggestions, when no study or test is called so.
    """
    return _MAKERS[asked.command](asked, store, progress)


def rests_on(store: Watched) -> dict[str, Any]:
    """Return what was read from a store, and what was asked for and is not in it."""
    return {"read": [_told(one) for one in store.read], "lacking": list(store.lacking)}


def items(command: str) -> tuple[Item, ...]:
    """Return each output, what it shows and which function makes it."""
    return _ITEMS[command]


def _told(held: Holding) -> dict[str, Any]:
    kept = ("source", "edition", "filename", "sha256", "size", "table_sha256", "rows")
    return {name: value for name, value in asdict(held).items() if name in kept}


def _weigh(_: Asked, store: Store, progress: Progress) -> dict[str, str]:
    found = paper_answers(store=store, progress=progress)
    told = weighed_of(found)
    return {
        "weigh.json": _json(told),
        "weigh.csv": _csv([_flat(row) for row in told["rows"]], SUMMARY),
        "cells.csv": _csv(_cells(found), ("key", *ROWS)),
        "weigh.tex": weighed_latex(told),
        "weigh.html": weighed_html(told),
    }


def _paper(asked: Asked, store: Store, progress: Progress) -> dict[str, str]:
    found = paper_answers(asked.name, store=store, progress=progress)
    return {
        "answers.json": _json(found),
        "answers.csv": _csv([_flat(row) for row in found["answers"]], SUMMARY),
        "cells.csv": _csv(_cells(found), ("key", *ROWS)),
    }


def _replicate(asked: Asked, store: Store, progress: Progress) -> dict[str, str]:
    found = replicate(asked.name, None, asked.seed, progress, store=store)
    rows = [row for one in found for row in _rows(one)]
    return {
        "replicate.json": _json(found),
        "rows.csv": _csv(rows, ("study", "rows", *AUTHOR_ROWS)),
        "regression.tex": replications_latex(found),
        "regression.html": replications_html(found),
    }


_MAKERS: Final[dict[str, Callable[[Asked, Store, Progress], dict[str, str]]]] = {
    WEIGH: _weigh,
    REPLICATE: _replicate,
    PAPER: _paper,
}
_TESTS: Final = "rightful.study.paper_tests.paper_answers"
_TABLE: Final = "rightful.study.claims_weigh"
_STUDIES: Final = "rightful.study.replicate_studies.replicate"
_PAGES: Final = "rightful.study.replicate_tables"
_ITEMS: Final = {
    WEIGH: (
        Item("weigh.json", "verdict, numbers and counts of every answer", f"{_TABLE}.weighed_of"),
        Item("weigh.csv", "the same, one row an answer", f"{_TABLE}.weighed_of"),
        Item("cells.csv", "every cell behind the verdicts", _TESTS),
        Item("weigh.tex", "Table: claims by estimators", f"{_TABLE}.weighed_latex"),
        Item("weigh.html", "the same table as a page", f"{_TABLE}.weighed_html"),
    ),
    REPLICATE: (
        Item("replicate.json", "verdict, tests and numbers of every study", _STUDIES),
        Item("rows.csv", "the author's rows, then every cell of the grid", _STUDIES),
        Item(
            "regression.tex", "Tables: regressions of every study", f"{_PAGES}.replications_latex"
        ),
        Item("regression.html", "the same tables as a page", f"{_PAGES}.replications_html"),
    ),
    PAPER: (
        Item("answers.json", "verdict, sentence, limits and grid of every answer", _TESTS),
        Item("answers.csv", "verdicts and numbers, one row an answer", _TESTS),
        Item("cells.csv", "every cell behind the verdicts", _TESTS),
    ),
}


def _cells(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": one["key"], **row} for one in found["answers"] for row in one["rows"]]


def _rows(one: dict[str, Any]) -> list[dict[str, Any]]:
    own = [{"study": one["study"], "rows": "author", **row} for row in one["author_rows"]]
    grid = one["rows"][len(own) :]
    return own + [{"study": one["study"], "rows": "grid", **row} for row in grid]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    claims = "; ".join(str(claim) for claim in row["claims"])
    return {**row, "claims": claims, "n": row["n"]["rows"]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Write flags as 1 and 0, and numbers whole, so that they are read back as they were."""
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else repr(value) if isinstance(value, float) else value
