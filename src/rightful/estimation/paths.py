"""Paths over event time with joint bands: the whole path lies within with 95 % chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.combine import LEVEL
from rightful.estimation.estimate import Point

Floats = NDArray[np.float64]
DRAWS: Final = 20_000


def path(
    times: Sequence[int], estimates: Floats, cov: Floats, counts: Sequence[int], seed: int
) -> tuple[Point, ...]:
    """Return points with a sup-t band (montielolea2019) from E estimates and their covariance."""
    error = np.sqrt(np.diag(cov))
    reach = sup_t(cov, seed) * error
    return tuple(
        Point(int(t), float(b), float(s), float(b - r), float(b + r), int(n))
        for t, b, s, r, n in zip(times, estimates, error, reach, counts, strict=True)
    )


def sup_t(cov: Floats, seed: int) -> float:
    """Return the 95 % quantile of the largest |z| among correlated normals, shape (E, E)."""
    error = np.sqrt(np.diag(cov))
    real = error > 0
    if not real.any():
        return 0.0
    correlation = (cov / np.outer(error, error).clip(1e-300))[np.ix_(real, real)]
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(values.clip(0))
    normal = np.random.default_rng(seed).normal(size=(DRAWS, values.size))
    return float(np.quantile(np.abs(normal @ root.T).max(axis=1), LEVEL))
