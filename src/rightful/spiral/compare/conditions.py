"""Scope conditions of the volume of 2013: does commitment tell of practice more where they hold?"""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.spiral.compare.answer import (
    Answer,
    Estimate,
    Floats,
    Question,
    answered,
    needs,
    nothing,
)
from rightful.spiral.compare.material import Ints, Material, later, row_after, without_year_means
from rightful.spiral.compare.resample import FEWEST_STATES, Slopes, slope, slopes

AHEAD: Final = 5
LAW: Final = "commitment_all"
MARGIN: Final = 0.01
CENTRAL: Final = ("physical_integrity",)
DISPERSED: Final = ("womens_rights", "workers_rights")
# Condition -> proxy among the series of the baseline.
PROXIES: Final = {
    "regime_type": ("democratic regime", "opportunity_openness", "openness of institutions"),
    "social_vulnerability": (
        "standing with states that respect rights",
        "peer_practice_igo",
        "practice of fellow members of intergovernmental organizations",
    ),
}
MISSING: Final = {
    "statehood": (
        "consolidated statehood",
        "state authority and fiscal capacity (V-Dem v2svstterr, v2stfisccap), or GDP per head",
    ),
    "material_vulnerability": (
        "material vulnerability",
        "aid over GNI and trade with pressing states; aid is in a pulled store (aid_received)",
    ),
}


def condition_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return for each of the five conditions whether commitment tells more where it holds."""
    told = [
        answered(_question(key, title, f"{proxy} ({what})"), _joint(material, proxy, seed))
        for key, (title, proxy, what) in PROXIES.items()
    ]
    told.append(
        answered(
            _question(
                "rule_implementation",
                "central implementation of the rule",
                f"rights that the centre keeps or breaks ({', '.join(CENTRAL)}) against others "
                f"({', '.join(DISPERSED)})",
            ),
            _central(material, seed),
        )
    )
    told += [
        answered(_question(key, title, "none in hand"), needs(what))
        for key, (title, what) in MISSING.items()
    ]
    return tuple(told)


def _joint(material: Material, proxy: str, seed: int) -> Estimate:
    return moderated(
        material.practice,
        material.series[LAW],
        material.series[proxy],
        material.ccode,
        material.year,
        seed,
    )


def moderated(
    practice: Floats, law: Floats, condition: Floats, ccode: Ints, year: Ints, seed: int = 1
) -> Estimate:
    """Return by how much the slope of practice's change on commitment rises with a condition.

    ``practice`` (D, N), the others (N,). Commitment and condition in standard deviations of their
    year's states; practice so far is held constant, and years.
    """
    change = later(practice, row_after(ccode, year, AHEAD)) - practice
    usable = np.isfinite(change).all(axis=0) & np.isfinite(law) & np.isfinite(condition)
    if np.unique(ccode[usable]).size < FEWEST_STATES:
        return nothing("too few states have both", int(np.unique(ccode[usable]).size), 0)
    bound, held = (_scaled(one, year, usable) for one in (law, condition))
    columns = [bound * held, bound, held, practice]
    centred = [without_year_means(one, year, usable) for one in columns]
    found = slopes(without_year_means(change, year, usable), centred, ccode, seed)
    return slope(found)


def _scaled(values: Floats, year: Ints, usable: np.typing.NDArray[np.bool_]) -> Floats:
    centred = without_year_means(values, year, usable)
    spread = float(np.nanstd(centred))
    return centred / max(spread, 1e-9)


def _central(material: Material, seed: int) -> Estimate:
    """Return the slope on commitment in rights kept by the centre, less that in others."""
    names = [one for one in (*CENTRAL, *DISPERSED) if one in material.families]
    if not set(CENTRAL) & set(names) or not set(DISPERSED) & set(names):
        return nothing("practice of both kinds of rights is asked for", 0, 0)
    n, law = material.year.size, material.series[LAW]
    rows_after = row_after(material.ccode, material.year, AHEAD)
    depth = min(material.families[one].shape[0] for one in names)
    practice = np.concatenate([material.families[one][:depth] for one in names], axis=1)
    change = np.concatenate(
        [
            later(material.families[one][:depth], rows_after) - material.families[one][:depth]
            for one in names
        ],
        axis=1,
    )
    central = np.repeat([float(one in CENTRAL) for one in names], n)
    bound, state = np.tile(law, len(names)), np.tile(material.ccode, len(names))
    usable = np.isfinite(change).all(axis=0) & np.isfinite(bound)
    family = np.repeat(np.arange(len(names), dtype=np.int32), n)
    group = (family * 10_000 + np.tile(material.year, len(names))).astype(np.int32)
    held = _scaled(bound, group, usable)
    columns = [held * central, held, practice, practice * central]
    centred = [without_year_means(one, group, usable) for one in columns]
    found: Slopes = slopes(without_year_means(change, group, usable), centred, state, seed)
    return slope(found)


def _question(key: str, title: str, proxy: str) -> Question:
    return Question(
        f"condition_{key}",
        "4.4",
        f"Does commitment go with better practice later more under {title}?",
        "above zero" if key != "material_vulnerability" else "unclear for practice",
        1,
        f"change of practice over {AHEAD} years, per standard deviation of commitment and of the "
        "condition",
        f"interaction of {LAW} with the condition, given practice so far and the year; proxy: "
        f"{proxy}",
        f"Commitment goes with better practice more under {title} (proxy: {proxy})",
        f"Commitment goes with better practice less under {title} (proxy: {proxy})",
        margin=MARGIN,
    )
