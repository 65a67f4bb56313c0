"""Means over the years around a dated event: of a column, and of joint draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.posterior import Posterior

KEY: Final = ["ccode", "year"]


def mean_of(
    frame: pl.DataFrame, column: str, first: int, last: int, name: str, at_least: int = 2
) -> pl.DataFrame:
    """Return the frame with ``name``: the column's mean over years first to last from each row's.

    Null where fewer than ``at_least`` of these years have a value.
    """
    held = frame.select(*KEY, pl.col(column).cast(pl.Float64)).drop_nulls()
    kind = frame.schema["year"]
    moved = pl.concat(
        [held.with_columns((pl.col("year") - years).cast(kind)) for years in range(first, last + 1)]
    )
    means = moved.group_by(KEY).agg(pl.col(column).mean().alias(name), found=pl.len())
    means = means.filter(pl.col("found") >= at_least).drop("found")
    return frame.join(means, on=KEY, how="left", maintain_order="left")


def mean_draws(
    posterior: Posterior, frame: pl.DataFrame, years: Sequence[int], at_least: int = 2
) -> NDArray[np.float32]:
    """Return each row's mean over ``years`` from its own, in every draw: shape (D, rows).

    NaN where fewer than ``at_least`` of these years are drawn.
    """
    keys = zip(posterior.ccode.tolist(), posterior.year.tolist(), strict=True)
    place = {key: at for at, key in enumerate(keys)}
    total = np.zeros((posterior.draws.shape[0], frame.height))
    found = np.zeros(frame.height)
    for ahead in years:
        at = np.array([place.get((code, year + ahead), -1) for code, year in frame[KEY].rows()])
        here = at >= 0
        total[:, here] += posterior.draws[:, at[here]]
        found += here
    means = total / np.maximum(found, 1)
    means[:, found < at_least] = np.nan
    return means.astype(np.float32)
