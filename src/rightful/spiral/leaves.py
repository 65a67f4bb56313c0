"""How evidence answers a leaf: yes (1), no (0), nothing (-1), per state-year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.items import items
from rightful.spiral.language import Leaf
from rightful.spiral.panel import NULL, Panel, Values

YES, NO = 1, 0
ANY = "any"


def answer(panel: Panel, leaf: Leaf) -> Values:
    """Return the answer to a leaf, shape (N,), int8: 1, 0 or -1."""
    if leaf.mode == "whenever":
        return _whenever_criticised(panel, leaf)
    if leaf.mode == "never":
        return _never(panel, leaf)
    counts_any = items()[leaf.item].counts == ANY
    held = _in_window(panel, leaf) if counts_any else _compare(latest(panel, leaf.item)[0], leaf)
    return held if leaf.mode == "now" else _running(panel, held, leaf.years)


def _in_window(panel: Panel, leaf: Leaf) -> Values:
    """Return whether it held in any year of the window, under the same government."""
    held = _compare(panel.item(leaf.item), leaf)
    years = []
    for k in range(items()[leaf.item].stands_for + 1):
        mine = panel.same_government(k) & panel.has(k)
        years.append(np.where(mine, panel.before(held, k), NO).astype(np.int8))
    return either(*years)


def latest(panel: Panel, item: str) -> tuple[Values, Values]:
    """Return the latest value that still stands, and its age in years (-1 of none); shape (N,)."""
    values = panel.item(item)
    found = values.copy()
    age = np.where(values != NULL, 0, NULL).astype(np.int8)
    for years in range(1, items()[item].stands_for + 1):
        older = panel.before(values, years)
        take = (found == NULL) & (older != NULL) & panel.same_government(years)
        found = np.where(take, older, found)
        age = np.where(take, np.int8(years), age)
    return found, age


def criticised(panel: Panel) -> Values:
    """Return whether a criticism was put in the year: on an agenda, blamed, or recommended to.

    A sustained campaign is one too; that none was seen does not say that no criticism was put.
    """
    put = [_compare(panel.item(name), Leaf(name, 1)) for name in ("IA", "SH", "CR")]
    campaign = _compare(panel.item("TA"), Leaf("TA", 2))
    return np.where(campaign == YES, YES, either(*put)).astype(np.int8)


def either(*answers: Values) -> Values:
    """Return Kleene's or: yes where one says yes, no where all say no."""
    stacked = np.stack(answers)
    yes = (stacked == YES).any(axis=0)
    no = (stacked == NO).all(axis=0)
    return _tri(yes, no)


def _tri(yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> Values:
    return np.where(yes, YES, np.where(no, NO, NULL)).astype(np.int8)


def _compare(values: Values, leaf: Leaf) -> Values:
    held = values >= leaf.value if leaf.at_least else values == leaf.value
    return np.where(values == NULL, NULL, held).astype(np.int8)


def _running(panel: Panel, held: Values, years: int) -> Values:
    """Return whether it held in each of so many years to this one."""
    stacked = np.stack([held, *(panel.before(held, k) for k in range(1, years))])
    return _tri((stacked == YES).all(axis=0), (stacked == NO).any(axis=0) | _young(panel, years))


def _young(panel: Panel, years: int) -> NDArray[np.bool_]:
    """Return where a state has not lived so long; those of the record's first year may have."""
    first = panel.first_of_state()
    start = np.maximum.accumulate(np.where(first, np.arange(first.size), 0))
    born = panel.year[start]
    since = panel.year.min() if panel.since is None else panel.since
    return np.asarray((born > since) & (panel.year - born < years - 1))


def _never(panel: Panel, leaf: Leaf) -> Values:
    """Return whether it held in no year so far; one year that nobody looked at leaves it open."""
    held = _compare(panel.item(leaf.item), leaf)
    starts = np.flatnonzero(panel.first_of_state())
    seen, open_ = np.zeros(held.shape, dtype=np.bool_), np.zeros(held.shape, dtype=np.bool_)
    for start, stop in zip(starts, [*starts[1:], held.size], strict=True):
        seen[start:stop] = np.logical_or.accumulate(held[start:stop] == YES)
        open_[start:stop] = np.logical_or.accumulate(held[start:stop] == NULL)
    return _tri(~seen & ~open_, seen)


def _whenever_criticised(panel: Panel, leaf: Leaf) -> Values:
    """Return whether it held in the criticised years of the window, one at least.

    A year of which it is not known whether criticism was put may have been one.
    """
    held, put = _compare(panel.item(leaf.item), leaf), criticised(panel)
    window = range(items()[leaf.item].stands_for + 1)
    # What was put to another government, or before the panel begins, was not put to this one.
    mine = [panel.same_government(k) & panel.has(k) for k in window]
    helds = np.stack([panel.before(held, k) for k in window])
    puts = np.stack([np.where(mine[k], panel.before(put, k), NO).astype(np.int8) for k in window])
    asked = puts == YES
    met = asked.any(axis=0) & ((puts == NO) | (helds == YES)).all(axis=0)
    return _tri(met, (asked & (helds == NO)).any(axis=0))
