"""What follows the year in which a spell begins or ends: practice, and talk, over three years.

Pressure follows bad practice, and is lifted when practice mends. So a year in which pressure turns
is compared with years in which it could have turned and did not, practice of the two years before
held in each standard (local projections, key ``jorda2005``). As the outcome's past is held in every
cell, none has a lagged outcome beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import OBSERVED, Grid
from rightful.estimation.paper_tests._around import mean_draws, mean_of
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._panel import KEY, MEANS, joined, moved
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked

AFTER: Final = (1, 2, 3)
TURN: Final = "turn"
HELD: Final = ("openness_1", "civil_war_1")
NEEDS: Final = (*MEANS.values(), "openness", "civil_war")
TALK: Final = "talk_norm"
HOW: Final = (
    "The outcome is the mean of the three years after; held are practice of the two years before "
    "(its mean; the doubt of it is not carried), openness and armed conflict of the year before"
)

SPOKEN: Final = (
    "Talk: the share of the rights passages of a state's General Debate speech that avow or "
    "advance a norm, by our coder; a proxy of belief, and a speech costs little. The mean of the "
    "three years after, in its SD; held are talk of the three years before, and practice, openness "
    "and armed conflict of the year before"
)


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``X_1`` and ``X_2``: practice, openness, conflict the years before."""
    for name in NEEDS:
        for years in (1, 2):
            frame = earlier(frame, name, years)
    return frame.sort(KEY)


def earlier(frame: pl.DataFrame, column: str, years: int) -> pl.DataFrame:
    """Return the frame with ``column_N``, the column N years before, null where that is none."""
    return moved(frame, column, f"{column}_{years}", years)


def turns(frame: pl.DataFrame, column: str, *, into: float) -> pl.DataFrame:
    """Return the rows in which a column of 0 and 1 could turn, with ``turn``: 1 where it did.

    It could where it was the other value the year before; ``into`` is what it turns into.
    """
    told = earlier(frame, column, 1).filter(
        pl.col(f"{column}_1") == 1 - into, pl.col(column).is_not_null()
    )
    return told.with_columns((pl.col(column) == into).cast(pl.Float64).alias(TURN))


def practice_after(
    material: Material,
    rows: pl.DataFrame,
    treatment: str,
    measure: str,
    more: tuple[str, ...] = (),
    *,
    held: tuple[str, ...] = HELD,
    of: Mapping[str, str] | None = None,
) -> Grid:
    """Return the grid of a treatment on practice of the three years after.

    Parameters
    ----------
    rows
        Of ``prepared``; a state-year may be there several times.
    more, held
        Controls beside practice before.
    of
        ``unit``, ``period`` and ``groups`` of ``Stack`` where rows are not state-years.
    """
    parts = []
    for standard, column in MEANS.items():
        draws = mean_draws(material.practice[HEADLINE][standard], rows, AFTER)
        kept = np.isfinite(draws).all(axis=0)
        controls = (f"{column}_1", f"{column}_2", *held, *more)
        asked = _stack("practice_drawn", treatment, controls, measure, of)
        found = stacked(rows.filter(pl.Series(kept)), asked, {standard: draws[:, kept]})
        parts.append(renamed(found, outcome=HEADLINE))
    return joined(*parts)


def with_talk(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``talk_before`` and ``talk_after``: means over three years each."""
    frame = mean_of(frame, TALK, -len(AFTER), -1, "talk_before")
    return mean_of(frame, TALK, AFTER[0], AFTER[-1], "talk_after")


def talk_after(
    rows: pl.DataFrame,
    treatment: str,
    measure: str,
    more: tuple[str, ...] = (),
    *,
    of: Mapping[str, str] | None = None,
) -> Grid:
    """Return the grid of a treatment on talk of norms in the three years after, in its SD.

    Held are talk of the three years before, ``practice_1``, ``HELD`` and ``more``.
    """
    controls = ("talk_before", "practice_1", *HELD, *more)
    whole = rows.drop_nulls([treatment, "talk_after", *controls])
    scaled = whole.with_columns(pl.col("talk_after") / pl.col("talk_after").std())
    asked = _stack("talk_after", treatment, controls, measure, of)
    return renamed(stacked(scaled, asked), outcome="talk of norms", standard=OBSERVED)


def _stack(
    outcome: str,
    treatment: str,
    controls: tuple[str, ...],
    measure: str,
    of: Mapping[str, str] | None,
) -> Stack:
    keys = {"unit": "ccode", "period": "year", "groups": ""} | dict(of or {})
    return Stack(outcome, treatment, controls, **keys, measure=measure)
