"""Strengths of links: a mean in [0, 1] with an interval, and how they combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from statistics import NormalDist
from typing import Final

# Half the width of a 90 % interval of a normal distribution, in standard deviations.
HALF_WIDTH: Final = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True)
class Strength:
    """A mean and the ends of its interval; the three are equal where it is observed."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Evidence:
    """What a link rests on: the record, its year, which quantity, and its value."""

    source: str
    year: int
    what: str
    value: float


def complement(strength: Strength) -> Strength:
    """Return 1 minus a strength, its interval turned round."""
    return Strength(1 - strength.mean, 1 - strength.high, 1 - strength.low)


def noisy_or(parts: Sequence[tuple[float, Strength]]) -> Strength:
    """Return 1 - prod(1 - weight x strength): any tie may do, and each can only add.

    So a tie without a record, which is not among ``parts``, never makes a link stronger.
    """
    return Strength(
        1 - prod(1 - weight * part.mean for weight, part in parts),
        1 - prod(1 - weight * part.low for weight, part in parts),
        1 - prod(1 - weight * part.high for weight, part in parts),
    )


def standing(own: Strength, theirs: Strength) -> Strength:
    """Return P(the ally respects rights more than the target), normal and independent.

    It is a probability already, so it has no interval of its own.
    """
    spread = (_sd(own) ** 2 + _sd(theirs) ** 2) ** 0.5
    gap = own.mean - theirs.mean
    # Two levels known exactly: the higher one is higher for certain, and equals are a toss-up.
    exact = 0.5 if gap == 0 else float(gap > 0)
    chance = NormalDist().cdf(gap / spread) if spread > 0 else exact
    return Strength(chance, chance, chance)


def _sd(strength: Strength) -> float:
    return (strength.high - strength.low) / (2 * HALF_WIDTH)
