"""Does the regime make practice regular? Spread of practice given commitment, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures.strands._regime_promises import Held

Floats = NDArray[np.float64]

FEWEST_STATES: Final = 30
INTERVAL: Final = (0.05, 0.95)
DRAWS: Final = "draws"


@dataclass(frozen=True)
class Pairs:
    """Practice and commitment of the same states in one year.

    ``commitment`` is (S,), in [0, 1]; ``practice`` is (D, S), one joint draw a row; ``ccode`` (S,).
    """

    year: int
    ccode: NDArray[np.int64]
    commitment: Floats
    practice: Floats


@dataclass(frozen=True)
class Trend:
    """How a yearly series moves, per decade: mean over draws, 90 % interval, P(it falls)."""

    slope: float
    low: float
    high: float
    falls: float
    first_year: int
    last_year: int


def pairs(practice: pl.DataFrame, commitment: Sequence[Held]) -> list[Pairs]:
    """Return the years in which at least 30 states have both, and commitment varies.

    Parameters
    ----------
    practice
        Columns ccode, year, draws; ``draws`` is a list or array of D numbers, the d-th of every
        row belonging to the same joint draw.

    Raises
    ------
    DataError
        When rows do not hold the same number of draws.
    """
    _check(practice)
    by_year = practice.partition_by("year", as_dict=True)
    found = []
    for one in commitment:
        rows = by_year.get((one.year,))
        if rows is None:
            continue
        mine = dict(zip(one.ccode.tolist(), one.share.tolist(), strict=True))
        rows = rows.filter(pl.col("ccode").is_in(list(mine))).sort("ccode")
        share = np.array([mine[ccode] for ccode in rows["ccode"]])
        if len(share) >= FEWEST_STATES and share.std() > 0:
            draws = np.array(rows[DRAWS].to_list(), dtype=np.float64).T
            found.append(Pairs(one.year, rows["ccode"].to_numpy().astype(np.int64), share, draws))
    return found


def same_states(all_pairs: Sequence[Pairs], first_year: int) -> list[Pairs]:
    """Return the years from ``first_year``, cut to the states that are there in all of them."""
    late = [one for one in all_pairs if one.year >= first_year]
    if not late:
        return []
    stay = set.intersection(*(set(one.ccode.tolist()) for one in late))
    return [_cut(one, np.isin(one.ccode, list(stay))) for one in late]


def variance(one: Pairs) -> Floats:
    """Return the variance of practice across states, shape (D,)."""
    return np.asarray(one.practice.var(axis=1, ddof=1), dtype=np.float64)


def residual_variance(one: Pairs) -> Floats:
    """Return the variance left after a straight line on commitment, shape (D,)."""
    c = one.commitment - one.commitment.mean()
    y = one.practice - one.practice.mean(axis=1, keepdims=True)
    rest = y - np.outer(y @ c / (c @ c), c)
    result: Floats = (rest**2).sum(axis=1) / (len(c) - 2)
    return result


def correlation(one: Pairs) -> Floats:
    """Return Pearson's correlation of commitment and practice across states, shape (D,)."""
    c = one.commitment - one.commitment.mean()
    y = one.practice - one.practice.mean(axis=1, keepdims=True)
    result: Floats = (y @ c) / np.sqrt((c @ c) * (y**2).sum(axis=1))
    return result


def trend(years: Sequence[int], values: Floats) -> Trend:
    """Return the straight-line trend of a series, ``values`` of shape (D, years)."""
    t = np.array(years, dtype=np.float64) / 10
    t -= t.mean()
    slopes = values @ t / (t @ t)
    low, high = np.quantile(slopes, INTERVAL)
    falls = float((slopes < 0).mean())
    return Trend(float(slopes.mean()), float(low), float(high), falls, years[0], years[-1])


def _cut(one: Pairs, kept: NDArray[np.bool_]) -> Pairs:
    return Pairs(one.year, one.ccode[kept], one.commitment[kept], one.practice[:, kept])


def _check(practice: pl.DataFrame) -> None:
    kind = practice.schema[DRAWS]
    column = practice[DRAWS]
    lengths = column.arr.len() if isinstance(kind, pl.Array) else column.list.len()
    if lengths.n_unique() > 1:
        raise DataError(
            f"state-years hold {lengths.min()!r} to {lengths.max()!r} draws",
            where="practice/physical_integrity",
            allowed="the same number in every row, joint over rows",
            next_step="hand over the draws of one posterior",
        )
