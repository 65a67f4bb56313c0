"""A sentence that a verdict licenses, with the number and the interval it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strand = Literal["promise", "deed", "word", "network", "phase", "gap", "limit"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One generated sentence.

    Attributes
    ----------
    key
        Stable name, for tests and translation.
    strand
        Which strand it speaks of; the page colours by it.
    sentence
        Plain English; claims nothing beyond ``estimate`` and its interval.
    estimate, low, high
        The number behind the sentence and its 90 % interval; ``None`` where it states a fact.
    probability
        Posterior probability of the verdict, where the sentence is one.
    sources
        Names of the sources it rests on.
    """

    key: str
    strand: Strand
    sentence: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    probability: float | None = None
    sources: tuple[str, ...] = ()
