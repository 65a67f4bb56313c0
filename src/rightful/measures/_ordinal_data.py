"""Items, ratings and the panel of state-years: what an ordinal measurement model is fitted to."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rightful.core.errors import DataError

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

Standard = Literal["yearly", "fixed"]
MIN_CATEGORIES = 2


@dataclass(frozen=True)
class Item:
    """One rated question.

    categories: number of ordered categories, at least 2, coded 0..categories-1.
    sign: +1 when a higher category means more respect, -1 when it means less.
    standard: whether the rater's standard may move from year to year.
    """

    name: str
    categories: int
    sign: Literal[1, -1]
    standard: Standard = "fixed"


@dataclass(frozen=True)
class Ratings:
    """One row a rating; four arrays of shape (R,)."""

    state_index: IntArray
    year: IntArray
    item_index: IntArray
    category: IntArray


@dataclass(frozen=True)
class ModelData:
    """A checked panel with its ratings.

    state_index, year: (N,), the state-years in order of state, then year.
    starts: (N,), true where a latent chain begins: a state's first year or the first after a gap.
    row, item_index, category: (R,), the ratings; row points into the panel.
    """

    items: tuple[Item, ...]
    state_index: IntArray
    year: IntArray
    starts: BoolArray
    row: IntArray
    item_index: IntArray
    category: IntArray


def model_data(
    items: tuple[Item, ...],
    ratings: Ratings,
    panel_state: ArrayLike,
    panel_year: ArrayLike,
) -> ModelData:
    """Check the parts and join ratings to the panel.

    panel_state, panel_year: (N,), every state-year that gets a latent value, rated or not.
    Raises DataError on anything that could not be fitted honestly.
    """
    _check_items(items)
    state, year = _sorted_panel(panel_state, panel_year)
    columns = _rating_columns(ratings)
    _check_ratings(items, *columns)
    row = _rows_of(state, year, columns[0], columns[1])
    starts = np.ones(state.size, dtype=np.bool_)
    starts[1:] = (state[1:] != state[:-1]) | (year[1:] != year[:-1] + 1)
    return ModelData(items, state, year, starts, row, columns[2], columns[3])


def _check_items(items: tuple[Item, ...]) -> None:
    if not items:
        raise DataError("No items were given; a measurement model needs at least one.")
    names = [item.name for item in items]
    if len(set(names)) < len(names):
        raise DataError(f"Item names must differ; got {sorted(names)}. Rename the repeated ones.")
    for item in items:
        if item.categories < MIN_CATEGORIES:
            raise DataError(
                f"Item {item.name!r} has {item.categories} categories; needs 2 or more."
            )
        if item.sign not in (1, -1):
            raise DataError(f"Item {item.name!r} has sign {item.sign}; allowed are +1 and -1.")
        if item.standard not in ("yearly", "fixed"):
            raise DataError(
                f"Item {item.name!r}: standard is {item.standard!r}, not yearly or fixed."
            )


def _whole_numbers(values: ArrayLike, what: str) -> IntArray:
    raw = np.asarray(values)
    if raw.ndim != 1:
        raise DataError(f"{what} must have one dimension; got shape {raw.shape}.")
    if raw.dtype.kind not in "iuf":
        raise DataError(f"{what} must be numbers; got {raw.dtype}.")
    # Not a range check on the cast: NaN and infinity have no integer to compare with.
    if raw.dtype.kind == "f" and not (np.isfinite(raw).all() and (raw == np.floor(raw)).all()):
        raise DataError(f"{what} holds missing or fractional values; drop or recode those rows.")
    return raw.astype(np.int64)


def _sorted_panel(panel_state: ArrayLike, panel_year: ArrayLike) -> tuple[IntArray, IntArray]:
    state = _whole_numbers(panel_state, "The panel's state index")
    year = _whole_numbers(panel_year, "The panel's year")
    if state.shape != year.shape or not state.size:
        raise DataError(
            f"The panel has {state.size} states and {year.size} years; needs equal, > 0."
        )
    order = np.lexsort((year, state))
    state, year = state[order], year[order]
    twice = (state[1:] == state[:-1]) & (year[1:] == year[:-1])
    if twice.any():
        at = int(np.argmax(twice))
        raise DataError(
            f"State {state[at]} in {year[at]} is twice in the panel; keep one row each."
        )
    return state, year


def _rating_columns(ratings: Ratings) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    columns = (
        _whole_numbers(ratings.state_index, "The ratings' state index"),
        _whole_numbers(ratings.year, "The ratings' year"),
        _whole_numbers(ratings.item_index, "The ratings' item index"),
        _whole_numbers(ratings.category, "The ratings' category"),
    )
    sizes = {column.size for column in columns}
    if len(sizes) != 1:
        raise DataError(f"The rating columns have different lengths: {sorted(sizes)}.")
    if sizes == {0}:
        raise DataError("There are no ratings; nothing can be measured. Check the item selection.")
    return columns


def _check_ratings(
    items: tuple[Item, ...], state: IntArray, year: IntArray, item: IntArray, category: IntArray
) -> None:
    if item.min() < 0 or item.max() >= len(items):
        raise DataError(
            f"Item index must lie in 0..{len(items) - 1}; got {item.min()}..{item.max()}."
        )
    for j, spec in enumerate(items):
        mine = category[item == j]
        if not mine.size:
            raise DataError(f"Item {spec.name!r} has no rating; leave it out.")
        if mine.min() < 0 or mine.max() >= spec.categories:
            raise DataError(
                f"Item {spec.name!r} has categories {mine.min()}..{mine.max()}; "
                f"allowed are 0..{spec.categories - 1}."
            )
        if mine.min() == mine.max():
            raise DataError(
                f"Item {spec.name!r} shows only category {mine.min()} and cannot tell states "
                "apart; leave it out."
            )
    order = np.lexsort((item, year, state))
    keys = np.stack((state, year, item))[:, order]
    twice = (keys[:, 1:] == keys[:, :-1]).all(axis=0)
    if twice.any():
        s, y, j = keys[:, int(np.argmax(twice))]
        raise DataError(f"State {s} in {y} is rated twice on {items[j].name!r}; keep one rating.")


def _rows_of(state: IntArray, year: IntArray, of_state: IntArray, of_year: IntArray) -> IntArray:
    # One sortable number for a state-year; years are offset so that the key stays positive.
    low = min(int(year.min()), int(of_year.min()))
    span = max(int(year.max()), int(of_year.max())) - low + 1
    panel_key = state * span + (year - low)
    wanted = of_state * span + (of_year - low)
    found = np.searchsorted(panel_key, wanted)
    inside = np.minimum(found, panel_key.size - 1)
    missing = panel_key[inside] != wanted
    if missing.any():
        at = int(np.argmax(missing))
        raise DataError(
            f"State {of_state[at]} is rated in {of_year[at]} but not in the panel that year; "
            "add the state-year to the panel or drop the rating."
        )
    return inside.astype(np.int64)
