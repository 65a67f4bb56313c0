"""From the codes and names of publishers' files to ``ccode`` and back, a column at a time.

``state_bearers`` holds the rule; here it is applied once to each distinct pair of code and year.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from rightful.core.errors import UsageError
from rightful.record.state_bearers import KEYS, Key, spell_of_year
from rightful.record.state_table import State, all_states

Answer = tuple[int | str | None, str | None]


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
    return _look_up(codes, years, lambda code, year: _ccode_in(key, code, year), "ccode")


def gwcode_of(ccodes: pl.Series, years: pl.Series) -> pl.DataFrame:
    """Return ``gwcode`` (Int32) and ``note`` of each ccode and year, shape (N, 2).

    A gwcode is given to one ccode a year: in 1990 GW 678 is that of 679, not of 678.

    Raises
    ------
    UsageError
        When the lengths differ.
    """
    return _look_up(ccodes, years, lambda code, year: _from_ccode(code, year, "gwcode"), "gwcode")


def iso3_of(ccodes: pl.Series, years: pl.Series) -> pl.DataFrame:
    """Return ``iso3`` (String) and ``note`` of each ccode and year, shape (N, 2).

    Withdrawn codes are not given: the Soviet Union and Yugoslavia have none.

    Raises
    ------
    UsageError
        When the lengths differ.
    """
    return _look_up(ccodes, years, lambda code, year: _from_ccode(code, year, "iso3"), "iso3")


def name_of(ccode: int, year: int) -> str | None:
    """Return the English name that the state bore at the end of the year, or ``None``."""
    state = state_of_ccode(ccode, year)
    return state.name if state else None


def state_of_ccode(ccode: int, year: int) -> State | None:
    """Return the spell that has the year under this ccode, or ``None``."""
    found = spell_of_year("cow", str(ccode), year)
    return None if isinstance(found, str) else found


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


@cache
def _panel(first: int, last: int) -> pl.DataFrame:
    rows = [
        (ccode, year, _own(state, year, "gwcode"), _own(state, year, "iso3"), state.name)
        for ccode in sorted({state.ccode for state in all_states() if state.ccode is not None})
        for year in range(first, last + 1)
        if (state := state_of_ccode(ccode, year)) is not None
    ]
    kinds = {"ccode": pl.Int32, "year": pl.Int32, "gwcode": pl.Int32}
    return pl.DataFrame(rows, schema=kinds | {"iso3": pl.String, "name": pl.String}, orient="row")


def _ccode_in(key: Key, code: str, year: int) -> Answer:
    found = spell_of_year(key, code, year)
    return (None, found) if isinstance(found, str) else (found.ccode, None)


def _from_ccode(code: str, year: int, column: str) -> Answer:
    state = spell_of_year("cow", code, year)
    if isinstance(state, str):
        return None, state
    value = _own(state, year, column)
    if value is None:
        return None, f"{state.name} ({code}) has no {column} in {year}. {state.note}".strip()
    return value, None


def _own(state: State, year: int, column: str) -> int | str | None:
    """Return the state's code, unless in that year it is another's."""
    value: int | str | None = getattr(state, column)
    if value is None:
        return None
    owner = spell_of_year("gw" if column == "gwcode" else "iso3", str(value), year)
    return value if isinstance(owner, State) and owner.ccode == state.ccode else None


def _look_up(
    codes: pl.Series, years: pl.Series, answer: Callable[[str, int], Answer], column: str
) -> pl.DataFrame:
    """Answer each distinct question once and put the answers back in order."""
    if codes.len() != years.len():
        raise UsageError(
            f"{codes.len()} codes for {years.len()} years",
            where=f"{column}_of",
            allowed="one year per code",
            next_step="pass two columns of one table",
        )
    asked = pl.DataFrame({"code": _as_text(codes), "year": years.cast(pl.Int32, strict=False)})
    distinct = asked.unique(maintain_order=True)
    answers = [_answer_or_missing(answer, *question) for question in distinct.iter_rows()]
    kind = pl.String if column == "iso3" else pl.Int32
    known = distinct.with_columns(
        pl.Series(column, [value for value, _ in answers], dtype=kind),
        pl.Series("note", [note for _, note in answers], dtype=pl.String),
    )
    joined = asked.join(
        known, on=["code", "year"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.select(column, "note")


def _answer_or_missing(
    answer: Callable[[str, int], Answer], code: str | None, year: int | None
) -> Answer:
    if code is None or not code.strip():
        return None, "no code is given"
    if year is None:
        return None, f"no year is given for {code!r}"
    return answer(code.strip(), year)


def _as_text(codes: pl.Series) -> pl.Series:
    if codes.dtype.is_float():
        codes = codes.fill_nan(None).cast(pl.Int64, strict=False)
    return codes.cast(pl.String)
