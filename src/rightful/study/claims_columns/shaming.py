"""Who shames a state: states near or far, Amnesty International, bodies of the United Nations."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.discourse.diffusion.shamers import dyads
from rightful.record.agenda_register import FIRST_YEAR, LAST_YEAR, VALUES, agenda_years
from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.shamings import SPOKEN
from rightful.study.strands import table_of

POINTS, ACTIONS = "ideal_points", "urgent_actions"
CONDEMNED: Final = max(VALUES)
BLAME, COMPANY = "shamed_by", "peer_practice_igo"


class Shaming(Columns):
    """Blame by its senders, and the company in which a state would lose its standing."""

    sources: ClassVar = {
        "rivalry": POINTS,
        "urgent_actions": ACTIONS,
        "condemned": "",
        "company": "",
    }

    def columns(self, at: At) -> pl.DataFrame:
        """Return blame of a state in a year.

        ``rivalry``: how far from it the states that blame it stand in the Assembly's votes, from 0
        (no pair of the year is nearer) to 1 (none further apart), by their mean; 0 where none
        blames it, null where one that does, or itself, cast too few votes, and where blame is
        counted but nobody surely blames. ``urgent_actions``: log
        of 1 + Amnesty's urgent actions, in the years the list holds whole. ``condemned``: 0 or 1,
        on an agenda of the UN as condemned or with a rapporteur on violations, by our register.
        ``company``: practice of its fellow members of organizations, by how many they share.
        """
        rows = at.spine.select(KEY)
        points, actions = table_of(at.store, POINTS), table_of(at.store, ACTIONS)
        if points is not None:
            pairs = dyads(at.shelf.frame("codes", pl.col("sure")).filter(SPOKEN))
            rows = _filled(rows, rivalry(pairs, points), _blamed(at), "rivalry")
        if actions is not None:
            rows = _urgent(rows, actions)
        return _with_company(_condemned(rows), at)


def rivalry(pairs: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return ccode, year, ``rivalry`` of the state-years that somebody blames.

    Parameters
    ----------
    pairs
        ``sender, target, year, chance``, as ``dyads`` returns them.
    points
        ``ccode, year, ideal_point``: places in the Assembly's votes (bailey2017).
    """
    place = points.select(pl.col(KEY).cast(pl.Int32), point="ideal_point").drop_nulls()
    blamed = pairs.select(pl.col("sender", "target", "year").cast(pl.Int32), "chance")
    for side in ("sender", "target"):
        mine = place.rename({"ccode": side, "point": f"{side}_point"})
        blamed = blamed.join(mine, on=[side, "year"], how="left")
    blamed = blamed.with_columns(far=(pl.col("sender_point") - pl.col("target_point")).abs())
    ranked = pl.concat(
        part.with_columns(rank=_ranks(part["far"], place.filter(pl.col("year") == year)["point"]))
        for (year,), part in blamed.group_by("year", maintain_order=True)
    )
    mean = (pl.col("rank") * pl.col("chance")).sum() / pl.col("chance").sum()
    return ranked.group_by(ccode="target", year="year").agg(
        rivalry=pl.when(pl.col("rank").null_count() == 0).then(mean)
    )


def _ranks(far: pl.Series, points: pl.Series) -> pl.Series:
    """Return the share of a year's pairs that are nearer than each distance, null if not known."""
    first, second = np.triu_indices(points.len(), 1)
    every = np.sort(np.abs(points.to_numpy()[first] - points.to_numpy()[second]))
    nearer = np.searchsorted(every, far.fill_null(np.nan).to_numpy()) / max(every.size, 1)
    return pl.Series(np.where(far.is_null().to_numpy(), np.nan, nearer)).fill_nan(None)


def _blamed(at: At) -> pl.DataFrame:
    """Return ``ccode, year`` of the state-years of which the baseline counts blame."""
    counted = at.shelf.frame("series", pl.col("series") == BLAME, pl.col("mean") > 0)
    return counted.select(pl.col(KEY).cast(pl.Int32)).unique()


def _filled(
    rows: pl.DataFrame, blamed: pl.DataFrame, counted: pl.DataFrame, name: str
) -> pl.DataFrame:
    """Return the rows with a column that is 0 in state-years in neither, null in ``counted`` alone.

    ``counted`` has only keys; ``blamed`` has the column.
    """
    told = pl.concat([blamed, counted.join(blamed, on=KEY, how="anti")], how="diagonal")
    joined = rows.join(told.with_columns(there=pl.lit(value=True)), on=KEY, how="left")
    return joined.with_columns(pl.when("there").then(name).otherwise(0.0).alias(name)).drop("there")


def _urgent(rows: pl.DataFrame, actions: pl.DataFrame) -> pl.DataFrame:
    whole = actions.filter(pl.col("whole_year") == 1)
    counted = whole.group_by(pl.col(KEY).cast(pl.Int32)).agg(actions=pl.len())
    number = pl.col("actions").fill_null(0).cast(pl.Float64)
    listed = pl.col("year").is_in(whole["year"].unique().to_list())
    return (
        rows.join(counted, on=KEY, how="left")
        .with_columns(urgent_actions=pl.when(listed).then(number.log1p()))
        .drop("actions")
    )


def _condemned(rows: pl.DataFrame) -> pl.DataFrame:
    sharp = agenda_years().filter(pl.col("value") == CONDEMNED)
    mine = sharp.select(pl.col(KEY).cast(pl.Int32), condemned=pl.lit(1.0)).unique()
    known = pl.col("year").is_between(FIRST_YEAR, LAST_YEAR)
    return rows.join(mine, on=KEY, how="left").with_columns(
        pl.when(known).then(pl.col("condemned").fill_null(0.0))
    )


def _with_company(rows: pl.DataFrame, at: At) -> pl.DataFrame:
    mine = at.shelf.frame("series", pl.col("series") == COMPANY).select(
        pl.col(KEY).cast(pl.Int32), company=pl.col("mean").cast(pl.Float64)
    )
    return rows.join(mine, on=KEY, how="left")
