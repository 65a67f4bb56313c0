"""Which roll calls of the General Assembly are about the human rights of a named state.

The rules read the publisher's short title and the first sentence or so of the description. The
table ``resolution_targets`` has the states, each with a pattern in one of two frames:

* ``rights``: within one phrase, *human rights* or *fundamental freedoms* and then, at most 80
  letters on, *in*, *of* or a comma and the state;
* ``phrase``: the pattern as it stands.

The ground says why the Assembly speaks: ``situation`` in the state, ``apartheid``, or what an
occupying power does in territory it holds (``occupation``).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

WHOLE, PART, MOTION = 0, 1, 2
# Beyond the first sentence or so, a description recounts what others did.
TITLE_LENGTH: Final = 240
_RIGHTS: Final = r"(?:human rights?|fundamental (?:rights|freedoms))"
_LINK: Final = r"[^|.;:]{0,80}?(?:\b(?:in|of|by|and|regarding)|,|--)\s*(?:the )?(?:republic of )?"
_MOTION: Final = re.compile(r"no action|adjourn|inclu(?:de|ding|sion)[^|]{0,60}agenda|delete item")
_PART: Final = re.compile(r"separate vote|amendment|paragraph|\bpara\b")


@dataclass(frozen=True, slots=True)
class Target:
    """A state, the years in which a pattern means it, and why the Assembly speaks of it."""

    ccode: int
    first_year: int
    last_year: int
    ground: str
    pattern: re.Pattern[str]


@cache
def target_rules() -> tuple[Target, ...]:
    """Return the table of targets, in its order."""
    place = files("rightful.record") / "tables" / "resolution_targets.csv"
    with place.open(encoding="utf-8") as file:
        return tuple(_target(row) for row in csv.DictReader(file))


def targets_of(short: str, description: str, year: int) -> tuple[tuple[int, str], ...]:
    """Return (ccode, ground) of the states whose rights a roll call is about, by ccode."""
    text = f"{short} | {description[:TITLE_LENGTH]}".lower()
    found: dict[int, str] = {}
    for rule in target_rules():
        inside = rule.first_year <= year <= rule.last_year
        if inside and rule.ccode not in found and rule.pattern.search(text):
            found[rule.ccode] = rule.ground
    return tuple(sorted(found.items()))


def part_of(amend: int | None, para: int | None, short: str, description: str) -> int:
    """Return whether a whole resolution, a part of one, or a motion was put to the vote."""
    text = f"{short} | {description}".lower()
    if _MOTION.search(text):
        return MOTION
    untold = amend is None and para is None
    if amend == 1 or para == 1 or (untold and _PART.search(text)):
        return PART
    return WHOLE


def _target(row: dict[str, str]) -> Target:
    pattern = row["pattern"]
    if row["frame"] == "rights":
        pattern = rf"{_RIGHTS}{_LINK}(?:{pattern})\b"
    return Target(
        int(row["ccode"]),
        int(row["first_year"]),
        int(row["last_year"]),
        row["ground"],
        re.compile(pattern),
    )
