"""Intergovernmental organizations: how many a state shares with others, and which it leaves."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE: Final = "igo"
FULL: Final = 1
GOES_ON: Final = 0.5  # of the members of the year before: else the organization ended or was merged
GONE: Final = 3  # years in which the state must not be named again: a gap of one is no leaving
NAMES: Final = ("organizations", "shared_organizations", "left_organization")


class Organizations(Columns):
    """Memberships by the Correlates of War, to 2014."""

    sources: ClassVar = dict.fromkeys(NAMES, SOURCE)

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``organizations``, ``shared_organizations`` and ``left_organization``.

        Full memberships; of them, the mean number that another state shares; and 0 or 1, whether
        the state left one that went on and was not back within three years; null in its first
        year, and in the last two that the publisher has.
        """
        held = table_of(at.store, SOURCE)
        if held is None:
            return at.spine.select(KEY)
        return memberships(held.select(pl.col(KEY).cast(pl.Int32), "igo", "status"))


def memberships(held: pl.DataFrame) -> pl.DataFrame:
    """Return the columns ``NAMES`` of ``ccode, year, igo, status`` (null: not known)."""
    full = held.filter(pl.col("status") == FULL).select(*KEY, "igo")
    states = held.select(KEY).unique()
    others = states.group_by("year").agg(others=pl.len() - 1)
    size = full.group_by("igo", "year").agg(members=pl.len())
    counts = (
        full.join(size, on=["igo", "year"])
        .group_by(KEY)
        .agg(organizations=pl.len().cast(pl.Float64), shared=(pl.col("members") - 1).sum())
    )
    mean = pl.when(pl.col("others") > 0).then(pl.col("shared") / pl.col("others"))
    told = (
        states.join(counts, on=KEY, how="left")
        .join(others, on="year")
        .with_columns(pl.col("organizations").fill_null(0.0), pl.col("shared").fill_null(0))
        .select(*KEY, "organizations", shared_organizations=mean)
    )
    return told.join(_leavers(held, full, states), on=KEY, how="left").sort(KEY)


def _leavers(held: pl.DataFrame, full: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Return ``ccode, year, left_organization`` of states that were there the year before."""
    later = (pl.col("year") + 1).cast(pl.Int32)
    was = full.with_columns(later).join(states, on=KEY, how="semi")
    key = [*KEY, "igo"]
    named = held.select(key)
    stays = was.join(named.with_columns(stays=pl.lit(value=True)), on=key, how="left")
    went_on = pl.col("stays").is_not_null().mean().over("igo", "year")
    gone = stays.filter(pl.col("stays").is_null(), went_on >= GOES_ON)
    for ahead in range(1, GONE):
        back = named.with_columns((pl.col("year") - ahead).cast(pl.Int32))
        gone = gone.join(back, on=key, how="anti")
    mine = gone.select(KEY).unique().with_columns(left_organization=pl.lit(1.0))
    before = states.with_columns(later).join(states, on=KEY, how="semi")
    last = int(held["year"].max()) - GONE + 1  # type: ignore[arg-type]
    return (
        before.filter(pl.col("year") <= last)
        .join(mine, on=KEY, how="left")
        .with_columns(pl.col("left_organization").fill_null(0.0))
    )
