"""Series of the whole world: one number each, errors autocorrelated, judged by its years."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.estimation.combine import single
from rightful.estimation.grid import LEVEL, agreement
from rightful.estimation.paper_tests._contract import Ask
from rightful.estimation.weigh import CANNOT, DOES_NOT, HOLDS, Verdict, Weighed

Floats = NDArray[np.float64]
LAGS: Final = 8  # years over which errors may go together
TIES: Final = np.linspace(0.0, 0.98, 50)  # of one year's error with the next one's
CORE: Final = "one number a series, over the years of the whole world: no cell with year effects"
WORDS: Final[dict[Verdict, str]] = {
    HOLDS: "every series has the claimed sign with two-sided p < .05",
    DOES_NOT: "every series has the other sign with p < .05, or an interval (95 %) that ends below "
    "the smallest change that matters, where one is stated",
    CANNOT: "neither",
}


def slope(on: Floats, values: Floats) -> tuple[float, float]:
    """Return the slope of ``values`` on ``on``, shape (T,) each, and its error.

    Rows are consecutive years.
    """
    coef, cov = _fitted(np.column_stack([np.ones(on.size), on - on.mean()]), values)
    return float(coef[1]), float(np.sqrt(cov[1, 1]))


def mean_where(chosen: NDArray[np.bool_], values: Floats) -> tuple[float, float]:
    """Return the mean of ``values`` in the chosen years, and its error; shape (T,) each.

    Rows are consecutive years; some are chosen and some are not.
    """
    coef, cov = _fitted(np.column_stack([chosen, ~chosen]).astype(float), values)
    return float(coef[0]), float(np.sqrt(cov[0, 0]))


def weighed_series(ask: Ask, rows: pl.DataFrame) -> Weighed:
    """Return the verdict on series, by the words of this file."""
    told = [_told(ask, row) for row in rows.iter_rows(named=True)]
    verdict: Verdict = told[0] if len(set(told)) == 1 else CANNOT
    return Weighed(
        ask.key, ask.sign, ask.margin, verdict, "", WORDS[verdict], CORE, agreement(rows)
    )


def _told(ask: Ask, row: dict[str, float]) -> Verdict:
    fit = single(row["estimate"], row["std_error"], row["n"] - 2.0)
    far = fit.high if ask.sign > 0 else -fit.low
    verdict: Verdict = CANNOT
    if fit.p < LEVEL:
        verdict = HOLDS if ask.sign * fit.estimate > 0 else DOES_NOT
    if verdict != HOLDS and ask.margin is not None and far < ask.margin:
        verdict = DOES_NOT
    return verdict


def _fitted(x: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return coefficients and their covariance, errors autocorrelated.

    The wider of two: errors as they go together over ``LAGS`` years (Bartlett weights), which in
    fifty years is too narrow, and errors each tied to that of the year before.
    """
    inverse = np.asarray(np.linalg.inv(x.T @ x), dtype=np.float64)
    coef = inverse @ (x.T @ values)
    left = values - x @ coef
    scores = x * left[:, None]
    meat = scores.T @ scores
    for lag in range(1, LAGS + 1):
        one = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (LAGS + 1)) * (one + one.T)
    free = inverse @ meat @ inverse * len(x) / (len(x) - x.shape[1])
    tied = _tied(x, inverse, left)
    wider = np.sqrt(np.maximum(np.diag(tied) / np.diag(free), 1.0))
    return coef, free * np.outer(wider, wider)


def _tied(x: Floats, inverse: Floats, left: Floats) -> Floats:
    """Return the covariance of coefficients where each error is tied to that of the year before.

    What a fit leaves over is less tied than the errors are: that tie of errors is taken under
    which what is left over would be tied as it is.
    """
    apart = np.abs(np.subtract.outer(np.arange(len(x)), np.arange(len(x))))
    maker = np.eye(len(x)) - x @ inverse @ x.T
    shown = []
    for tie in TIES:
        moments = maker @ tie**apart @ maker
        shown.append(np.trace(moments, offset=1) / np.trace(moments))
    tie = np.interp(left[1:] @ left[:-1] / (left @ left), shown, TIES)
    errors = tie**apart
    variance = left @ left / np.trace(maker @ errors)
    return np.asarray(variance * inverse @ x.T @ errors @ x @ inverse)
