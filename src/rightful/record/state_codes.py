"""From a publisher's code or name and a year to ``ccode``, never a wrong merge.

The calendar-year rule. A state-year counts when the state was in the COW list on any day of the
year. Where one code or name meant two states in a year, the one alive on 31 December has it
(``YEM`` 1990 is 679); where the last of them ended during the year, it keeps the year (Zanzibar
1964). A legal person whose code changed during a year has that year once, under the code in force
on 31 December (Germany 1990 is 255; 260 in 1990 gives nothing and a note).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

import polars as pl

from rightful.core.errors import UsageError
from rightful.record.state_table import (
    FOREVER,
    State,
    all_states,
    name_key,
    names_by_key,
    spells,
    withdrawn_codes,
)

Key = Literal["cow", "gw", "name", "iso2", "iso3", "vdem"]
KEYS: Final[tuple[Key, ...]] = ("cow", "gw", "name", "iso2", "iso3", "vdem")
# Kosovo has no ISO code; these stand for it in the files of the World Bank, V-Dem and others.
_USER_ASSIGNED: Final = {"XKX": "kosovo", "XKO": "kosovo", "KSV": "kosovo", "XK": "kosovo"}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A spell that a code or name stands for, and the days on which it does."""

    state: State
    first: date
    last: date
    official: bool = False


def ccode_of(key: Key, codes: pl.Series, years: pl.Series) -> pl.DataFrame:
    """Return the ccode of each code and year.

    Parameters
    ----------
    key
        What ``codes`` are: ``cow``, ``gw``, ``name``, ``iso2``, ``iso3`` or ``vdem``.
    codes, years
        Shape (N,): codes (numbers or text) and calendar years.

    Returns
    -------
    pl.DataFrame
        Shape (N, 2), in the order given: ``ccode`` (Int32) and ``note`` (String). Exactly one of
        the two is null: a note says why there is no ccode.

    Raises
    ------
    UsageError
        When ``key`` is not known or the lengths differ.
    """
    if key not in KEYS:
        raise UsageError(
            f"no key of states is called {key!r}",
            where="ccode_of",
            allowed=", ".join(KEYS),
            next_step="say what the codes are",
        )
    if codes.len() != years.len():
        raise UsageError(
            f"{codes.len()} codes for {years.len()} years",
            where="ccode_of",
            allowed="one year per code",
            next_step="pass two columns of one table",
        )
    asked = pl.DataFrame({"code": _as_text(codes), "year": years.cast(pl.Int32, strict=False)})
    return _look_up(asked, lambda code, year: _ccode_in(key, code, year), "ccode", pl.Int32)


def gwcode_of(ccodes: pl.Series, years: pl.Series) -> pl.DataFrame:
    """Return ``gwcode`` (Int32) and ``note`` of each ccode and year, shape (N, 2)."""
    return _from_ccode(ccodes, years, "gwcode", pl.Int32)


def iso3_of(ccodes: pl.Series, years: pl.Series) -> pl.DataFrame:
    """Return ``iso3`` (String) and ``note`` of each ccode and year, shape (N, 2)."""
    return _from_ccode(ccodes, years, "iso3", pl.String)


def name_of(ccode: int, year: int) -> str | None:
    """Return the English name that the state bore at the end of the year, or ``None``."""
    state = state_of_ccode(ccode, year)
    return state.name if state else None


def state_of_ccode(ccode: int, year: int) -> State | None:
    """Return the spell that has the year under this ccode, or ``None``."""
    found = _of_year("cow", str(ccode), year)
    return None if isinstance(found, str) else found


@cache
def _panel(first: int, last: int) -> pl.DataFrame:
    rows = [
        (
            state.ccode,
            year,
            _code_of(state, year, "gwcode"),
            _code_of(state, year, "iso3"),
            state.name,
        )
        for ccode in sorted({state.ccode for state in all_states() if state.ccode is not None})
        for year in range(first, last + 1)
        if (state := state_of_ccode(ccode, year)) is not None
    ]
    return pl.DataFrame(
        rows,
        schema={
            "ccode": pl.Int32,
            "year": pl.Int32,
            "gwcode": pl.Int32,
            "iso3": pl.String,
            "name": pl.String,
        },
        orient="row",
    )


def state_years(first: int, last: int) -> pl.DataFrame:
    """Return the members of the COW list in each year, by the calendar-year rule.

    Returns
    -------
    pl.DataFrame
        Columns ``ccode``, ``year``, ``gwcode``, ``iso3``, ``name``; unique on (ccode, year) and,
        where not null, on (gwcode, year) and (iso3, year).

    Raises
    ------
    UsageError
        When the years are not in order or start before 1945.
    """
    if not 1945 <= first <= last:
        raise UsageError(
            f"no state-years from {first} to {last}",
            where="state_years",
            allowed="1945 or later, first year not after the last",
            next_step="correct the years",
        )
    return _panel(first, last)


def _from_ccode(
    ccodes: pl.Series, years: pl.Series, column: str, kind: type[pl.DataType]
) -> pl.DataFrame:
    asked = pl.DataFrame({"code": _as_text(ccodes), "year": years.cast(pl.Int32, strict=False)})

    def answer(code: str, year: int) -> tuple[int | str | None, str | None]:
        state = _of_year("cow", code, year)
        if isinstance(state, str):
            return None, state
        value = _code_of(state, year, column)
        if value is None:
            return None, f"{state.name} ({code}) has no {column} in {year}. {state.note}".strip()
        return value, None

    return _look_up(asked, answer, column, kind)


def _code_of(state: State, year: int, column: str) -> int | str | None:
    """Return the code, unless in that year it belongs to another state."""
    value: int | str | None = getattr(state, column)
    if value is None:
        return None
    owner, _ = _ccode_in("gw" if column == "gwcode" else "iso3", str(value), year)
    return value if owner == state.ccode else None


def _look_up(
    asked: pl.DataFrame,
    answer: Callable[[str, int], tuple[int | str | None, str | None]],
    column: str,
    kind: type[pl.DataType],
) -> pl.DataFrame:
    """Answer each distinct question once and put the answers back in order."""
    distinct = asked.unique(maintain_order=True)
    answers = [_or_missing(answer, code, year) for code, year in distinct.iter_rows()]
    known = distinct.with_columns(
        pl.Series(column, [value for value, _ in answers], dtype=kind),
        pl.Series("note", [note for _, note in answers], dtype=pl.String),
    )
    joined = asked.join(
        known, on=["code", "year"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.select(column, "note")


def _or_missing(
    answer: Callable[[str, int], tuple[int | str | None, str | None]],
    code: str | None,
    year: int | None,
) -> tuple[int | str | None, str | None]:
    if code is None or not code.strip():
        return None, "no code is given"
    if year is None:
        return None, f"no year is given for {code!r}"
    return answer(code.strip(), year)


def _as_text(codes: pl.Series) -> pl.Series:
    if codes.dtype.is_float():
        codes = codes.fill_nan(None).cast(pl.Int64, strict=False)
    return codes.cast(pl.String)


@cache
def _ccode_in(key: Key, code: str, year: int) -> tuple[int | None, str | None]:
    found = _of_year(key, code, year)
    return (None, found) if isinstance(found, str) else (found.ccode, None)


@cache
def _of_year(key: Key, code: str, year: int) -> State | str:
    """Return the spell that has this code's year, or the reason why none has."""
    bearers = _bearers(key).get(_canonical(key, code), ())
    if not bearers:
        return _why_unknown(key, code)
    new_year, year_end = date(year, 1, 1), date(year, 12, 31)
    alive = [
        bearer
        for bearer in bearers
        if _within(bearer) is not None and _touches(_within(bearer), new_year, year_end)
    ]
    if not alive:
        return _why_not_alive(code, year, bearers)
    at_end = [bearer for bearer in alive if _touches(_within(bearer), year_end, year_end)]
    chosen = _official(at_end) or _official(alive)
    if len({bearer.state.ccode for bearer in chosen}) > 1:
        return _why_ambiguous(code, year, chosen)
    state = max((bearer.state for bearer in chosen), key=lambda state: state.start)
    return state if at_end else _unless_it_lives_on(key, code, state, year)


def _unless_it_lives_on(key: Key, code: str, state: State, year: int) -> State | str:
    """Give the year to a state that ended in it, but not to the old code of one that lives on."""
    later = _cow_spell_on(state.state_id, date(year, 12, 31))
    changed = later is not None and (
        later.ccode != state.ccode or (key == "gw" and later.gwcode != state.gwcode)
    )
    if later is None or not changed:
        return later if later is not None and later.ccode == state.ccode else state
    new = later.gwcode if key == "gw" else later.ccode
    return (
        f"{code} stood for {state.name} until {state.end}; the year {year} counts once, "
        f"under {new} ({later.name})"
    )


def _cow_spell_on(state_id: str, day: date) -> State | None:
    for state in spells()[state_id]:
        if state.cow_life and _touches(state.cow_life, day, day):
            return state
    return None


def _within(bearer: _Bearer) -> tuple[date, date] | None:
    """Days on which the code stands for the state and the state is in the COW list."""
    life = bearer.state.cow_life
    if life is None:
        return None
    first, last = max(bearer.first, life[0]), min(bearer.last, life[1])
    return (first, last) if first <= last else None


def _touches(life: tuple[date, date] | None, first: date, last: date) -> bool:
    return life is not None and life[0] <= last and life[1] >= first


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
        if key == "cow" and state.cow_life:
            yield str(state.ccode), _Bearer(state, *state.cow_life)
        elif key == "gw" and state.gw_life:
            yield str(state.gwcode), _Bearer(state, *state.gw_life)
        elif key == "vdem" and state.vdem_id is not None:
            yield str(state.vdem_id), _Bearer(state, *state.life)
        elif key == "iso3" and state.iso3:
            yield state.iso3, _Bearer(state, *state.life)
        elif key == "iso2" and state.iso2:
            yield state.iso2, _Bearer(state, *state.life)
    if key in ("iso2", "iso3"):
        for code, state_id in _USER_ASSIGNED.items():
            for state in spells()[state_id]:
                yield code, _Bearer(state, *state.life)


def _named() -> Iterator[tuple[str, _Bearer]]:
    for key, own in names_by_key().items():
        for name in own:
            for state in spells()[name.state_id]:
                first, last = max(name.start, state.start), min(name.end, state.end or FOREVER)
                if first <= last:
                    yield key, _Bearer(state, first, last, official=name.kind == "un")


def _why_unknown(key: Key, code: str) -> str:
    gone = withdrawn_codes().get(code.upper()) if key == "iso3" else None
    if gone:
        return (
            f"{gone.iso3} is withdrawn since {gone.withdrawn} ({gone.stood_for}); "
            f"{gone.now or 'nothing replaces it'}"
        )
    return f"no state has the {key} {code!r}"


def _why_not_alive(code: str, year: int, bearers: tuple[_Bearer, ...]) -> str:
    lives = "; ".join(dict.fromkeys(_life_words(bearer) for bearer in bearers))
    others = _in_its_place(bearers, year)
    instead = f"; in {year}: {others}" if others else ""
    return f"{code} has no state in the COW list in {year}: {lives}{instead}"


def _life_words(bearer: _Bearer) -> str:
    state, days = bearer.state, _within(bearer)
    who = f"{state.name} ({state.ccode})" if state.ccode else state.name
    if days is None:
        return f"{who} is not in the list"
    return f"{who} {days[0]} to {days[1] if days[1] != FOREVER else 'now'}"


def _in_its_place(bearers: tuple[_Bearer, ...], year: int) -> str:
    """Name the predecessors and successors, and other spells, that were alive instead."""
    persons = {bearer.state.state_id for bearer in bearers}
    for bearer in bearers:
        persons |= {*bearer.state.predecessors, *bearer.state.successors}
    alive = [
        f"{state.name} ({state.ccode})"
        for person in sorted(persons)
        for state in spells()[person]
        if _touches(state.cow_life, date(year, 1, 1), date(year, 12, 31))
    ]
    return ", ".join(alive)


def _why_ambiguous(code: str, year: int, bearers: list[_Bearer]) -> str:
    options = " or ".join(
        sorted({f"{bearer.state.name} ({bearer.state.ccode})" for bearer in bearers})
    )
    return f"{code} in {year} may be {options}; write the full name"
