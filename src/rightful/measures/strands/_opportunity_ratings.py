"""From tables of the record to the ratings of one dimension; what is not recorded is no rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.core.measure import Record
from rightful.measures.strands._opportunity_items import NHRI, PRACTICE, OpportunityItem

FEWEST_ITEMS: Final = 2
KEY: Final = ("ccode", "year")


@dataclass(frozen=True)
class DimensionRatings:
    """Ratings of one dimension.

    Attributes
    ----------
    items
        Those that rate something, in order.
    ccode, year, item
        Shape (R,): state-year and place in ``items``.
    category
        Shape (R,): from 0; for practice that of its posterior mean.
    drawn
        Shape (D, R'), int8: the practice item's categories in each joint draw, for the last R'
        ratings; shape (1, 0) where practice is no item.
    """

    items: tuple[OpportunityItem, ...]
    ccode: NDArray[np.int64]
    year: NDArray[np.int64]
    item: NDArray[np.int64]
    category: NDArray[np.int64]
    drawn: NDArray[np.int8]

    @property
    def is_enough(self) -> bool:
        """Whether the items make a dimension."""
        return len(self.items) >= FEWEST_ITEMS


def dimension_ratings(record: Record, items: tuple[OpportunityItem, ...]) -> DimensionRatings:
    """Return the ratings that ``record`` holds of these items; items without any are left out.

    Raises
    ------
    DataError
        When a table lacks a column, repeats a state-year, or draws are of different number.
    """
    # Practice last, so that its draws belong to the last ratings.
    ordered = sorted(items, key=lambda item: item.need == PRACTICE)
    frames = [(item, _rated(record, item)) for item in ordered]
    told = [(item, frame) for item, frame in frames if frame["category"].n_unique() > 1]
    columns = [frame.select(*KEY, "category").to_numpy() for _, frame in told]
    both = np.concatenate([np.empty((0, 3), dtype=np.int64), *columns]).astype(np.int64)
    places = [np.full(len(rows), place) for place, rows in enumerate(columns)]
    drawn = np.empty((1, 0), dtype=np.int8)
    if told and told[-1][0].need == PRACTICE:
        drawn = _cut(_draws(told[-1][1]), told[-1][0].breaks).T
    return DimensionRatings(
        tuple(item for item, _ in told),
        both[:, 0],
        both[:, 1],
        np.concatenate([np.empty(0, dtype=np.int64), *places]).astype(np.int64),
        both[:, 2],
        np.ascontiguousarray(drawn),
    )


def shown_values(record: Record, item: OpportunityItem) -> pl.DataFrame:
    """Return ccode, year, value of an item: the category of a code, else the published number."""
    column = "category" if item.codes else item.variable
    rated = _rated(record, item)
    if column not in rated.columns:
        return rated.select(*KEY, pl.col("category").alias("value"))
    return rated.select(*KEY, pl.col(column).alias("value"))


def practice_draws(record: Record) -> tuple[pl.DataFrame, NDArray[np.float64]]:
    """Return state-years (ccode, year) of practice and its joint draws, shape (N, D)."""
    frame = record[PRACTICE].sort(KEY)
    return frame.select(KEY), _draws(frame)


def _rated(record: Record, item: OpportunityItem) -> pl.DataFrame:
    """Return ccode, year, category (and draws, of practice) where the item says something."""
    empty = pl.DataFrame(schema={"ccode": pl.Int64, "year": pl.Int64, "category": pl.Int64})
    if item.need == "nhri":
        frame = _institutions(record)
    elif item.need in record:
        frame = record[item.need]
    else:
        return empty
    if item.need == PRACTICE:
        means = _draws(frame).mean(axis=1)
        frame = frame.with_columns(pl.Series(item.variable, means))
    _check(frame, item)
    kept = frame.filter(pl.col(item.variable).is_not_null()).with_columns(
        pl.col("ccode").cast(pl.Int64), pl.col("year").cast(pl.Int64) + item.lag
    )
    values = kept[item.variable]
    if item.codes:
        category = values.cast(pl.Int64).replace_strict(
            item.codes, default=None, return_dtype=pl.Int64
        )
    else:
        category = pl.Series(_cut(values.cast(pl.Float64).to_numpy(), item.breaks)).cast(pl.Int64)
    return kept.with_columns(category.alias("category")).drop_nulls("category").sort(KEY)


def _institutions(record: Record) -> pl.DataFrame:
    """Return status A as 1, and 0 where another status is recorded for the same state-year."""
    held = [record[need].select(KEY) for need in NHRI if need in record]
    if NHRI[0] not in record or len(held) < FEWEST_ITEMS:
        return pl.DataFrame(schema={"ccode": pl.Int32, "year": pl.Int32, "nhri_a": pl.Int32})
    full = record[NHRI[0]].select(*KEY, pl.lit(1, dtype=pl.Int32).alias("nhri_a"))
    told = pl.concat(held).unique()
    return told.join(full, on=KEY, how="left").with_columns(pl.col("nhri_a").fill_null(0))


def _draws(frame: pl.DataFrame) -> NDArray[np.float64]:
    """Return the column ``draws`` as an array (N, D)."""
    column = frame["draws"]
    lengths = column.arr.len() if isinstance(column.dtype, pl.Array) else column.list.len()
    if lengths.n_unique() > 1:
        raise DataError(
            f"state-years hold {sorted(set(lengths))} draws",
            where=PRACTICE,
            allowed="the same number in every row, joint over rows",
            next_step="hand over the draws of one posterior",
        )
    return np.array(column.to_list(), dtype=np.float64).reshape(frame.height, -1)


def _cut(values: NDArray[np.float64], breaks: tuple[float, ...]) -> NDArray[np.int8]:
    return np.searchsorted(np.array(breaks), values, side="left").astype(np.int8)


def _check(frame: pl.DataFrame, item: OpportunityItem) -> None:
    absent = {*KEY, item.variable} - set(frame.columns)
    if absent:
        raise DataError(
            f"the table has no column {', '.join(sorted(absent))}",
            where=item.need,
            next_step=f"name a column it has in the row of {item.variable}",
        )
    if frame.select(KEY).is_duplicated().any():
        raise DataError(
            "a state-year is there twice", where=item.need, allowed="one row per state and year"
        )
    values = frame[item.variable].cast(pl.Float64).drop_nulls()
    if not values.is_finite().all():
        raise DataError(f"{item.variable} is not finite", where=item.need, allowed="a number")
