"""Praise of a state in the dialogue of its review."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns

DIALOGUE: Final = "upr_dialogue"
FEWEST: Final = 5  # speakers: fewer are strays from the review of another state


class Praise(Columns):
    """By our coder's act ``praise``, of what the baseline holds."""

    sources: ClassVar = {"praised": ""}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``praised``: share of the states speaking in its review that praise it, 0 to 1.

        An expected share, by the coder's chances; null in years without a review in hand. What is
        said to a state in the review of another does not count.
        """
        said = at.shelf.frame("codes", pl.col("forum") == DIALOGUE)
        return praised(said).with_columns(pl.col(KEY).cast(pl.Int32))


def praised(said: pl.DataFrame) -> pl.DataFrame:
    """Return ccode, year, ``praised`` of states spoken to by ``FEWEST`` or more.

    ``said`` are coded acts in reviews, columns ``core.coding.CODED``.
    """
    other = pl.col("addressee").is_not_null() & (pl.col("addressee") != pl.col("ccode"))
    of_it = (pl.col("act") == "praise") & (pl.col("target") == pl.col("addressee"))
    # The chance that a speaker praises at all: not that none of its passages does.
    chance = 1 - pl.when(of_it).then(1 - pl.col("probability")).otherwise(1.0).product()
    speakers = said.filter(other).group_by("addressee", "year", "ccode").agg(chance=chance)
    return (
        speakers.group_by("addressee", "year")
        .agg(praised=pl.col("chance").mean(), speakers=pl.len())
        .filter(pl.col("speakers") >= FEWEST)
        .drop("speakers")
        .rename({"addressee": "ccode"})
        .sort(KEY)
    )
