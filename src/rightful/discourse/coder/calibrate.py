"""From scores to probabilities, and from probabilities to yes, no and unsure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STEPS: Final = 100
_CLOSE: Final = 1e-9
# A ridge so small that it only matters where scores separate the codes without error.
_RIDGE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Scale:
    """Platt's scale: the probability is the logistic of ``slope * score + shift``."""

    slope: float
    shift: float

    def probability(self, scores: Floats) -> Floats:
        """Return probabilities of scores of any shape."""
        return logistic(self.slope * scores + self.shift)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Yes at ``high`` and above, no at ``low`` and below, unsure between."""

    low: float
    high: float


def logistic(values: Floats) -> Floats:
    """Return 1 / (1 + exp(-values)), safe for large values."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)))


def platt(scores: Floats, codes: Bools) -> Scale:
    """Fit Platt's scale to scores and 0/1 codes, with his smoothed targets.

    Codes of one value only give a flat scale at the smoothed share. Source: ``platt1999``.
    """
    positives = int(codes.sum())
    negatives = len(codes) - positives
    target = np.where(codes, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    if not positives or not negatives:
        share = float(np.clip(target.mean(), 1e-6, 1 - 1e-6)) if len(codes) else 0.5
        return Scale(0.0, float(np.log(share / (1 - share))))
    design = np.column_stack([scores, np.ones_like(scores)])
    beta = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        fitted = logistic(design @ beta)
        gradient = design.T @ (fitted - target) + _RIDGE * beta
        curvature = (design.T * (fitted * (1 - fitted))) @ design + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        # Half a step where a whole one would overshoot.
        beta = beta - step * min(1.0, 5.0 / max(float(np.abs(step).max()), _CLOSE))
        if np.abs(step).max() < _CLOSE:
            break
    return Scale(float(max(beta[0], 0.0)), float(beta[1]))


def bounds(
    probabilities: Floats, codes: Bools, precision: float, missed: float, fewest: int = 5
) -> Bounds:
    """Choose bounds on training data.

    ``high`` has the best F1 of all bounds from which on at least ``precision`` of the passages
    carry the act, with ``fewest`` of them to tell. ``low`` is the highest up to which at most
    ``missed`` of all carriers lie. Where no bound does, ``high`` is above 1 (never yes), ``low`` 0.
    """
    order = np.argsort(-probabilities, kind="stable")
    sorted_p, sorted_codes = probabilities[order], codes[order]
    count = np.arange(1, len(codes) + 1)
    # A bound cannot part equal probabilities.
    last = np.append(sorted_p[1:] != sorted_p[:-1], True) if len(codes) else np.array([], bool)
    right = np.cumsum(sorted_codes)
    good = last & (count >= fewest) & (right / count >= precision)
    f1 = np.where(good, 2 * right / (count + max(int(codes.sum()), 1)), -1.0)
    high = float(sorted_p[int(np.argmax(f1))]) if good.any() else 1.01
    positives = np.sort(probabilities[codes])
    allowed = int(np.floor(missed * len(positives)))
    low = float(np.nextafter(positives[allowed], 0)) if len(positives) else 0.5
    return Bounds(low=min(low, float(np.nextafter(high, 0))), high=high)


def expected_error(probabilities: Floats, codes: Bools, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal count, 0 to 1."""
    if not len(codes):
        return float("nan")
    order = np.argsort(probabilities, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    gaps = [abs(probabilities[part].mean() - codes[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(codes))
