"""Decoupling: promise unmet as the headline, the standardized difference as a secondary measure.

Promise unmet is P(practice below the anchor while an article that forbids it binds). The anchor of
a right is the cutpoint of the worst category of its main ordinal item at the standard of 2000; a
family is below when any of its rights is. Nothing binds, nothing is unmet: null, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError

Draws = NDArray[np.float32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Reference:
    """Mean and standard deviation over a named set of state-years, for standardizing.

    Attributes
    ----------
    mean, sd
        Of the posterior means of practice, or of commitment.
    name
        Which state-years, in words.
    """

    mean: float
    sd: float
    name: str


def below_anchor(margins: Draws) -> Floats:
    """Return P(practice below the anchor), (N,), from margins (D, N): log-odds, 0 is the anchor."""
    return np.asarray((margins < 0).mean(axis=0), dtype=np.float64)


def any_below_anchor(margins: list[Draws], counted: Flags) -> Floats:
    """Return P(any counted right below its anchor), jointly over draws.

    Parameters
    ----------
    margins
        One array (D, N) per right.
    counted
        Shape (R, N): whether right r counts in state-year n. Where none counts, the result is NaN.
    """
    if len(margins) != counted.shape[0]:
        raise DataError(
            f"{len(margins)} rights but {counted.shape[0]} rows of flags",
            where="decoupling",
            allowed="one row of flags per right",
        )
    some = np.zeros(margins[0].shape, dtype=np.bool_)
    for margin, flag in zip(margins, counted, strict=True):
        some |= (margin < 0) & flag[None, :]
    return np.where(counted.any(axis=0), some.mean(axis=0), np.nan)


def promise_unmet(probability: Floats, binds: Flags) -> Floats:
    """Return the probability where an article that forbids it binds, NaN elsewhere; shape (N,)."""
    return np.where(binds, probability, np.nan)


def reference(values: Floats, name: str) -> Reference:
    """Return the reference of standardization for ``values``, NaN left out."""
    known = values[np.isfinite(values)]
    if known.size < 2 or known.std() == 0:
        raise DataError(
            f"cannot standardize: {known.size} known values, no spread",
            where=name,
            allowed="at least two different values",
        )
    return Reference(float(known.mean()), float(known.std()), name)


def standardized_difference(
    practice: Draws, commitment: Floats, of_practice: Reference, of_commitment: Reference
) -> Draws:
    """Return draws (D, N) of z(commitment) - z(practice); positive where promise exceeds deed.

    Secondary: denouncing a treaty lowers it, so it is never ranked and never an outcome.
    """
    promised = (commitment - of_commitment.mean) / of_commitment.sd
    done = (practice - of_practice.mean) / of_practice.sd
    return np.asarray(promised[None, :] - done, dtype=np.float32)
