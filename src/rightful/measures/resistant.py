"""Resistant states: committed more than most, practising less than most, for ten years and more.

A state-year is resistant in a draw when commitment stood above and practice below the medians of
the world in each of the last ten years. The probability is the share of draws.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.posterior import Posterior

YEARS = 10


def resistant(practice: Posterior, commitment: pl.DataFrame, years: int = YEARS) -> pl.DataFrame:
    """Return P(resistant) per state-year.

    Parameters
    ----------
    practice
        Joint draws (D, N) of practice.
    commitment
        Columns ccode, year, commitment (null where it is not known, which breaks a run).
    years
        How many years in a row are asked for.

    Returns
    -------
    Columns ccode, year, p_resistant, p_apart (the probability of the year alone), in the order of
    ``practice``; both null where commitment is not known.
    """
    held = _aligned(practice, commitment)
    apart = np.zeros(practice.draws.shape, dtype=np.bool_)
    for when in np.unique(practice.year):
        rows = np.flatnonzero(practice.year == when)
        known = rows[np.isfinite(held[rows])]
        if not known.size:
            continue
        below = practice.draws[:, known] < np.median(practice.draws[:, rows], axis=1)[:, None]
        apart[:, known] = below & (held[known] > np.median(held[known]))
    run = _runs(practice, apart)
    frame = pl.DataFrame(
        {
            "ccode": practice.ccode,
            "year": practice.year,
            "p_resistant": (run >= years).mean(axis=0),
            "p_apart": apart.mean(axis=0),
        }
    )
    silent = pl.Series(~np.isfinite(held))
    shares = pl.col("p_resistant", "p_apart")
    return frame.with_columns(pl.when(~silent).then(shares))


def _aligned(practice: Posterior, commitment: pl.DataFrame) -> NDArray[np.float64]:
    wanted = pl.DataFrame({"ccode": practice.ccode, "year": practice.year})
    given = commitment.select(
        pl.col("ccode", "year").cast(pl.Int32), pl.col("commitment").cast(pl.Float64)
    )
    joined = wanted.join(given, on=["ccode", "year"], how="left", maintain_order="left")
    return joined["commitment"].fill_null(float("nan")).to_numpy()


def _runs(practice: Posterior, apart: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return (D, N): for how many years in a row, this one counted."""
    run = np.zeros(apart.shape, dtype=np.int64)
    previous: tuple[int, int, int] | None = None
    for i in np.lexsort((practice.year, practice.ccode)).tolist():
        code, year = int(practice.ccode[i]), int(practice.year[i])
        follows = previous is not None and previous[:2] == (code, year - 1)
        earlier = run[:, previous[2]] if previous is not None and follows else 0
        run[:, i] = apart[:, i] * (1 + earlier)
        previous = (code, year, i)
    return run
