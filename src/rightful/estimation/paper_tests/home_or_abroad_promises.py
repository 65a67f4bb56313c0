"""Claim 26: promises follow who rules at home, and not pressure from abroad."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._panel import joined
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining
from rightful.estimation.paper_tests._rulers import ABROAD, COALITION, PARTS, against


class HomeOrAbroadPromises(PaperTest):
    """The coalition at home, and beside it pressure from abroad, on joining the core treaties."""

    name = "home_or_abroad_promises"
    title = "Who rules, or who presses: promises"
    needs = (*PARTS, *ABROAD)
    asks: ClassVar = (
        Ask(
            "home_over_abroad_promises",
            (26,),
            "does the coalition at home move ratification more than pressure from abroad?",
            1,
            "the effect of a SD of the coalition, less that of a SD of pressure,",
            "chance of joining in a year",
            None,
            f"{COALITION}. Both halves at once: what pressure does is taken from what the "
            f"coalition does, and, in cells of their own, added to it. The outcome: {HOW}. In the "
            "years of the list most states had joined most treaties.",
        ),
        Ask(
            "home_promises",
            (26,),
            "do states join sooner where those who rule must please more people?",
            1,
            "a SD of the coalition",
            "chance of joining in a year",
            None,
            f"{COALITION}. The outcome: {HOW}.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid for each list of pressure."""
        rows = at_risk(material, "core", [*PARTS, *ABROAD])
        return joined(
            *(
                joining(mine, treatment, (other,), measure)
                for mine, treatment, other, measure in against(
                    rows, alone=ask.key == "home_promises"
                )
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that the coalition moves by ``effect`` a SD."""
        made = joining_world(
            seed,
            lambda _: effect * pl.col("openness").shift(1).over("ccode"),
            tuple("abcdefgh"),
            "core",
        )
        frame = made.frame.with_columns(
            recruitment=pl.col("openness"),
            military_rule=pl.lit(0.0),
            rights_sanction=pl.col("pressed"),
            sanction_in_register=pl.col("pressed"),
        )
        return replace(made, frame=frame)
