"""Whether a study is reproduced, in words defined beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.estimation.grid import LEVEL
from rightful.estimation.replication_design import SIGNS, Specification

SAME: Final = "same sign"
WITHOUT: Final = "sign only without year effects"
NOT: Final = "not reproduced"
CANNOT: Final = "cannot be run"
VERDICTS: Final[dict[str, str]] = {
    SAME: "the author's specification on our data has a published sign on respect, and keeps it "
    "when year effects are added; a sign is clear with two-sided p < .05, and 'no clear change' "
    "is a sign of its own (p >= .05); a trend over years, of which year effects would leave "
    "nothing, is judged without them",
    WITHOUT: "the published sign is there without year effects and gone with them, where the trend "
    "of the whole world no longer counts",
    NOT: "the author's specification on our data has another sign, or one only with year effects "
    "that the author did not have",
    CANNOT: "data, named, are missing, or no specification could be estimated",
}
OVER_SEVERAL: Final = (
    f"A study with several tests is '{SAME}' where all are, '{WITHOUT}' where the others are that, "
    f"and '{NOT}' where one is; a test that cannot be estimated is named and does not count."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one specification.

    Attributes
    ----------
    label, published
        Which, and the signs that agree.
    found, without, beside
        Signs of the author's own row, of that without and of that with year effects; None where
        not estimated.
    verdict, counts
        A key of ``VERDICTS``; whether the study's verdict rests on it.
    """

    label: str
    published: tuple[int, ...]
    found: int | None
    without: int | None
    beside: int | None
    verdict: str
    counts: bool


def sign(estimate: float | None, p: float | None) -> int | None:
    """Return 1 or -1 where the estimate is clear, 0 where it is not, None where there is none."""
    if estimate is None or p is None:
        return None
    if p >= LEVEL:
        return 0
    return 1 if estimate > 0 else -1


def judge(
    published: Sequence[int], own: int | None, without: int | None, beside: int | None
) -> str:
    """Return the verdict on one specification from the signs of its rows."""
    if own is None:
        return CANNOT
    if beside in published and own in published:
        return SAME
    if without in published:
        return WITHOUT
    return NOT


def judged(specification: Specification, rows: pl.DataFrame) -> Judged:
    """Return the verdict on one specification from the author's rows of the study."""
    mine = rows.filter(pl.col("specification") == specification.label)
    signs = {
        bool(row["year_effects"]): sign(row["estimate"], row["p"])
        for row in mine.iter_rows(named=True)
    }
    own = signs.get(specification.design.year_effects)
    without, beside = signs.get(False), signs.get(True)
    if not specification.turned:
        beside = own
    return Judged(
        specification.label,
        specification.published,
        own,
        without,
        beside,
        judge(specification.published, own, without, beside),
        specification.counts,
    )


def verdict(each: Sequence[Judged]) -> str:
    """Return the verdict on a study from those on its specifications that count."""
    words = {one.verdict for one in each if one.counts} - {CANNOT}
    for word in (NOT, WITHOUT, SAME):
        if word in words:
            return word
    return CANNOT


def signs_in_words(signs: Sequence[int]) -> str:
    """Return signs as a reader says them."""
    return " or ".join(SIGNS[one] for one in signs)


def definitions() -> str:
    """Return the definitions of the verdict words, to be printed with every result."""
    return "\n".join([*(f"{word}: {text}." for word, text in VERDICTS.items()), OVER_SEVERAL])
