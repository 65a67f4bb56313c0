"""Claim 58: norms help where no treaty is ratified, if civil society is strong."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import before, drawn_rows, joined, on_rows, times
from rightful.estimation.paper_tests._stacked import Stack, stacked
from rightful.estimation.simulator import World

TREATIES: Final = ("cat", "iccpr")


class Cassel(PaperTest):
    """The world's bonds x civil society on practice of those that are not bound."""

    name = "cassel"
    title = "Cassel's non-ratifiers"
    needs = (*TREATIES, *(f"world_{name}" for name in TREATIES), "association")
    asks: ClassVar = (
        Ask(
            "norm_by_association",
            (58,),
            "as more of the world is bound, does practice of non-parties rise more where civil "
            "society is free?",
            1,
            "the world going from none to all bound, for a SD of freedom of association more,",
            "SD of practice",
            None,
            "Strength of the norm: share of other states bound by the treaty. Civil society: our "
            "estimate of freedom of association. With year effects, the norm's own effect is "
            "absorbed, and its interaction is not. The share bound only grows, so it is all but a "
            "clock: whatever else changed over these decades where people may organize looks the "
            "same. Freedom of association is itself a practice. Those that stay out are few in "
            "the end.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over non-parties to each treaty."""
        del ask
        outcomes = material.practice[HEADLINE]
        parts = []
        for treaty in TREATIES:
            norm = f"world_{treaty}"
            frame = times(material.frame, "norm_by_association", norm, "association")
            frame = before(frame, ["norm_by_association", norm, "z_association"])
            frame = drawn_rows(frame.filter(pl.col(treaty) == 0), outcomes)
            asked = Stack(
                "practice_drawn",
                "norm_by_association",
                (norm, "z_association"),
                "ccode",
                "year",
                "",
                f"{HEADLINE} ({treaty.upper()})",
            )
            draws = {name: on_rows(one, frame) for name, one in outcomes.items()}
            parts.append(stacked(frame, asked, draws))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return practice of all that the norm moves by ``effect`` for a SD of civil society."""
        share = (pl.col("year") - 1970) / 30
        return practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "association": wandering(frame, rng),
                "world_cat": share,
                "world_iccpr": share,
            },
            effect * share * pl.col("association"),
            world=World(states=80, years=30, draws=8, by_peers=0.0, rate=-4.0),
        )
