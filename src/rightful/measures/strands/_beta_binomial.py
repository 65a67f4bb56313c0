"""Rates by state and year: a Beta prior learned from all of them, a posterior for each.

Each rate is drawn from one Beta distribution of mean m and size s = a + b, and the hits from a
binomial; m and s maximize the beta-binomial likelihood (key ``griffiths1973``) times a weak prior.
Rates that rest on few trials are drawn towards m, and their intervals are wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, expit
from scipy.stats import beta

INTERVAL: Final = (0.05, 0.95)
# Weak priors: logit m about 0, log s about 10 earlier trials; they matter where rates are few.
MEAN_SCALE: Final = 1.5
LOG_SIZE: Final = (math.log(10), 1.0)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RatePrior:
    """A Beta distribution of mean ``mean`` in (0, 1) and size ``size`` > 0, from ``groups``."""

    mean: float
    size: float
    groups: int

    def diagnostics(self) -> dict[str, float]:
        """Return the prior as plain numbers."""
        return {"prior_mean": self.mean, "prior_size": self.size, "groups": float(self.groups)}


def learned(hits: Floats, trials: Floats) -> RatePrior:
    """Return the prior that fits ``hits`` of ``trials`` best, both of shape (G,)."""

    def loss(point: Floats) -> float:
        a, b = _shapes(point)
        centred = (point[1] - LOG_SIZE[0]) / LOG_SIZE[1]
        weak = 0.5 * (point[0] / MEAN_SCALE) ** 2 + 0.5 * centred**2
        told = betaln(a + hits, b + trials - hits) - betaln(a, b)
        return float(weak - told.sum())

    found = minimize(loss, np.array([0.0, LOG_SIZE[0]]), method="Nelder-Mead")
    return RatePrior(float(expit(found.x[0])), math.exp(found.x[1]), len(hits))


def rates(series: str, counts: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, float]]:
    """Return rows of ``SERIES`` and the prior behind them.

    Parameters
    ----------
    counts
        Columns ``ccode``, ``year``, ``hits``, ``trials``; rows without trials give nothing.

    Returns
    -------
    tuple
        Posterior mean, standard deviation and 90 % interval by state and year (``inputs`` are the
        trials), and ``prior_mean``, ``prior_size``, ``groups``.
    """
    known = counts.filter(pl.col("trials") > 0).sort("ccode", "year")
    hits = known["hits"].cast(pl.Float64).to_numpy()
    trials = known["trials"].cast(pl.Float64).to_numpy()
    prior = learned(hits, trials)
    a = prior.mean * prior.size + hits
    b = (1 - prior.mean) * prior.size + trials - hits
    mean = a / (a + b)
    low, high = (beta.ppf(level, a, b) for level in INTERVAL)
    frame = known.select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("year").cast(pl.Int32),
        pl.lit(series).alias("series"),
        pl.Series("mean", mean),
        pl.Series("sd", np.sqrt(mean * (1 - mean) / (a + b + 1))),
        # A very skewed Beta may have its mean beyond a quantile.
        pl.Series("low", np.minimum(low, mean)),
        pl.Series("high", np.maximum(high, mean)),
        pl.col("trials").cast(pl.Int32).alias("inputs"),
    )
    return frame, prior.diagnostics()


def _shapes(point: Floats) -> tuple[float, float]:
    mean, size = float(expit(point[0])), math.exp(min(point[1], 20.0))
    return mean * size, (1 - mean) * size
