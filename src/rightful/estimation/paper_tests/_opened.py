"""How mobilization changes around a dated step: three years after against three years before."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._around import mean_of
from rightful.estimation.paper_tests._panel import moved
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked

# What is said of it -> column.
MOBILIZATION: Final = {"protests": "log_protests", "civil society": "civil_society"}
YEARS: Final = 3
HELD: Final = ("level_before", "openness_before", "opening_before", "practice_before")
NEEDS: Final = ("openness", "practice")
SAID: Final = (
    "Mean of the three years after the step's year less that of the three before, in SD of the "
    "level; that level, and openness, its change over three years and practice of the year before, "
    "are held. Reforms that begin in the step's own year open room as well and look the same."
)


def around(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the frame with ``change`` of a column around each row's year, and with ``HELD``.

    The change and the level before are in SD of the column; two of the three years must be known.
    """
    spread = frame.select(pl.col(column).std()).item()
    frame = frame.with_columns((pl.col(column) / spread).alias(column))
    frame = mean_of(frame, column, -YEARS, -1, "level_before")
    frame = mean_of(frame, column, 1, YEARS, "level_after")
    for name, source, years in (
        ("openness_before", "openness", 1),
        ("openness_long_before", "openness", 1 + YEARS),
        ("practice_before", "practice", 1),
    ):
        frame = moved(frame, source, name, years)
    return frame.with_columns(
        change=pl.col("level_after") - pl.col("level_before"),
        opening_before=pl.col("openness_before") - pl.col("openness_long_before"),
    )


def into_the_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with ``change``: that of openness from the year before to the row's own."""
    return rows.with_columns(change=pl.col("openness") - pl.col("openness_before"))


def after_step(rows: pl.DataFrame, step: str, measure: str) -> Grid:
    """Return the grid of a step, 0 or 1, on the change around its year; errors by state."""
    asked = Stack("change", step, HELD, "ccode", "year", "", measure)
    return renamed(stacked(rows, asked), outcome="change after the step")


def raised(made: pl.DataFrame, step: str, effect: float, seed: int) -> pl.DataFrame:
    """Return a made-up frame with ``MOBILIZATION``, higher by ``effect`` in the years after steps.

    A step raises them for three years.
    """
    rng = np.random.default_rng(seed + 7)
    lift = pl.sum_horizontal(
        pl.col(step).shift(years).over("ccode").fill_null(0.0) for years in range(1, YEARS + 1)
    )
    return made.with_columns(
        (effect * lift + pl.Series(rng.normal(size=made.height))).alias(name)
        for name in MOBILIZATION.values()
    )
