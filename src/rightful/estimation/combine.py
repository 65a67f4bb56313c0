"""Estimates over posterior draws combined: sampling error within, measurement between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rightful.core.errors import DataError

Floats = NDArray[np.float64]
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Combined:
    """One estimate with both kinds of doubt.

    Attributes
    ----------
    estimate, std_error, dof
        Mean of the draws' estimates, root of the total variance, degrees of freedom.
    p, low, high
        Two-sided p and a 95 % interval by Student's t.
    between
        Share of the total variance that is doubt about the outcome's measurement.
    """

    estimate: float
    std_error: float
    dof: float
    p: float
    low: float
    high: float
    between: float


def single(estimate: float, std_error: float, dof: float) -> Combined:
    """Return an estimate from one outcome, known without doubt.

    Raises
    ------
    DataError
        When no error above zero can be told.
    """
    return _told(estimate, std_error, dof, 0.0)


def rubin(coef: Floats, variance: Floats, dof: float) -> Combined:
    """Combine M estimates and their variances, shape (M,) each (rubin1987).

    ``dof`` are the degrees of freedom had the outcome been known; they shrink as barnard1999 say.

    Raises
    ------
    DataError
        With fewer than two draws that could be fitted, or no error above zero.
    """
    known = np.isfinite(coef) & np.isfinite(variance)
    m = int(known.sum())
    if m < 2:
        raise DataError(
            f"{m} of {coef.size} draws could be fitted",
            where="estimates to combine",
            allowed="2 or more",
            next_step="pass more draws, or a simpler design",
        )
    between = (1 + 1 / m) * float(coef[known].var(ddof=1))
    within = float(variance[known].mean())
    total = within + between
    share = between / total if total > 0 else 0.0
    if share > 0:
        observed = (dof + 1) / (dof + 3) * dof * (1 - share)
        by_draws = (m - 1) / share**2
        dof = by_draws * observed / (by_draws + observed) if observed > 0 else by_draws
    return _told(float(coef[known].mean()), total**0.5, dof, share)


def _told(estimate: float, std_error: float, dof: float, between: float) -> Combined:
    # An error of zero, or none, would come out as certainty: p = 0.
    if not (np.isfinite(estimate) and np.isfinite(std_error) and std_error > 0):
        raise DataError(
            f"no error can be told: {estimate:.3g}, with an error of {std_error:.3g}",
            where="estimates to combine",
            allowed="a finite estimate whose error is above zero",
            next_step="widen the sample, or name fewer controls",
        )
    t = abs(estimate) / std_error
    reach = float(special.stdtrit(dof, 0.5 + LEVEL / 2)) * std_error
    return Combined(
        estimate,
        std_error,
        dof,
        float(2 * special.stdtr(dof, -t)),
        estimate - reach,
        estimate + reach,
        between,
    )
