"""Whose act it is: publishers' names to legal persons, with the day of the act in view."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from register.oblige import Succession
from register.observe import CENSORED, Observation
from rightful.core.errors import UnknownName
from rightful.record import state_table
from rightful.record.state_table import name_key, names_by_key, spells

# Names of the country-year table that no list of states has.
ALIASES: Final[dict[str, str]] = {
    "congo": "congo",
    "congo drc": "congo-democratic-republic",
    "ethiopia fdr": "ethiopia",
    "north sudan": "sudan",
    "pakistan dominion of": "pakistan",
    "palestinian territory": "palestine",
    "russia russian federation": "russia",
    "yugoslavia former": "yugoslavia",
    "yugoslavia fr": "serbia",
    "yugoslavia sfr": "yugoslavia",
}


def person_of(name: str, on: date) -> str:
    """Return the slug of the legal person that a publisher's name means on a day.

    Unlike ``states.party_of`` it also answers for a day outside the person's life: a current name
    beside an act of a predecessor, which ``attribute`` then settles.

    Raises
    ------
    UnknownName
        When the name is in no table of names, or means two persons.
    """
    if name.startswith("ccode "):
        return _coded(int(name.removeprefix("ccode ")), on)
    key = name_key(name)
    if key in ALIASES:
        return ALIASES[key]
    borne = names_by_key().get(key, ())
    persons = {one.state_id for one in borne}
    if len(persons) > 1:
        persons = {one.state_id for one in borne if one.start <= on <= one.end}
    if len(persons) > 1:
        persons = {one for one in persons if birth(one) <= on <= (death(one) or date.max)}
    if len(persons) > 1:
        official = {one.state_id for one in borne if one.kind == "un"}
        persons = persons & official or persons
    if len(persons) != 1:
        raise UnknownName("party", name, tuple(sorted(persons)))
    return persons.pop()


def _coded(ccode: int, on: date) -> str:
    found = [one for one in state_table.all_states() if one.ccode == ccode]
    if not found:
        raise UnknownName("ccode", str(ccode))
    alive = [one for one in found if one.life[0] <= on <= one.life[1]]
    return (alive or found)[-1].state_id


def birth(state_id: str) -> date:
    """Return the first day of the person's life."""
    return spells()[state_id][0].start


def death(state_id: str) -> date | None:
    """Return the last day of a person that is no more, else None."""
    return spells()[state_id][-1].end


def ccode_on(state_id: str, on: date) -> int | None:
    """Return the person's COW code on a day; outside its life, that of its nearest spell."""
    own = spells()[state_id]
    alive = [one for one in own if one.life[0] <= on <= one.life[1]]
    nearest = alive or ([own[0]] if on < own[0].start else [own[-1]])
    return nearest[0].ccode


def carrying() -> list[Succession]:
    """Return the successions by which obligations can be carried.

    A merger carries only where it makes a new person (Yemen 1990); joining a state that goes on
    (the German Democratic Republic in 1990, Zanzibar in 1964) carries nothing.
    """
    found: list[Succession] = []
    for link in state_table.successions():
        if link.relation == "merger":
            if birth(link.successor) == link.on:
                found.append(Succession(link.successor, link.predecessor, "union", link.on))
        elif link.relation != "continuation":
            found.append(Succession(link.successor, link.predecessor, "separation", link.on))
    return found


def attribute(
    found: Iterable[Observation],
) -> tuple[list[tuple[str, Observation]], list[str]]:
    """Give every observation its legal person; return the pairs and what could not be settled.

    An act dated before its party was born belongs to the predecessor alive that day; of several,
    to the one for which the country-year table has the same year. With no such predecessor it
    stays with the party and is reported.
    """
    named = _first_seen([(person_of(one.party, one.date), one) for one in found])
    years = {
        (state_id, one.instrument): one.date.year
        for state_id, one in named
        if one.authority == "hrc22" and one.act == "bound"
    }
    pairs: list[tuple[str, Observation]] = []
    unsettled: list[str] = []
    for state_id, one in named:
        owner = state_id
        # A year stands for its last day, so a year before the birth ends before it too.
        if one.date < birth(state_id):
            owner = _owner(state_id, one, years) or state_id
            if owner == state_id:
                unsettled.append(
                    f"{one.authority} {one.party} {one.instrument} {one.act} {one.date}"
                )
        pairs.append((owner, one))
    return pairs, unsettled


def _first_seen(named: list[tuple[str, Observation]]) -> list[tuple[str, Observation]]:
    """R8 drop what a table of states by year repeats or carries.

    Such tables list a person under several names (West Germany, Germany) and turn to 1 in the
    year in which a new state takes over: only the first turn counts, and none in the year of
    birth of a state with a predecessor in the table.
    """
    by_year = {"hrc22", "look16", "jei16"}
    first: dict[tuple[str, str, str], date] = {}
    bound: set[tuple[str, str, str]] = set()
    for state_id, one in named:
        if one.authority in by_year and one.act == "bound":
            key = (one.authority, state_id, one.instrument)
            bound.add(key)
            if one.note != CENSORED:
                first[key] = min(first.get(key, one.date), one.date)
    kept: list[tuple[str, Observation]] = []
    for state_id, one in named:
        key = (one.authority, state_id, one.instrument)
        if one.authority in by_year and one.act == "bound" and one.note != CENSORED:
            older = {(one.authority, old, one.instrument) for old in before(state_id)}
            born = one.date.year == birth(state_id).year and bool(older & bound)
            if one.date != first[key] or born:
                continue
        kept.append((state_id, one))
    return kept


def before(state_id: str) -> tuple[str, ...]:
    """Return the slugs of the persons that this one follows."""
    return spells()[state_id][0].predecessors


def _owner(state_id: str, one: Observation, years: dict[tuple[str, str], int]) -> str | None:
    old = [
        link.predecessor
        for link in state_table.successions()
        if link.successor == state_id
        and birth(link.predecessor) <= one.date
        and one.date <= (death(link.predecessor) or date.max)
    ]
    if len(old) == 1:
        return old[0]
    same = [before for before in old if years.get((before, one.instrument)) == one.date.year]
    return same[0] if len(same) == 1 else None
