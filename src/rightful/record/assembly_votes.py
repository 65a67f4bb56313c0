"""Every recorded vote of the General Assembly on the human rights of a named state."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.record.store import Store

VOTES: Final = {1: "for", 2: "abstained", 3: "against"}
PARTS: Final = {0: "whole", 1: "part", 2: "motion"}
COUNTRY_VOTE_SCHEMA: Final = {
    "ccode": pl.Int32,
    "target": pl.Int32,
    "year": pl.Int32,
    "date": pl.Date,
    "rcid": pl.Int32,
    "resolution": pl.String,
    "part": pl.String,
    "ground": pl.String,
    "vote": pl.String,
}


def country_votes(store: Store) -> pl.DataFrame:
    """Return who voted how on whose human rights, from ``unga_votes`` and ``unga_resolutions``.

    Returns
    -------
    pl.DataFrame
        One row per vote and state that the text is about, columns as ``COUNTRY_VOTE_SCHEMA``,
        by ``rcid``, ``target``, ``ccode``. A vote against a text, or on a part of one, is not
        always a vote against what it says: ``part`` tells what was put to the vote.

    Raises
    ------
    UnknownName
        When the store lacks one of the two.
    StoreError
        When a table cannot be read, or is not the one that was stored.
    """
    return votes_on_states(store.table("unga_votes"), store.table("unga_resolutions"))


def votes_on_states(votes: pl.DataFrame, about: pl.DataFrame) -> pl.DataFrame:
    """Join the tables of the two sources; as ``country_votes``."""
    targets = about.rename({"ccode": "target"}).drop("row")
    joined = votes.select("rcid", "ccode", "vote").join(targets, on="rcid", how="inner")
    joined = joined.with_columns(
        pl.col("vote").replace_strict(VOTES, return_dtype=pl.String),
        pl.col("part").replace_strict(PARTS, return_dtype=pl.String),
    )
    columns = [pl.col(name).cast(kind) for name, kind in COUNTRY_VOTE_SCHEMA.items()]
    return joined.select(columns).sort("rcid", "target", "ccode")
