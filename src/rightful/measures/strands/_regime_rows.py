"""Rows of a world series: observed numbers, draws with their interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.measure import SERIES, WORLD

INTERVAL: Final = (0.05, 0.95)
Row = Mapping[str, Any]


def observed(series: str, year: int, value: float, inputs: int) -> Row:
    """Return a row of what was counted: no spread."""
    return _row(series, year, value, None, None, None, inputs)


def drawn(series: str, year: int, draws: NDArray[np.float64], inputs: int) -> Row:
    """Return a row of what was estimated, ``draws`` of shape (D,)."""
    low, high = np.quantile(draws, INTERVAL)
    mean = float(draws.mean())
    # A skewed posterior of few draws may put its mean beyond a quantile.
    return _row(
        series,
        year,
        mean,
        float(draws.std()),
        min(float(low), mean),
        max(float(high), mean),
        inputs,
    )


def frame_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows as a frame of ``SERIES``, sorted."""
    return pl.DataFrame(list(rows), schema=SERIES).sort("series", "ccode", "year")


def _row(
    series: str,
    year: int,
    mean: float,
    sd: float | None,
    low: float | None,
    high: float | None,
    inputs: int,
) -> Row:
    return dict(zip(SERIES, (WORLD, year, series, float(mean), sd, low, high, inputs), strict=True))
