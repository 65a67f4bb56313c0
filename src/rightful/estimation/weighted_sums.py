"""Estimates that are weighted sums of the outcome, with errors clustered by state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import Sample

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """E estimates from D outcomes, and how each state moves them.

    Attributes
    ----------
    estimates
        Shape (D, E).
    influence
        Shape (D, G, E): a state's part of the deviation from the expected estimate.
    """

    estimates: Floats
    influence: Floats


def outcomes(sample: Sample) -> Floats:
    """Return the outcome's draws, shape (D, N), or its one known version, shape (1, N)."""
    return sample.y[None, :] if sample.draws is None else sample.draws.astype(np.float64)


def combined(sums: Sums, place: int, clusters: int) -> Combined:
    """Return estimate ``place`` with its clustered error, draws combined by Rubin's rules."""
    scale = clusters / (clusters - 1)
    variance = scale * np.sum(sums.influence[:, :, place] ** 2, axis=1)
    estimates = sums.estimates[:, place]
    if estimates.size == 1:
        return single(float(estimates[0]), float(variance[0] ** 0.5), clusters - 1.0)
    return rubin(estimates, variance, clusters - 1.0)


def joint_cov(sums: Sums, clusters: int) -> tuple[Floats, Floats]:
    """Return all estimates, shape (E,), and their covariance, (E, E), within and between draws."""
    d = sums.estimates.shape[0]
    scale = clusters / (clusters - 1)
    within = scale * np.einsum("dge,dgf->ef", sums.influence, sums.influence) / d
    mean = sums.estimates.mean(axis=0)
    if d == 1:
        return mean, within
    away = sums.estimates - mean
    return mean, within + (1 + 1 / d) * away.T @ away / (d - 1)


def by_state(values: Floats, unit: NDArray[np.int64], states: int) -> Floats:
    """Return sums over rows by state, shape (states, M), of values of shape (N, M)."""
    sums = np.zeros((states, values.shape[1]))
    np.add.at(sums, unit, values)
    return sums
