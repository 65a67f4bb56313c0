"""What coders say together: the probability of an act per unit, after Dawid and Skene (1979).

Each coder has a chance to see an act that is there and one to see it where it is not; both and the
share of the act are estimated with the labels. Two coders alone do not identify this (three cells,
five unknowns): the prior, that coders are better than chance, then carries part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rightful.core.errors import DataError

Array = npt.NDArray[np.float64]

# Beta priors: seeing what is there, not seeing what is not, share of the act.
SENSITIVITY: Final = (4.0, 2.0)
SPECIFICITY: Final = (9.0, 2.0)
PREVALENCE: Final = (1.0, 1.0)
TOLERANCE: Final = 1e-8
MOST_STEPS: Final = 2000


@dataclass(frozen=True, slots=True)
class Pooled:
    """Labels pooled over coders.

    Attributes
    ----------
    probability
        P(act) per unit, shape (units,); the share of the act where nobody coded the unit.
    prevalence
        Share of the act.
    sensitivity, specificity
        Per coder, shape (coders,).
    steps
        Steps taken.
    converged
        Whether the last step changed no probability by more than the tolerance.
    """

    probability: Array
    prevalence: float
    sensitivity: Array
    specificity: Array
    steps: int
    converged: bool


def pool(codes: Array, most_steps: int = MOST_STEPS) -> Pooled:
    """Return P(act) per unit from the codes of two coders or more.

    Parameters
    ----------
    codes
        Coders by units: 1 where a coder saw the act, 0 where not, nan where the unit is not coded.

    Raises
    ------
    DataError
        When the array is not two-dimensional, empty, or holds anything but 0, 1 and nan.
    """
    given = np.asarray(codes, dtype=np.float64)
    if given.ndim != 2 or not given.size or not np.isin(given[~np.isnan(given)], (0, 1)).all():
        raise DataError(
            "codes to pool must be coders by units, each 0, 1 or nan",
            where="pooling of coders",
        )
    coded = ~np.isnan(given)
    seen = np.where(coded, given, 0.0)
    counts = coded.sum(axis=0)
    start = np.where(counts > 0, seen.sum(axis=0) / np.maximum(counts, 1), 0.5)
    probability = np.clip(start, 0.05, 0.95)
    steps, moved = 0, np.inf
    prevalence, sensitivity, specificity = _strengths(probability, seen, coded)
    while moved > TOLERANCE and steps < most_steps:
        steps += 1
        prevalence, sensitivity, specificity = _strengths(probability, seen, coded)
        updated = _posterior(prevalence, sensitivity, specificity, seen, coded)
        moved = float(np.abs(updated - probability).max())
        probability = updated
    return Pooled(probability, prevalence, sensitivity, specificity, steps, moved <= TOLERANCE)


def _strengths(
    probability: Array, seen: Array, coded: npt.NDArray[np.bool_]
) -> tuple[float, Array, Array]:
    """Return share of the act, sensitivity and specificity that fit the labels best (modes)."""
    there = coded * probability
    absent = coded * (1 - probability)
    a, b = SENSITIVITY
    sensitivity = ((there * seen).sum(axis=1) + a - 1) / (there.sum(axis=1) + a + b - 2)
    a, b = SPECIFICITY
    specificity = ((absent * (1 - seen)).sum(axis=1) + a - 1) / (absent.sum(axis=1) + a + b - 2)
    a, b = PREVALENCE
    counted = probability[coded.any(axis=0)]
    prevalence = (counted.sum() + a - 1) / max(len(counted) + a + b - 2, 1)
    return float(np.clip(prevalence, 1e-6, 1 - 1e-6)), sensitivity, specificity


def _posterior(
    prevalence: float,
    sensitivity: Array,
    specificity: Array,
    seen: Array,
    coded: npt.NDArray[np.bool_],
) -> Array:
    up = np.where(seen == 1, sensitivity[:, None], 1 - sensitivity[:, None])
    down = np.where(seen == 1, 1 - specificity[:, None], specificity[:, None])
    logs = np.where(coded, np.log(up) - np.log(down), 0.0).sum(axis=0)
    odds = np.log(prevalence) - np.log1p(-prevalence) + logs
    return np.asarray(1 / (1 + np.exp(-odds)))
