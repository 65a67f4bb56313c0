"""A state by what a person types: a name, an ISO code, a COW code, and perhaps a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import suggest
from rightful.record.state_refusals import (
    When,
    check_year,
    nobody,
    outside,
    span,
    unknown,
)
from rightful.record.state_table import FOREVER, State, all_states, named, spells


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean.

    Attributes
    ----------
    text
        As it was typed.
    states
        Spells of every legal person that it may mean, in order of time; with a date, those alive
        then. Empty where nothing matches or the code is withdrawn.
    notes
        What to know: ambiguity, withdrawn codes, who was there instead, near names.
    """

    text: str
    states: tuple[State, ...]
    notes: tuple[str, ...]


def find(text: str, on: When = None) -> Match:
    """Return every state that ``text`` may mean, with notes; never raises.

    Parameters
    ----------
    text
        A name in any spelling known, an ISO code, a slug, or a COW code.
    on
        A day; a year, for any day in it; or ``None`` for all time.
    """
    persons = _persons(text)
    if not persons:
        return Match(text, (), (nobody(text),))
    if outside(on):
        return Match(text, (), (f"{on} is outside the years of the table, {span()}",))
    own = [spell for person in persons for spell in spells()[person]]
    alive = [spell for spell in own if _alive(spell, on)]
    notes: list[str] = []
    if not alive:
        notes.append(f"{text!r} was no state in {on}: {_list(_meant(text))}{_instead(own, on)}")
    elif on is None and not _on(persons, text, None):
        notes.append(f"{text!r} is no state today{_followed(own)}")
    elif len({spell.state_id for spell in alive}) > 1:
        now = {spell.state_id for spell in _on(persons, text, None)} if on is None else set()
        others = [spell for spell in _meant(text) if {spell.state_id} != now]
        word = "was also the name of" if len(now) == 1 else "may mean"
        notes.append(f"{text!r} {word} {_list(others)}")
    if text.strip().isdecimal():
        notes.append("a number is read as a ccode (COW)")
    alive.sort(key=lambda spell: (spell.start, spell.state_id))
    return Match(text, tuple(alive), tuple(notes))


def state(text: str, on: When = None) -> State:
    """Return the one state that ``text`` means on a day, by default the one alive now.

    A year means 31 December, or the state that ended during it where none was alive then. Today's
    name is understood for the past of the same legal person (Russia in 1980), but a name given up
    is not for the time after (Yugoslavia in 2010, or without a date).

    Raises
    ------
    UnknownName
        When nothing is called so; with suggestions.
    UsageError
        When several states are, or none was alive then; names them with their years. When the
        year is outside the table.
    """
    persons = _persons(text)
    if not persons:
        raise unknown(text)
    check_year(on)
    found = _on(persons, text, on)
    if len(found) == 1:
        return found[0]
    own = [spell for person in persons for spell in spells()[person]]
    if found:
        raise UsageError(
            f"{text!r} may mean {len(found)} states",
            allowed=_list(found),
            next_step="write the full name or the ISO code",
        )
    raise UsageError(
        f"{text!r} is no state today" if on is None else f"{text!r} was no state in {on}",
        allowed=_list(_meant(text)) + (_followed(own) if on is None else _instead(own, on)),
        next_step="give a year in which it was alive (--year), or the name of another state",
    )


def party_of(name: str, on: date) -> State | None:
    """Return the legal person that a treaty list means by ``name`` on the day of an act.

    States in no state list, and states that a list admits later, are found too (Ukraine 1954,
    Tonga 1972); a name at the United Nations prevails over custom ("Congo" is 484). ``None`` where
    nobody of that name was alive on the day (Yemen 1987, whose acts are those of either
    predecessor) or the name is ambiguous.
    """
    found = _on(_persons(name), name, on)
    if len(found) > 1:
        own = named(name)
        official = {known.state_id for known in own if known.kind == "un"}
        found = [spell for spell in found if spell.state_id in official]
    return found[0] if len(found) == 1 else None


def predecessors(state_id: str) -> tuple[str, ...]:
    """Return the slugs of the legal persons before this one.

    Raises
    ------
    UnknownName
        When no legal person has that slug.
    """
    return _person(state_id).predecessors


def successors(state_id: str) -> tuple[str, ...]:
    """Return the slugs of the legal persons after this one.

    Raises
    ------
    UnknownName
        When no legal person has that slug.
    """
    return _person(state_id).successors


def name_of_person(state_id: str) -> str:
    """Return the last name that a legal person bore.

    Raises
    ------
    UnknownName
        When no legal person has that slug.
    """
    return _person(state_id).name


def _person(state_id: str) -> State:
    if state_id not in spells():
        raise UnknownName("state id", state_id, suggest(state_id, spells()))
    return spells()[state_id][-1]


def _persons(text: str) -> tuple[str, ...]:
    """Slugs that the text may mean: by name, else by slug, else by code."""
    bare = text.strip()
    known = named(bare)
    if known:
        return tuple(dict.fromkeys(name.state_id for name in known))
    if bare.casefold() in spells():
        return (bare.casefold(),)
    return _by_code().get(bare.upper(), ())


@cache
def _by_code() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {"XKX": {"kosovo": None}}
    for spell in all_states():
        for code in (spell.iso3, spell.iso2, spell.ccode):
            if code is not None:
                found.setdefault(str(code), {})[spell.state_id] = None
    return {code: tuple(persons) for code, persons in found.items()}


def _on(persons: Sequence[str], text: str, on: When) -> list[State]:
    """One spell per legal person that is meant and was alive; the bearers of the name first."""
    day = date(on, 12, 31) if isinstance(on, int) else on
    meant = [person for person in persons if not _given_up(person, text, on)]
    alive = [spell for person in meant for spell in spells()[person] if _alive_at(spell, day)]
    if not alive and isinstance(on, int):
        ended = ([s for s in spells()[person] if _alive(s, on)] for person in meant)
        alive = [own[-1] for own in ended if own]
    bearing = [spell for spell in alive if _bears(spell, text, day)]
    return bearing or alive


def _given_up(person: str, text: str, on: When) -> bool:
    """Whether the legal person had laid this name down before the day."""
    lasted = [known.end for known in named(text) if known.state_id == person]
    first = FOREVER if on is None else date(on, 1, 1) if isinstance(on, int) else on
    return bool(lasted) and max(lasted) < first


def _bears(spell: State, text: str, day: date | None) -> bool:
    when = day or FOREVER
    return any(
        known.state_id == spell.state_id and known.start <= when <= known.end
        for known in named(text)
    )


def _alive_at(spell: State, day: date | None) -> bool:
    return spell.end is None if day is None else spell.start <= day <= (spell.end or FOREVER)


def _alive(spell: State, on: When) -> bool:
    if on is None:
        return True
    first, last = (date(on, 1, 1), date(on, 12, 31)) if isinstance(on, int) else (on, on)
    return spell.start <= last and (spell.end or FOREVER) >= first


def _meant(text: str) -> list[State]:
    """Spells that bore the name, or all spells where the text is a code or a slug."""
    own = [spell for person in _persons(text) for spell in spells()[person]]
    bearing = [
        spell
        for spell in own
        for known in named(text)
        if known.state_id == spell.state_id
        and known.start <= (spell.end or FOREVER)
        and known.end >= spell.start
    ]
    return sorted(dict.fromkeys(bearing or own), key=lambda spell: spell.start)


def _list(own: Sequence[State]) -> str:
    return "; ".join(f"{spell.name} ({_years(spell)})" for spell in own)


def _years(spell: State) -> str:
    born = "" if spell.start.year <= 1816 else str(spell.start.year)
    return f"{born}-{spell.end.year if spell.end else ''}"


def _instead(own: Sequence[State], on: When) -> str:
    """Who was there instead: predecessors before the first spell, successors after the last."""
    kin = {kin for spell in own for kin in (*spell.predecessors, *spell.successors)}
    kin |= {spell.state_id for spell in own}
    then = [s.name for person in sorted(kin) for s in spells()[person] if _alive(s, on)]
    return f"; then: {', '.join(then)}" if then else ""


def _followed(own: Sequence[State]) -> str:
    persons = dict.fromkeys(spell.state_id for spell in own)
    later = {kin for spell in own for kin in spell.successors} - set(persons)
    heirs = [person for person in (*persons, *sorted(later)) if spells()[person][-1].end is None]
    return f"; followed by {', '.join(spells()[heir][-1].name for heir in heirs)}" if heirs else ""
