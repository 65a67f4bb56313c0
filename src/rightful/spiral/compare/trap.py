"""Phase 3 as a trap (102, 108), what follows phase 4 (101), and how much of the way lies in 3."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.phase import PHASES
from rightful.spiral.compare.answer import Answer, Estimate, Floats, Question, answered, nothing
from rightful.spiral.compare.material import Ints, Material
from rightful.spiral.compare.paths import (
    ABOVE,
    BELOW,
    OUTSIDE,
    THREE,
    Flags,
    followed,
    groups_of,
    hazard_bounds,
    moves,
    only,
    possible_groups,
)
from rightful.spiral.compare.resample import FEWEST_STATES, difference, ends, share
from rightful.spiral.interpreter import Sets

# Half would have left upward after 25 years, or reached 5 after five.
TRAPPED, SOON = 1 - 0.5 ** (1 / 25), 1 - 0.5 ** (1 / 5)
HALF: Final = 0.5
SHUFFLES: Final = 1000
DETERMINED: Final = (
    "of moves between state-years with one possible group of phases each; the bounds are over "
    "every completion of those with several"
)
UP: Final = Question(
    "trap_up",
    "102, 108",
    "Is phase 3 left upward so seldom that half would still be in it after 25 years?",
    f"a yearly hazard below {TRAPPED:.3f}",
    -1,
    "hazard a year, revised 3 to 4 or 5",
    f"hazard {DETERMINED}",
    "Phase 3 is left upward so seldom that half would still be in it after 25 years",
    "Phase 3 is left upward more often than a trap allows",
    reference=TRAPPED,
)
DOWN: Final = Question(
    "trap_up_less_down",
    "83, 108",
    "Is phase 3 left downward more often than upward?",
    "below zero; a spiral that only climbs has it above",
    -1,
    "hazard a year upward, less downward",
    f"difference of hazards {DETERMINED}",
    "Phase 3 is left downward more often than upward",
    "Phase 3 is left upward more often than downward",
    margin=0.01,
)
ABSORBED: Final = Question(
    "trap_absorbed",
    "108",
    "Are most states that were ever in phase 3 still in it at the end?",
    "more than half",
    1,
    "share of states once in 3, those of the last year",
    "of the states surely in 3 in some year and of which the last year's group is known; the "
    "bounds are over every completion",
    "Most states that were ever in phase 3 are still in it at the end",
    "Most states that were ever in phase 3 have left it at the end",
    reference=HALF,
)
ONWARD: Final = Question(
    "four_to_five",
    "101",
    "Does revised phase 4 lead to 5 so soon that half would be there in five years?",
    f"a yearly hazard above {SOON:.3f}",
    1,
    "hazard a year, revised 4 to 5",
    f"hazard {DETERMINED.replace('group of phases', 'phase')}",
    "Revised phase 4 leads to 5 so soon that half are there in five years",
    "Revised phase 4 leads to 5 later than a mere matter of time would have it",
    reference=SOON,
)
WITHIN: Final = Question(
    "encapsulation",
    "102",
    "Does dwell in phase 3 explain more of the time to 5 than shuffled dwells do?",
    "above zero",
    1,
    "share of variance of the time to 5, less its mean under shuffling",
    "squared correlation of the time to 5 with the years in 3, in the variant without practice in "
    "the markers, against dwells shuffled among states within each phase; a sum holds its part, so "
    "a large share alone says nothing",
    "Dwell in phase 3 explains more of the time to 5 than shuffled dwells do",
    "Dwell in phase 3 explains less of the time to 5 than shuffled dwells do",
)
STAGES: Final = (("1",), ("2", "2L"), ("3a", "3b", "3c", "3d"), ("4",))
IN_THREE: Final = 2


def exits(material: Material) -> list[dict[str, Any]]:
    """Return a row per reading and way out of 3: moves, years at risk, hazard, bounds."""
    follows = followed(material.ccode, material.year)
    told = {**material.sets, "revised, without practice": material.apart}
    rows = []
    for name, sets in told.items():
        reading = name.split(",", maxsplit=1)[0]
        possible = possible_groups(reading, sets, groups_of(reading))
        for way, end in (("up", ABOVE), ("down", BELOW), ("outside", OUTSIDE)):
            found = moves(possible, follows, THREE, end)
            at_risk, hits = int(found.tried.sum()), int(found.hit.sum())
            bounds = hazard_bounds(possible, follows, THREE, end)
            rows.append(
                {
                    "reading": name,
                    "way": way,
                    "exits": hits,
                    "years_at_risk": at_risk,
                    "hazard": hits / at_risk if at_risk else None,
                    "bounds": None if bounds is None else list(bounds),
                }
            )
    return rows


def trap_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether phase 3 is a trap, and what follows phase 4."""
    follows = followed(material.ccode, material.year)
    sets, state = material.sets["revised"], material.ccode
    possible = possible_groups("revised", sets, groups_of("revised"))
    up, down = moves(possible, follows, THREE, ABOVE), moves(possible, follows, THREE, BELOW)
    limits = {way: hazard_bounds(possible, follows, THREE, way) for way in (ABOVE, BELOW)}
    above, below = limits[ABOVE], limits[BELOW]
    rising = share(up.hit, up.tried, state, "too few years surely in 3", seed)
    apart = difference(
        (up.hit, up.tried), (down.hit, down.tried), state, "too few years surely in 3", seed
    )
    between = None
    if above is not None and below is not None:
        between = (above[0] - below[1], above[1] - below[0])
    counts = f"{int(up.hit.sum())} exits upward and {int(down.hit.sum())} downward are seen."
    fourth = (("4",), ("5",), tuple(one for one in PHASES["revised"] if one not in {"4", "5"}))
    later = possible_groups("revised", sets, fourth)
    onward = moves(later, follows, 0, 1)
    ahead = share(onward.hit, onward.tried, state, "too few years surely in 4", seed)
    return (
        answered(UP, _within(rising, above, counts)),
        answered(DOWN, _within(apart, between, counts)),
        answered(ABSORBED, absorption(possible, material.ccode, material.year, seed)),
        answered(ONWARD, _within(ahead, hazard_bounds(later, follows, 0, 1), "")),
        answered(
            WITHIN, encapsulation(dwells(material.apart, material.ccode, material.year), seed)
        ),
    )


def _within(found: Estimate, bounds: tuple[float, float] | None, aside: str) -> Estimate:
    return replace(found, bounds=None if found.value is None else bounds, aside=aside)


def absorption(possible: Flags, ccode: Ints, year: Ints, seed: int = 1) -> Estimate:
    """Return the share of states ever in 3 that are still in it in the last year."""
    last = year == year.max()
    sure, may = only(possible, THREE), possible[:, THREE]
    living = np.unique(ccode[last])
    ever_sure = np.isin(living, ccode[sure])
    # Could a year before the last have been in 3?
    ever_may = np.isin(living, ccode[may & ~last])
    place = np.flatnonzero(last)
    end_sure, end_may = sure[place], may[place]
    known = end_sure | ~end_may
    found = share(
        end_sure,
        ever_sure & known,
        living,
        "too few states surely were in 3 and have a last phase",
        seed,
    )
    # Least: who can have left has, who need not count does not; greatest: the other way round.
    left_least = ~end_sure & ever_may
    stayed = int(end_sure.sum())
    least = stayed / max(1, stayed + int(left_least.sum()))
    can = int(end_may.sum())
    greatest = can / max(1, can + int((~end_may & ever_sure).sum()))
    return _within(found, (float(least), float(greatest)), "")


def dwells(sets: Sets, ccode: Ints, year: Ints) -> Floats:
    """Return years in 1, 2, 3 and 4 before 5, shape (states, 4), of states that came to 5.

    Only of those whose every year from the first to the arrival has one possible group.
    """
    groups = (*STAGES, ("5",), ("0",))
    possible = possible_groups("revised", sets, groups)
    sure = possible.sum(axis=1) == 1
    where = possible.argmax(axis=1)
    rows = []
    for code in np.unique(ccode):
        mine = ccode == code
        path = np.where(sure[mine], where[mine], -1)
        arrivals = np.flatnonzero(path == len(STAGES))
        unbroken = (np.diff(year[mine]) == 1).all()
        if arrivals.size and arrivals[0] > 0 and unbroken:
            way = path[: arrivals[0]]
            if (way >= 0).all() and (way < len(STAGES)).all():
                rows.append(np.bincount(way, minlength=len(STAGES)))
    return np.array(rows, dtype=np.float64).reshape(-1, len(STAGES))


def encapsulation(dwell: Floats, seed: int = 1) -> Estimate:
    """Return how much more of the time to 5 the dwell in 3 explains than shuffled dwells do."""
    states = dwell.shape[0]
    if states < FEWEST_STATES:
        return nothing(f"{states} states have a whole known way to 5", states, int(dwell.sum()))
    seen = explained(dwell)
    rng = np.random.default_rng(seed)
    null = np.array([explained(rng.permuted(dwell, axis=0)) for _ in range(SHUFFLES)])
    told = ends(null)
    if told is None or not np.isfinite(seen):
        return nothing("dwells do not differ", states, int(dwell.sum()))
    low, high = seen - told[1], seen - told[0]
    aside = f"It explains {seen:.0%}; shuffled dwells {float(null.mean()):.0%}."
    rarer = min((null >= seen).sum(), (null <= seen).sum())
    return Estimate(
        seen - float(np.nanmean(null)),
        low,
        high,
        "95 % of shuffled dwells",
        states,
        int(dwell.sum()),
        p=float((1 + 2 * rarer) / (SHUFFLES + 1)),
        aside=aside,
    )


def explained(dwell: Floats) -> float:
    """Return the squared correlation of the whole time with the years in 3; NaN of no variance."""
    whole, part = dwell.sum(axis=1), dwell[:, IN_THREE]
    spread: NDArray[np.float64] = np.array([whole.std(), part.std()])
    if (spread <= 0).any():
        return float("nan")
    return float(np.corrcoef(whole, part)[0, 1] ** 2)
