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
from rightful.record import commitments, instruments, states
from rightful.study.lives import codes_of

YEARS_OF_RECENT_CHANGE = 10


def change_rows(practice: Practice) -> pl.DataFrame:
    """Return one row per state and window, keyed by the state's newest COW code."""
    promised = _first_promises(practice.family)
    rows = []
    for state_id in sorted({spell.state_id for spell in states.all_states()}):
        codes = codes_of(state_id)
        if not codes:
            continue
        posterior = _under_one_code(practice.posterior, codes)
        years = posterior.year[posterior.ccode == codes[0]]
        for why, first in _windows(set(years.tolist()), promised.get(state_id)):
            change = _change(posterior, codes[0], practice, why, first, int(years.max()))
            if change is not None:
                rows.append({"ccode": codes[0], **asdict(change)})
    return pl.DataFrame(rows)


def _under_one_code(posterior: Posterior, codes: list[int]) -> Posterior:
    """Give a state whose code changed (Germany) one code in every year."""
    if len(codes) == 1:
        return posterior
    ccode = np.where(np.isin(posterior.ccode, codes), codes[0], posterior.ccode)
    return Posterior(ccode.astype(np.int32), posterior.year, posterior.draws, posterior.name)


def _first_promises(family: str) -> dict[str, int]:
    """Return legal person -> first year in which a promise on the family's rights bound it."""
    forbidding = {
        instrument
        for right in RIGHTS_BY_FAMILY[family]
        for instrument, _ in instruments.forbids(right)
    }
    bound = commitments.obligations().frame.filter(pl.col("instrument").is_in(forbidding))
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
    posterior: Posterior, state: int, practice: Practice, why: str, first: int, last: int
) -> Change | None:
    moved = move(posterior.draws, posterior.ccode, posterior.year, state, first, last)
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
