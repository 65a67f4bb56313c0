"""How a dispute ends: frame and implication accepted or not (after Krebs and Jackson 2007).

A claim has a *frame* (this is a matter of the right) and an *implication* (so the state must do
this). What a government says accepts or rejects either:

=====================  ==========================================  =================
frame accepted         recognize, invoke
frame rejected         deny_norm, claim_sovereignty (shield)
implication accepted   concede, promise
implication rejected   deny_fact, justify, counter_accuse, evade
=====================  ==========================================  =================

============  ======================  ======================
frame         implication accepted    implication rejected
============  ======================  ======================
accepted      policy change           implications contest
rejected      framing contest         framing contest
============  ======================  ======================

*Rhetorical coercion* lies across: no socially sustainable rebuttal is left (every defence used
falls) and the implication is accepted. The table follows the article's logic; its own layout is
given from memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.discourse.arguments.build import CANNOT_TELL, FALLS, STANDS
from rightful.discourse.arguments.shares import Share

FRAME_FOR: Final = ("recognize", "invoke")
FRAME_AGAINST: Final = ("deny_norm", "claim_sovereignty")
IMPLICATION_FOR: Final = ("concede", "promise")
IMPLICATION_AGAINST: Final = ("deny_fact", "justify", "counter_accuse", "evade")
POLICY_CHANGE: Final = "policy change"
IMPLICATIONS_CONTEST: Final = "implications contest"
FRAMING_CONTEST: Final = "framing contest"
COERCION: Final = "rhetorical coercion"
OUTCOMES: Final[dict[tuple[bool, bool], str]] = {
    (True, True): POLICY_CHANGE,
    (True, False): IMPLICATIONS_CONTEST,
    (False, True): FRAMING_CONTEST,
    (False, False): FRAMING_CONTEST,
}


@dataclass(frozen=True)
class Outcome:
    """The outcome of a window of years: one, or those that the counts leave possible.

    ``rebuttal`` says whether a defence that was used stands, all fall, or it cannot be told;
    ``coerced`` whether none is left and the implication is accepted (None: cannot tell).
    """

    first_year: int
    last_year: int
    counts: dict[str, int]
    frame: Share
    implication: Share
    outcome: str
    possible: tuple[str, ...]
    rebuttal: str
    coerced: bool | None


def outcome(
    own: pl.DataFrame, first_year: int, last_year: int, verdicts: tuple[str, ...] | None = None
) -> Outcome:
    """Return the outcome of the years from first to last.

    Parameters
    ----------
    own
        The government's coded rows on the right.
    verdicts
        Verdicts on the defences it used, None where they were not asked for.
    """
    rows = own.filter(
        pl.col("year").is_between(first_year, last_year),
        (pl.col("act") != "claim_sovereignty") | pl.col("kind").eq_missing("shield"),
    )
    frame = Share(_weight(rows, FRAME_FOR), _weight(rows, FRAME_AGAINST))
    implication = Share(_weight(rows, IMPLICATION_FOR), _weight(rows, IMPLICATION_AGAINST))
    possible = _possible(frame.most, implication.most)
    rebuttal = _rebuttal(verdicts)
    coerced = _coerced(rebuttal, implication.most)
    told = possible[0] if len(possible) == 1 else CANNOT_TELL
    acts = (*FRAME_FOR, *FRAME_AGAINST, *IMPLICATION_FOR, *IMPLICATION_AGAINST)
    return Outcome(
        first_year,
        last_year,
        {act: rows.filter(pl.col("act") == act)["statement"].n_unique() for act in acts},
        frame,
        implication,
        COERCION if coerced else told,
        possible,
        rebuttal,
        coerced,
    )


def _weight(rows: pl.DataFrame, acts: tuple[str, ...]) -> float:
    """Return the number of statements that do one of the acts, each by its probability."""
    per = (
        rows.filter(pl.col("act").is_in(acts))
        .group_by("statement")
        .agg(pl.col("probability").fill_null(1.0).max())
    )
    return float(per["probability"].sum())


def _possible(frame: bool | None, implication: bool | None) -> tuple[str, ...]:
    frames = (True, False) if frame is None else (frame,)
    implications = (True, False) if implication is None else (implication,)
    return tuple(dict.fromkeys(OUTCOMES[one, two] for one in frames for two in implications))


def _rebuttal(verdicts: tuple[str, ...] | None) -> str:
    if verdicts is None:
        return CANNOT_TELL
    if not verdicts:
        return "none used"
    if STANDS in verdicts:
        return STANDS
    return FALLS if set(verdicts) == {FALLS} else CANNOT_TELL


def _coerced(rebuttal: str, implication: bool | None) -> bool | None:
    if rebuttal in {STANDS, "none used"} or implication is False:
        return False
    if rebuttal == FALLS and implication:
        return True
    return None


def windows(own: pl.DataFrame, first_year: int, last_year: int, length: int = 5) -> list[Outcome]:
    """Return the outcome of every stretch of ``length`` years, the last one ending last."""
    ends = range(last_year, first_year - 1, -length)
    spans = [(max(end - length + 1, first_year), end) for end in ends]
    return [outcome(own, first, last) for first, last in reversed(spans)]
