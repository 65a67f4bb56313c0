"""The boomerang: from a state and a year to ranked paths, on what the store holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import SourceError, UsageError
from rightful.measures import boomerang_ties as ties
from rightful.measures.boomerang import boomerang
from rightful.measures.boomerang_text import describe, exportable_rows
from rightful.record import commitments, states
from rightful.record.baseline import Baseline, shipped
from rightful.record.read import read_csv
from rightful.record.store import Store
from rightful.study.strands import table_of

OPENNESS, CIVIL_SOCIETY = ("vdem", "15-doubt"), ("vdem", "14-demspaces")
NHRI = {f"nhri_{status}": f"2020-{status}" for status in "abcd"}
LIBERAL = ("v2x_libdem", "openness", "V-Dem 15", "v2x_libdem_codelow", "v2x_libdem_codehigh")


def paths(
    state: str,
    year: int,
    names: Path | None = None,
    most: int = 5,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return the paths of the boomerang of a state in a year, ranked, and what is missing.

    ``names`` is a CSV of the user's own with columns type and name; what it holds is shown in the
    text and never in ``rows``.

    Raises
    ------
    UnknownName
        With suggestions, when no state is called so.
    UsageError
        When ``names`` is no such file, or the state has no Correlates of War code, under which the
        records of ties stand.
    """
    asked = states.state(state, year)
    if asked.ccode is None:
        raise UsageError(
            f"{asked.name} has no Correlates of War code",
            allowed="members of the state system",
            next_step=f"rightful states {asked.name!r} shows its codes",
        )
    store, shelf = Store(), Baseline(baseline or shipped())
    known, absent = _levels(store, shelf, year)
    linked, missing = _ties(store, asked.ccode, year)
    own = None if names is None else _own(names)
    found = boomerang(asked.ccode, year, known, linked, own)
    called = _names(year)
    return {
        "state": asked.name,
        "year": year,
        "needed": found.needed,
        "why": found.why,
        "rows": _named(exportable_rows(found), called),
        "absent": sorted({*absent, *missing}),
        "text": describe(found, called, most, private=names is not None),
    }


def _own(names: Path) -> pl.DataFrame:
    """Return the user's own names; the advice of a publisher's file would be none here."""
    try:
        return read_csv(names, ("type", "name"))
    except SourceError as error:
        raise UsageError(
            "your names cannot be read",
            where=str(names),
            allowed="a CSV in UTF-8 with the columns type and name",
            next_step="write one with these two columns and name it again",
        ) from error


def paths_text(found: dict[str, Any]) -> str:
    """Return the paths in plain words, then what the store does not hold."""
    absent = found["absent"]
    lines = []
    if absent:
        lines += [f"Not in the store, so no link rests on it: {', '.join(absent)}."]
        lines += ["rightful pull NAME brings a file in.", ""]
    return "\n".join([*lines, str(found["text"])])


Told = tuple[pl.DataFrame, list[str]]


def _levels(store: Store, shelf: Baseline, year: int) -> Told:
    """Return the levels of every state in the year, and the sources that are absent."""
    here = pl.col("year") == year
    own = shelf.frame(
        "estimates",
        pl.col("family") == "physical_integrity",
        (pl.col("standard") == "changing") & (pl.col("right") == "all"),
        here,
    )
    ends = ("practice_low", "practice_high")
    parts = [ties.level_rows(own, "practice_mean", "practice", "rightful", *ends)]
    absent = []
    column, series, source, low, high = LIBERAL
    for wanted, make in (
        (OPENNESS, lambda frame: ties.level_rows(frame, column, series, source, low, high)),
        (
            CIVIL_SOCIETY,
            lambda frame: ties.level_rows(frame, "v2xcs_ccsi", "civil_society", "V-Dem 14"),
        ),
        (("urgent_actions", "2015-08"), ties.urgent_action_levels),
    ):
        frame = table_of(store, *wanted)
        if frame is None:
            absent.append(" ".join(wanted))
        else:
            parts.append(make(frame.filter(here)))
    statuses = {name: table_of(store, "nhri", edition) for name, edition in NHRI.items()}
    held = {name: frame for name, frame in statuses.items() if frame is not None}
    if held:
        parts.append(ties.nhri_levels({name: frame.filter(here) for name, frame in held.items()}))
    else:
        absent.append("nhri")
    return pl.concat(parts), absent


def _ties(store: Store, target: int, year: int) -> Told:
    """Return the ties of a state in a year, and the sources that are absent."""
    parts = [ties.procedure_ties(commitments.obligations().frame, target, year)]
    absent = []
    for name, makers in (
        ("alliances", (ties.alliance_ties,)),
        ("igo", (ties.shared_igo_ties, ties.membership_ties)),
        ("ideal_points", (ties.nearness_ties,)),
        ("upr", (_recommendations,)),
    ):
        edition = "all-2024-06" if name == "ideal_points" else None
        frame = table_of(store, name, edition)
        if frame is None:
            absent.append(name)
        else:
            parts += [make(frame, target, year) for make in makers]
    on, votes = table_of(store, "unga_resolutions"), table_of(store, "unga_votes")
    if on is None or votes is None:
        absent.append("unga_resolutions and unga_votes")
    else:
        parts.append(ties.vote_ties(on, votes, target, year))
    return pl.concat(parts), absent


def _recommendations(frame: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return the ties of those who made recommendations to the state in its review."""
    made = frame.drop_nulls("sender").group_by(
        ally=pl.col("sender"), target=pl.col("ccode"), year=pl.col("year")
    )
    return ties.count_ties(made.agg(count=pl.len()), target, year, "recommendations", "upr")


def _names(year: int) -> dict[int, str]:
    frame = states.state_years(year, year)
    return dict(frame.select("ccode", "name").iter_rows())


def _named(frame: pl.DataFrame, names: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {**row, "ally_name": names.get(row["ally"]) if row["ally"] else row["body"]}
        for row in frame.iter_rows(named=True)
    ]
