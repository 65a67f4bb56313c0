"""What mobilizing is worth: the value of the right times the perceived chance of success.

Simmons names two alterations when a state that does not comply adopts law: the right gains value
for those who lack it, and success looks likelier. Neither size can be read from this record, so
each is drawn from its prior, Beta(2, 8), once a joint draw and the same for every state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]

RATE: Final = (2.0, 8.0)
# Either forbids what the family of physical integrity is about.
LAW: Final = ("CAT", "ICCPR")


@dataclass(frozen=True)
class Mobilization:
    """Joint draws (D, N) in [0, 1] of value, chance and their product."""

    value: Floats
    chance: Floats
    expected: Floats


def mobilization(
    practice: Floats, opportunity: Floats, allies: Floats, bound: NDArray[np.bool_], seed: int
) -> Mobilization:
    """Return what mobilizing is worth, in joint draws (D, N) on standardized scales.

    practice: of the year before. bound: (N,), a treaty on the right binds.

    value = (1 - x) (1 - v (1 - L)): what is still to be won, worth the share v less where no law
    stands behind it. chance = p + r J L (1 - p), p the opportunity, J the allies, among them the
    courts: law helps where there is somebody to call on it. x, p and J are shares of a normal
    reference population, so 0.5 is its middle.
    """
    rng = np.random.default_rng(seed)
    v, r = rng.beta(*RATE, size=(2, len(practice), 1))
    law = bound.astype(np.float64)
    value = (1 - norm.cdf(practice)) * (1 - v * (1 - law))
    base = norm.cdf(opportunity)
    chance = base + r * norm.cdf(allies) * law * (1 - base)
    return Mobilization(value, chance, value * chance)


def bound_by_law(binding: pl.DataFrame, state_years: pl.DataFrame) -> pl.DataFrame:
    """Return ccode, year, bound for the state-years that the register still knows.

    A state-year with no row is unbound only up to the last year in which both instruments have
    rows; after it nothing is known and the row is left out.
    """
    rows = binding.filter(pl.col("instrument").is_in(LAW)).with_columns(
        pl.col("ccode", "year").cast(pl.Int64)
    )
    ends = rows.group_by("instrument").agg(pl.col("year").max())
    if ends.height < len(LAW):
        return state_years.clear().with_columns(bound=pl.lit(value=True))
    known = state_years.filter(pl.col("year") <= ends["year"].min())
    held = rows.select("ccode", "year").unique().with_columns(bound=pl.lit(value=True))
    joined = known.join(held, on=["ccode", "year"], how="left")
    return joined.with_columns(pl.col("bound").fill_null(value=False))
