"""Shares and counts of coded passages by state and year, with the coder's doubt."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from scipy import stats

from rightful.core.measure import SERIES

AVOWALS: Final = ("recognize", "invoke", "promise")
REVIEW: Final = "upr_dialogue"
KEY: Final = ("ccode", "year")
LOW, HIGH = 0.05, 0.95


def any_of(acts: tuple[str, ...]) -> pl.Expr:
    """Return the chance that a passage carries at least one of these acts.

    Acts are taken as independent given the passage, as the coder decides on each by itself.
    """
    none = pl.lit(1.0)
    for act in acts:
        none = none * (1 - pl.col(act))
    return 1 - none


def count_rows(said: pl.DataFrame, chance: pl.Expr) -> pl.DataFrame:
    """Return ``ccode, year, mean, variance, inputs`` of the number of passages that do it."""
    p = pl.col("p")
    return (
        said.with_columns(p=chance)
        .group_by(KEY)
        .agg(
            p.sum().alias("mean"),
            (p * (1 - p)).sum().alias("variance"),
            pl.len().cast(pl.Int32).alias("inputs"),
        )
        .sort(KEY)
    )


def share_rows(series: str, said: pl.DataFrame, acts: tuple[str, ...]) -> pl.DataFrame:
    """Return rows of ``SERIES``: the share of passages that carry one of ``acts``.

    The interval is that of a beta distribution with the share's mean and variance.
    """
    counts = count_rows(said, any_of(acts))
    n = counts["inputs"].to_numpy()
    mean = counts["mean"].to_numpy() / np.maximum(n, 1)
    sd = np.sqrt(counts["variance"].to_numpy()) / np.maximum(n, 1)
    low, high = _beta_interval(mean, sd)
    frame = counts.with_columns(series=pl.lit(series), mean=mean, sd=sd, low=low, high=high)
    return frame.select(pl.col(name).cast(kind) for name, kind in SERIES.items())


def own_answers(said: pl.DataFrame) -> pl.DataFrame:
    """Return the paragraphs of a review in which the reviewed state itself speaks.

    The reviewed state of a document is the one to whom most of its paragraphs are addressed.
    """
    review = said.filter(pl.col("forum") == REVIEW)
    reviewed = (
        review.drop_nulls("addressee")
        .group_by("document", "addressee")
        .len()
        .sort("len", "addressee", descending=[True, False])
        .group_by("document", maintain_order=True)
        .first()
        .select("document", reviewed="addressee")
    )
    return review.join(reviewed, on="document").filter(pl.col("ccode") == pl.col("reviewed"))


def with_none_said(counts: pl.DataFrame) -> pl.DataFrame:
    """Add a row of nothing for each year without a passage between a state's first and last."""
    spans = counts.group_by("ccode").agg(
        pl.int_ranges(pl.col("year").min(), pl.col("year").max() + 1).first().alias("year")
    )
    every = spans.explode("year").cast({"year": counts.schema["year"]})
    filled = every.join(counts, on=list(KEY), how="left")
    return filled.with_columns(pl.col("mean", "variance", "inputs").fill_null(0)).sort(KEY)


def _beta_interval(mean: np.ndarray, sd: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 5 % and 95 % points; where nothing is in doubt, the mean itself."""
    known = (sd > 0) & (mean > 0) & (mean < 1)
    inner = np.where(known, mean, 0.5)
    most = inner * (1 - inner)
    spread = np.where(known, np.minimum(sd**2, 0.999 * most), most / 2)
    total = most / spread - 1
    low = stats.beta.ppf(LOW, inner * total, (1 - inner) * total)
    high = stats.beta.ppf(HIGH, inner * total, (1 - inner) * total)
    # The mean of a very lopsided distribution can lie outside its own interval.
    return (
        np.where(known, np.minimum(low, mean), mean),
        np.where(known, np.maximum(high, mean), mean),
    )
