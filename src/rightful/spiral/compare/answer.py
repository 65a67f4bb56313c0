"""An answer to one question: an estimate, its interval, a verdict in defined words, a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
GOES_WITH, GOES_AGAINST = "goes with", "goes against"
ABOUT_ZERO, CANNOT_TELL = "about zero", "cannot tell"
VERDICTS: Final[dict[str, str]] = {
    GOES_WITH: "the whole 95 % interval lies on the side the theory names, and so does every value "
    "that the open phases allow; where the theory names a value, the interval lies within the "
    "margin around it",
    GOES_AGAINST: "the whole interval, and every value that the open phases allow, lies on the "
    "other side; where the theory names a value, the interval leaves it out",
    ABOUT_ZERO: "the whole interval lies within the stated margin around zero, too small to "
    "matter whatever its sign; said only where a margin is stated",
    CANNOT_TELL: "none of these; or too few states, events or observed values to estimate at all",
}
LEVEL: Final = 0.05
EITHER_WAY: Final = 0
Z: Final = float(stats.norm.ppf(1 - LEVEL / 2))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what would count for and against the theory.

    Attributes
    ----------
    key, item
        Our name of it, and the number in the theory.
    question, expected
        In words.
    sign
        1 or -1: the side of ``reference`` that the theory names; 0: the reference itself.
    unit, measured
        Unit of the estimate; how it is made.
    holds, fails
        The sentence if it goes with, or against, the theory.
    margin
        Differences from the reference up to this are about zero; None: no margin is stated.
    """

    key: str
    item: str
    question: str
    expected: str
    sign: int
    unit: str
    measured: str
    holds: str
    fails: str
    margin: float | None = None
    reference: float = 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its doubt, or why there is none.

    Attributes
    ----------
    value, low, high
        None where nothing could be estimated.
    interval
        How the interval came about.
    states, state_years
        What it rests on.
    bounds
        Least and greatest value over every completion of what is open; None where nothing is.
    p
        Chance of so great a distance from the reference without an effect; None: by the interval.
    why
        Why nothing was estimated.
    aside
        More that the sentence should say.
    """

    value: float | None
    low: float | None
    high: float | None
    interval: str
    states: int
    state_years: int
    bounds: tuple[float, float] | None = None
    p: float | None = None
    why: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its estimate; ``stands`` says whether the verdict outlives the many tests."""

    key: str
    item: str
    question: str
    expected: str
    unit: str
    measured: str
    margin: float | None
    estimate: float | None
    low: float | None
    high: float | None
    interval: str
    bounds: tuple[float, float] | None
    p: float | None
    n: dict[str, int]
    verdict: str
    sentence: str
    stands: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def nothing(why: str, states: int = 0, state_years: int = 0, aside: str = "") -> Estimate:
    """Return an estimate that could not be made, and why."""
    return Estimate(None, None, None, "", states, state_years, why=why, aside=aside)


def needs(what: str) -> Estimate:
    """Return an estimate that waits for data which are not shipped."""
    return nothing(f"needs: {what}")


def verdict_of(question: Question, found: Estimate) -> str:
    """Return one of ``VERDICTS``."""
    if found.value is None or found.low is None or found.high is None:
        return CANNOT_TELL
    ends = [found.low, found.high, *(found.bounds or ())]
    if not np.isfinite(ends).all():
        return CANNOT_TELL
    low, high = min(ends) - question.reference, max(ends) - question.reference
    named = question.sign == EITHER_WAY
    if question.margin is not None and -question.margin <= low and high <= question.margin:
        return GOES_WITH if named else ABOUT_ZERO
    side = 1 if low > 0 else -1 if high < 0 else 0
    if not side:
        return CANNOT_TELL
    return GOES_WITH if side == question.sign else GOES_AGAINST


def answered(question: Question, found: Estimate) -> Answer:
    """Return the answer to a question."""
    verdict = verdict_of(question, found)
    return Answer(
        question.key,
        question.item,
        question.question,
        question.expected,
        question.unit,
        question.measured,
        question.margin,
        found.value,
        found.low,
        found.high,
        found.interval,
        found.bounds,
        p_of(question, found),
        {"states": found.states, "state_years": found.state_years},
        verdict,
        " ".join(one for one in (_sentence(question, found, verdict), found.aside) if one),
    )


def _sentence(question: Question, found: Estimate, verdict: str) -> str:
    if verdict == GOES_WITH:
        return f"{question.holds}."
    if verdict == GOES_AGAINST:
        return f"{question.fails}."
    if verdict == ABOUT_ZERO:
        return (
            f"{question.question} Too little to matter: less than {question.margin:g} either way."
        )
    return f"{question.question} The record cannot tell: {_why(question, found)}."


def _why(question: Question, found: Estimate) -> str:
    if found.why or found.low is None or found.high is None:
        return found.why or "no interval could be made"
    if found.low <= question.reference <= found.high:
        return f"the interval holds {question.reference:g}"
    if found.bounds is not None:
        return "what is open would allow the opposite"
    return f"the interval leaves the margin of {question.margin:g}"


def p_of(question: Question, found: Estimate) -> float | None:
    """Return the chance, by a normal curve as wide as the interval, of so great a distance."""
    if found.p is not None or found.value is None or found.low is None or found.high is None:
        return found.p
    spread = (found.high - found.low) / (2 * Z)
    if not np.isfinite(spread) or spread <= 0:
        return None
    return float(2 * stats.norm.sf(abs(found.value - question.reference) / spread))


def several(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers with ``stands``: whether a verdict outlives Holm's count of all tests.

    None where no sign was found, or where no chance was computed.
    """
    counted = sorted((one.p, at) for at, one in enumerate(answers) if one.p is not None)
    kept: set[int] = set()
    for rank, (p, at) in enumerate(counted):
        if p > LEVEL / (len(counted) - rank):
            break
        kept.add(at)
    signed = (GOES_WITH, GOES_AGAINST)
    return tuple(
        replace(one, stands=at in kept) if one.p is not None and one.verdict in signed else one
        for at, one in enumerate(answers)
    )
