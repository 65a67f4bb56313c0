"""What one state promised, act by act, cut to the life of the self that is asked about.

A legal person may have had several names. What it did under an earlier one is told of a later self
as carried over, and what it did under a later one is not told of an earlier self.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rightful.core.answer import Promise
from rightful.record import commitments, instruments, states
from rightful.record.baseline import Baseline
from rightful.study.selves import Self


@dataclass(frozen=True)
class Promised:
    """The promises of a self, in time, and the keys of the tables they rest on."""

    promises: tuple[Promise, ...]
    authorities: tuple[str, ...]


def promised(shelf: Baseline, asked: Self) -> Promised:
    """Return what a self promised and what bound it."""
    mine = pl.col("state_id") == asked.spell.state_id
    whole = shelf.frame("acts", mine)
    binding = _bound(shelf.frame("obligations", mine), asked)
    acts = _made(whole, binding, asked)
    own = set(acts["act_id"])
    bound = {row["act_id"]: row for row in binding.iter_rows(named=True)}
    left = _left_by_year(whole)
    made = [_act(row, bound.get(row["act_id"]), asked, left) for row in acts.iter_rows(named=True)]
    inherited = binding.filter(
        pl.col("carried_from").is_not_null() | ~pl.col("act_id").is_in(list(own))
    )
    origins = shelf.frame("acts", pl.col("act_id").is_in(inherited["act_id"].to_list()))
    authority = dict(origins.select("act_id", "authority").iter_rows())
    carried = [
        _carried(row, authority[row["act_id"]], asked, left)
        for row in inherited.iter_rows(named=True)
    ]
    keys = {key for told in (*acts["authority"], *authority.values()) for key in told.split(";")}
    return Promised(tuple(sorted([*made, *carried], key=_in_time)), tuple(sorted(keys)))


def _bound(binding: pl.DataFrame, asked: Self) -> pl.DataFrame:
    """Cut obligations to the self's life: what bound before is carried in, what went on ends."""
    if asked.end is None:
        return binding
    start, end = pl.lit(asked.start), pl.lit(asked.end)
    alive = pl.col("bound_until").is_null() | (pl.col("bound_until") > start)
    return binding.filter(alive & (pl.col("bound_from") <= end)).with_columns(
        pl.max_horizontal("bound_from", start),
        pl.min_horizontal("bound_until", end),
        pl.min_horizontal("known_until", end),
    )


def _made(acts: pl.DataFrame, binding: pl.DataFrame, asked: Self) -> pl.DataFrame:
    """Keep the acts of the self's life; an undated one goes with what it is about."""
    first = asked.start if asked.earlier_name else date.min
    last = asked.end if asked.end and asked.later_name else date.max
    # An act known by its year alone counts as done on the last day it can have been.
    day = pl.coalesce("date", pl.date(pl.col("year"), 12, 31))
    dated = acts.filter(day.is_between(first, last))
    about = {*dated["instrument"], *binding["instrument"]}
    undated = acts.filter(day.is_null() & pl.col("instrument").is_in(list(about)))
    return pl.concat([dated, undated])


def _left_by_year(acts: pl.DataFrame) -> set[str]:
    """Return the instruments that were left on a day of which only the year is known."""
    gone = acts.filter((pl.col("act") == "withdrawal") & (pl.col("precision") == "year"))
    return set(gone["instrument"])


def _in_time(promise: Promise) -> tuple[str, str, str]:
    first = promise.date or promise.bound_from
    when = first.isoformat() if first else str(promise.year or "9999")
    return (when, promise.instrument, promise.act)


def _named(instrument: str) -> tuple[str, str]:
    """Return an instrument's title and its kind; core treaties are a kind of their own."""
    frame = instruments.instruments().frame
    row = frame.row(by_predicate=pl.col("instrument") == instrument, named=True)
    return str(row["name"]), "core" if row["core"] else str(row["kind"])


def _act(act: dict[str, Any], bound: dict[str, Any] | None, asked: Self, left: set[str]) -> Promise:
    title, kind = _named(act["instrument"])
    return Promise(
        instrument=act["instrument"],
        title=title,
        kind=kind,
        act=act["act"],
        date=act["date"],
        bound_from=bound["bound_from"] if bound else None,
        bound_until=bound["bound_until"] if bound else None,
        authority=_authority(act["authority"]),
        note=act["note"] or "",
        known_until=bound["known_until"] if bound else None,
        year=act["year"],
        precision=_precision(bound, asked) if bound else "day",
        until_precision=_until_precision(bound, left) if bound else "day",
        articles=tuple(act["articles"].split(";")) if act["articles"] else (),
    )


def _carried(bound: dict[str, Any], authority: str, asked: Self, left: set[str]) -> Promise:
    title, kind = _named(bound["instrument"])
    return Promise(
        instrument=bound["instrument"],
        title=title,
        kind=kind,
        act="carried",
        date=None,
        bound_from=bound["bound_from"],
        bound_until=bound["bound_until"],
        authority=_authority(authority),
        carried_from=_origin(bound, asked),
        known_until=bound["known_until"],
        precision=_precision(bound, asked),
        until_precision=_until_precision(bound, left),
    )


def _origin(bound: dict[str, Any], asked: Self) -> str:
    """Return who promised: the same person under an earlier name, or a predecessor."""
    began = bound["bound_from"] == asked.start
    if asked.earlier_name and (began or not bound["carried_from"]):
        return asked.earlier_name
    return states.name_of_person(bound["carried_from"])


def _precision(bound: dict[str, Any], asked: Self) -> str:
    """Return day where the first day is known: nobody is bound before birth or entry into force."""
    start: date = bound["bound_from"]
    if start in {asked.start, _in_force(bound["instrument"])}:
        return "day"
    return str(bound["precision"])


def _until_precision(bound: dict[str, Any], left: set[str]) -> str:
    return "year" if bound["bound_until"] and bound["instrument"] in left else "day"


def _in_force(instrument: str) -> date | None:
    frame = instruments.instruments().frame
    day: date | None = frame.filter(pl.col("instrument") == instrument)["in_force"].item()
    return day


def _authority(keys: str) -> str:
    known = commitments.authorities()
    return "; ".join(known[key]["short"] for key in keys.split(";"))
