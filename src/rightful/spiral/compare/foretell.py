"""Which marker foretells practice, and that it does not fall, beyond law, practice so far, regime.

The third marker enters by remedies alone (``m3e``): with practice in it, practice would foretell
itself.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.core.phase import MARKER_TITLES
from rightful.spiral.compare.answer import (
    Answer,
    Estimate,
    Floats,
    Question,
    answered,
    nothing,
)
from rightful.spiral.compare.material import Material, Rows, decades, later, row_after
from rightful.spiral.compare.resample import slope, slopes, too_few
from rightful.spiral.panel import NULL

FREE_OF_PRACTICE: Final = ("m1", "m2", "m3e")
AHEAD: Final = (5, 10)
LEAST, LEAST_STATES = 20, 8
SURE: Final = 0.9
LEVEL_MARGIN, KEPT_MARGIN = 0.1, 0.05
LAW, REGIME = "commitment_all", "opportunity_openness"
GIVEN: Final = (
    "given practice at t, whether a treaty binds, commitment to treaties, openness of institutions "
    "(opportunity_openness, a proxy of regime that is not V-Dem's) and the decade"
)


def foretelling(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether each marker at t goes with practice, and with no fall, at t + 5 and t + 10."""
    told = []
    for marker in FREE_OF_PRACTICE:
        for years in AHEAD:
            rows = row_after(material.ccode, material.year, years)
            told.append(
                answered(
                    _level(marker, years),
                    _slope(material, marker, later(material.practice, rows), True, seed),
                )
            )
            told.append(
                answered(
                    _kept(marker, years),
                    _slope(material, marker, no_fall(material, rows), False, seed),
                )
            )
    return tuple(told)


def no_fall(material: Material, rows: Rows) -> Floats:
    """Return 1 where practice did not fall beyond the world's with P >= .9, else 0; shape (N,).

    The world's move is the mean over the states that have both years, in the same draw. NaN where
    the later year is missing.
    """
    has = np.flatnonzero(rows >= 0)
    moved = material.practice[:, rows[has]] - material.practice[:, has]
    _, place = np.unique(material.year[has], return_inverse=True)
    count = np.bincount(place)
    world = np.stack([np.bincount(place, weights=one) / count for one in moved])
    fell = (moved - world[:, place] < 0).mean(axis=0) >= SURE
    kept = np.full(material.year.shape, np.nan)
    kept[has] = 1.0 - fell
    return kept


def _slope(
    material: Material, marker: str, outcome: Floats, posterior: bool, seed: int
) -> Estimate:
    values = material.markers[marker]
    held = np.where(values == NULL, np.nan, values).astype(np.float64)
    # The chance of a fall is of all draws at once; practice before it then is its mean.
    before = material.practice if posterior else material.practice.mean(axis=0)
    law = material.panel.item("LT")
    controls = [
        before,
        np.where(law == NULL, np.nan, law).astype(np.float64),
        material.series[LAW],
        material.series[REGIME],
    ]
    usable = np.all(
        [np.isfinite(np.atleast_2d(one)).all(axis=0) for one in (held, outcome, *controls)], axis=0
    )
    why = too_few(
        usable & (values == 1), usable & (values == 0), material.ccode, LEAST, LEAST_STATES
    )
    if why:
        n = int(usable.sum())
        return nothing(why, int(np.unique(material.ccode[usable]).size), n)
    return slope(
        slopes(outcome, [held, *controls, *decades(material.year)], material.ccode, seed),
        posterior=posterior,
    )


def _level(marker: str, years: int) -> Question:
    what = f"{marker} ({MARKER_TITLES[marker]})"
    return Question(
        f"{marker}_practice_{years}",
        "103",
        f"Is practice {years} years later better where {what} holds?",
        "above zero",
        1,
        "units of the scale of practice",
        f"difference in practice at t + {years} between the marker seen to hold and seen not to "
        f"hold at t, {GIVEN}; markers in the variant without practice, so that nothing is foretold "
        "by itself",
        f"Where {what} holds, practice is better {years} years later, {GIVEN}",
        f"Where {what} holds, practice is worse {years} years later, {GIVEN}",
        margin=LEVEL_MARGIN,
    )


def _kept(marker: str, years: int) -> Question:
    what = f"{marker} ({MARKER_TITLES[marker]})"
    return Question(
        f"{marker}_no_fall_{years}",
        "103",
        f"Does practice fall less often in the next {years} years where {what} holds?",
        "above zero",
        1,
        "difference of shares without a fall",
        f"no fall: practice at t + {years} against t is not below the world's move with P >= "
        f"{SURE:g}; {GIVEN}; markers in the variant without practice",
        f"Where {what} holds, practice falls less often within {years} years, {GIVEN}",
        f"Where {what} holds, practice falls more often within {years} years, {GIVEN}",
        margin=KEPT_MARGIN,
    )
