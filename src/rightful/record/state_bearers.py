"""Which spell has the year of a code or name, and the reason where none has.

The calendar-year rule. A state-year counts when the state was in the COW list on any day of the
year. Where one code or name meant two states in a year, the one alive on 31 December has it
(``YEM`` 1990 is 679); where the last of them ended during the year, it keeps the year (Zanzibar
1964). A year is counted once: a legal person whose code changed during it has it under the code
in force on 31 December (Germany 1990 is 255, and 260 in 1990 gives nothing), and so has a ccode
that passed to another person (345 in 1992 is the Federal Republic of Yugoslavia).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from rightful.record.state_table import (
    FOREVER,
    Days,
    State,
    all_states,
    meet,
    name_key,
    names_by_key,
    refused_names,
    spells,
    withdrawn_codes,
)

Key = Literal["cow", "gw", "name", "iso2", "iso3", "vdem"]
KEYS: Final[tuple[Key, ...]] = ("cow", "gw", "name", "iso2", "iso3", "vdem")
# Kosovo has no ISO code; these stand for it in the files of the World Bank, V-Dem and others.
_USER_ASSIGNED: Final = {"XKX": "kosovo", "XKO": "kosovo", "KSV": "kosovo", "XK": "kosovo"}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A spell that a code or name stands for; ``days`` are those it does so inside the COW list."""

    state: State
    days: Days | None
    official: bool = False


@cache
def spell_of_year(key: Key, code: str, year: int) -> State | str:
    """Return the spell that has this code's year, or the reason why none has."""
    if not 1 <= year < FOREVER.year:
        return f"{year} is no calendar year"
    bearers = _bearers(key).get(_canonical(key, code), ())
    if not bearers:
        return _why_unknown(key, code)
    new_year, year_end = date(year, 1, 1), date(year, 12, 31)
    alive = [bearer for bearer in bearers if _touches(bearer.days, new_year, year_end)]
    if not alive:
        return _why_not_alive(code, year, bearers)
    at_end = [bearer for bearer in alive if _touches(bearer.days, year_end, year_end)]
    chosen = _official(at_end) or _official(alive)
    if len({bearer.state.ccode for bearer in chosen}) > 1:
        return _why_ambiguous(code, year, chosen)
    state = max((bearer.state for bearer in chosen), key=lambda state: state.start)
    return state if at_end else _ended_in(key, code, state, year)


def _ended_in(key: Key, code: str, state: State, year: int) -> State | str:
    """Give the year to a state whose code or name ended in it, unless another has the year."""
    heir = _cow_member_on(state, date(year, 12, 31))
    if heir is None:
        return state
    same_code = heir.gwcode == state.gwcode if key == "gw" else heir.ccode == state.ccode
    if heir.state_id == state.state_id and same_code:
        return heir
    new = heir.gwcode if key == "gw" else heir.ccode
    return (
        f"{code} stood for {state.name} until {state.end}; the year {year} counts once, "
        f"under {new} ({heir.name})"
    )


def _cow_member_on(state: State, day: date) -> State | None:
    """Return the spell, on a day, of the same legal person or under the same ccode."""
    for other in all_states():
        kin = other.state_id == state.state_id or other.ccode == state.ccode
        if kin and _touches(other.cow_life, day, day):
            return other
    return None


def _touches(days: Days | None, first: date, last: date) -> bool:
    return days is not None and days[0] <= last and days[1] >= first


def _official(bearers: list[_Bearer]) -> list[_Bearer]:
    """Where a name is one state's name at the United Nations, it is not another's by custom."""
    return [bearer for bearer in bearers if bearer.official] or bearers


def _canonical(key: Key, code: str) -> str:
    if key == "name":
        return name_key(code)
    if key in ("iso2", "iso3"):
        return code.upper()
    return code.removesuffix(".0").lstrip("0")


@cache
def _bearers(key: Key) -> dict[str, tuple[_Bearer, ...]]:
    found: dict[str, list[_Bearer]] = {}
    for code, bearer in _named() if key == "name" else _coded(key):
        found.setdefault(code, []).append(bearer)
    return {code: tuple(own) for code, own in found.items()}


def _coded(key: Key) -> Iterator[tuple[str, _Bearer]]:
    for state in all_states():
        code, days = _code_and_days(key, state)
        if code is not None and days is not None:
            inside = meet(days, state.cow_life) if state.cow_life else None
            yield str(code), _Bearer(state, inside)
    if key in ("iso2", "iso3"):
        for code, state_id in _USER_ASSIGNED.items():
            for state in spells()[state_id]:
                yield code, _Bearer(state, state.cow_life)


def _code_and_days(key: Key, state: State) -> tuple[int | str | None, Days | None]:
    if key == "cow":
        return state.ccode, state.cow_life
    if key == "gw":
        return state.gwcode, state.gw_life
    return {"vdem": state.vdem_id, "iso3": state.iso3, "iso2": state.iso2}[key], state.life


def _named() -> Iterator[tuple[str, _Bearer]]:
    for key, own in names_by_key().items():
        for name in own:
            for state in spells()[name.state_id]:
                days = meet((name.start, name.end), state.life)
                if days:
                    inside = meet(days, state.cow_life) if state.cow_life else None
                    yield key, _Bearer(state, inside, official=name.kind == "un")


def _why_unknown(key: Key, code: str) -> str:
    why = refused_names().get(name_key(code)) if key == "name" else None
    if why:
        return f"{code} is no state: {why}"
    gone = withdrawn_codes().get(code.upper()) if key == "iso3" else None
    if gone:
        return (
            f"{gone.iso3} is withdrawn since {gone.withdrawn} ({gone.stood_for}); "
            f"{gone.now or 'nothing replaces it'}"
        )
    return f"no state has the {key} {code!r}"


def _why_not_alive(code: str, year: int, bearers: Sequence[_Bearer]) -> str:
    lives = "; ".join(dict.fromkeys(_life_words(bearer) for bearer in bearers))
    others = _in_its_place(bearers, year)
    instead = f"; in {year}: {', '.join(others)}" if others else ""
    return f"{code} is not in the COW list in {year}: {lives}{instead}"


def _life_words(bearer: _Bearer) -> str:
    state, days = bearer.state, bearer.days
    if days is None:
        return f"{state.name} never is"
    return f"{_who(state)} {days[0]} to {days[1] if days[1] != FOREVER else 'now'}"


def _in_its_place(bearers: Sequence[_Bearer], year: int) -> list[str]:
    """Name who was in the list instead: predecessors before the bearers, successors after."""
    last_day = date(year, 12, 31)
    kin: dict[str, None] = dict.fromkeys(bearer.state.state_id for bearer in bearers)
    for bearer in bearers:
        later = bearer.state.start > last_day
        kin |= dict.fromkeys(bearer.state.predecessors if later else bearer.state.successors)
    return [
        _who(state)
        for person in kin
        for state in spells()[person]
        if _touches(state.cow_life, date(year, 1, 1), last_day)
    ]


def _why_ambiguous(code: str, year: int, bearers: Sequence[_Bearer]) -> str:
    options = " or ".join(sorted({_who(bearer.state) for bearer in bearers}))
    return f"{code} in {year} may be {options}; write the full name"


def _who(state: State) -> str:
    return f"{state.name} ({state.ccode})" if state.ccode else state.name
