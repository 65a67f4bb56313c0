"""Claims 60 and 74: who joins, as practice was before."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._panel import MEANS, joined
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining

LIMITS: Final = (
    f"{HOW}; the nine core treaties. Practice is that of physical integrity the year before, at "
    "its mean; its doubt is not carried, which pulls towards none. Nothing else is held. Between "
    "states, as the claim may be meant, the cells without effects of states tell."
)


class PastRespect(PaperTest):
    """Practice the year before on the chance of joining the core treaties."""

    name = "past_respect"
    title = "Past respect and joining"
    needs = tuple(MEANS.values())
    asks: ClassVar = (
        Ask(
            "repressive_join",
            (60,),
            "do states join sooner the less they respect rights?",
            1,
            "a SD less respect the year before",
            "SD of the yearly event of joining",
            None,
            f"{LIMITS} The claim asks for no more than that they join as soon as others.",
        ),
        Ask(
            "past_respect_joins",
            (74,),
            "does joining leave no trace of past respect?",
            0,
            "a SD more respect the year before",
            "SD of the yearly event of joining",
            0.05,
            f"{LIMITS} None is less than .05, as for claim 46.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the chance of joining, by practice under each standard."""
        side = -1 if ask.key == "repressive_join" else 1
        rows = at_risk(material, "core", list(MEANS.values()))
        return joined(
            *(
                joining(
                    rows.with_columns(pl.col(name) * side),
                    name,
                    (),
                    f"core treaties (practice by the {standard} standard)",
                    sd=True,
                )
                for standard, name in MEANS.items()
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that falls by ``effect`` for a SD of practice the year before."""
        made = joining_world(
            seed,
            lambda _: -effect * pl.col("openness").shift(1).over("ccode"),
            tuple("abc"),
            "core",
        )
        frame = made.frame.with_columns(practice="openness", practice_constant="openness")
        return Material(frame, {}, made.treaties)
