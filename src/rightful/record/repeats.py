"""Passages that two files of the user hold alike: the same words, speaker, day, forum, hearer."""

from __future__ import annotations

from typing import Final

import polars as pl

SAME: Final = ("ccode", "date", "forum", "addressee", "text")


def without_repeats(own: pl.DataFrame) -> pl.DataFrame:
    """Return the statements, columns ``STATEMENTS``, without those an earlier file holds alike.

    ``own`` stands in the order of adding. What one file says twice is said twice.
    """
    file = pl.col("statement").str.split(":").list.get(1)
    return own.filter(file == file.first().over(SAME))
