"""Practice a year after a treatment, practice of the treatment's year held by the same standard."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.grid import Grid, grid
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._panel import MEANS, joined

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
    for standard, held in MEANS.items():
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
