"""Which right a sentence is about: a lexicon by the names that the project fixes once."""

from __future__ import annotations

import polars as pl

from rightful.discourse.coder.subjects import instrument_names, right_patterns


def rights_in(sentences: pl.Series) -> pl.Series:
    """Return the rights each sentence names, in the project's order; an empty list where none.

    ``sentences`` are folded and in lower case. The words of an instrument's name are not read: who
    is asked to ratify the Covenant on Economic, Social and Cultural Rights is not asked about
    culture.
    """
    column = pl.col("said")
    named = [
        pl.when(column.str.contains(pattern)).then(pl.lit(right))
        for right, pattern in right_patterns().items()
    ]
    frame = sentences.str.replace_all(instrument_names(), " ").alias("said").to_frame()
    return frame.select(rights=pl.concat_list(named).list.drop_nulls())["rights"]
