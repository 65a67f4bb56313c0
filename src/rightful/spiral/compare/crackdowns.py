"""Crackdown only delays (92): phase 3 comes back sooner after one than it comes to others."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from rightful.spiral.compare.answer import Answer, Question, answered
from rightful.spiral.compare.material import Material, row_after
from rightful.spiral.compare.paths import (
    BELOW,
    THREE,
    Flags,
    followed,
    groups_of,
    only,
    possible_groups,
)
from rightful.spiral.compare.resample import difference

AHEAD: Final = (5, 10)
CRACKDOWN: Final = 2
MARGIN: Final = 0.05


def crackdowns(material: Material, possible: Flags) -> Flags:
    """Return crackdowns, RP = 2 or a fall from 3, in state-years below 3; shape (N,)."""
    fell = only(possible, THREE) & followed(material.ccode, material.year)
    after_fall = np.concatenate([[False], fell[:-1]])
    hard = material.panel.item("RP") == CRACKDOWN
    return np.asarray(only(possible, BELOW) & (after_fall | hard))


def renewed(material: Material, possible: Flags, years: int) -> tuple[Flags, Flags]:
    """Return where phase 3 surely comes within so many years, and where it surely does not.

    Shape (N,) each. Where the record ends before, neither: counted only where it came, the last
    years would make it look more frequent.
    """
    sure, may = only(possible, THREE), possible[:, THREE]
    came = np.zeros(material.year.shape, dtype=np.bool_)
    stayed = np.ones(material.year.shape, dtype=np.bool_)
    for ahead in range(1, years + 1):
        rows = row_after(material.ccode, material.year, ahead)
        came |= (rows >= 0) & sure[rows]
        stayed &= (rows >= 0) & ~may[rows]
    return came & (row_after(material.ccode, material.year, years) >= 0), stayed


def crackdown_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether phase 3 comes back more often after crackdown than it comes without one."""
    possible = possible_groups("revised", material.sets["revised"], groups_of("revised"))
    hit = crackdowns(material, possible)
    calm = only(possible, BELOW) & ~hit
    told = []
    for years in AHEAD:
        came, stayed = renewed(material, possible, years)
        known = came | stayed
        found = difference(
            (came, hit & known), (came, calm & known), material.ccode,
            "too few state-years below 3 with a known sequel", seed,
        )  # fmt: skip
        whole = row_after(material.ccode, material.year, years) >= 0
        (low, high), (least, most) = (_limits(came, stayed, one & whole) for one in (hit, calm))
        aside = (
            f"{int(hit.sum())} crackdowns with the phase below 3 are seen in "
            f"{np.unique(material.ccode[hit]).size} states."
        )
        bounds = None if found.value is None else (low - most, high - least)
        told.append(answered(_question(years), replace(found, bounds=bounds, aside=aside)))
    return tuple(told)


def _limits(came: Flags, stayed: Flags, rows: Flags) -> tuple[float, float]:
    whole = int(rows.sum())
    if not whole:
        return 0.0, 1.0
    return float((came & rows).sum() / whole), float((~stayed & rows).sum() / whole)


def _question(years: int) -> Question:
    return Question(
        f"only_delays_{years}",
        "92",
        f"After a crackdown, does phase 3 return within {years} years more often than it comes to "
        "states in 1 or 2 without one?",
        "above zero",
        1,
        f"difference of shares in 3 within {years} years",
        "crackdown: RP = 2, or a fall from 3 to 1 or 2; state-years with 1 or 2 alone possible, of "
        "which it is known whether 3 follows; the bounds take the others either way",
        f"After a crackdown phase 3 returns within {years} years more often than to others it "
        "comes",
        f"After a crackdown phase 3 returns within {years} years less often than to others it "
        "comes",
        margin=MARGIN,
    )
