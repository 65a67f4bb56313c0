"""When something was said or done, as numbers of years: a day, a month, a year, a season."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

_DATE = re.compile(r"^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$")
# The regular session of the Assembly opens in mid-September; its debate is over by the year's end.
SEASONS: Final = {"general_debate": (0.69, 1.0)}
_MONTHS: Final = 12.0
_DAYS: Final = 365.25


def span(date: str | None, year: int | None) -> tuple[float, float] | None:
    """Return the ends of a day, month or year as numbers of years; None where nothing tells."""
    told = _DATE.match(date or "")
    if not told:
        return None if year is None else (float(year), year + 1.0)
    whole, month, day = (int(part) if part else None for part in told.groups())
    if month is None or whole is None:
        return float(whole or 0), float(whole or 0) + 1
    start = whole + (month - 1) / _MONTHS
    if day is None:
        return start, whole + month / _MONTHS
    return start + (day - 1) / _DAYS, start + day / _DAYS


def spoken_span(date: str | None, year: int | None, forum: str) -> tuple[float, float] | None:
    """Return the ends of when a word was said; a forum of one season narrows a bare year."""
    ends = span(date, year)
    season = SEASONS.get(forum)
    if ends is None or season is None or ends[1] - ends[0] < 1:
        return ends
    return ends[0] + season[0], ends[0] + season[1]


def when(date: str | None, year: int | None) -> float | None:
    """Return the middle of a day, month or year as a number of years; None where nothing tells."""
    ends = span(date, year)
    return None if ends is None else (ends[0] + ends[1]) / 2


def dated(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the middle and the ends of when each row was said; rows without a date are left out."""
    days = frame.select("date", "year", "forum").unique()
    known = [
        (date, year, forum, sum(ends) / 2, *ends)
        for date, year, forum in days.iter_rows()
        if (ends := spoken_span(date, year, forum)) is not None
    ]
    schema = {
        "date": pl.String,
        "year": pl.Int32,
        "forum": pl.String,
        "when": pl.Float64,
        "since": pl.Float64,
        "until": pl.Float64,
    }
    told = pl.DataFrame(known, schema=schema, orient="row")
    return frame.join(told, on=["date", "year", "forum"], how="inner", nulls_equal=True)
