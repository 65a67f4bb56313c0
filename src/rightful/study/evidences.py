"""Evidence items from what was said: `rightful discourse evidence STATE`."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import RIGHTS, resolve
from rightful.discourse.evidence import act_items, evidence
from rightful.record import states
from rightful.reports import listing
from rightful.study.coded import coded_probabilities, coded_statements

COLUMNS = {
    "year": "year",
    "right": "right",
    "item": "item",
    "value": "value",
    "p_heard": "P(heard)",
    "criticisms": "criticisms",
    "statements": "statements",
}
MOST_IDS = 3
LEGEND = (
    "1 heard, 2 heard again, 0 criticised on that right, answered on it, hardly a chance of it; "
    "no row: nobody looked, nothing was put to it, or the program that coded the words cannot tell."
)


def evidence_items(state: str, right: str | None = None) -> dict[str, Any]:
    """Return the evidence items that a state's words give, by right and year.

    Raises
    ------
    UnknownName
        When no state or right is called so.
    UsageError
        When the state has no code under which words are kept.
    """
    one = None if right is None else resolve(right, RIGHTS, "right")
    asked = states.state(state)
    if asked.ccode is None:
        raise UsageError(
            f"{asked.name} has no Correlates of War code, under which statements are coded",
            allowed="members of the state system",
            next_step=f"rightful states {asked.name!r} shows its codes",
        )
    found = _whole().filter(pl.col("ccode") == asked.ccode)
    if one is not None:
        found = found.filter(pl.col("right") == one)
    labels = dict(act_items().select("item", "label").unique().iter_rows())
    labels["S2"] = "the same norm avowed before two audiences"
    return {
        "state": asked.name,
        "items": dict(sorted(labels.items())),
        "rows": found.drop("ccode").to_dicts(),
    }


@cache
def _whole() -> pl.DataFrame:
    return evidence(coded_statements(), coded_probabilities())


def evidence_text(found: dict[str, Any]) -> str:
    """Return the items as a table, with what they mean."""
    if not found["rows"]:
        return f"{found['state']}: nothing it said, as far as it is coded, speaks to an item."
    rows = [
        {
            **{key: "" if row[key] is None else row[key] for key in COLUMNS},
            "p_heard": "" if row["p_heard"] is None else f"{row['p_heard']:.2f}",
            "statements": _ids(row["statements"]),
        }
        for row in found["rows"]
    ]
    legend = [f"{item}  {label}" for item, label in found["items"].items()]
    return "\n".join(
        [
            f"{found['state']}: items of evidence from coded statements",
            "",
            listing.table(rows, COLUMNS),
            "",
            *legend,
            "",
            LEGEND,
        ]
    )


def _ids(statements: list[str] | None) -> str:
    ids = statements or []
    more = f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else ""
    return ", ".join(ids[:MOST_IDS]) + more
