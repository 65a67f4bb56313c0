"""What may be said for the state: the strongest innocent reading that the facts allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from rightful.discourse.contradictions.dates import when
from rightful.discourse.contradictions.paraphrase import day_in_words
from rightful.discourse.contradictions.rules import readings, table
from rightful.discourse.contradictions.strength import innocence

LONG_GAP = 8.0
LONG_PAST = 20.0
MOST_TOLD = 2


@dataclass(frozen=True)
class Background:
    """What is known about who governed and who spoke.

    ``seats``: columns first_year, last_year, holder, why, of the state asked about.
    ``turnovers``: columns date, what, of the same state.
    """

    seats: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                "first_year": pl.Int32,
                "last_year": pl.Int32,
                "holder": pl.String,
                "why": pl.String,
            }
        )
    )
    turnovers: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"date": pl.String, "what": pl.String})
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One innocent reading: its weight in [0, 1] and its sentence."""

    weight: float
    text: str


def turnovers_of(ccode: int) -> pl.DataFrame:
    """Return the changes of government that our table knows of a state: columns date, what."""
    rows = table("turnovers").filter(pl.col("ccode") == str(ccode))
    return rows.select("date", "what")


def reading(key: str, **facts: Any) -> Reading:
    """Return a reading of the table with the facts put in."""
    weight, text = readings()[key]
    return Reading(weight, text.format(**facts))


def between(background: Background, first: float, second: float) -> list[Reading]:
    """Return readings from who governed at two times (numbers of years, in any order)."""
    early, late = sorted((first, second))
    found = []
    seats = [_seat(background, moment) for moment in (early, late)]
    if seats[0] != seats[1]:
        year, (holder, why) = next(
            (int(moment), seat)
            for moment, seat in zip((early, late), seats, strict=True)
            if seat is not None
        )
        found.append(reading("seat", year=year, holder=holder, why=why))
    changes = [
        (date, what)
        for date, what in background.turnovers.sort("date").iter_rows()
        if early <= (when(date, None) or 0.0) <= late
    ]
    if changes:
        date, what = changes[-1]
        told = day_in_words(date).removeprefix("on ").removeprefix("in ")
        found.append(reading("turnover", date=told, what=what))
    elif late - early > LONG_GAP:
        found.append(reading("long_gap", years=round(late - early)))
    return found


def exile(background: Background, said: float) -> list[Reading]:
    """Return the reading that who spoke did not govern: what was done was done by others."""
    seat = _seat(background, said)
    if seat is None:
        return []
    return [reading("seat", year=int(said), holder=seat[0], why=seat[1])]


def since(background: Background, moment: float, now: float) -> list[Reading]:
    """Return readings of a word whose government is gone, or that was spoken long ago."""
    later = [
        (date, what)
        for date, what in background.turnovers.sort("date").iter_rows()
        if moment < (when(date, None) or 0.0) <= now
    ]
    if later:
        date, what = later[-1]
        told = day_in_words(date).removeprefix("on ").removeprefix("in ")
        return [reading("since_gone", date=told, what=what)]
    if now - moment > LONG_PAST:
        return [reading("long_past", years=round(now - moment))]
    return []


def _seat(background: Background, moment: float) -> tuple[str, str] | None:
    held = background.seats.filter(
        pl.lit(int(moment)).is_between(pl.col("first_year"), pl.col("last_year"))
    )
    return (str(held["holder"][0]), str(held["why"][0])) if held.height else None


def strongest(of_pattern: str, found: Sequence[Reading]) -> tuple[str, float]:
    """Return the reading of the pattern with the weightiest of the facts', and their innocence."""
    best = sorted(found, key=lambda each: (-each.weight, each.text))
    told = " ".join([each.text for each in best[:MOST_TOLD]] + [of_pattern])
    return told, innocence(each.weight for each in found)
