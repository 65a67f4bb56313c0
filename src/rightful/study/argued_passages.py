"""The passages behind a defence, or behind an attack by a government's own words."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from rightful.core.errors import shown
from rightful.core.statement import FORUMS
from rightful.discourse.arguments.spoken import Spoken
from rightful.discourse.arguments.told import Told
from rightful.record.all_statements import all_statements
from rightful.record.store import Store
from rightful.study.own_statements import named_document, named_place

# Passages cited under a defence or an attack, the latest first, and how much of each is quoted.
MOST_CITED: Final = 5
LONGEST_QUOTE: Final = 300

Cited = dict[str, dict[str, Any]]


def statements_behind(told: Told, name: str, words: Spoken) -> list[str]:
    """Return the state's statements that the premises of an argument rest on, in time."""
    needs = (need.removeprefix("!") for need, _ in told.premises(name))
    behind = (one for need in needs for one in words.statements.get(need, ()))
    return list(dict.fromkeys(behind))


def cited_passages(coded: pl.DataFrame, told: Told, words: Spoken) -> Cited:
    """Return where each statement that is cited was said, with its passage where it is at hand."""
    names = {*told.verdicts, *(one for each in told.verdicts.values() for one in each.because)}
    wanted = {one for name in names for one in statements_behind(told, name, words)[-MOST_CITED:]}
    if not wanted:
        return {}
    mine = pl.col("statement").is_in(list(wanted))
    rows = coded.filter(mine).unique("statement", keep="first", maintain_order=True)
    texts = dict(all_statements(Store()).filter(mine).select("statement", "text").iter_rows())
    return {
        row["statement"]: {
            "statement": row["statement"],
            "date": row["date"] or str(row["year"]),
            "forum": row["forum"],
            "document": named_document(row["statement"], row["document"]),
            "paragraph": row["paragraph"],
            "text": _quote(texts.get(row["statement"])),
        }
        for row in rows.iter_rows(named=True)
    }


def _quote(text: str | None) -> str | None:
    if text is None:
        return None
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return f"{line[: LONGEST_QUOTE - 1].rsplit(' ', 1)[0]}…"


def latest(statements: list[str], cited: Cited) -> list[dict[str, Any]]:
    """Return the latest passages among statements in time, the latest first."""
    return [cited[one] for one in statements[: -MOST_CITED - 1 : -1] if one in cited]


def passage_lines(one: dict[str, Any], indent: str) -> list[str]:
    """Return where the passages behind a defence or an attack stand, and what they say."""
    lines = []
    for each in one["passages"]:
        forum = FORUMS.get(each["forum"], each["forum"])
        where = ", ".join(
            part for part in (forum, each["document"], named_place(each["paragraph"])) if part
        )
        lines.append(
            f"{indent}- {shown(each['date'])}, {shown(where)} [{shown(each['statement'])}]"
        )
        if each["text"]:
            lines.append(f"{indent}  “{shown(each['text'], LONGEST_QUOTE)}”")
    more = len(one["statements"]) - len(one["passages"])
    return [*lines, f"{indent}- and {more} more"] if lines and more else lines
