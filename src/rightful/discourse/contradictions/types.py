"""A contradiction: two or more sourced sides, how strong, and what may be said for the state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final

KINDS: Final[dict[str, str]] = {
    "word_word": "word against word",
    "word_law": "word against law",
    "word_deed": "word against deed",
    "promise_followup": "promise against follow-up",
    "signature_unratified": "signature never ratified",
}
STATUSES: Final[tuple[str, ...]] = ("open", "confirmed", "rejected", "used")
# What a side rests on: somebody's words, the register, an estimate, a fact on record.
SIDE_KINDS: Final[tuple[str, ...]] = ("statement", "register", "estimate", "deed")
DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction.

    Attributes
    ----------
    source
        Identifier of the statement, act, state-year or deed that it rests on.
    document
        Symbol or name of the document, register or baseline.
    date
        Day, month or year, as far as it is known.
    act
        Act of speech with its kind, or what else it is: ``article``, ``practice``, ``breach`` ...
    forum
        Where it was said; null where nobody spoke.
    paraphrase
        Our own short sentence; never the words of others.
    text
        The passage, where the user holds its corpus; null otherwise.
    kind_of_source
        One of ``SIDE_KINDS``.
    probability, low, high
        That the side is what it is taken for, and its 90 % interval.
    """

    source: str
    document: str
    date: str
    act: str
    forum: str | None
    paraphrase: str
    text: str | None
    kind_of_source: str
    probability: float = 1.0
    low: float = 1.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradiction; ``strength`` is how much the pair weighs, not a probability of bad faith.

    Attributes
    ----------
    id
        Hash of the state, the kind, the right and the sources: the same pair has it always.
    right, rights
        The right that the pair is about; all rights that it touches (a treaty touches many).
    kind, pattern
        One of ``KINDS``; the row of the table of patterns that found it.
    strength, low, high
        In [0, 1]; the interval carries the doubt of the coder and of the estimate alone.
    parts
        What the strength is the product of, by name: see ``strength.py``.
    """

    id: str
    kind: str
    pattern: str
    right: str
    rights: tuple[str, ...]
    sides: tuple[Side, ...]
    strength: float
    low: float
    high: float
    parts: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]
    innocent_reading: str
    similar: int = 0
    status: str = "open"

    def with_status(self, status: str) -> Contradiction:
        """Return it under another status."""
        return replace(self, status=status)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A promise and what is known of it: kept, or that the record cannot tell.

    ``verdict`` is ``kept``, ``kept_late`` or ``cannot_tell``; ``why`` says on what it rests.
    """

    id: str
    verdict: str
    right: str
    sides: tuple[Side, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: contradictions ranked; kept promises and open ones, not ranked."""

    contradictions: tuple[Contradiction, ...]
    kept: tuple[FollowUp, ...]
    cannot_tell: tuple[FollowUp, ...]


def identity(ccode: int | None, kind: str, right: str, sides: tuple[Side, ...]) -> str:
    """Return the stable identifier of a state's sides, whatever their order."""
    sources = sorted(f"{side.source}\x1f{side.act}" for side in sides)
    content = "\x1e".join([str(ccode), kind, right, *sources])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
