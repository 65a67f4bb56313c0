"""Claims 109 and 111: accepting a norm opens room, even where it is shallow."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._opened import (
    MOBILIZATION,
    NEEDS,
    SAID,
    YEARS,
    after_step,
    around,
    into_the_year,
    raised,
)
from rightful.estimation.paper_tests._panel import joined, moved
from rightful.estimation.paper_tests.lock_in import OPEN

TREATIES: Final = ("cat", "iccpr")
LIMITS: Final = (
    "Joining the CAT, and the ICCPR, against states that had not joined three years later; bonds "
    "taken over from a former state are left out. A state joins in the year in which the treaty "
    "comes to bind it, for the first in each years after they had ratified. Protests of 50 people "
    "or more (1990-2019; the joiners of those years alone), and participation in civil society as "
    f"experts see it. What activists do with the norm is not seen. {SAID}"
)


class Opening(PaperTest):
    """Joining a treaty on protests and civil society in the three years after."""

    name = "opening"
    title = "Formal acceptance as an opening"
    needs = (*TREATIES, *NEEDS, *MOBILIZATION.values())
    asks: ClassVar = (
        Ask(
            "ratification_opens_autocracy",
            (109,),
            "do people organize more once a state that is no democracy has joined?",
            1,
            "joining the CAT",
            "SD of mobilization",
            None,
            "Democracy: openness half a SD above the mean of 1981-1990, the year before. Shallow "
            f"legal reform: a treaty; statutes at home are not in it. {LIMITS} Whether they do is "
            "asked as joining_comes_with_reform.",
        ),
        Ask(
            "ratification_opens",
            (111,),
            "do people organize more once a state has joined?",
            1,
            "joining the CAT",
            "SD of mobilization",
            None,
            f"{LIMITS} Whether they do is asked as joining_comes_with_reform.",
        ),
        Ask(
            "joining_comes_with_reform",
            (),
            "does the political system open in the very year of joining?",
            1,
            "joining the CAT",
            "SD of openness",
            None,
            "The same rows and controls, on the change of openness from the year before to the "
            "year of joining: where it shows, what follows may be the reform's. A check, no claim.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of each treaty and measure."""
        if ask.key == "joining_comes_with_reform":
            return joined(*(_reform(material, treaty) for treaty in TREATIES))
        parts = []
        for treaty in TREATIES:
            for measure, column in MOBILIZATION.items():
                rows = joiners(around(material.frame, column), material, treaty)
                if ask.key == "ratification_opens_autocracy":
                    rows = rows.filter(pl.col("openness_before") <= OPEN)
                parts.append(after_step(rows, treaty, f"{measure} ({treaty.upper()})"))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return mobilization that rises by ``effect`` after joining either treaty."""
        made = joining_world(seed, lambda _: pl.lit(0.0), TREATIES, "core")
        # The year of joining, either treaty's.
        first = [
            (pl.col(name) - pl.col(name).shift(1).over("ccode").fill_null(0.0)) for name in TREATIES
        ]
        frame = made.frame.with_columns(step=first[0] + first[1])
        frame = raised(frame, "step", effect, seed).with_columns(
            practice=pl.col("pressed"), openness=pl.col("openness").clip(None, OPEN)
        )
        return Material(frame, {}, made.treaties)


def _reform(material: Material, treaty: str) -> Grid:
    """Return the grid of joining on the change of openness into the year of joining."""
    rows = joiners(around(material.frame, MOBILIZATION["civil society"]), material, treaty)
    return after_step(into_the_year(rows), treaty, f"openness ({treaty.upper()})")


def joiners(frame: pl.DataFrame, material: Material, treaty: str) -> pl.DataFrame:
    """Return state-years from the treaty's opening on, to the year of joining.

    Those that had not joined then but would within three years are left out, and bonds that were
    taken over.
    """
    opened = material.treaties.filter(pl.col("treaty") == treaty)["opened"].item()
    rows = moved(frame, treaty, "later", -YEARS).filter(
        pl.col("year") >= opened,
        pl.col(f"since_{treaty}") - pl.col(treaty) == 0,
        (pl.col(treaty) == 1) | (pl.col("later") == 0),
    )
    if material.inherited.is_empty():
        return rows
    mine = material.inherited.filter(pl.col("treaty") == treaty)
    return rows.join(mine, on="ccode", how="anti", maintain_order="left")
