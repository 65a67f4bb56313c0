"""How many states stay among the best through given years, counted in every joint draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.posterior import Posterior

LEVEL: Final = 0.95


@dataclass(frozen=True)
class Stayed:
    """Who stayed among the best.

    Attributes
    ----------
    states
        Shape (S,): states with a case, ascending.
    chance
        Shape (S,): share of the draws in which the state stayed in all of its cases.
    low, middle, high
        How many did: median over the draws, and interval (95 %).
    """

    states: NDArray[np.int64]
    chance: NDArray[np.float64]
    low: int
    middle: int
    high: int


def stayed(
    practice: Posterior, cases: pl.DataFrame, years: Sequence[int], best: float
) -> Stayed | None:
    """Return which states stayed among the best in every one of their cases.

    Parameters
    ----------
    cases
        Columns ``ccode``, ``year``: the years from which each case counts.
    years
        Which years from there on: all must be drawn, or the case is left out.
    best
        A state is among the best where more than this share of the year's states, in the same
        draw, fare worse.

    Returns
    -------
    Stayed
        None where no case has all its years.
    """
    above = _above(practice, best)
    keys = zip(practice.ccode.tolist(), practice.year.tolist(), strict=True)
    place = {key: at for at, key in enumerate(keys)}
    kept: dict[int, NDArray[np.bool_]] = {}
    for code, year in cases.select("ccode", "year").rows():
        at = [place.get((code, year + ahead), -1) for ahead in years]
        if min(at) < 0:
            continue
        whole = np.logical_and.reduce(above[:, at], axis=1)
        kept[code] = np.logical_and(whole, kept[code]) if code in kept else whole
    if not kept:
        return None
    states = np.array(sorted(kept), dtype=np.int64)
    told = np.stack([kept[int(code)] for code in states])
    low, middle, high = np.quantile(
        told.sum(axis=0), [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], method="nearest"
    )
    return Stayed(states, told.mean(axis=1), int(low), int(middle), int(high))


def _above(practice: Posterior, best: float) -> NDArray[np.bool_]:
    """Return, shape (D, N), whether each state-year is among the best of its year."""
    above = np.zeros(practice.draws.shape, dtype=np.bool_)
    for year in np.unique(practice.year):
        here = practice.year == year
        mine = practice.draws[:, here]
        above[:, here] = mine > np.quantile(mine, best, axis=1, keepdims=True)
    return above
