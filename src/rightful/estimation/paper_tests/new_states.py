"""Claim 125: new states take over the template and ratify sooner."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining


class NewStates(PaperTest):
    """Being at most ten years old on the chance of joining the nine core treaties."""

    name = "new_states"
    title = "New states ratify faster"
    needs = ("new", "age")
    asks: ClassVar = (
        Ask(
            "new_states_ratify",
            (125,),
            "do states in their first ten years join sooner?",
            1,
            "being in one's first ten years",
            "chance of joining in a year",
            None,
            f"{HOW}. New: born after 1945, at most ten years ago; bonds that a former state handed "
            "down are left out, acts of succession that the state itself made are not. With "
            "effects of states a state is compared with itself later.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the chance of joining."""
        del ask
        return joining(at_risk(material, "core", []), "new", (), "core treaties")

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that is ``effect`` likelier in the first ten years."""
        return joining_world(seed, lambda _: effect * pl.col("new"), tuple("abcdefgh"), "core")
