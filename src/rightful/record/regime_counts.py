"""What the register says of the regime in a year: one number each, with what it counted.

Every count is read at the end of the calendar year. In years that the status tables do not reach
nothing is carried on: what is not known widens the count to a range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import inf
from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.core.names import RIGHTS_BY_FAMILY
from rightful.record.commitments import binding, last_known
from rightful.record.instruments import articles, instruments
from rightful.record.regime_facts import AGENCIES, LAST_YEAR, standing
from rightful.record.states import state_years

FIRST_YEAR: Final = 1945
# Articles that bind a person, or serve one aim only, make no right of everyone or of a group.
_NO_RIGHT_OF: Final = ("individual", "death_penalty")


@dataclass(frozen=True, slots=True)
class Count:
    """What a number is at least and at most, the same where all is known, and what it counted."""

    low: float
    high: float
    evidence: str

    def reaches(self, least: float) -> bool | None:
        """Say whether it is ``least`` or more; None where that is not known."""
        if self.low >= least:
            return True
        return None if self.high >= least else False


@cache
def count(name: str, of: str, year: int) -> Count:
    """Return the count called ``name`` of ``of`` at the end of ``year``.

    Raises
    ------
    DataError
        When no count has that name.
    """
    if name not in COUNTS:
        raise DataError(
            f"no count is called {name!r}",
            where="rules of the regime",
            allowed=", ".join(COUNTS),
            next_step="correct the column count in tables/regime_rules.csv",
        )
    if year > LAST_YEAR:
        return Count(0.0, inf, "")
    return COUNTS[name](of, year)


def _facts(of: str, year: int) -> Count:
    """Count the facts of the kinds that stand, kinds parted by semicolons."""
    return _listed(standing(year).filter(pl.col("kind").is_in(of.split(";")))["fact"])


def _in_force(of: str, year: int) -> Count:
    """Count treaties and protocols in force: of a system, or the one named."""
    mine = (pl.col("system") == of) | (pl.col("instrument") == of)
    return _listed(_forceful(year).filter(mine)["instrument"])


def _adopted(of: str, year: int) -> Count:
    """Count UN treaties, or protocols, adopted by the end of the year since there was a UN body."""
    mine = (pl.col("kind") == of) & (pl.col("system") == "UN") & (pl.col("adopted_year") <= year)
    return _listed(instruments().frame.filter(mine)["instrument"])


def _complaints_open(of: str, year: int) -> Count:
    """Count ways for a person to complain that have a dated start.

    A protocol is open from its entry into force; a procedure within a treaty from the first state
    bound by it, where a table dates that. The rest of the procedures are not counted.
    """
    letters = pl.col("name").str.contains("communications") & ~pl.col("name").str.contains("Inter-")
    ways = instruments().frame.filter(letters & (pl.col("system") == of))["instrument"]
    forceful = set(_forceful(year)["instrument"])
    taken_up = {name for then, name in _bound() if then <= year}
    return _listed(way for way in ways if way in forceful or way in taken_up)


def _families_covered(of: str, year: int) -> Count:
    """Count families of rights of which some right stands in an instrument in force."""
    covered = set(_rights_in_force(of, year, express=False))
    return _listed(name for name, rights in RIGHTS_BY_FAMILY.items() if covered & set(rights))


def _rights_express_share(of: str, year: int) -> Count:
    """Share of all named rights that an article in force states expressly."""
    named = {right for rights in RIGHTS_BY_FAMILY.values() for right in rights}
    stated = named & set(_rights_in_force(of, year, express=True))
    return _share(len(stated), len(named), "rights")


def _bound_share(of: str, year: int) -> Count:
    """Share of states bound by one instrument."""
    return _share_bound((of,), year)


def _monitored_share(of: str, year: int) -> Count:
    """Share of states bound by an instrument whose treaty body is at work."""
    mine = (pl.col("kind") == "treaty_body") & (pl.col("system") == of)
    watched = standing(year).filter(mine)["instrument"].drop_nulls()
    return _share_bound(tuple(watched), year)


def _compulsory_courts(of: str, year: int) -> Count:  # noqa: ARG001
    """Count courts that need no second acceptance and reach persons directly, of any system."""
    return _listed(standing(year).filter(pl.col("compulsory") == 1)["fact"])


def _compulsory_share(of: str, year: int) -> Count:
    """Share of states bound by the statute of such a court of the system."""
    mine = (pl.col("compulsory") == 1) & (pl.col("system") == of)
    return _share_bound(tuple(standing(year).filter(mine)["instrument"].drop_nulls()), year)


def _independent_share(of: str, year: int) -> Count:  # noqa: ARG001
    """Share of agencies whose members sit in a personal capacity."""
    return _share_of_agencies(pl.col("independent") == 1, year)


def _unasked_share(of: str, year: int) -> Count:  # noqa: ARG001
    """Share of agencies that are so and reach a state without that state's acceptance."""
    return _share_of_agencies(
        (pl.col("independent") == 1) & (pl.col("needs_acceptance") == 0), year
    )


COUNTS: Final[dict[str, Callable[[str, int], Count]]] = {
    "facts": _facts,
    "in_force": _in_force,
    "adopted": _adopted,
    "complaints_open": _complaints_open,
    "families_covered": _families_covered,
    "rights_express_share": _rights_express_share,
    "bound_share": _bound_share,
    "monitored_share": _monitored_share,
    "compulsory_courts": _compulsory_courts,
    "compulsory_share": _compulsory_share,
    "independent_share": _independent_share,
    "unasked_share": _unasked_share,
}


def _listed(names: Iterable[str]) -> Count:
    found = sorted(set(names))
    return Count(len(found), len(found), ", ".join(found))


def _forceful(year: int) -> pl.DataFrame:
    return instruments().frame.filter(pl.col("in_force") <= date(year, 12, 31))


def _rights_in_force(of: str, year: int, express: bool) -> list[str]:
    forceful = _forceful(year).filter(pl.col("system").is_in([of, "ILO"]))["instrument"]
    rows = articles().frame.filter(
        pl.col("instrument").is_in(forceful.to_list()),
        pl.col("obligation").is_in(["forbids", "guarantees"]),
        ~pl.col("scope").is_in(_NO_RIGHT_OF),
    )
    if express:
        rows = rows.filter(pl.col("basis") == "express")
    return rows["right"].unique().to_list()


def _share_bound(of: tuple[str, ...], year: int) -> Count:
    """Share of the members of the COW list that any of the instruments binds."""
    states = _members()[year]
    reached = [name for name in of if (day := last_known(name)) and day.year >= year]
    held = {ccode for name in reached for ccode in _bound().get((year, name), ())} & states
    found = _share(len(held), len(states), "states")
    silent = sorted(set(of) - set(reached))
    if not silent:
        return found
    told = f"at least {found.evidence}; no table reaches {year} for {', '.join(silent)}"
    return replace(found, high=1.0, evidence=told)


def _share(part: int, whole: int, what: str) -> Count:
    share = part / whole
    return Count(share, share, f"{part} of {whole} {what}")


def _share_of_agencies(condition: pl.Expr, year: int) -> Count:
    asked = standing(year).filter(pl.col("kind").is_in(AGENCIES)).drop_nulls("independent")
    fit = asked.filter(condition)
    if not asked.height:
        return Count(0.0, 0.0, "no agency")
    return _share(fit.height, asked.height, "agencies")


@cache
def _members() -> dict[int, set[int]]:
    """Members of the COW list by year."""
    frame = state_years(FIRST_YEAR, LAST_YEAR)
    return {year: set(ccodes) for year, ccodes in frame.group_by("year").agg("ccode").iter_rows()}


@cache
def _bound() -> dict[tuple[int, str], list[int]]:
    """States bound by (year, instrument)."""
    held = binding(FIRST_YEAR, LAST_YEAR).group_by("year", "instrument").agg("ccode")
    return {(year, instrument): ccodes for year, instrument, ccodes in held.iter_rows()}
