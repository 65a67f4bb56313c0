"""The states table: one row per spell of a legal person, its codes in four systems, its names.

Five files in ``tables`` hold it: ``states.csv`` (spells), ``state_names.csv`` (names and the
days on which a name may be taken for the state), ``state_names_refused.csv`` (names in the
sources that are no state, on purpose), ``state_successions.csv`` (who follows whom) and
``iso3_withdrawn.csv`` (codes that must match nothing).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from io import StringIO
from typing import Final, Literal

from rightful.core.names import fold

Kind = Literal["state", "party", "organisation", "territory"]
NameKind = Literal["un", "common", "former", "cow", "file"]
Relation = Literal["continuation", "succession", "merger", "separation"]

Days = tuple[date, date]  # first and last day, both included

FOREVER: Final = date(9999, 12, 31)
# The table begins with this year: of states before it makes no claim.
FIRST_YEAR: Final = 1945
# Words that lists of states add, drop or abbreviate at will.
_NO_WORDS: Final = frozenset({"the", "and"})
_SAME_WORD: Final = {"st": "saint", "dem": "democratic", "rep": "republic"}


@dataclass(frozen=True, slots=True)
class State:
    """One spell of a legal person: a stretch of its life under one name and one set of codes.

    Attributes
    ----------
    state_id
        Slug of the legal person; its spells share it.
    name
        English name in that spell.
    start, end
        First and last day of the spell; ``end`` is ``None`` while it lasts. 1816-01-01 means
        "on that day or before".
    ccode, gwcode, vdem_id
        Codes in Correlates of War, Gleditsch and Ward, V-Dem; ``None`` where a system has none.
    iso3, iso2
        ISO 3166-1 codes in force today; withdrawn ones are ``None`` and listed apart.
    cow_start, cow_end, gw_start, gw_end
        The membership, in each state list, of the state that bears the code; it may begin before
        the spell and end after it. V-Dem dates are not kept: it codes countries, not states.
    cow_abb
        Three-letter abbreviation of COW, which is not ISO ("AUS" is Austria).
    kind
        ``state``; ``party`` to treaties in no state list; ``organisation``; ``territory``.
    predecessors, successors
        Slugs of other legal persons, from the table of successions.
    note
        What a user of the codes must know.
    """

    state_id: str
    name: str
    start: date
    end: date | None
    ccode: int | None
    gwcode: int | None
    iso3: str | None
    iso2: str | None
    vdem_id: int | None
    cow_abb: str | None
    cow_start: date | None
    cow_end: date | None
    gw_start: date | None
    gw_end: date | None
    kind: Kind
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    note: str

    @property
    def life(self) -> Days:
        """First and last day of the spell, the last one far in the future while it lasts."""
        return self.start, self.end or FOREVER

    @property
    def cow_life(self) -> Days | None:
        """Days on which ``ccode`` was in force in this spell, or ``None``."""
        if self.ccode is None or self.cow_start is None:
            return None
        return meet(self.life, (self.cow_start, self.cow_end or FOREVER))

    @property
    def gw_life(self) -> Days | None:
        """Days on which ``gwcode`` was in force in this spell, or ``None``."""
        if self.gwcode is None or self.gw_start is None:
            return None
        return meet(self.life, (self.gw_start, self.gw_end or FOREVER))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a legal person, and the days on which it may be taken for it."""

    state_id: str
    name: str
    kind: NameKind
    start: date
    end: date
    source: str


@dataclass(frozen=True, slots=True)
class Succession:
    """One legal person following another on a day; ``relation`` says how."""

    predecessor: str
    successor: str
    relation: Relation
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class WithdrawnCode:
    """An ISO alpha-3 code that no longer stands for anything."""

    iso3: str
    stood_for: str
    withdrawn: int
    now: str


@cache
def all_states() -> tuple[State, ...]:
    """Return every spell, sorted by legal person and start."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in successions():
        after.setdefault(link.predecessor, []).append(link.successor)
        before.setdefault(link.successor, []).append(link.predecessor)
    return tuple(
        State(
            state_id=row["state_id"],
            name=row["name"],
            start=date.fromisoformat(row["start"]),
            end=_day(row["end"]),
            ccode=_code(row["ccode"]),
            gwcode=_code(row["gwcode"]),
            iso3=row["iso3"] or None,
            iso2=row["iso2"] or None,
            vdem_id=_code(row["vdem_id"]),
            cow_abb=row["cow_abb"] or None,
            cow_start=_day(row["cow_start"]),
            cow_end=_day(row["cow_end"]),
            gw_start=_day(row["gw_start"]),
            gw_end=_day(row["gw_end"]),
            kind=row["kind"],  # type: ignore[arg-type]
            predecessors=tuple(before.get(row["state_id"], ())),
            successors=tuple(after.get(row["state_id"], ())),
            note=row["note"],
        )
        for row in _rows("states.csv")
    )


@cache
def spells() -> dict[str, tuple[State, ...]]:
    """Return the spells of each legal person, in order of time."""
    found: dict[str, list[State]] = {}
    for state in all_states():
        found.setdefault(state.state_id, []).append(state)
    return {state_id: tuple(own) for state_id, own in found.items()}


@cache
def successions() -> tuple[Succession, ...]:
    """Return who follows whom, in order of the file."""
    return tuple(
        Succession(
            row["predecessor"],
            row["successor"],
            row["relation"],  # type: ignore[arg-type]
            date.fromisoformat(row["date"]),
            row["note"],
        )
        for row in _rows("state_successions.csv")
    )


@cache
def withdrawn_codes() -> dict[str, WithdrawnCode]:
    """Return the withdrawn ISO alpha-3 codes."""
    return {
        row["iso3"]: WithdrawnCode(row["iso3"], row["stood_for"], int(row["withdrawn"]), row["now"])
        for row in _rows("iso3_withdrawn.csv")
    }


@cache
def names() -> tuple[Name, ...]:
    """Return every name: those of ``state_names.csv`` and the name that each spell bears."""
    listed = [
        Name(
            row["state_id"],
            row["name"],
            row["kind"],  # type: ignore[arg-type]
            _day(row["from"]) or date.min,
            _day(row["until"]) or FOREVER,
            row["source"],
        )
        for row in _rows("state_names.csv")
    ]
    return tuple(listed)


@cache
def refused_names() -> dict[str, str]:
    """Return, by comparison key, names that stand for no state and why."""
    return {name_key(row["name"]): row["why"] for row in _rows("state_names_refused.csv")}


@cache
def names_by_key() -> dict[str, tuple[Name, ...]]:
    """Return the names under each comparison key, and under the key written in one word."""
    found: dict[str, list[Name]] = {}
    for name in names():
        key = name_key(name.name)
        for written in dict.fromkeys((key, key.replace(" ", ""))):
            found.setdefault(written, []).append(name)
    return {key: tuple(own) for key, own in found.items()}


def named(text: str) -> tuple[Name, ...]:
    """Return the names that a person's text may be: as written, or with its parts run together.

    "Cote dIvoire" and "Lao Peoples Democratic Republic" are found: an apostrophe parts nothing.
    """
    key = name_key(text)
    known = names_by_key()
    return known.get(key) or known.get(key.replace(" ", ""), ())


def name_key(text: str) -> str:
    """Return the form in which names are compared: folded, no articles, no footnote numbers."""
    words = (_SAME_WORD.get(word, word) for word in fold(text).split())
    return " ".join(word for word in words if word not in _NO_WORDS and not word.isdecimal())


def _rows(filename: str) -> Iterator[dict[str, str]]:
    table = resources.files("rightful.record").joinpath("tables", filename)
    yield from csv.DictReader(StringIO(table.read_text(encoding="utf-8")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _code(text: str) -> int | None:
    return int(text) if text else None


def meet(one: Days, other: Days) -> Days | None:
    """Return the days that two stretches share, or ``None``."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None
