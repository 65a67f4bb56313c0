"""Observations of a series as the items, ratings and panel that the ordinal model is fitted to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from rightful.measures._ordinal_data import IntArray, Item, ModelData, Ratings, model_data
from rightful.measures.strands._commitment_risk import BOUND, SIGNED, Observation

# With fewer of either kind an item says more about its prior than about the states.
LEAST: Final = 5
_NEGATIVE: Final = ("reservation", "withdrawal")


@dataclass(frozen=True)
class SeriesData:
    """What one series is fitted to.

    Attributes
    ----------
    model
        The checked panel and ratings.
    persons
        (S,) state ids; ``model.state_index`` points into them.
    inputs
        (N,) ratings that each state-year of the panel rests on; 0 between observed years.
    left_out
        Items with fewer than ``LEAST`` of either category.
    """

    model: ModelData
    persons: tuple[str, ...]
    inputs: IntArray
    left_out: tuple[str, ...]


def series_data(rows: Sequence[Observation]) -> SeriesData | None:
    """Return the data of a series, or None when nothing in it tells states apart.

    A person's panel runs from its first to its last observed year without a hole, so that its
    commitment is one path; the years between that nothing observes have 0 inputs.
    """
    kept, left_out = _settled(rows)
    if not kept:
        return None
    persons = tuple(sorted({row.state_id for row in kept}))
    number = {state_id: i for i, state_id in enumerate(persons)}
    names = sorted({row.item for row in kept})
    index = {name: j for j, name in enumerate(names)}
    columns = np.array(
        [(number[r.state_id], r.year, index[r.item], r.category) for r in kept], dtype=np.int64
    ).T
    panel = _panel(columns[0], columns[1])
    items = tuple(_item(name, columns[3][columns[2] == index[name]]) for name in names)
    model = model_data(items, Ratings(*columns), panel[0], panel[1])
    inputs = np.bincount(model.row, minlength=model.year.size).astype(np.int64)
    return SeriesData(model, persons, inputs, tuple(left_out))


def _settled(rows: Sequence[Observation]) -> tuple[list[Observation], list[str]]:
    """Join or leave out categories too rare to place a cutpoint."""
    counts: dict[str, Counter[int]] = {}
    for row in rows:
        counts.setdefault(row.item, Counter())[row.category] += 1
    cut = {item: _threshold(item, count) for item, count in counts.items()}
    kept = []
    for row in rows:
        threshold = cut[row.item]
        if threshold is not None:
            category = row.category if threshold == 0 else int(row.category >= threshold)
            kept.append(Observation(row.state_id, row.year, row.item, category))
    return kept, sorted(item for item, threshold in cut.items() if threshold is None)


def _threshold(item: str, count: Counter[int]) -> int | None:
    """Return 0 to keep the categories, k to split at category k, None to leave the item out."""
    ordinal = ":first:" in item
    if ordinal and min(count[k] for k in (0, SIGNED, BOUND)) >= LEAST:
        return 0
    for k in (BOUND, SIGNED) if ordinal else (1,):
        above = sum(n for category, n in count.items() if category >= k)
        if min(above, count.total() - above) >= _least(item):
            return k
    return None


def _least(item: str) -> int:
    # Few ever withdrew; one item holds all withdrawals, and its prior is centred on rarity.
    return 1 if item == "withdrawal" else LEAST


def _item(name: str, categories: IntArray) -> Item:
    sign: Literal[1, -1] = -1 if name.endswith(_NEGATIVE) else 1
    standard: Literal["yearly", "fixed"] = "yearly" if name.endswith(":late") else "fixed"
    return Item(name, int(categories.max()) + 1, sign, standard)


def _panel(state: IntArray, year: IntArray) -> tuple[IntArray, IntArray]:
    states, years = [], []
    for one in np.unique(state):
        mine = year[state == one]
        span = np.arange(mine.min(), mine.max() + 1)
        years.append(span)
        states.append(np.full(span.size, one))
    return np.concatenate(states), np.concatenate(years)
