"""Commitment depth: how much of what could bind a state on a right does bind it.

For a right, depth is a weighted share in [0, 1]: articles of universal instruments that forbid
its violation, the procedures that let someone outside look (complaint, inquiry, visit), less the
reservations to those articles. The denominator is the whole register of the right, the same in
every year, so that depth rises when an instrument comes into being and is taken up. Regional
instruments stay out: the register has no dates for them, and absence would read as refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from rightful.core.errors import DataError


@dataclass(frozen=True, slots=True)
class Weights:
    """What one article and one procedure count, and the share a reservation takes away.

    An article that binds counts 1. A procedure counts half: it adds a reader, not a duty. A
    reservation to an article takes half of that article: what it leaves of the duty is disputed.
    """

    article: float = 1.0
    procedure: float = 0.5
    reservation: float = 0.5

    def __post_init__(self) -> None:
        if not (self.article > 0 and self.procedure >= 0 and 0 <= self.reservation <= 1):
            raise DataError(
                f"weights {self} make no depth",
                where="commitment depth",
                allowed="article > 0, procedure >= 0, reservation from 0 to 1",
            )


def depth(
    state_years: pl.DataFrame,
    provisions: pl.DataFrame,
    binding: pl.DataFrame,
    reserved: pl.DataFrame,
    known: pl.DataFrame,
    weights: Weights = Weights(),
) -> pl.DataFrame:
    """Return commitment depth per state, year and right.

    Parameters
    ----------
    state_years
        Columns ccode, year: the rows wanted.
    provisions
        Columns instrument, right, role (``article`` or ``procedure``): one row per instrument and
        right, the universe of the denominator.
    binding
        Columns ccode, year, instrument: what binds on the year's last known day.
    reserved
        Columns ccode, year, instrument, right: articles on that right under reservation.
    known
        Columns instrument, known_year: the last year that the register reaches.

    Returns
    -------
    Columns ccode, year, right, commitment (0-1), binds (whether an article on it binds); both null
    where the register no longer speaks, ``binds`` only if nothing it still knows of binds.
    """
    universe = _weighted(provisions, weights)
    total = universe.group_by("right").agg(pl.col("weight").sum().alias("total"))
    held = (
        binding.join(universe, on="instrument")
        .join(
            reserved.with_columns(pl.lit(True).alias("is_reserved")),
            how="left",
            on=["ccode", "year", "instrument", "right"],
        )
        .with_columns(_kept_weight(weights))
        .group_by("ccode", "year", "right")
        .agg(
            pl.col("kept").sum(),
            (pl.col("role") == "article").any().alias("binds"),
        )
    )
    return (
        state_years.select("ccode", "year")
        .join(total, how="cross")
        .join(held, on=["ccode", "year", "right"], how="left")
        .join(_last_known(universe, known), on="right", how="left")
        .select("ccode", "year", "right", _depth(), _binds())
        .sort("ccode", "year", "right")
    )


def family_depth(by_right: pl.DataFrame) -> pl.DataFrame:
    """Return the mean depth over the rights of a family; ``binds`` where any right is bound."""
    return (
        by_right.group_by("ccode", "year")
        .agg(
            # A mean over the known rights alone would jump when one falls silent.
            pl.when(pl.col("commitment").is_null().any())
            .then(None)
            .otherwise(pl.col("commitment").mean())
            .alias("commitment"),
            pl.col("binds").any(ignore_nulls=False),
        )
        .with_columns(pl.lit("all").alias("right"))
        .select(by_right.columns)
        .sort("ccode", "year")
    )


def _last_known(universe: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return, per right, the last year known of every provision and of every article."""
    dated = universe.join(known, on="instrument", how="left")
    article = pl.col("role") == "article"
    return dated.group_by("right").agg(
        pl.col("known_year").min().alias("all_known"),
        pl.col("known_year").filter(article).min().alias("articles_known"),
    )


def _depth() -> pl.Expr:
    share = pl.col("kept").fill_null(0.0) / pl.col("total")
    return pl.when(pl.col("year") <= pl.col("all_known")).then(share).alias("commitment")


def _binds() -> pl.Expr:
    bound = pl.col("binds").fill_null(False)
    silent = ~bound & (pl.col("year") > pl.col("articles_known"))
    return pl.when(~silent).then(bound).alias("binds")


def _weighted(provisions: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    wrong = set(provisions["role"].unique()) - {"article", "procedure"}
    if wrong:
        raise DataError(
            f"provisions have roles {sorted(wrong)}",
            where="commitment depth",
            allowed="article, procedure",
        )
    weight = pl.when(pl.col("role") == "article").then(weights.article).otherwise(weights.procedure)
    return (
        provisions.select("instrument", "right", "role")
        .unique()
        .with_columns(weight.alias("weight"))
    )


def _kept_weight(weights: Weights) -> pl.Expr:
    lost = pl.col("is_reserved").fill_null(False) & (pl.col("role") == "article")
    return (
        pl.when(lost)
        .then(pl.col("weight") * (1 - weights.reservation))
        .otherwise(pl.col("weight"))
        .alias("kept")
    )
