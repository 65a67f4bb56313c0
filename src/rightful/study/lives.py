"""The codes of a legal person, year by year: a code may pass from one to the next (COW 345)."""

from __future__ import annotations

from functools import cache

import polars as pl

from rightful.record import states

FIRST_YEAR, LAST_YEAR = 1945, 2100


def life_of(state_id: str) -> pl.DataFrame:
    """Return ccode and year (Int32) of the years that count as this legal person's."""
    schema = {"ccode": pl.Int32, "year": pl.Int32}
    return pl.DataFrame(sorted(_lived(state_id)), schema=schema, orient="row")


def persons() -> tuple[str, ...]:
    """Return the legal persons that own a state-year, sorted."""
    known = {spell.state_id for spell in states.all_states()}
    return tuple(sorted(state_id for state_id in known if _lived(state_id)))


@cache
def _lived(state_id: str) -> frozenset[tuple[int, int]]:
    """Return the code-years that are this person's, among those in which it bore the code."""
    return frozenset(
        (spell.ccode, year)
        for spell in states.all_states()
        if spell.state_id == state_id and spell.ccode is not None
        for year in _years(spell)
        if (owner := states.state_of_ccode(spell.ccode, year)) and owner.state_id == state_id
    )


def _years(spell: states.State) -> range:
    first, last = spell.life
    return range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
