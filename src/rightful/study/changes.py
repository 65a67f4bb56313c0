"""How practice moved, for every state at once, from all joint draws; kept in the baseline."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import polars as pl

from rightful.core.answer import Change
from rightful.core.names import RIGHTS_BY_FAMILY
from rightful.core.posterior import Posterior
from rightful.measures.practice import Practice
from rightful.measures.rank import INTERVAL, Draws, move
from rightful.record import commitments, rights, states
from rightful.study.lives import life_of, persons

YEARS_OF_RECENT_CHANGE = 10


# Stands for the state asked about, whatever codes it bore.
SELF = -1


def change_rows(practice: Practice) -> pl.DataFrame:
    """Return one row per legal person, last year of a self and window.

    Columns: state_id, then those of ``Change``.
    """
    promised = _first_promises(practice.family)
    rows = []
    for state_id in persons():
        posterior = _with_self(practice.posterior, life_of(state_id))
        years = set(posterior.year[posterior.ccode == SELF].tolist())
        for last in _ends(state_id, years):
            until = {year for year in years if year <= last}
            for why, first in _windows(until, promised.get(state_id)):
                change = _change(posterior, practice, why, first, last)
                if change is not None:
                    rows.append({"state_id": state_id, **asdict(change)})
    return pl.DataFrame(rows)


def _ends(state_id: str, years: set[int]) -> list[int]:
    """Return the last year with data of the legal person, and of each self it has laid down."""
    selves = [spell for spell in states.all_states() if spell.state_id == state_id]
    reached = [
        max((year for year in years if spell.end is None or year <= spell.end.year), default=None)
        for spell in selves
    ]
    return sorted({last for last in reached if last is not None})


def _with_self(posterior: Posterior, life: pl.DataFrame) -> Posterior:
    lived = set(life.iter_rows())
    pairs = zip(posterior.ccode.tolist(), posterior.year.tolist(), strict=True)
    ccode = [SELF if pair in lived else pair[0] for pair in pairs]
    return Posterior(
        np.array(ccode, dtype=np.int32), posterior.year, posterior.draws, posterior.name
    )


def _first_promises(family: str) -> dict[str, int]:
    """Return legal person -> first year in which a promise on the family's rights bound it."""
    promising = {
        instrument
        for right in RIGHTS_BY_FAMILY[family]
        for instrument in rights.duties(right)["instrument"]
    }
    bound = commitments.obligations().frame.filter(pl.col("instrument").is_in(promising))
    first = bound.group_by("state_id").agg(pl.col("bound_from").min().dt.year().alias("year"))
    return dict(first.select("state_id", "year").iter_rows())


def _windows(years: set[int], promised: int | None) -> list[tuple[str, int]]:
    if not years:
        return []
    last = max(years)
    windows = [("ten_years", last - YEARS_OF_RECENT_CHANGE)]
    if promised is not None:
        windows.insert(0, ("first_promise", promised))
    return [(why, first) for why, first in windows if first in years and first < last]


def _change(
    posterior: Posterior, practice: Practice, why: str, first: int, last: int
) -> Change | None:
    moved = move(posterior.draws, posterior.ccode, posterior.year, SELF, first, last)
    if moved is None:
        return None
    own, world, beyond = (_interval(each) for each in (moved.own, moved.world, moved.beyond))
    return Change(
        family=practice.family,
        standard=practice.standard,
        first_year=first,
        last_year=last,
        why=why,
        own=own[0],
        own_low=own[1],
        own_high=own[2],
        world=world[0],
        world_low=world[1],
        world_high=world[2],
        beyond=beyond[0],
        beyond_low=beyond[1],
        beyond_high=beyond[2],
        p_rise=float((moved.own > 0).mean()),
        p_beyond=float((moved.beyond > 0).mean()),
    )


def _interval(values: Draws) -> tuple[float, float, float]:
    """Return mean, low and high of draws."""
    low, high = np.quantile(values, INTERVAL)
    return float(values.mean()), float(low), float(high)
