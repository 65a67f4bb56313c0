"""Claim 74: treaties help more where courts are independent."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._drift import SAID, by_condition, weighed_with_drift
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.weigh import Weighed

TREATIES: Final = {"cat": "CAT", "iccpr": "ICCPR"}


class Courts(PaperTest):
    """The treaty's effect on physical integrity, by the independence of the high court."""

    name = "courts"
    title = "Courts as a condition"
    needs = (*TREATIES, "high_court")
    asks: ClassVar = (
        Ask(
            "treaty_by_courts",
            (74,),
            "does a treaty help more where the high court is independent?",
            1,
            "what the treaty does more for a SD of independence of the high court",
            "SD of practice",
            None,
            "Independence by V-Dem's experts, some of whom judge killing and torture too, which "
            "our practice rests on among others. Courts may be freed by what makes treaties work, "
            "and by treaties; they go with openness (r .7), whose own part is not held. "
            f"{SAID}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid for both treaties; treaty and courts are held."""
        del ask
        return by_condition(material, TREATIES, "high_court")

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict over cells with and without the condition's drift."""
        return weighed_with_drift(ask, rows)

    def example(self, effect: float, seed: int) -> Material:
        """Return treaties that help by ``effect`` more for a SD of independence."""
        return practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "high_court": wandering(frame, rng),
            },
            effect * pl.col("treated") * pl.col("high_court"),
        )
