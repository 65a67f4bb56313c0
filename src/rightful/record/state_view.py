"""What is known of a state, for a reader: a plain mapping that JSON keeps, and its text."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import Any

from rightful.record.state_lookup import find
from rightful.record.state_refusals import When, check_year, unknown
from rightful.record.state_table import FOREVER, Days, State, names, spells, successions

_WIDTH = 96


def describe(text: str, on: When = None) -> dict[str, Any]:
    """Return all that is known of the states that ``text`` may mean.

    Returns
    -------
    dict
        ``asked``, ``on``, ``notes`` and ``persons``: one entry per legal person with its
        ``spells`` (those alive on the date asked for), ``names``, ``predecessors`` and
        ``successors``. Dates are ISO text, open ends and absent codes ``None``.

    Raises
    ------
    UnknownName
        When nothing is called so; with suggestions, or with what a withdrawn code stood for.
    UsageError
        When the year is outside the table.
    """
    check_year(on)
    match = find(text, on)
    if not match.states and not find(text).states:
        raise unknown(text)
    persons = dict.fromkeys(spell.state_id for spell in match.states)
    return {
        "asked": text,
        "on": on.isoformat() if isinstance(on, date) else on,
        "notes": list(match.notes),
        "persons": [_person(person, match.states) for person in persons],
    }


def as_text(described: dict[str, Any]) -> str:
    """Return what ``describe`` found as lines of text."""
    blocks = [_block(person) for person in described["persons"]]
    notes = [line for note in described["notes"] for line in wrap(note, _WIDTH)]
    return "\n\n".join("\n".join(lines) for lines in [*blocks, notes] if lines)


def _person(state_id: str, shown: tuple[State, ...]) -> dict[str, Any]:
    before = [link for link in successions() if link.successor == state_id]
    after = [link for link in successions() if link.predecessor == state_id]
    return {
        "state_id": state_id,
        "name": spells()[state_id][-1].name,
        "kind": spells()[state_id][-1].kind,
        "spells": [_spell(spell) for spell in shown if spell.state_id == state_id],
        "names": [
            {"name": name.name, "from": _iso(name.start), "until": _iso(name.end)}
            for name in names()
            if name.state_id == state_id and name.kind != "file"
        ],
        "predecessors": [
            _link(link.predecessor, link.relation, link.on, link.note) for link in before
        ],
        "successors": [_link(link.successor, link.relation, link.on, link.note) for link in after],
    }


def _spell(spell: State) -> dict[str, Any]:
    return {
        "name": spell.name,
        "start": _iso(spell.start),
        "end": _iso(spell.end),
        "ccode": spell.ccode,
        "cow": _days(spell.cow_life),
        "gwcode": spell.gwcode,
        "gw": _days(spell.gw_life),
        "iso3": spell.iso3,
        "iso2": spell.iso2,
        "vdem_id": spell.vdem_id,
        "note": spell.note,
    }


def _link(state_id: str, relation: str, on: date, note: str) -> dict[str, Any]:
    name = spells()[state_id][-1].name
    return {"state_id": state_id, "name": name, "relation": relation, "on": _iso(on), "note": note}


def _days(days: Days | None) -> list[str | None] | None:
    return [_iso(days[0]), _iso(days[1])] if days else None


def _iso(day: date | None) -> str | None:
    return None if day in (None, FOREVER, date.min) or day is None else day.isoformat()


def _block(person: dict[str, Any]) -> list[str]:
    lines = [f"{person['name']}  [{person['state_id']}, {person['kind']}]"]
    for spell in person["spells"]:
        lines.append(f"  {_span([spell['start'], spell['end']])}  {spell['name']}")
        lines.append(f"      {_codes(spell)}")
    for note in dict.fromkeys(spell["note"] for spell in person["spells"] if spell["note"]):
        lines += wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for word, side in (("before", "predecessors"), ("after", "successors")):
        for kin in person[side]:
            lines.append(f"  {word}: {kin['name']} ({kin['relation']}, {kin['on']})")
    return lines


def _codes(spell: dict[str, Any]) -> str:
    cow = f"{spell['ccode']} ({_span(spell['cow'])})" if spell["cow"] else "none"
    gw = f"{spell['gwcode']} ({_span(spell['gw'])})" if spell["gw"] else "none"
    return f"COW {cow}, GW {gw}, ISO {spell['iso3'] or 'none'}, V-Dem {spell['vdem_id'] or 'none'}"


def _span(days: list[str | None]) -> str:
    first, last = days
    return f"{first} to {last or 'now'}"
