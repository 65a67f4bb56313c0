"""A state by what a person types: a name, an ISO code, a COW code, and perhaps a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import suggest
from rightful.record.state_table import (
    FOREVER,
    Name,
    State,
    all_states,
    name_key,
    names,
    names_by_key,
    spells,
    withdrawn_codes,
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean.

    Attributes
    ----------
    text
        As it was typed.
    states
        The spells it may mean, in order of time: all of them, or those alive on the date asked
        for. Empty where nothing matches or the code is withdrawn.
    notes
        What to know: ambiguity, withdrawn codes, who was there instead, suggestions.
    """

    text: str
    states: tuple[State, ...]
    notes: tuple[str, ...]


def find(text: str, on: date | int | None = None) -> Match:
    """Return every state that ``text`` may mean, with notes; never raises.

    Parameters
    ----------
    text
        A name in any spelling known, an ISO code, a slug, or a COW code.
    on
        A day; a year stands for any day in it; ``None`` for all time.
    """
    persons = _persons(text)
    own = [state for person in persons for state in spells()[person]]
    if not own:
        return Match(text, (), _notes_unknown(text))
    alive = tuple(sorted((s for s in own if _alive(s, on)), key=lambda s: (s.start, s.state_id)))
    notes: list[str] = []
    if len(persons) > 1 and len({state.state_id for state in alive if _alive(state, None)}) > 1:
        notes.append(f"{text!r} has meant more than one state: {_list(own)}")
    if not alive:
        notes.append(_absent(text, own, on))
    elif on is None and not any(state.end is None for state in own):
        notes.append(_ended(own))
    return Match(text, alive, tuple(notes))


def state(text: str, on: date | int | None = None) -> State:
    """Return the one state that ``text`` means on a day, by default the one alive now.

    A year means 31 December, or the state that ended in it where none was alive then. A name that
    the state bore at another time is understood ("Russia", 1980).

    Raises
    ------
    UnknownName
        When nothing is called so; with suggestions.
    UsageError
        When several states are, or none was alive then; names them with their years.
    """
    persons = _persons(text)
    if not persons:
        notes = _notes_unknown(text)
        raise UnknownName(
            "state",
            text,
            suggest(text, _known_names()),
            next_step=notes[0] if text.upper() in withdrawn_codes() else None,
        )
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
        _absent(text, own, on) if on is not None else f"{text!r} is no state today",
        allowed=_ended(own),
        next_step="give a year in which it was alive, or ask for a successor",
    )


def party_of(name: str, on: date) -> State | None:
    """Return the legal person that a treaty list means by ``name`` on the day of an act.

    States in no list and states that a list admits later are found too (Ukraine 1954, Tonga
    1972); a name at the United Nations prevails over custom ("Congo" is 484). ``None`` where
    nobody of that name was alive on the day (Yemen 1987, whose acts are those of either
    predecessor) or the name is ambiguous.
    """
    persons = _persons(name)
    official = [
        person.state_id for person in names_by_key().get(name_key(name), ()) if person.kind == "un"
    ]
    found = _on(persons, name, on)
    if len(found) > 1:
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


def _person(state_id: str) -> State:
    if state_id not in spells():
        raise UnknownName("state id", state_id, suggest(state_id, spells()))
    return spells()[state_id][-1]


def _persons(text: str) -> tuple[str, ...]:
    """Slugs that the text may mean: by name, else by slug, else by code."""
    bare = text.strip()
    named = names_by_key().get(name_key(bare), ())
    if named:
        return tuple(dict.fromkeys(name.state_id for name in named))
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


def _on(persons: tuple[str, ...], text: str, on: date | int | None) -> list[State]:
    """One spell per legal person alive on the day; those that bore the name then come first."""
    day = date(on, 12, 31) if isinstance(on, int) else on
    alive = [spell for person in persons for spell in spells()[person] if _alive_at(spell, day)]
    if not alive and isinstance(on, int):
        alive = [spells_of[-1] for person in persons if (spells_of := _in_year(person, on))]
    bearing = [spell for spell in alive if _bears(spell, text, day)]
    return bearing or alive


def _in_year(person: str, year: int) -> list[State]:
    return [spell for spell in spells()[person] if _alive(spell, year)]


def _bears(spell: State, text: str, day: date | None) -> bool:
    own: tuple[Name, ...] = names_by_key().get(name_key(text), ())
    when = day or FOREVER
    return any(name.state_id == spell.state_id and name.start <= when <= name.end for name in own)


def _alive_at(spell: State, day: date | None) -> bool:
    return spell.end is None if day is None else spell.start <= day <= (spell.end or FOREVER)


def _alive(spell: State, on: date | int | None) -> bool:
    if on is None:
        return True
    first = date(on, 1, 1) if isinstance(on, int) else on
    last = date(on, 12, 31) if isinstance(on, int) else on
    return spell.start <= last and (spell.end or FOREVER) >= first


@cache
def _known_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.name for name in names()))


def _notes_unknown(text: str) -> tuple[str, ...]:
    gone = withdrawn_codes().get(text.strip().upper())
    if gone:
        return (
            f"{gone.iso3} is an ISO code withdrawn in {gone.withdrawn} ({gone.stood_for}); "
            f"{gone.now or 'nothing replaces it'}",
        )
    near = suggest(text, _known_names())
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return (f"no state is called {text!r}{hint}",)


def _years(spell: State) -> str:
    born = "" if spell.start.year <= 1816 else str(spell.start.year)
    return f"{born}-{spell.end.year if spell.end else ''}"


def _list(own: list[State]) -> str:
    return "; ".join(f"{spell.name} ({_years(spell)})" for spell in own)


def _absent(text: str, own: list[State], on: date | int | None) -> str:
    instead = _others_alive(own, on)
    hint = f"; then: {', '.join(instead)}" if instead else ""
    return f"{text!r} was no state in {on}: {_list(own)}{hint}"


def _others_alive(own: list[State], on: date | int | None) -> list[str]:
    kin = {kin for spell in own for kin in (*spell.predecessors, *spell.successors)}
    return [spell.name for person in sorted(kin) for spell in spells()[person] if _alive(spell, on)]


def _ended(own: list[State]) -> str:
    after = sorted({kin for spell in own for kin in spell.successors})
    heirs = ", ".join(spells()[person][-1].name for person in after)
    return f"{_list(own)}" + (f"; followed by {heirs}" if heirs else "")
