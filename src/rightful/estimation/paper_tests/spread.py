"""Claim 47: promises grow alike while promise and practice come no closer together."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.estimation.combine import single
from rightful.estimation.grid import LEVEL, OBSERVED, ROWS, Grid, agreement
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.weigh import CANNOT, DOES_NOT, HOLDS, Verdict, Weighed

Floats = NDArray[np.float64]
LAGS: Final = 8  # years over which errors may go together (neweywest1987)
SERIES: Final = {"spread_falls": "commitment_dispersion", "tie_grows": "commitment_practice_r"}
CORE: Final = "one trend a series, over the years of the whole world: no cell with year effects"
WORDS: Final[dict[Verdict, str]] = {
    HOLDS: "the trend has the claimed sign with two-sided p < .05",
    DOES_NOT: "the trend has the other sign with p < .05, or its interval (95 %) ends below the "
    "smallest change that matters, where one is stated",
    CANNOT: "neither",
}


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
        slope, error = _trend(year, held[name].to_numpy().astype(float))
        fit = single(slope, error, year.size - 2.0)
        row = ("decade", name, "the world", OBSERVED, False, False, False)
        told = (fit.estimate, fit.std_error, fit.p, year.size, 1, year.size)
        return Grid(pl.DataFrame([(*row, *told)], schema=ROWS, orient="row"), ())

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict on the one trend, by the words of this file."""
        row = rows.row(0, named=True)
        fit = single(row["estimate"], row["std_error"], row["n"] - 2.0)
        with_sign = ask.sign * fit.estimate
        far = fit.high if ask.sign > 0 else -fit.low
        verdict: Verdict = CANNOT
        if fit.p < LEVEL:
            verdict = HOLDS if with_sign > 0 else DOES_NOT
        if verdict != HOLDS and ask.margin is not None and far < ask.margin:
            verdict = DOES_NOT
        return Weighed(
            ask.key, ask.sign, ask.margin, verdict, "", WORDS[verdict], CORE, agreement(rows)
        )

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


def _trend(year: Floats, values: Floats) -> tuple[float, float]:
    """Return the slope a decade and its error, errors autocorrelated (Bartlett weights)."""
    x = np.column_stack([np.ones(year.size), (year - year.mean()) / 10])
    inverse = np.linalg.inv(x.T @ x)
    coef = inverse @ (x.T @ values)
    scores = x * (values - x @ coef)[:, None]
    meat = scores.T @ scores
    for lag in range(1, LAGS + 1):
        one = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (LAGS + 1)) * (one + one.T)
    cov = inverse @ meat @ inverse * year.size / (year.size - 2)
    return float(coef[1]), float(np.sqrt(cov[1, 1]))
