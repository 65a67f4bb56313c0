"""Covariates as features: standardized, 0 where missing, with an indicator of being missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Standard:
    """``centre`` and ``scale`` (P,) that bring covariates to mean 0 and SD 1."""

    centre: Floats
    scale: Floats


def standard_of(covariates: Floats, lengths: NDArray[np.int32]) -> Standard:
    """Return mean and SD of ``covariates`` (S, T, P), NaN where missing; 0 and 1 where none is."""
    inside = np.arange(covariates.shape[1]) < lengths[:, None]
    known = np.isfinite(covariates) & inside[..., None]
    n = np.maximum(known.sum(axis=(0, 1)), 1)
    values = np.where(known, covariates, 0.0)
    centre = values.sum(axis=(0, 1)) / n
    square = (np.where(known, covariates - centre, 0.0) ** 2).sum(axis=(0, 1)) / n
    return Standard(centre, np.where(square > 0.0, np.sqrt(square), 1.0))


def features(covariates: Floats, standard: Standard) -> Floats:
    """Return (S, T, 1 + 2 P): one, the standardized values, 1 where a value is missing.

    Raises
    ------
    DataError
        When ``covariates`` has another number of columns than ``standard``.
    """
    p = standard.centre.size
    if covariates.ndim != 3 or covariates.shape[2] != p:
        raise DataError(
            f"covariates have shape {covariates.shape}",
            where="latent phases",
            allowed=f"(S, T, {p}), NaN where missing",
            next_step="give every covariate of the table of moves, in its order",
        )
    missing = ~np.isfinite(covariates)
    values = np.where(missing, 0.0, (covariates - standard.centre) / standard.scale)
    ones = np.ones((*covariates.shape[:2], 1))
    return np.concatenate([ones, values, missing.astype(float)], axis=2)
