"""Relegation: prescriptive by the orthodox rules, tactical by the revised ones."""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.core.phase import PHASES
from rightful.spiral.interpreter import Sets
from rightful.spiral.leaves import NO, YES, either
from rightful.spiral.panel import NULL, Values

PRESCRIPTIVE: Final = ("4", "5")
TACTICAL: Final = ("3a", "3b", "3c", "3d")


def bits_of(reading: str, phases: tuple[str, ...]) -> int:
    """Return phases of a reading as a set of bits."""
    return sum(1 << PHASES[reading].index(phase) for phase in phases)


def names_of(reading: str, bits: int) -> list[str]:
    """Return the phases in a set of bits, in the order of the climb."""
    return [phase for i, phase in enumerate(PHASES[reading]) if bits >> i & 1]


def relegated(reading: str, orthodox: Sets, revised: Sets, markers: list[Values]) -> Values:
    """Return whether state-years are relegated, shape (N,), int8: 1, 0, or -1 undetermined.

    Parameters
    ----------
    reading
        The orthodox reading.
    orthodox, revised
        Sets of possible phases, shape (N,).
    markers
        The three markers, each of shape (N,): 1, 0 or -1.

    Notes
    -----
    A state-year is relegated when the orthodox phase is 4 or 5, the revised one is in 3, and at
    least one marker was observed false. Only nulls leave it undetermined.
    """
    above = _within(orthodox, bits_of(reading, PRESCRIPTIVE))
    below = _within(revised, bits_of("revised", TACTICAL))
    missing = either(*(_not(marker) for marker in markers))
    parts = np.stack([above, below, np.where(missing == YES, YES, NULL).astype(np.int8)])
    yes = (parts == YES).all(axis=0)
    no = (parts == NO).any(axis=0)
    return np.where(yes, YES, np.where(no, NO, NULL)).astype(np.int8)


def _within(sets: Sets, wanted: int) -> Values:
    """Return whether the phase is one of those wanted: 1, 0, or -1 where some are and some not."""
    inside, outside = (sets & wanted) != 0, (sets & ~np.uint16(wanted)) != 0
    return np.where(inside & outside, NULL, np.where(inside, YES, NO)).astype(np.int8)


def _not(values: Values) -> Values:
    return np.where(values == NULL, NULL, 1 - values).astype(np.int8)
