"""Claims 2, 50 and 51: does joining a treaty go with better practice, by itself?"""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import joined, on_practice

# Treaty, family of rights it is about, first year of the sample: ten years before it opened.
PAIRS: Final = (
    ("cat", HEADLINE, 1975),
    ("iccpr", HEADLINE, 1957),
    ("iccpr", "empowerment", 1957),
)
HOME: Final = ("openness", "allies")
LIMITS: Final = (
    "Nearly all states have joined, so that late comparisons rest on few and odd states. CAT and "
    "ICCPR on physical integrity, ICCPR on civil liberties."
)


class TreatyEffect(PaperTest):
    """CAT and ICCPR on what they are about."""

    name = "treaty_effect"
    title = "The treaty effect"
    needs = ("cat", "iccpr", *HOME)
    asks: ClassVar = (
        Ask(
            "treaty_helps",
            (2, 50),
            "is practice better after a state has joined?",
            1,
            "having joined the CAT",
            "SD of practice",
            None,
            LIMITS,
        ),
        Ask(
            "treaty_alone",
            (51,),
            "conditions at home held, does joining change nothing?",
            0,
            "having joined the CAT, openness and courts held,",
            "SD of practice",
            0.1,
            f"{LIMITS} Held: openness and allies in the elite (courts, legislature), our series, "
            "which overlap with civil liberties: for these the test is too hard.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of each treaty and family."""
        controls = HOME if ask.key == "treaty_alone" else ()
        return joined(
            *(
                on_practice(
                    material,
                    material.frame,
                    treaty,
                    controls,
                    treaty.upper(),
                    family=family,
                    where=f"year >= {first}",
                )
                for treaty, family, first in PAIRS
                if family in material.practice
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that joining moves by ``effect``."""
        return practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "openness": wandering(frame, rng),
                "allies": wandering(frame, rng),
            },
            effect * pl.col("treated"),
        )
