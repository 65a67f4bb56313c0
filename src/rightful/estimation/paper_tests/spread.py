"""Claim 47: promises grow alike while promise and practice come no closer together."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.estimation.combine import single
from rightful.estimation.grid import OBSERVED, ROWS, Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._series import slope, weighed_series
from rightful.estimation.weigh import Weighed

SERIES: Final = {"spread_falls": "commitment_dispersion", "tie_grows": "commitment_practice_r"}


class Spread(PaperTest):
    """Trends of two series of the world."""

    name = "spread"
    title = "Isomorphism with persistent decoupling"
    needs = ()
    asks: ClassVar = (
        Ask(
            "spread_falls",
            (47,),
            "does the spread of states' commitment fall?",
            -1,
            "the change in ten years",
            "SD of the share of core treaties held",
            None,
            "A trend of some fifty years: no other thing that changed in them is held.",
        ),
        Ask(
            "tie_grows",
            (47,),
            "does the correlation of commitment and practice rise?",
            1,
            "the change in ten years",
            "correlation",
            0.05,
            "Under the changing standard. Less than .05 a decade is counted as no rise.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the one trend."""
        name = SERIES[ask.key]
        held = material.world.select("year", name).drop_nulls().sort("year")
        year = held["year"].to_numpy().astype(float)
        found, error = slope(year / 10, held[name].to_numpy().astype(float))
        fit = single(found, error, year.size - 2.0)
        row = ("decade", name, "the world", OBSERVED, False, False, False)
        told = (fit.estimate, fit.std_error, fit.p, year.size, 1, year.size)
        return Grid(pl.DataFrame([(*row, *told)], schema=ROWS, orient="row"), ())

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict on the one trend."""
        return weighed_series(ask, rows)

    def example(self, effect: float, seed: int) -> Material:
        """Return series of fifty years that fall and rise by ``effect`` in ten years."""
        rng = np.random.default_rng(seed)
        decades = np.arange(50) / 10
        world = pl.DataFrame(
            {
                "year": 1970 + np.arange(50),
                "commitment_dispersion": -effect * decades + 0.1 * rng.normal(size=50),
                "commitment_practice_r": effect * decades + 0.1 * rng.normal(size=50),
            }
        )
        frame = pl.DataFrame({"ccode": [2], "year": [1970]})
        return Material(frame, {}, world=world)
