"""Claim 73: no praise follows on joining a treaty."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world

NEW: Final = 3  # years in which a reward would show


class Praise(PaperTest):
    """Having newly joined a core treaty on praise in the state's review."""

    name = "praise"
    title = "Praise for ratification"
    needs = ("praised", "practice")
    asks: ClassVar = (
        Ask(
            "praise_follows",
            (73,),
            "does no more praise follow on joining?",
            0,
            "having joined a core treaty in the three years before",
            "SD of the share of speakers that praise",
            0.1,
            "Praise by our coder, in the dialogue of reviews, 2008-2014: some two reviews a state, "
            "by all states that speak and not by rich democracies alone. Practice of physical "
            "integrity the year before is held. To welcome the ratification itself is praise: "
            "words that follow on joining need not be why it was done.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid; no review falls in the year after another, so no cell is lagged."""
        del ask
        core = material.treaties.filter(pl.col("kind") == "core")["treaty"]
        since = [pl.col(f"since_{treaty}").is_between(1, NEW).cast(pl.Float64) for treaty in core]
        frame = material.frame.with_columns(
            pl.col("praised") / pl.col("praised").std(), newly=pl.max_horizontal(since)
        )
        design = Design("praised", "newly", ("practice",), singletons="leave_out")
        return grid(frame, design, {OBSERVED: None}, "praise", lagged=(False,))

    def example(self, effect: float, seed: int) -> Material:
        """Return praise that rises by ``effect`` in the years after joining."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "since_cat": pl.col("treated").cum_sum().over("ccode"),
                "practice": pl.col("regime"),
                "noise": pl.Series(rng.normal(size=frame.height)),
            },
        )
        joined = pl.col("since_cat").is_between(1, NEW).cast(pl.Float64)
        praised = pl.col("noise") + effect * joined.shift(1).over("ccode").fill_null(0.0)
        rows = pl.DataFrame([{"treaty": "cat", "opened": 1900, "kind": "core"}])
        return Material(
            made.frame.with_columns(praised=praised), {HEADLINE: made.practice[HEADLINE]}, rows
        )
