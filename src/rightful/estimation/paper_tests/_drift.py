"""Interactions with a condition, beside what the condition does by itself, fixed or drifting.

A treaty and the calendar go together, so that a condition whose own effect grows over the decades
looks like one under which the treaty helps. Both readings stand in the grid.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material
from rightful.estimation.paper_tests._panel import joined, on_practice, times
from rightful.estimation.weigh import CANNOT, CONDITIONALLY, HOLDS, Weighed, weigh

DRIFT: Final = "drift"
HELD: Final[dict[tuple[str, ...], str]] = {(): "", (DRIFT,): "; its drift over the years held"}
ONLY: Final = "only where the condition's own drift over the years is not held"
SAID: Final = (
    "Half of the cells hold the condition times calendar time too; they were added after the "
    "others had been seen."
)


def by_condition(
    material: Material, treatments: dict[str, str], by: str, controls: tuple[str, ...] = ()
) -> Grid:
    """Return the grids of treatment x condition on practice, with and without drift.

    Parameters
    ----------
    treatments
        Column of a treatment -> the name of its measure.
    by
        The condition's column; both it and the treatment are held.
    """
    parts = []
    for treatment, measure in treatments.items():
        name = f"{treatment}_by_{by}"
        decades = (pl.col("year") - pl.col("year").mean()) / 10
        frame = times(material.frame, name, treatment, by)
        frame = frame.with_columns((pl.col(f"z_{by}") * decades).alias(DRIFT))
        held = (treatment, f"z_{by}", *controls)
        parts += [
            on_practice(material, frame, name, (*held, *more), f"{measure}{said}")
            for more, said in HELD.items()
        ]
    return joined(*parts)


def weighed_with_drift(ask: Ask, rows: pl.DataFrame) -> Weighed:
    """Return the verdict, its condition in a word where drift alone parts the cells."""
    found = weigh(ask.expectation, rows)
    strict = pl.col("measure").str.contains(HELD[(DRIFT,)], literal=True)
    plain, held = (weigh(ask.expectation, rows.filter(one)) for one in (~strict, strict))
    if found.verdict == CONDITIONALLY and plain.verdict == HOLDS and held.verdict == CANNOT:
        return replace(found, condition=ONLY)
    return found
