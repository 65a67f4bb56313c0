"""Claim 45: broken promises are as common among small states as among great ones."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.core.names import STANDARDS
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world
from rightful.estimation.paper_tests._panel import before, joined
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked


class Power(PaperTest):
    """The smallest against the largest fourth of states on unmet promises."""

    name = "power"
    title = "Smaller states"
    needs = ("log_gdp", "unmet_changing", "unmet_constant")
    asks: ClassVar = (
        Ask(
            "small_keep_promises",
            (45,),
            "do the smallest fourth of states leave as many promises unmet as the largest?",
            0,
            "being in the smallest instead of the largest fourth",
            "SD of the chance that a promise is unmet",
            0.1,
            "Size: the economy (GDP), as capabilities are not in hand. Physical integrity; bound "
            "state-years. No state goes from one outer fourth to the other, so that effects of "
            "states leave nothing: states are compared with each other, and whatever else small "
            "ones have in common looks the same.",
            between=True,
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over the outer fourths."""
        del ask
        rank = pl.col("log_gdp").rank().over("year") / pl.col("log_gdp").count().over("year")
        small = pl.when(rank <= 0.25).then(1.0).when(rank > 0.75).then(0.0)
        frame = before(material.frame.with_columns(small=small), ["small"])
        parts = []
        for standard in STANDARDS:
            column = f"unmet_{standard}"
            scaled = frame.drop_nulls(["small", column]).with_columns(
                pl.col(column) / pl.col(column).std()
            )
            asked = Stack(column, "small", (), "ccode", "year", "", "promises unmet")
            found = stacked(scaled, asked)
            parts.append(renamed(found, standard=standard, outcome="promises unmet"))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return promises whose being unmet falls with size, by ``effect`` SD or not at all."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "log_gdp": pl.Series(rng.normal(size=frame.height)),
                "noise": pl.Series(rng.normal(size=frame.height)),
            },
        )
        unmet = pl.col("noise") - effect * (pl.col("log_gdp").shift(1).over("ccode")).fill_null(0)
        frame = made.frame.with_columns(unmet_changing=unmet, unmet_constant=unmet)
        return Material(frame, made.practice)
