"""How much a contradiction weighs: one product of named parts, each in [0, 1].

    strength = base x clarity x closeness x gravity x (1 - innocence)

base        how far the two acts pull apart at best; the pattern's row says it.
clarity     product over the sides of (probability that the side is what it is taken for) x
            (voice: the state's own words, a summary by others, a count).
closeness   right (same, or one in general) x topic x articles x
            2^(-gap / half-life of the pattern).
gravity     a floor, more where no emergency allows the violation, more with the probability that
            the violation was frequent.
innocence   1 - product of (1 - weight) over the innocent readings that the facts allow, capped.

It grows in base, clarity, closeness and gravity and falls in innocence: tested. The interval is the
same product at the low and the high end of the sides' probabilities. Weights are rows of
``contradiction_strength.csv``; they are judgements, not estimates, and the order that they give was
judged by hand (docs/decisions/contradictions.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from rightful.discourse.contradictions.rules import weights
from rightful.discourse.contradictions.types import Side


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a strength, each in [0, 1]; ``certainty`` is the sides' part of clarity."""

    base: float
    voice: float
    certainty: float
    certainty_low: float
    certainty_high: float
    right: float
    topic: float
    articles: float
    time: float
    gravity: float
    innocence: float

    @property
    def clarity(self) -> float:
        """How clear the sides are."""
        return self.voice * self.certainty

    @property
    def closeness(self) -> float:
        """How near the sides are to each other."""
        return self.right * self.topic * self.articles * self.time

    def named(self) -> tuple[tuple[str, float], ...]:
        """Return the five factors by name, rounded for show."""
        return tuple(
            (name, round(float(getattr(self, name)), 3))
            for name in ("base", "clarity", "closeness", "gravity", "innocence")
        )


def strength(parts: Parts) -> tuple[float, float, float]:
    """Return strength, its low and its high end, each in [0, 1]."""
    rest = parts.base * parts.voice * parts.closeness * parts.gravity * (1 - parts.innocence)
    return rest * parts.certainty, rest * parts.certainty_low, rest * parts.certainty_high


def band(middle: float) -> str:
    """Return ``strong``, ``fair`` or ``faint``: what judging by hand says of such strengths."""
    held = weights()["band"]
    return next(name for name in ("strong", "fair", "faint") if middle >= held[name])


def time_decay(gap: float, half_life: float) -> float:
    """Return the weight of a gap in years; 1 where the pattern knows no half-life."""
    return 1.0 if half_life <= 0 else float(2.0 ** (-abs(gap) / half_life))


def certainty(sides: Iterable[Side]) -> tuple[float, float, float]:
    """Return the probability that all sides are what they are taken for, with its ends."""
    held = tuple(sides)
    return (
        prod(side.probability for side in held),
        prod(side.low for side in held),
        prod(side.high for side in held),
    )


def gravity(non_derogable: bool, widespread: float | None) -> float:
    """Return the part of gravity; ``widespread`` is P(frequent violation), None where unknown."""
    held = weights()["gravity"]
    more = held["non_derogable"] * non_derogable + held["widespread"] * (widespread or 0.0)
    return min(1.0, held["floor"] + more)


def innocence(readings: Iterable[float]) -> float:
    """Return how far innocent readings of these weights explain a pair away, at most the cap."""
    return min(weights()["innocence"]["cap"], 1 - prod(1 - weight for weight in readings))
