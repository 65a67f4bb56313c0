"""The contradiction ledger: avowals set against practice, older ones fading."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.measure import SERIES

# What is forgotten of the ledger in a year.
FADING: Final = 0.1
REFERENCE_YEAR: Final = 2000
LOW, HIGH = 0.05, 0.95


def ledger_rows(avowed: pl.DataFrame, practice: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``SERIES``: K by state and year.

    Parameters
    ----------
    avowed
        ``ccode, year, mean, variance, inputs``: avowals of each year, no year left out between a
        state's first and last.
    practice
        ``ccode, year, draws`` (an array of joint draws); higher is more respect.

    A year without an estimate of practice ends the run: what comes after it starts anew, and no
    value is carried over.
    """
    place = _placed(practice)
    rows = avowed.join(place, on=["ccode", "year"]).sort("ccode", "year")
    if rows.is_empty():
        return pl.DataFrame(schema=SERIES)
    value = _run(
        rows["ccode"].to_numpy(),
        rows["year"].to_numpy(),
        rows["mean"].to_numpy()[:, None] * (1 - rows["place"].to_numpy()),
    )
    # The coder's doubt about each year fades with what it was about.
    noise = _run(
        rows["ccode"].to_numpy(),
        rows["year"].to_numpy(),
        (rows["variance"].to_numpy() * (1 - rows["place"].to_numpy()).mean(1) ** 2)[:, None],
        (1 - FADING) ** 2,
    )[:, 0]
    mean = value.mean(axis=1)
    sd = np.sqrt(value.var(axis=1) + noise)
    frame = rows.with_columns(
        series=pl.lit("ledger"),
        mean=mean,
        sd=sd,
        low=np.maximum(0.0, mean - 1.645 * sd),
        high=mean + 1.645 * sd,
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in SERIES.items())


def _placed(practice: pl.DataFrame) -> pl.DataFrame:
    """Return each draw as its place among the state-years of the reference year, 0 to 1."""
    draws = practice["draws"].to_numpy()
    then = draws[(practice["year"] == REFERENCE_YEAR).to_numpy()]
    if not then.size:
        then = draws
    ladder = np.sort(then.ravel())
    place = np.searchsorted(ladder, draws) / ladder.size
    return practice.select("ccode", "year").with_columns(
        place=pl.Series(place, dtype=pl.Array(pl.Float64, draws.shape[1]))
    )


def _run(
    ccode: NDArray[np.int32],
    year: NDArray[np.int32],
    flow: NDArray[np.float64],
    kept: float = 1 - FADING,
) -> NDArray[np.float64]:
    """Return the fading sum of ``flow`` (rows, draws) along each state's unbroken years."""
    stock = np.empty_like(flow)
    for i in range(flow.shape[0]):
        goes_on = i > 0 and ccode[i] == ccode[i - 1] and year[i] == year[i - 1] + 1
        stock[i] = flow[i] + (kept * stock[i - 1] if goes_on else 0.0)
    return stock
