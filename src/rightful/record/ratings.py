"""Ratings: what each item says of each state and year, with the row it was read from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from rightful.core.errors import DataError, SourceError, UsageError
from rightful.core.provenance import Edition
from rightful.record.catalogue import source
from rightful.record.items import items_of
from rightful.record.snapshots import recognise
from rightful.record.sources.lhrs import renamed
from rightful.record.states import state_years
from rightful.record.store import Store

KEY = ["ccode", "year", "item"]
SCHEMA = {
    "ccode": pl.Int32,
    "year": pl.Int32,
    "item": pl.String,
    "category": pl.Int8,
    "source": pl.String,
    "edition": pl.String,
    "row": pl.Int32,
}
FAMILY = "physical_integrity"
# The items of each published specification, and the years of its scores.
PUBLISHED_ITEMS = {
    "2.04": (
        *("disap", "kill", "polpris", "tort", "amnesty", "state", "hathaway", "itt"),
        *("genocide", "rummel", "massive_repression", "executions", "killing_present"),
    ),
    "3.01": (
        *("disap", "kill", "polpris", "tort", "amnesty", "state", "hrw", "hathaway", "itt"),
        *("genocide", "rummel", "massive_repression", "executions", "negative_sanctions"),
        *("mass_killing", "killing_present"),
    ),
}
# The scores file counts the levels of ITT from 1; every other item has the codes of its source.
PUBLISHED_LOWEST = {"itt": 1}


def ratings(store: Store, items: pl.DataFrame) -> pl.DataFrame:
    """Return every rating of ``items`` in the store.

    Returns
    -------
    pl.DataFrame
        Unique on (ccode, year, item): ``category`` from 0 in the published order; ``source``,
        ``edition`` and ``row`` it comes from. ``row`` is null for a recorded zero, which follows
        from a list of events that does not name the state.

    Raises
    ------
    UnknownName
        When the store lacks a source.
    DataError
        When a category lies outside what the item declares.
    """
    parts = [_of_item(store, item) for item in items.iter_rows(named=True)]
    return _checked(pl.concat(parts), items)


def published_ratings(store: Store | Path, edition: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ratings and items that a published version of the LHRS was fitted to.

    State codes and years are the file's own (Czechoslovakia under 316 in version 3.01), so that
    a specification can be compared with its published scores.

    Parameters
    ----------
    store
        A store that holds the edition, or the path of its file.
    edition
        ``2.04`` (Fariss 2014) or ``3.01`` (Fariss 2019).

    Raises
    ------
    UsageError
        When the edition has no published specification.
    SourceError
        When the file cannot be read.
    StoreError
        When the store's copy is not the file that was stored.
    """
    if edition not in PUBLISHED_ITEMS:
        raise UsageError(
            f"LHRS {edition} has no published specification here",
            allowed=", ".join(PUBLISHED_ITEMS),
            next_step="choose one of these editions",
        )
    names = PUBLISHED_ITEMS[edition]
    items = items_of(FAMILY).filter(pl.col("item").is_in(list(names)))
    frame = _published(store, edition)
    parts = [
        _long(
            frame.select("ccode", "year", "row", pl.col(item["item"]).alias("code")),
            {**item, "lowest": PUBLISHED_LOWEST.get(item["item"], item["lowest"])},
            ("lhrs", edition),
        )
        for item in items.iter_rows(named=True)
    ]
    return _checked(pl.concat(parts), items), items


def published_scores(store: Store | Path, edition: str) -> pl.DataFrame:
    """Return ``ccode``, ``year``, ``theta_mean``, ``theta_sd`` of a published version.

    State codes and years are the file's own, as in ``published_ratings``.
    """
    columns = ("theta_mean", "theta_sd")
    frame = _published(store, edition)
    return frame.select("ccode", "year", *(pl.col(column).cast(pl.Float64) for column in columns))


def _of_item(store: Store, item: dict[str, object]) -> pl.DataFrame:
    name, edition = str(item["source"]), item["edition"]
    holding = store.holding(name, None if edition is None else str(edition))
    table = store.table(name, holding.edition)
    origin = (name, holding.edition)
    rated = _long(
        table.select("ccode", "year", "row", pl.col(str(item["variable"])).alias("code")),
        item,
        origin,
    )
    if item["zeros"] != "filled":
        return rated
    return pl.concat([rated, _zeros(table, item, origin)])


def _long(frame: pl.DataFrame, item: dict[str, object], origin: tuple[str, str]) -> pl.DataFrame:
    """Return the rows with a code as ratings; ``frame`` has ccode, year, row, code."""
    coded = frame.filter(pl.col("code").is_not_null())
    category = _cut(coded, item) if item["breaks"] else _coded(coded, item)
    return coded.select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("year").cast(pl.Int32),
        pl.lit(item["item"]).alias("item"),
        category.alias("category"),
        pl.lit(origin[0]).alias("source"),
        pl.lit(origin[1]).alias("edition"),
        pl.col("row").cast(pl.Int32),
    )


def _coded(frame: pl.DataFrame, item: dict[str, object]) -> pl.Series:
    """Return categories from whole codes, counted from the item's lowest."""
    category = frame["code"].cast(pl.Float64) - float(str(item["lowest"]))
    fractional = frame.filter(category != category.round())
    if fractional.height:
        raise DataError(
            f"{fractional.height} codes of {item['item']} are not whole numbers",
            where=str(fractional.row(0, named=True)),
            allowed="whole numbers",
            next_step="check the variable that items.csv names, or give it breaks",
        )
    return category.cast(pl.Int8)


def _cut(frame: pl.DataFrame, item: dict[str, object]) -> pl.Series:
    """Return categories of a measured variable: how many of the item's breaks it has reached."""
    breaks = [float(text) for text in str(item["breaks"]).split(";")]
    reached = np.searchsorted(breaks, frame["code"].cast(pl.Float64).to_numpy(), side="right")
    return pl.Series(reached.astype(np.int8))


def _zeros(table: pl.DataFrame, item: dict[str, object], origin: tuple[str, str]) -> pl.DataFrame:
    """Return the recorded zeros: living states that the list of events does not name.

    A state-year that it names with nothing in the cell is not known, not zero.
    """
    first, last = int(str(item["zero_from"])), int(str(item["zero_until"]))
    named = table.select(pl.col("ccode", "year").cast(pl.Int32))
    alive = state_years(first, last).with_columns(pl.col("ccode", "year").cast(pl.Int32))
    silent = alive.join(named, on=["ccode", "year"], how="anti")
    zeros = silent.select(
        "ccode", "year", row=pl.lit(None, dtype=pl.Int32), code=int(str(item["lowest"]))
    )
    return _long(zeros, item, origin)


def _published(store: Store | Path, edition: str) -> pl.DataFrame:
    declared = _edition(edition)
    path = store.raw("lhrs", edition) if isinstance(store, Store) else store
    lhrs = source("lhrs")
    if isinstance(store, Path) and recognise(store, (lhrs,)).edition != declared:
        raise SourceError(
            f"{store.name} is not LHRS {edition}",
            where=str(store),
            allowed=declared.filename,
            next_step="give the file of that edition",
        )
    frame = renamed(lhrs.read(path, declared)).rename({"code": "ccode"})
    texts = frame.with_columns(pl.selectors.string().replace({"NA": None}))
    # Parts of Israel have decimal codes in version 2.04; they are no states.
    whole = pl.col("ccode").cast(pl.Float64) % 1 == 0
    return texts.filter(whole).with_columns(
        pl.col("ccode").cast(pl.Float64).cast(pl.Int32), pl.col("year").cast(pl.Int32)
    )


def _edition(name: str) -> Edition:
    known = {edition.name: edition for edition in source("lhrs").editions}
    if name not in known:
        raise UsageError(
            f"no edition of the LHRS is called {name}",
            allowed=", ".join(known),
            next_step="choose one of these",
        )
    return known[name]


def _checked(frame: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    typed = [pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()]
    ordered = frame.select(typed).sort(KEY)
    most = items.select("item", "categories")
    wrong = ordered.join(most, on="item").filter(
        ~pl.col("category").is_between(0, pl.col("categories") - 1)
    )
    if wrong.height:
        raise DataError(
            f"{wrong.height} ratings lie outside their item's categories",
            where=str(wrong.row(0, named=True)),
            allowed="0 to categories - 1",
            next_step="correct `lowest` or `categories` in items.csv",
        )
    repeated = ordered.height - ordered.select(KEY).n_unique()
    if repeated:
        raise DataError(
            f"{repeated} ratings repeat a state, year and item",
            where="ratings",
            allowed="one rating per state, year and item",
            next_step="declare each item once in items.csv",
        )
    return ordered
