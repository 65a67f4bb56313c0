"""When material pressure falls (83): do states in phase 3 fall back more than those in 4 or 5?

Neither reading defines what practice does after pressure is gone; where one tells those apart that
fall back and those that do not, it tells something.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.core.phase import READING_TITLES, READINGS
from rightful.spiral.compare.answer import Answer, Question, answered
from rightful.spiral.compare.foretell import no_fall
from rightful.spiral.compare.material import Material, row_after
from rightful.spiral.compare.paths import Flags
from rightful.spiral.compare.resample import difference
from rightful.spiral.relegation import PRESCRIPTIVE, bits_of

AHEAD: Final = 3
THREE: Final = {"revised": ("3a", "3b", "3c", "3d")}


def pressure_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return, by reading, whether practice falls more often out of 3 than out of 4 or 5."""
    eased = _eased(material)
    kept = no_fall(material, row_after(material.ccode, material.year, AHEAD))
    fell, seen = kept == 0, np.isfinite(kept)
    told = []
    for reading in READINGS:
        sets = material.sets[reading]
        low = _surely(sets, bits_of(reading, THREE.get(reading, ("3",))))
        high = _surely(sets, bits_of(reading, PRESCRIPTIVE))
        tried = (low & eased & seen, high & eased & seen)
        what = f"{int(eased.sum())} years in which pressure ended"
        found = difference((fell, tried[0]), (fell, tried[1]), material.ccode, what, seed)
        told.append(answered(_question(reading), found))
    return tuple(told)


def _eased(material: Material) -> Flags:
    """Return where pressure was there in the year and is none in the next two, shape (N,)."""
    pressure = material.panel.item("P")
    found: Flags = pressure >= 1
    for years in (1, 2):
        rows = row_after(material.ccode, material.year, years)
        found = found & (rows >= 0) & (pressure[rows] == 0)
    return found


def _surely(sets: np.ndarray[tuple[int], np.dtype[np.uint16]], wanted: int) -> Flags:
    return np.asarray((sets & ~np.uint16(wanted)) == 0)


def _question(reading: str) -> Question:
    title = READING_TITLES[reading]
    return Question(
        key=f"pressure_falls_{reading}",
        item="83",
        question=f"When pressure ends, does practice fall more often out of 3 than 4, 5 ({title})?",
        expected="above zero: what was conceded under pressure goes with it",
        sign=1,
        unit="difference of shares with a fall",
        measured=f"pressure in a year and none in the two after; a fall of practice beyond the "
        f"world's within {AHEAD} years, with P >= .9",
        holds=f"When pressure ends, practice falls more often out of 3 than of 4, 5 ({title})",
        fails=f"When pressure ends, practice falls less often out of 3 than of 4, 5 ({title})",
    )
