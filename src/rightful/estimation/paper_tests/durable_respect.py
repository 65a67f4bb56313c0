"""Claim 32: where respect for rights is costly, it does not last."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering, with_means
from rightful.estimation.paper_tests._panel import MEANS, joined
from rightful.estimation.paper_tests._turns import HOW, earlier, practice_after, prepared
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS

COSTS: Final = ("civil_war", "coup_attempt", "income_fell")
BEST: Final = 2 / 3  # of the year's states, by practice: who is above respects rights
LASTING: Final = 3  # years of respect before the costly one
UNREST: Final = 10  # protests in a year
RESPECT: Final = (
    "Respect: practice among the best third of the year's states, both standards together, in each "
    "of the three years before"
)
COSTLY: Final = (
    "Costly years: armed conflict within the state, an attempt at a coup, or income per head "
    "falling by a twentieth"
)


class DurableRespect(PaperTest):
    """Costly years on practice of states that had respected rights."""

    name = "durable_respect"
    title = "Respect when it is costly"
    needs = (*ALWAYS, "coup_attempt", "income_fell", "log_protests")
    asks: ClassVar = (
        Ask(
            "cost_breaks_respect",
            (32,),
            "does practice fall after a costly year in states that had respected rights?",
            -1,
            "a costly year",
            "SD of practice, mean of the three years after",
            None,
            f"{RESPECT}. {COSTLY}; or, in cells of their own, {UNREST} protests or more (to 2019, "
            f"the United States not covered). {HOW}. That practice falls on average does not say "
            "that none keeps it: lasting_respect counts those that do. Incomes are estimates that "
            "smooth short falls away.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of costly years, and of years of unrest, on practice after them."""
        del ask
        frame = respected(prepared(material.frame)).filter(pl.col("respected"))
        unrest = pl.col("log_protests") >= np.log1p(UNREST)
        rows = frame.with_columns(costly(), unrest=unrest.cast(pl.Float64))
        return joined(
            practice_after(material, rows, "costly", "conflict, coup or fall of income"),
            practice_after(material, rows, "unrest", f"{UNREST} protests or more"),
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that costly years, and unrest, move by ``effect``."""

        def columns(frame: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.Series]:
            def rare() -> pl.Series:
                return pl.Series((rng.random(frame.height) < 0.1).astype(float))

            return {
                **{name: rare() for name in COSTS},
                "log_protests": rare() * 3.0,
                "openness": wandering(frame, rng),
            }

        moves = effect * (costly() + pl.col("log_protests") / 3)
        made = practice_world(seed, columns, moves)
        return Material(with_means(made), made.practice)


def costly() -> pl.Expr:
    """Return ``costly``: 1 where any of ``COSTS`` is, 0 where none is; else null."""
    return pl.max_horizontal(COSTS).alias("costly") * pl.when(
        (pl.max_horizontal(COSTS) > 0) | pl.all_horizontal(pl.col(COSTS).is_not_null())
    ).then(1.0)


def _place(name: str) -> pl.Expr:
    """Return where a state stands among those of its year that are known, up to 1."""
    return pl.col(name).rank().over("year") / pl.col(name).count().over("year")


def respected(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``respected``: whether practice was good in the years before.

    ``frame`` has the columns of ``MEANS``; a year that is missing is none of respect.
    """
    places = [_place(name) for name in MEANS.values()]
    frame = frame.with_columns(place=pl.sum_horizontal(places) / len(places))
    for years in range(1, LASTING + 1):
        frame = earlier(frame, "place", years)
    good = [pl.col(f"place_{years}") > BEST for years in range(1, LASTING + 1)]
    return frame.with_columns(respected=pl.all_horizontal(good).fill_null(value=False)).drop(
        "place", *(f"place_{years}" for years in range(1, LASTING + 1))
    )
