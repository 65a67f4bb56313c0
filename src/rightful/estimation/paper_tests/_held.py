"""Practice a year after a treatment, practice of the treatment's year held by the same standard."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.grid import Grid, grid
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._panel import KEY, joined

# Standard -> column with the mean of practice.
HELD: Final = {"changing": "practice", "constant": "practice_constant"}
SAID: Final = (
    "Blame follows violations, so practice of the year of the blame is held, at its mean: what is "
    "left of it in that mean still looks like an effect of blame."
)


def on_change(
    material: Material,
    frame: pl.DataFrame,
    treatment: str,
    controls: tuple[str, ...],
    measure: str,
    where: str = "",
) -> Grid:
    """Return the grid of a treatment on practice a year later, practice of its own year held.

    As the practice before is held in every cell, none has a lagged outcome beside it.
    """
    parts = []
    for standard, held in HELD.items():
        design = Design(
            "practice_drawn",
            treatment,
            (held, *controls),
            where=where,
            singletons="leave_out",
        )
        outcome = {standard: material.practice[HEADLINE][standard]}
        named = f"{HEADLINE} ({measure})"
        parts.append(grid(frame, design, outcome, named, lagged=(False,), standards=(standard,)))
    return joined(*parts)


def year_before(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """Return the frame with ``name``: the column a year before, null where that year is none."""
    return moved(frame, column, name, 1)


def moved(frame: pl.DataFrame, column: str, name: str, years: int) -> pl.DataFrame:
    """Return the frame with ``name``: the column ``years`` before, or, negative, after."""
    other = frame.select(
        "ccode", (pl.col("year") + years).cast(frame.schema["year"]), pl.col(column).alias(name)
    )
    return frame.join(other, on=KEY, how="left", maintain_order="left")


def with_held(made: Material) -> pl.DataFrame:
    """Return the frame of a made-up world with the columns of ``HELD``."""
    frame = made.frame
    for standard, name in HELD.items():
        one = made.practice[HEADLINE][standard]
        mine = pl.DataFrame(
            {"ccode": one.ccode, "year": one.year, name: one.draws.mean(axis=0).astype(np.float64)}
        ).with_columns(pl.col(key).cast(frame.schema[key]) for key in KEY)
        frame = frame.join(mine, on=KEY, how="left", maintain_order="left")
    return frame
