"""Claim 26: practice follows who rules at home, and not pressure from abroad."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering, with_means
from rightful.estimation.paper_tests._panel import joined
from rightful.estimation.paper_tests._pressed_world import spells
from rightful.estimation.paper_tests._rulers import ABROAD, COALITION, PARTS, against
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS
from rightful.estimation.paper_tests._turns import practice_after, prepared

HELD: Final = (
    "The outcome is the mean of the three years after; held are practice of the two years before "
    "and armed conflict of the year before, so that an effect is one beyond what practice was; "
    "openness is not held, as it is who rules by another measure"
)


class HomeOrAbroad(PaperTest):
    """The coalition at home, and beside it pressure from abroad, on practice."""

    name = "home_or_abroad"
    title = "Who rules, or who presses: practice"
    needs = (*PARTS, *ABROAD, *ALWAYS)
    asks: ClassVar = (
        Ask(
            "home_over_abroad_practice",
            (26,),
            "does the coalition at home move practice more than pressure from abroad?",
            1,
            "the effect of a SD of the coalition, less that of a SD of pressure,",
            "SD of practice, mean of the three years after",
            None,
            f"{COALITION}. Both halves at once: what pressure does is taken from what the "
            "coalition does, and, in cells of their own, added to it, as pressure that harms is "
            f"no proof that it is weak. {HELD}. Pressure is mostly a yes or no, so that a SD is a "
            "third of it. It follows bad practice, and coalitions fall with it.",
        ),
        Ask(
            "home_practice",
            (26,),
            "does practice mend where those who rule must please more people?",
            1,
            "a SD of the coalition",
            "SD of practice, mean of the three years after",
            None,
            f"{COALITION}. {HELD}.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid for each list of pressure."""
        frame = prepared(material.frame)
        parts = []
        for rows, treatment, other, measure in against(frame, alone=ask.key == "home_practice"):
            parts.append(
                practice_after(material, rows, treatment, measure, (other,), held=("civil_war_1",))
            )
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that the coalition moves by ``effect`` a SD, and pressure does not."""

        def columns(frame: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.Series]:
            return {
                "recruitment": wandering(frame, rng),
                "military_rule": pl.Series(np.zeros(frame.height)),
                "rights_sanction": spells(frame, rng),
                "sanction_in_register": spells(frame, rng),
                "openness": wandering(frame, rng),
                "civil_war": pl.Series((rng.random(frame.height) < 0.1).astype(float)),
            }

        made = practice_world(seed, columns, effect * pl.col("recruitment"))
        return Material(with_means(made), made.practice)
