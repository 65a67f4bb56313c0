"""Made-up panels of the record's shape, for timing and for checking that a fit finds the truth."""

from __future__ import annotations

import numpy as np
import polars as pl

from rightful.measures._ordinal_data import Item, ModelData
from rightful.measures._simulation import Truth, draw_ratings, made_up_panel, plausible_truth
from rightful.measures._specification import Specification

# The published record rates about seven of its sixteen items in a state-year.
SHARE_RATED = 0.45
FIRST_MADE_UP_YEAR = 2000


def simulated_panel(
    items: pl.DataFrame, states: int, years: int, specification: Specification, seed: int
) -> tuple[ModelData, Truth]:
    """Return ratings drawn from known parameters, and the parameters.

    Parameters
    ----------
    items
        Columns item, categories, sign, standard, as the record declares them.
    """
    declared = tuple(
        Item(row["item"], row["categories"], row["sign"], row["standard"])
        for row in items.iter_rows(named=True)
    )
    rng = np.random.default_rng(seed)
    data = made_up_panel(rng, states, years, declared, SHARE_RATED)
    truth = plausible_truth(data, specification, rng)
    return draw_ratings(truth, data, specification, rng), truth
