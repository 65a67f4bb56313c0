"""Made-up speeches: words drawn at random, with whatever a test plants in them."""

from __future__ import annotations

import numpy as np
import polars as pl

from rightful.discourse.diffusion.terms import prepared

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprtv" for b in "aeou" for c in ("ral", "tin", "mok", "den")]


def speeches(
    states: int = 20, first: int = 1960, last: int = 1999, words: int = 40, seed: int = 1
) -> pl.DataFrame:
    """Return one text a state and year; codes are 100, 101, ... and regions alternate."""
    random = np.random.default_rng(seed)
    rows = [
        (f"made:{100 + state}:{year}", 100 + state, year, "ab"[state % 2],
         " ".join(random.choice(WORDS, words)))
        for year in range(first, last + 1)
        for state in range(states)
    ]  # fmt: skip
    schema = {"statement": pl.String, "ccode": pl.Int32, "year": pl.Int32, "region": pl.String,
              "text": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def with_planted(said: pl.DataFrame, planted: dict[tuple[int, int], str]) -> pl.DataFrame:
    """Return the speeches with a text added to those of (state, year)."""
    return said.with_columns(
        text=pl.Series(
            [
                text + " " + planted.get((ccode, year), "")
                for ccode, year, text in said.select("ccode", "year", "text").iter_rows()
            ]
        )
    )


def ready(said: pl.DataFrame) -> pl.DataFrame:
    return prepared(said)
