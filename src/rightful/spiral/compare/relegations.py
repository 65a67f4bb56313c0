"""Relegation (105, 146): how much of orthodox 4 and 5 the revision moves down, and on what marker.

Where the share is as large against the rules of 1999 as against the rules as the paper reports
them, the revision is one of the model; where only the reported rules lose by it, it attacks a
simplification.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.compare.answer import Answer, Estimate, Question, answered
from rightful.spiral.compare.material import Material
from rightful.spiral.compare.resample import difference, share
from rightful.spiral.interpreter import Sets
from rightful.spiral.panel import NULL
from rightful.spiral.relegation import PRESCRIPTIVE, bits_of

Flags = NDArray[np.bool_]
ORTHODOX: Final = ("as_reported", "orthodox_1999")
ASKED: Final = ("m1", "m2", "m3")
MARGIN: Final = 0.1
REAL: Final = Question(
    "relegated_1999",
    "105",
    "Does the revision move state-years out of 4 and 5 of the model of 1999?",
    f"more than {MARGIN:.0%} of them",
    1,
    "share of state-years that are 4 or 5 by the rules of 1999",
    "relegated, of the state-years that are surely 4 or 5 by the orthodox rules and of which it is "
    "known whether they are relegated; the bounds take all others as not, or as relegated",
    "The revision moves state-years out of 4 and 5 of the model of 1999 too",
    "The revision leaves 4 and 5 of the model of 1999 as they are",
    reference=MARGIN,
)
SAME: Final = Question(
    "relegated_more_as_reported",
    "105",
    "Is the revision as hard on the model of 1999 as on the model as the paper reports it?",
    f"no difference, within {MARGIN:g}: then it attacks no simplification",
    0,
    "share relegated as reported, less share relegated by 1999",
    REAL.measured,
    "The revision is as hard on the model of 1999 as on the model as reported",
    "The revision is not equally hard on both: where more is relegated as reported, it attacks in "
    "part a simplification",
    margin=MARGIN,
)


def surely_prescriptive(reading: str, sets: Sets) -> Flags:
    """Return where every possible phase is 4 or 5, shape (N,)."""
    wanted = np.uint16(bits_of(reading, PRESCRIPTIVE))
    return np.asarray((sets & ~wanted) == 0)


def relegation_rows(material: Material) -> list[dict[str, Any]]:
    """Return a row per orthodox reading and decade, and one for all.

    Columns reading, decade; relegated, undetermined, not_relegated: state-years, each with
    ``_states``; prescriptive: those surely 4 or 5; prescriptive_relegated and
    prescriptive_undetermined among them; share_relegated of those determined.
    """
    rows = []
    decades = [None, *np.unique(material.decade).tolist()]
    for reading in ORTHODOX:
        moved = material.relegated[reading]
        above = surely_prescriptive(reading, material.sets[reading])
        for decade in decades:
            mine = np.full(above.shape, True) if decade is None else material.decade == decade
            counts = {
                name: mine & (moved == value)
                for name, value in (("relegated", 1), ("undetermined", NULL), ("not_relegated", 0))
            }
            down, open_ = (int((mine & above & (moved == one)).sum()) for one in (1, NULL))
            whole = int((mine & above).sum())
            rows.append(
                {
                    "reading": reading,
                    "decade": "all" if decade is None else f"{decade}s",
                    **{name: int(one.sum()) for name, one in counts.items()},
                    **{f"{name}_states": _states(material, one) for name, one in counts.items()},
                    "prescriptive": whole,
                    "prescriptive_relegated": down,
                    "prescriptive_undetermined": open_,
                    "share_relegated": down / (whole - open_) if whole > open_ else None,
                }
            )
    return rows


def marker_rows(material: Material) -> list[dict[str, Any]]:
    """Return a row per orthodox reading and marker: false, unseen, true where relegated or open."""
    rows = []
    for reading in ORTHODOX:
        moved = material.relegated[reading]
        for name, value in (("relegated", 1), ("undetermined", NULL)):
            for marker in ASKED:
                told = material.markers[marker][moved == value]
                rows.append(
                    {
                        "reading": reading,
                        "relegated": name,
                        "marker": marker,
                        "false": int((told == 0).sum()),
                        "unseen": int((told == NULL).sum()),
                        "true": int((told == 1).sum()),
                    }
                )
    return rows


def spells(material: Material) -> list[dict[str, Any]]:
    """Return the spells of relegation: reading, ccode, first, last, false and unseen markers."""
    rows = []
    for reading in ORTHODOX:
        on = material.relegated[reading] == 1
        key = material.ccode.astype(np.int64) * 10_000 + material.year
        broken = np.concatenate([[True], (np.diff(key) != 1) | ~on[:-1]])
        starts = np.flatnonzero(on & broken)
        for start in starts:
            end = int(start)
            while end + 1 < on.size and on[end + 1] and not broken[end + 1]:
                end += 1
            told = {name: material.markers[name][start : end + 1] for name in ASKED}
            rows.append(
                {
                    "reading": reading,
                    "ccode": int(material.ccode[start]),
                    "first": int(material.year[start]),
                    "last": int(material.year[end]),
                    "false": [name for name, one in told.items() if (one == 0).any()],
                    "unseen": [name for name, one in told.items() if (one == NULL).all()],
                }
            )
    return rows


def relegation_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether the revision is real, and whether it attacks a simplification."""
    parts = {one: _parts(material, one) for one in ORTHODOX}
    known = {name: (down, down | stays) for name, (down, stays, _) in parts.items()}
    alone = share(*known["orthodox_1999"], material.ccode, "too few are told", seed)
    both = difference(
        known["as_reported"], known["orthodox_1999"], material.ccode, "too few are told", seed
    )
    limits = {name: _limits(*one) for name, one in parts.items()}
    (low_a, high_a), (low_b, high_b) = limits["as_reported"], limits["orthodox_1999"]
    asides = (
        f"Of {int(sum(one.sum() for one in parts['orthodox_1999']))} state-years surely 4 or 5 by "
        f"1999, {int(parts['orthodox_1999'][0].sum())} are relegated and "
        f"{int(parts['orthodox_1999'][2].sum())} undetermined.",
        f"As reported: {int(parts['as_reported'][0].sum())} of "
        f"{int(sum(one.sum() for one in parts['as_reported']))}, "
        f"{int(parts['as_reported'][2].sum())} undetermined.",
    )
    return (
        answered(REAL, _with(alone, (low_b, high_b), asides[0])),
        answered(SAME, _with(both, (low_a - high_b, high_a - low_b), asides[1])),
    )


def _parts(material: Material, reading: str) -> tuple[Flags, Flags, Flags]:
    above = surely_prescriptive(reading, material.sets[reading])
    moved = material.relegated[reading]
    return above & (moved == 1), above & (moved == 0), above & (moved == NULL)


def _limits(down: Flags, stays: Flags, open_: Flags) -> tuple[float, float]:
    whole = int(down.sum() + stays.sum() + open_.sum())
    if not whole:
        return 0.0, 1.0
    return float(down.sum() / whole), float((down.sum() + open_.sum()) / whole)


def _with(found: Estimate, bounds: tuple[float, float], aside: str) -> Estimate:
    # Few states make no interval; what is open can be bounded all the same.
    return replace(found, bounds=bounds, aside=aside)


def _states(material: Material, rows: Flags) -> int:
    return int(np.unique(material.ccode[rows]).size)
