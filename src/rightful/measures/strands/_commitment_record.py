"""The register as the hazard model reads it: lives, what each person did, how far tables speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from rightful.core.measure import Record
from rightful.measures.strands._commitment_steps import Step, of_step

NEEDED: Final = ("facts/acts", "facts/obligations", "facts/instruments", "facts/states")
FIRST_YEAR: Final = 1946
_BINDING: Final = frozenset({"ratification", "accession", "succession", "procedure_accepted"})


@dataclass(frozen=True)
class Life:
    """First and last year in which a legal person bears a code, and whether it is no more.

    ``codes`` holds its (ccode, year): those of which it is the bearer on the code's last day.
    """

    first: int
    last: int
    ended: bool
    codes: frozenset[tuple[int, int]]


@dataclass
class Deeds:
    """What one person did about one instrument: years; carried spells are first and last year."""

    signed: int | None = None
    bound: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    carried: list[tuple[int, int]] = field(default_factory=list)
    reserved: bool = False

    def binds_before(self, year: int) -> bool:
        """Say whether an own act of an earlier year still stands when ``year`` begins."""
        made = [when for when in self.bound if when < year]
        return bool(made) and not any(made[-1] <= gone < year for gone in self.left)

    def carried_in(self, year: int) -> bool:
        """Say whether another person's act binds in ``year``."""
        return any(first <= year <= last for first, last in self.carried)


@dataclass(frozen=True)
class Reach:
    """When an instrument opened and the last whole year that its tables speak to, per step.

    ``opened`` is the year of its first act. ``signed`` and ``reserved`` end where the tables that
    give them do; None where none does. ``former`` says whether states that are no more are in.
    """

    opened: int
    known: int
    signed: int | None
    reserved: int | None
    former: bool
    parent: str | None
    system: str


@dataclass(frozen=True)
class Register:
    """Everything that the risk sets are made of."""

    lives: Mapping[str, Life]
    deeds: Mapping[tuple[str, str], Deeds]
    reaches: Mapping[str, Reach]
    members: Mapping[str, frozenset[tuple[int, int]]]


def register(record: Record, table: tuple[Step, ...]) -> Register | None:
    """Return the register, or None where a needed table is absent.

    ``facts/acts``: state_id, instrument, act, year, articles, authority, precision;
    ``facts/obligations``: state_id, instrument, bound_from, bound_until, known_until,
    carried_from; ``facts/instruments``: instrument, parent, system, known_until, former_states;
    ``facts/states``: state_id, ccode, start, end, one row a spell; ``facts/authorities``:
    authority, as_of (absent: no signature and no reservation is known);
    ``facts/memberships``: ccode, body, first_year, last_year (absent: no regional instrument).
    """
    if any(name not in record for name in NEEDED):
        return None
    acts = record["facts/acts"]
    ends = _ends_of_tables(record)
    reaches = _reaches(record["facts/instruments"], acts, ends)
    last_year = max((reach.known for reach in reaches.values()), default=FIRST_YEAR)
    return Register(
        lives=_lives(record["facts/states"], acts, last_year),
        deeds=_deeds(acts, record["facts/obligations"], of_step(table, "reservation")),
        reaches=reaches,
        members=_members(record.get("facts/memberships")),
    )


def last_whole_year(day: date) -> int:
    """Return the last year of which ``day`` is not before the end: silence needs all of a year."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def _lives(states: pl.DataFrame, acts: pl.DataFrame, last_year: int) -> dict[str, Life]:
    # A living state with no act known by its day stands in no table of parties: they do not
    # speak of it.
    listed = set(acts.filter(pl.col("precision") == "day")["state_id"])
    acted = set(acts["state_id"])
    coded = states.filter(pl.col("ccode").is_not_null())
    ended = {str(s) for (s,), own in states.group_by("state_id") if not own["end"].null_count()}
    codes = _owned_codes(coded, last_year)
    return {
        state_id: Life(min(y for _, y in own), max(y for _, y in own), state_id in ended, own)
        for state_id, own in codes.items()
        if state_id in (acted if state_id in ended else listed)
    }


def _owned_codes(spells: pl.DataFrame, last_year: int) -> dict[str, frozenset[tuple[int, int]]]:
    """Return each person's (ccode, year): whom a code stands for on the last day it has there."""
    owner: dict[tuple[int, int], tuple[date, str]] = {}
    for row in spells.iter_rows(named=True):
        end = row["end"] or date.max
        for year in range(max(row["start"].year, FIRST_YEAR), min(end.year, last_year) + 1):
            key, mine = (int(row["ccode"]), year), (min(end, date(year, 12, 31)), row["state_id"])
            owner[key] = max(owner.get(key, mine), mine)
    found: dict[str, set[tuple[int, int]]] = {}
    for key, (_, state_id) in owner.items():
        found.setdefault(state_id, set()).add(key)
    return {state_id: frozenset(years) for state_id, years in found.items()}


def _deeds(
    acts: pl.DataFrame, obligations: pl.DataFrame, reserves: dict[str, Step]
) -> dict[tuple[str, str], Deeds]:
    found: dict[tuple[str, str], Deeds] = {}
    for row in acts.sort("year", nulls_last=True).iter_rows(named=True):
        deed = found.setdefault((row["state_id"], row["instrument"]), Deeds())
        kind, year = row["act"], row["year"]
        if kind == "reservation":
            limit = reserves.get(row["instrument"])
            deed.reserved |= limit is not None and _is_broad(row["articles"], limit.last_article)
        elif year is None:
            continue
        elif kind == "signature":
            deed.signed = min(deed.signed or year, year)
        elif kind in _BINDING:
            deed.bound.append(year)
        elif kind == "withdrawal":
            deed.left.append(year)
    for row in obligations.filter(pl.col("carried_from").is_not_null()).iter_rows(named=True):
        deed = found.setdefault((row["state_id"], row["instrument"]), Deeds())
        last = row["bound_until"] or row["known_until"]
        deed.carried.append((row["bound_from"].year, last.year))
    return found


def _is_broad(articles: str | None, last_article: int | None) -> bool:
    """Say whether a reservation names an article of substance, or none at all."""
    if not articles:
        return True
    return any(int(one) <= (last_article or 0) for one in articles.split(";") if one.isdecimal())


def _ends_of_tables(record: Record) -> dict[str, date]:
    known = record.get("facts/authorities")
    if known is None:
        return {}
    return {str(key): day for key, day in known.select("authority", "as_of").iter_rows()}


def _reaches(
    instruments: pl.DataFrame, acts: pl.DataFrame, ends: dict[str, date]
) -> dict[str, Reach]:
    opened = dict(acts.group_by("instrument").agg(pl.col("year").min()).iter_rows())
    signed = _last_years(acts.filter(pl.col("act") == "signature"), ends)
    undated = acts.filter(pl.col("act").is_in(["reservation", "declaration"]))
    reserved = _last_years(undated, ends)
    return {
        row["instrument"]: Reach(
            opened=opened[row["instrument"]],
            known=last_whole_year(row["known_until"]),
            signed=signed.get(row["instrument"]),
            reserved=reserved.get(row["instrument"]),
            former=bool(row["former_states"]),
            parent=row["parent"],
            system=row["system"],
        )
        for row in instruments.iter_rows(named=True)
        if row["known_until"] is not None and opened.get(row["instrument"]) is not None
    }


def _last_years(acts: pl.DataFrame, ends: dict[str, date]) -> dict[str, int]:
    """Return, per instrument, the last whole year of the latest table that gives such acts."""
    found: dict[str, int] = {}
    for instrument, authority in acts.select("instrument", "authority").unique().iter_rows():
        for key in str(authority).split(";"):
            if key in ends:
                year = last_whole_year(ends[key])
                found[instrument] = max(found.get(instrument, year), year)
    return found


def _members(memberships: pl.DataFrame | None) -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    if memberships is not None:
        for row in memberships.iter_rows(named=True):
            years = range(int(row["first_year"]), int(row["last_year"]) + 1)
            found.setdefault(row["body"], set()).update((int(row["ccode"]), y) for y in years)
    return {body: frozenset(years) for body, years in found.items()}
