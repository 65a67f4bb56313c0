"""Claim 74: treaties help more where courts are independent."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import drifting, joined, on_practice, times

TREATIES: Final = ("cat", "iccpr")


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
            "and by treaties; they go with openness (r .7), whose own part is not held. What "
            "independence does by itself may have changed over the years, which looks the same.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid for both treaties; treaty and courts are held."""
        del ask
        parts = []
        for treaty in TREATIES:
            name = f"{treaty}_by_courts"
            frame = times(material.frame, name, treaty, "high_court")
            held = (treaty, "z_high_court")
            parts.append(on_practice(material, frame, name, held, treaty.upper()))
        return joined(*parts)

    def beside(self, ask: Ask, material: Material) -> str:
        """Return what is left where the condition's own effect drifts over the years."""
        del ask
        name, treaty, by = "cat_by_courts", TREATIES[0], "high_court"
        return drifting(material, times(material.frame, name, treaty, by), name, treaty, by)

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
