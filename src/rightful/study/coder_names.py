"""The names of states that the coder looks for: those that masking hides, without the capitals."""

from __future__ import annotations

from functools import cache

import polars as pl

from rightful.discourse.coder.targets import Names
from rightful.study.masked_names import frame_of_names


@cache
def coder_names() -> Names:
    """Return names, adjectives and demonyms of states; what several states bore is told apart."""
    # A capital is a place of meetings more often than a government; negative codes are no states.
    known = (
        frame_of_names()
        .filter(pl.col("ccode") > 0, pl.col("kind") != "capital")
        .group_by("name")
        .agg(pl.col("ccode").unique().sort())
        .sort("name")
    )
    bearers = dict(known.iter_rows())
    return Names(
        codes={name: codes[0] for name, codes in bearers.items() if len(codes) == 1},
        shared={name: tuple(codes) for name, codes in bearers.items() if len(codes) > 1},
    )
