"""Items of practice: violations of a right, and improvement beyond the world's trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.posterior import Posterior
from rightful.spiral.rows import record_rows

ESTIMATES: Final = "baseline of rightful: practice"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a value of practice turns: probabilities, and the improvement that is more.

    Attributes
    ----------
    widespread, rare
        V is 2 from this probability of the worst category on, 0 up to that one.
    shown
        An improvement counts from this probability on.
    more
        An improvement of more than this, in units of the practice scale, is 2.
    sure
        A value of talk or of the record counts from this confidence on.
    """

    widespread: float = 0.6
    rare: float = 0.1
    shown: float = 0.9
    more: float = 0.25
    sure: float = 0.6


YEARS_OF_CHANGE: Final = 3


def violations(worst: pl.DataFrame, right: str, limits: Thresholds) -> pl.DataFrame:
    """Return V as evidence.

    Parameters
    ----------
    worst
        ccode, year, ``p_worst``: probability of the worst category at the standard of 2000, of the
        right that fares worst.
    right
        What the rows are filed under.
    """
    p = pl.col("p_worst")
    value = pl.when(p >= limits.widespread).then(2).when(p <= limits.rare).then(0).otherwise(1)
    sure = pl.when(value == 2).then(p).when(value == 0).then(1 - p).otherwise(0.5)
    note = pl.format("P(worst category) {}", p.round(2))
    # The thresholds decide V, not the doubt of the value: it is told and never leaves V open.
    told = worst.drop_nulls("p_worst").select(
        "ccode", "year", value=value.cast(pl.Int8), confidence=sure, note=note
    )
    return record_rows(told, right, "V", ESTIMATES)


def improvement(practice: Posterior, right: str, limits: Thresholds) -> pl.DataFrame:
    """Return R2 as evidence: practice against three years before, beyond the world's move.

    The world's move is the mean over the states that have both years, in the same joint draw.
    """
    key = practice.ccode.astype(np.int64) * 10_000 + practice.year
    order = np.argsort(key)
    ordered = key[order]
    place = np.minimum(np.searchsorted(ordered, key - YEARS_OF_CHANGE), key.size - 1)
    has = np.flatnonzero(ordered[place] == key - YEARS_OF_CHANGE)
    own = practice.draws[:, has] - practice.draws[:, order[place[has]]]
    beyond = own - _world(own, practice.year[has])
    p_any, p_more = (beyond > 0).mean(axis=0), (beyond > limits.more).mean(axis=0)
    value = (p_any >= limits.shown).astype(np.int8) + (p_more >= limits.shown).astype(np.int8)
    told = pl.DataFrame(
        {
            "ccode": practice.ccode[has],
            "year": practice.year[has],
            "value": value,
            "confidence": np.where(value == 0, 1 - p_any, np.where(value == 2, p_more, p_any)),
            "note": [f"P(beyond the world's) {p:.2f}" for p in p_any],
        }
    )
    return record_rows(told, right, "R2", ESTIMATES)


def _world(own: NDArray[np.float32], year: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return the mean move of the year in every draw, shape of ``own``."""
    years, index = np.unique(year, return_inverse=True)
    sums = np.zeros((own.shape[0], years.size), dtype=np.float32)
    for i in range(years.size):
        sums[:, i] = own[:, index == i].mean(axis=1)
    return sums[:, index]
