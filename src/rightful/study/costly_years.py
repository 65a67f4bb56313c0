"""Claim 32 as it is said: is there no state that keeps respecting rights when that is costly?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.names import HEADLINE, STANDARDS
from rightful.estimation.lasting import Stayed, stayed
from rightful.estimation.paper_tests.durable_respect import BEST, COSTS, costly, respected
from rightful.record.baseline import Baseline, shipped
from rightful.record.states import name_of
from rightful.record.store import Store
from rightful.study.claims_frames import material

KEY: Final = "lasting_respect"
DRAWS: Final = 200
YEARS: Final = tuple(range(6))  # the costly year and five after it
SURE: Final = 0.9
NAMED: Final = 6
VIOLENT: Final = ("civil_war", "coup_attempt")


def lasting_respect(store: Store | None = None, baseline: Path | None = None) -> dict[str, Any]:
    """Count the states that kept respect for rights through every costly year they met.

    A state is tested where, after three years among the best third in practice, it met a costly
    year: armed conflict within it, an attempt at a coup, or income per head falling by a
    twentieth. It kept respect where practice stayed among the best third in that year and the five
    after it, every time. Conflict and coups are also taken alone, as a fall of income may make
    nothing about rights costly.

    Returns
    -------
    dict
        ``key``; ``verdict``: ``does not hold`` where by both standards, of all costs and of
        conflict and coups alone, the interval (95 %) begins at one state or more; ``holds`` where
        it always ends at none; else ``cannot tell``; ``estimate``, ``low``, ``high``: how many
        kept it, all costs, by the changing standard; ``tested``: how many were tested;
        ``states``: names of those that kept it with a chance of nine in ten or more by both
        standards; ``missing``: sources that are not at hand; ``unit``; ``sentence``.
    """
    needs = {"practice", "practice_constant", *COSTS}
    shelf = Baseline(baseline or shipped())
    given = material(shelf, store, asked=needs)
    absent = sorted(needs - set(given.frame.columns))
    missing = [given.sources.get(one, one) for one in absent]
    if missing:
        return _untold(f"Needs: {', '.join(missing)}.", missing)
    met = respected(given.frame).filter(pl.col("respected"))
    cases = met.filter(costly() == 1)
    all_costs = _by_standard(shelf, cases)
    alone = _by_standard(shelf, met.filter(pl.max_horizontal(VIOLENT) > 0))
    if not alone:
        return _untold("No state that had respected rights met conflict or a coup.", [])
    return _told(all_costs, alone, _names(all_costs, cases))


def _by_standard(shelf: Baseline, cases: pl.DataFrame) -> dict[str, Stayed]:
    counted = {
        standard: stayed(shelf.practice(HEADLINE, standard, DRAWS), cases, YEARS, BEST)
        for standard in STANDARDS
    }
    return {standard: one for standard, one in counted.items() if one is not None}


def _names(found: Mapping[str, Stayed], cases: pl.DataFrame) -> list[str]:
    """Return the names of the states that surely kept it by every standard, in their order."""
    last = dict(cases.group_by("ccode").agg(pl.col("year").max()).iter_rows())
    sure = [
        {
            code
            for code, chance in zip(one.states.tolist(), one.chance, strict=True)
            if chance >= SURE
        }
        for one in found.values()
    ]
    named = [name_of(code, last[code]) or str(code) for code in set.intersection(*sure)]
    return sorted(named)


def _told(
    all_costs: Mapping[str, Stayed], alone: Mapping[str, Stayed], names: list[str]
) -> dict[str, Any]:
    first = all_costs["changing"]
    counts = [*all_costs.values(), *alone.values()]
    verdict = "cannot tell"
    if min(one.low for one in counts) >= 1:
        verdict = "does not hold"
    elif max(one.high for one in counts) == 0:
        verdict = "holds"
    some = f", {', '.join(names[:NAMED])} among the surest" if names else ""
    return {
        "key": KEY,
        "verdict": verdict,
        "estimate": first.middle,
        "low": first.low,
        "high": first.high,
        "unit": "states",
        "tested": first.states.size,
        "states": names,
        "missing": [],
        "sentence": f"Of {first.states.size} states that had been among the best third in practice "
        "for three years and then met armed conflict, an attempt at a coup or a fall of income, "
        "so many stayed there in that year and the five after it, every time: "
        f"{_counts(all_costs)}{some}. Of {alone['changing'].states.size} that met conflict or a "
        f"coup: {_counts(alone)}.",
    }


def _counts(found: Mapping[str, Stayed]) -> str:
    return ", ".join(
        f"{one.middle} ({one.low} to {one.high}) by the {standard} standard"
        for standard, one in found.items()
    )


def _untold(why: str, missing: list[str]) -> dict[str, Any]:
    numbers = dict.fromkeys(("estimate", "low", "high"))
    return {
        **{"key": KEY, "verdict": "cannot tell", **numbers, "unit": "states", "tested": 0},
        **{"states": [], "missing": missing, "sentence": why},
    }
