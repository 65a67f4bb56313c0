"""Claim 87: blame by rivals makes repression worse than blame by others."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._held import SAID, on_change
from rightful.estimation.paper_tests._panel import MEANS
from rightful.estimation.paper_tests.backlash import EARLY, HOME, SAMPLE, blamed_world, with_early


class RivalBlame(PaperTest):
    """Blame on practice a year later, by how far off the states stand that blame."""

    name = "rival_blame"
    title = "Blame by rivals"
    needs = (*MEANS.values(), *HOME, "blamed", "reviewed", "rivalry", "early_stage")
    asks: ClassVar = (
        Ask(
            "rival_shaming_worsens",
            (87,),
            "is practice worse a year later where those who blame stand far off than where near?",
            -1,
            "what a log point of blaming states does more where they stand furthest off",
            "SD of practice",
            None,
            f"{SAMPLE} Rivals: far off in the Assembly's votes, 0 nearest to 1 furthest, mean of "
            "those who blame. They mostly stand far off, so that near ones are few; South Africa "
            "of 1975-1993, which cast no votes, is left out. No alliance and no rivalry between "
            f"two states as such is in it. {SAID}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid, blame itself held."""
        del ask
        frame = with_early(material.frame).with_columns(
            # Half is the place of the median pair.
            by_rivals=pl.when(pl.col("blamed") > 0)
            .then(pl.col("log_blamed") * (pl.col("rivalry") - 0.5))
            .otherwise(0.0)
        )
        review = ("reviewed",) if frame["reviewed"].n_unique() > 1 else ()
        controls = ("log_blamed", *HOME, *review)
        return on_change(material, frame, "by_rivals", controls, "blame by states", EARLY)

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that blame lowers by -``effect`` more where rivals blame."""
        return blamed_world(seed, effect * pl.col("log_blamed") * pl.col("rivalry"))
