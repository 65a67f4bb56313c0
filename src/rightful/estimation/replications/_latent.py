"""Published latent scores under the changing and under the constant standard."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.replication import Frames
from rightful.estimation.replications._panel import beside

LATENT = ("lhrs/2.04", "lhrs/doirt-1")
LATENT_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "lhrs/2.04": ("theta_mean", "additive"),
    "lhrs/doirt-1": ("theta_mean", "additive"),
}
# Column of the panel, what it is, the standard to which it holds.
CHANGING = ("lhrs_changing", "latent scores 2.04 (fariss2014)", "changing")
CONSTANT = ("lhrs_constant", "latent scores from CIRI (schnakenberg2014)", "constant")
ADDITIVE = ("additive", "sum of CIRI's four items (0-8), as published with the scores", "constant")


def with_latent(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with both scores (posterior means) and the sum of CIRI's items."""
    newer, older = (frames.tables[name] for name in LATENT)
    rows = beside(panel, newer, lhrs_changing=pl.col("theta_mean"))
    return beside(rows, older, lhrs_constant=pl.col("theta_mean"), additive=pl.col("additive"))
