"""Which value of a cell the rules take, when several origins speak of it.

What somebody saw counts before what nobody found, evidence before a proxy, an analyst before a
program and the record; of those left, coders are pooled by their confidence, and otherwise the
highest value stands: what was heard outweighs what was not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.core.evidence import ASIDES, GENERAL, STATE_ITEMS
from rightful.spiral.panel import NULL, Panel, Values
from rightful.spiral.rows import NONE_FOUND
from rightful.spiral.units import Unit

CELL: Final = ["ccode", "year", "item"]
# Measured and not coded: their doubt is in the thresholds, which have decided already.
MEASURED: Final = ("V", "R2", "LT")
TALK: Final = ("D1", "D2", "D3", "S1", "S2", "A1")
PLACE: Final = {"analyst": 0, "statement": 1, "record": 1}


def chosen(rows: pl.DataFrame, unit: Unit, sure: float, general_talk: bool) -> pl.DataFrame:
    """Return one row per cell: ccode, year, item, value, confidence, proxy, origin, unseen.

    ``unseen`` is true of a 0 that says that nothing was found.

    Parameters
    ----------
    rows
        Evidence (``core.evidence.EVIDENCE``).
    unit
        What is asked of; rows about other rights are left out.
    sure
        A row counts from this confidence on.
    general_talk
        Take what was said in general for this right too.
    """
    # Analysts are pooled first: two who agree are surer than either, and one who doubts leaves the
    # cell open rather than to somebody who found nothing.
    analyst = pl.col("origin") == "analyst"
    certain = (pl.col("confidence") >= sure) | pl.col("item").is_in(list(MEASURED)) | analyst
    kept = rows.filter(
        about(unit, general_talk), certain, pl.col("value").is_not_null()
    ).with_columns(
        unseen=pl.col("found") == NONE_FOUND,
        place=pl.col("origin").replace_strict(PLACE, return_dtype=pl.Int8),
    )
    first = pl.struct("unseen", "proxy", "place")
    best = kept.sort("unseen", "proxy", "place").filter(first == first.first().over(CELL))
    return _highest(
        pl.concat([_pooled(best, sure), best.filter(pl.col("origin") != "analyst")], how="diagonal")
    )


def about(unit: Unit, general_talk: bool) -> pl.Expr:
    """Return which rows of evidence speak of a unit."""
    told = pl.col("right").is_in(list(unit.spoken)) | pl.col("item").is_in(list(STATE_ITEMS))
    # Searched for in general, and nothing found: that says the same of every right.
    told |= pl.col("item").is_in(list(ASIDES)) & (pl.col("found") == NONE_FOUND)
    if general_talk:
        told |= (pl.col("right") == GENERAL) & pl.col("item").is_in(list(TALK))
    return told


def _pooled(best: pl.DataFrame, sure: float) -> pl.DataFrame:
    """Return analysts' values, one per cell and right: that on which most confidence rests.

    A tie leaves none, and so does less confidence than ``sure``. The confidence is the share of it;
    where all agree, the chance that not all of them are wrong.
    """
    cell = [*CELL, "right"]
    told = (
        best.filter(pl.col("origin") == "analyst")
        .group_by(*cell, "value")
        .agg(
            pl.col("confidence").sum().alias("weight"),
            (1 - (1 - pl.col("confidence")).product()).alias("together"),
            pl.col("proxy", "origin", "unseen").first(),
        )
        .with_columns(share=pl.col("weight") / pl.col("weight").sum().over(cell))
    )
    agreed = told.filter(pl.col("share") > 0.5)
    confidence = pl.when(pl.col("share") == 1).then("together").otherwise("share")
    return agreed.with_columns(confidence=confidence).filter(pl.col("confidence") >= sure)


def _highest(told: pl.DataFrame) -> pl.DataFrame:
    """Return one row per cell: the highest value of any right, the surest of those."""
    return (
        told.sort(*CELL, "value", "confidence", descending=[False, False, False, True, True])
        .group_by(CELL, maintain_order=True)
        .first()
        .select(*CELL, "value", "confidence", "proxy", "origin", "unseen")
    )


def panel_of(state_years: pl.DataFrame, cells: pl.DataFrame, since: int | None = None) -> Panel:
    """Return the panel of the state-years, with the cells chosen.

    Parameters
    ----------
    state_years
        ccode, year, sorted; ``government``, a number that changes with the government, where it is
        known to have changed; ``person``, one that rises where a code passes to another state.
    cells
        As ``chosen`` returns them.
    since
        First year of the record, of whatever state.
    """
    key = state_years["ccode"].to_numpy().astype(np.int64) * 10_000
    key = key + state_years["year"].to_numpy()
    values: dict[str, Values] = {}
    for (item,), part in cells.group_by("item", maintain_order=True):
        mine = part["ccode"].to_numpy().astype(np.int64) * 10_000 + part["year"].to_numpy()
        place = np.minimum(np.searchsorted(key, mine), key.size - 1)
        lives = key[place] == mine
        column = np.full(key.size, NULL, dtype=np.int8)
        column[place[lives]] = part["value"].to_numpy()[lives]
        values[str(item)] = column
    return Panel(
        state_years["ccode"].to_numpy().astype(np.int32),
        state_years["year"].to_numpy().astype(np.int32),
        values,
        government=state_years["government"].to_numpy().astype(np.int32),
        since=since,
        person=state_years["person"].to_numpy().astype(np.int64),
    )
