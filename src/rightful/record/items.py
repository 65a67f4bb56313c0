"""Which columns of which source rate a family of rights, as data (``tables/items.csv``)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

from rightful.core.errors import DataError
from rightful.core.names import FAMILIES, resolve

SCHEMA = {
    "family": pl.String,
    "item": pl.String,
    "right": pl.String,
    "source": pl.String,
    "edition": pl.String,
    "variable": pl.String,
    "lowest": pl.Int32,
    "categories": pl.Int32,
    "breaks": pl.String,
    "sign": pl.Int32,
    "standard": pl.String,
    "zeros": pl.String,
    "zero_from": pl.Int32,
    "zero_until": pl.Int32,
    "main": pl.Int32,
    "note": pl.String,
    "reference": pl.String,
}


def items_of(family: str) -> pl.DataFrame:
    """Return the items of a family, one row each.

    Columns: ``item``; the ``right`` it rates; ``source``, ``edition`` (null: the newest held)
    and ``variable`` it is read from; ``lowest``, the published code that becomes category 0;
    ``categories``; ``breaks``, the values at which a measured variable enters its next category
    (separated by semicolons; null for codes); ``sign``, 1 where a higher category is more respect;
    ``standard``, yearly where the reading of reports may change from year to year; ``zeros``, where
    zeros come from (``publisher``, ``source``, ``filled`` in ``zero_from`` to ``zero_until``, or
    ``none``); ``main``, 1 for the main graded item of its right; ``reference``, the key of the work
    that made the item, where it is not the source's own.

    Raises
    ------
    UnknownName
        When there is no such family.
    DataError
        When no item is declared for it.
    """
    name = resolve(family, FAMILIES, "family")
    found = _table().filter(pl.col("family") == name)
    if found.is_empty():
        raise DataError(
            f"no items are declared for {name}",
            where="record/tables/items.csv",
            allowed=", ".join(_table()["family"].unique()),
            next_step="declare its items in the table",
        )
    return found


def last_graded_year(rated: pl.DataFrame, items: pl.DataFrame) -> int:
    """Return the last year in which an item with more than two categories is rated.

    Raises
    ------
    DataError
        When no graded item is rated.
    """
    graded = items.filter(pl.col("categories") > 2)["item"].implode()
    last = rated.filter(pl.col("item").is_in(graded))["year"].max()
    if not isinstance(last, int):
        raise DataError(
            "no graded item is rated",
            where="items and ratings",
            allowed="at least one rating of an item with three or more categories",
            next_step="pull pts or cirights",
        )
    return last


def declared() -> pl.DataFrame:
    """Return the items of all families, columns as in ``items_of`` and ``family``."""
    return _table()


@cache
def _table() -> pl.DataFrame:
    file = resources.files("rightful.record") / "tables" / "items.csv"
    return pl.read_csv(file.read_bytes(), schema=SCHEMA)
