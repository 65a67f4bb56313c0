"""How much a column improves the prediction of states that were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation.combine import Combined, single
from rightful.estimation.design import Sample

Floats = NDArray[np.float64]
FOLDS: Final = 10
REPEATS: Final = 20
SCALE: Final = "share of the outcome's variance"


@dataclass(frozen=True)
class Losses:
    """Squared errors of prediction out of sample, means over repeats; shape (N,) each.

    Attributes
    ----------
    without, beside
        Of the model without the treatment, and of that with it.
    """

    without: Floats
    beside: Floats


def gain(sample: Sample, seed: int) -> Combined:
    """Return the fall in mean squared error out of sample, as a share of the outcome's variance.

    Least squares with and without the treatment, both with the controls (and year dummies where
    the design has year effects), fitted on nine tenths of the states and judged on the others,
    ``REPEATS`` times over. Whole states are left out, since a state's other years would foretell
    it. The error is clustered by state; it takes the fitted models as given.

    Raises
    ------
    DataError
        With fewer states than folds.
    """
    found = losses(sample, seed)
    share = (found.without - found.beside) / float(sample.y.var())
    states = sample.states.size
    away = np.zeros(states)
    np.add.at(away, sample.unit, share - share.mean())
    error = float(np.sqrt(states / (states - 1) * np.sum(away**2))) / share.size
    return single(float(share.mean()), error, states - 1.0)


def losses(sample: Sample, seed: int) -> Losses:
    """Return squared errors out of sample; the same seed gives the same folds."""
    states = sample.states.size
    if states < FOLDS:
        raise DataError(
            f"{states} states cannot be parted into {FOLDS} folds",
            where="prediction of states left out",
            allowed=f"{FOLDS} states or more",
            next_step="widen the sample",
        )
    held = [np.ones((sample.y.size, 1)), _scaled(sample.x[:, 1:])]
    if sample.design.year_effects:
        held.append(np.eye(sample.years.size)[sample.time][:, 1:])
    whole = np.column_stack([*held, _scaled(sample.x[:, :1]), sample.y])
    k = whole.shape[1] - 1
    grams = _grams(whole, sample.unit)
    models = (np.arange(k - 1), np.arange(k))
    rng = np.random.default_rng(seed)
    sums = np.zeros((2, sample.y.size))
    for _ in range(REPEATS):
        fold = rng.permutation(states) % FOLDS
        for number in range(FOLDS):
            rest = grams[fold != number].sum(axis=0)
            out = fold[sample.unit] == number
            for place, columns in enumerate(models):
                inner = rest[np.ix_(columns, columns)]
                weights = np.linalg.lstsq(inner, rest[columns, k], rcond=None)[0]
                sums[place, out] += (sample.y[out] - whole[out][:, columns] @ weights) ** 2
    return Losses(sums[0] / REPEATS, sums[1] / REPEATS)


def _scaled(columns: Floats) -> Floats:
    """Return columns with mean 0 and deviation 1: predictions stay, normal equations are tame."""
    return np.asarray((columns - columns.mean(axis=0)) / columns.std(axis=0))


def _grams(columns: Floats, unit: NDArray[np.int64]) -> Floats:
    """Return each state's cross products, shape (states, K, K); rows are sorted by state."""
    first = np.flatnonzero(np.r_[True, np.diff(unit) != 0])
    ends = np.r_[first[1:], unit.size]
    return np.stack([columns[a:b].T @ columns[a:b] for a, b in zip(first, ends, strict=True)])
