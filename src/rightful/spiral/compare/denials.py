"""Denial against silence (88): who denies when criticised concedes sooner than who is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from rightful.spiral.compare.answer import Answer, Estimate, Question, answered, nothing
from rightful.spiral.compare.material import Material, decades, row_after, without_year_means
from rightful.spiral.compare.paths import Flags
from rightful.spiral.compare.resample import slope, slopes, too_few
from rightful.spiral.leaves import criticised

DENIALS: Final = ("D1", "D2", "D3")
CONCESSIONS: Final = ("C1", "C2")
# Formal steps are on record for every state; of the others, those of coded states alone.
FORMAL: Final = ("C2",)
AHEAD: Final = 3
LEAST, LEAST_STATES = 30, 10
MARGIN: Final = 0.03


def denial_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether concession follows denial more than silence, and more than other answers."""
    put = criticised(material.panel) == 1
    values = np.stack([material.panel.item(one) for one in DENIALS])
    denied = put & (values >= 1).any(axis=0)
    otherwise = put & (values == 0).all(axis=0) & ~material.silent
    silent = put & material.silent & ~denied
    than = {
        "silence": ("silence", "heard neither a denial of any kind nor a reason", silent),
        "other_answer": (
            "an answer without denial",
            "heard an answer with no denial of any kind",
            otherwise,
        ),
    }
    return tuple(
        answered(
            _question(f"denial_or_{key}{suffix}", *than[key][:2], what),
            _compared(material, denied, than[key][2], concessions, seed),
        )
        for key in than
        for suffix, concessions, what in (
            ("", CONCESSIONS, "a concession"),
            ("_formal", FORMAL, "a formal concession"),
        )
    )


def concedes(material: Material, concessions: tuple[str, ...] = CONCESSIONS) -> tuple[Flags, Flags]:
    """Return where a concession is seen in the three years after, and where the years are there.

    Shape (N,) each. What nobody recorded is taken as no concession.
    """
    made = np.any([material.panel.item(one) >= 1 for one in concessions], axis=0)
    seen = np.zeros(material.year.shape, dtype=np.bool_)
    whole = np.ones(material.year.shape, dtype=np.bool_)
    for ahead in range(1, AHEAD + 1):
        rows = row_after(material.ccode, material.year, ahead)
        seen |= (rows >= 0) & made[rows]
        whole &= rows >= 0
    return seen, whole


def _compared(
    material: Material, denied: Flags, other: Flags, concessions: tuple[str, ...], seed: int
) -> Estimate:
    seen, whole = concedes(material, concessions)
    on, off = denied & whole, other & whole
    why = too_few(on, off, material.ccode, LEAST, LEAST_STATES)
    rows = on | off
    states = int(np.unique(material.ccode[rows]).size)
    both = np.intersect1d(material.ccode[on], material.ccode[off]).size
    if not why and both < LEAST_STATES:
        why = f"{both} states have both kinds of years; {LEAST_STATES} are asked for"
    if why:
        return nothing(why, states, int(rows.sum()))
    columns = [denied.astype(np.float64), *decades(material.year)[1:], seen.astype(np.float64)]
    # Years of one state are compared: its own mean goes.
    centred = [without_year_means(one, material.ccode, rows) for one in columns]
    found = slope(slopes(centred[-1], centred[:-1], material.ccode, seed), posterior=False)
    shares = " against ".join(f"{float(seen[one].mean()):.0%}" for one in (on, off))
    return replace(
        found, aside=f"Across states as they stand: {shares} concede within {AHEAD} years."
    )


def _question(key: str, than: str, how: str, what: str) -> Question:
    silence = than == "silence"
    caveat = "" if silence else "; such an answer is no silence, of which alone the theory speaks"
    return Question(
        key,
        "88" if silence else "88, stand-in",
        f"When criticised, does denial lead to {what} more often than {than}?",
        "above zero" if silence else "above zero, if such an answer may stand in for silence",
        1,
        f"difference of shares with a concession within {AHEAD} years",
        f"criticised state-years in which a denial was heard against those in which one {how}; a "
        "concession: C1 or C2, a formal one: C2; what nobody recorded is none; years of one state "
        "are compared, decades held constant",
        f"Where criticism is met by denial, {what} follows more often than where by {than}{caveat}",
        f"Where criticism is met by denial, {what} follows less often than where by {than}{caveat}",
        margin=MARGIN,
    )
