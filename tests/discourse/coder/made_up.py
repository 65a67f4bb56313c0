"""Made-up passages for the coder's tests; frames as parts hand them over."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.targets import Names
from rightful.discourse.scheme import Example, codebook

OWN, OTHER, THIRD = 901, 902, 903
NAMES = Names(
    codes={
        "Atlantis": OWN,
        "Atlantean": OWN,
        "Borduria": OTHER,
        "Bordurian": OTHER,
        "Syldavia": THIRD,
        "Syldavian": THIRD,
    }
)
_REVIEWS = re.compile(r"^\[SELF\] (?:expressed|recommended|welcomed|thanked|asked)\b")
_REPORTED = re.compile(
    r"^(?:The delegation|Reports of|The Constitution forbids|How a State|Following|In 2009|The "
    r"Government continues|Ratification|The gatherings|Pre-trial|The ministry|A national|"
    r"The meeting)"
)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return statements; what a row does not say is null, its id its place."""
    empty = {**dict.fromkeys(STATEMENTS), "context": None}
    schema = {**STATEMENTS, "context": pl.String}
    full = [
        {**empty, "statement": str(place), "ccode": OWN, **row} for place, row in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=schema, orient="row")


def spoken(text: str, **more: Any) -> dict[str, Any]:
    """Return a passage of a speech."""
    return {"forum": "general_debate", "voice": "direct", "text": text, **more}


def reviewed(text: str, **more: Any) -> dict[str, Any]:
    """Return a paragraph of the state under review."""
    return {"forum": "upr_dialogue", "voice": "reported", "text": text, **more}


def reviewing(text: str, **more: Any) -> dict[str, Any]:
    """Return a paragraph of a state that speaks to the one under review."""
    return {**reviewed(text), "addressee": OTHER, **more}


def setting(example: Example) -> dict[str, Any]:
    """Return a codebook example where its wording says that it stands."""
    said = {"context": example.context}
    if _REVIEWS.match(example.text):
        return reviewing(example.text, **said)
    if _REPORTED.match(example.text):
        return reviewed(example.text, **said)
    return spoken(example.text, **said)


def codebook_examples() -> list[tuple[str, bool, Example]]:
    """Return act, whether the passage carries it, and the passage, of all made-up examples."""
    return [
        (act.name, carries, example)
        for act in codebook().acts
        for carries, examples in ((True, act.examples), (False, act.counter))
        for example in examples
    ]
