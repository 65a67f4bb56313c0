"""The codes of a legal person, year by year: a code may pass from one to the next (COW 345)."""

from __future__ import annotations

from functools import cache

import polars as pl

from rightful.record import states

FIRST_YEAR, LAST_YEAR = 1945, 2100


def life_of(state_id: str) -> pl.DataFrame:
    """Return ccode and year (Int32) of the years that count as this legal person's."""
    mine = [(code, year) for (code, year), owner in _owners().items() if owner == state_id]
    return pl.DataFrame(mine, schema={"ccode": pl.Int32, "year": pl.Int32}, orient="row")


def persons() -> tuple[str, ...]:
    """Return the legal persons that own a state-year, sorted."""
    return tuple(sorted(set(_owners().values())))


@cache
def _owners() -> dict[tuple[int, int], str]:
    owners: dict[tuple[int, int], str] = {}
    for spell in states.all_states():
        if spell.ccode is None:
            continue
        first, last = spell.life
        for year in range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1):
            owner = states.state_of_ccode(spell.ccode, year)
            if owner is not None:
                owners[spell.ccode, year] = owner.state_id
    return owners
