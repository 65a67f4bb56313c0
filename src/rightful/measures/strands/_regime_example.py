"""A made-up record of the regime: forty states, three years, three treaties, a procedure."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from rightful.measures.strands._regime_promises import PROCEDURE

_STATES: Final = range(2, 42)
_YEARS: Final = (1976, 1977, 1978)
_NAMES: Final = ("ICCPR", "ICESCR", "CAT", "CAT-22")
_DRAWS: Final = 4


def example() -> dict[str, pl.DataFrame]:
    """Return the record in the layout that the measure reads."""
    members = [(state, year) for state in _STATES for year in _YEARS]
    return {
        "facts/instruments": _instruments(),
        "facts/articles": pl.DataFrame({"instrument": ["CAT-22"], "obligation": [PROCEDURE]}),
        "facts/binding": _binding(),
        "facts/state_years": pl.DataFrame(members, schema=["ccode", "year"], orient="row"),
        "facts/regime_facts": pl.DataFrame(
            {"kind": ["treaty_body"], "first_year": [1977], "last_year": [None]},
            schema_overrides={"last_year": pl.Int64},
        ),
        "facts/regime_features": _features(),
        "practice/physical_integrity": _practice(),
    }


def _instruments() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "instrument": _NAMES,
            "kind": ["treaty", "treaty", "treaty", PROCEDURE],
            "parent": [None, None, None, "CAT"],
            "core": [1, 1, 1, 0],
            "in_force": [date(1976, 1, 3), date(1976, 3, 23), date(1977, 6, 26), None],
            "known_until": [date(1978, 12, 31)] * len(_NAMES),
        }
    )


def _binding() -> pl.DataFrame:
    """A quarter of the states holds each instrument in the first year, half in the second ..."""
    bonds = [
        (state, year, name)
        for year in _YEARS
        for i, name in enumerate(_NAMES)
        for state in _STATES
        if (state + i) % 4 <= year - _YEARS[0]
    ]
    return pl.DataFrame(bonds, schema=["ccode", "year", "instrument"], orient="row")


def _features() -> pl.DataFrame:
    rows = [
        ("nickel", reading, feature, year, "met" if year > _YEARS[0] else "partly")
        for reading in ("formal", "strict")
        for feature in ("settled_norms", "norm_makers")
        for year in _YEARS
    ]
    columns = ["scheme", "reading", "feature", "year", "verdict"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _practice() -> pl.DataFrame:
    rows = [
        (state, year, [state / 20 + (year - _YEARS[0]) / 10 + d / 50 for d in range(_DRAWS)])
        for state in _STATES
        for year in _YEARS
    ]
    return pl.DataFrame(rows, schema=["ccode", "year", "draws"], orient="row")
