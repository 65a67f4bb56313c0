"""Claims 66 and 67: treaties help where civil society is strong, and where rule is democratic."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._drift import SAID, by_condition, weighed_with_drift
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.weigh import Weighed

TREATIES: Final = {"cat": "CAT", "iccpr": "ICCPR"}
BY: Final = {"treaty_by_association": "association", "treaty_by_openness": "openness"}
EFFECT: Final = "what the treaty does more for a SD of"


class Conditions(PaperTest):
    """The treaty's effect on physical integrity, by civil society and by openness."""

    name = "conditions"
    title = "Civil society and democracy as conditions"
    needs = (*TREATIES, "association", "openness")
    asks: ClassVar = (
        Ask(
            "treaty_by_association",
            (66, 74),
            "does a treaty help more where civil society is free?",
            1,
            f"{EFFECT} freedom of association",
            "SD of practice",
            None,
            "Civil society: our estimate of freedom of association, of which entry and repression "
            "of civil society are items; it is itself a practice, and goes with openness so "
            "closely (r .9) that one cannot be told from the other. INGO counts are not in hand. "
            f"{SAID}",
        ),
        Ask(
            "treaty_by_openness",
            (67, 74),
            "does a treaty help more where the political system is open?",
            1,
            f"{EFFECT} openness",
            "SD of practice",
            None,
            "Democracy: openness of the political system, our series, a proxy, of experts some of "
            f"whom judge practice too. {SAID}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid for both treaties; treaty and condition are held."""
        return by_condition(material, TREATIES, BY[ask.key])

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict over cells with and without the condition's drift."""
        return weighed_with_drift(ask, rows)

    def example(self, effect: float, seed: int) -> Material:
        """Return treaties that help by ``effect`` more for a SD of either condition."""
        return practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "openness": wandering(frame, rng),
                "association": wandering(frame, rng),
            },
            effect * pl.col("treated") * (pl.col("openness") + pl.col("association")),
        )
