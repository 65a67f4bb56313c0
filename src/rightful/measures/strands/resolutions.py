"""Resolutions of the General Assembly on the rights of a named state, and how states voted."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import SERIES, Estimates, Measure, Record
from rightful.core.variable import Variable

RESOLUTIONS: Final = "unga_resolutions"
VOTES: Final = "unga_votes"
WHOLE: Final = 0
YES, ABSTAIN, NO = 1, 2, 3
ONLY_VOTED: Final = (
    "Only what was put to a recorded vote: a resolution adopted without one is not in the record, "
    "so 0 is not the Assembly's silence."
)


def _share(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "number", low=0, high=1, note=note)


class Resolutions(Measure):
    """Whole resolutions per target and year, their support, and each state's readiness."""

    name = "resolutions"
    title = "General Assembly resolutions on the human rights of a named state"
    strand = "network"
    needs = (RESOLUTIONS, VOTES)
    gives = (
        Variable(
            "resolutions",
            "Whole resolutions on the state's human rights",
            "number",
            unit="resolutions",
            low=0,
            note=ONLY_VOTED + " A state has a 0 in a year in which it voted on another's.",
        ),
        _share("resolution_support", "Yes as a share of yes and no, mean over the resolutions"),
        _share("resolution_yes", "States voting for, of all that voted, mean over resolutions"),
        _share("resolution_abstain", "States abstaining, of all that voted, mean"),
        _share("resolution_no", "States voting against, of all that voted, mean"),
        _share(
            "resolution_readiness",
            "Yes as a share of the state's votes on others' country resolutions",
            "All grounds counted: situation, occupation, apartheid. Its own are left out.",
        ),
    )
    references = ("voeten2009",)

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Return the series of the years in which a country resolution came to a vote.

        Tables (columns used)
        ---------------------
        ``unga_resolutions`` rcid, ccode (target), year, part (0 is a whole resolution);
        ``unga_votes`` rcid, ccode (voter), vote (1 yes, 2 abstain, 3 no).

        Everything is observed: no interval. ``inputs`` counts resolutions (of a target, or those a
        state voted on); for a 0 it counts the other states' resolutions of the year.
        """
        if not {RESOLUTIONS, VOTES} <= record.keys():
            return Estimates(pl.DataFrame(schema=SERIES), {})
        whole = record[RESOLUTIONS].filter(pl.col("part") == WHOLE)
        calls = whole.select("rcid", "year", target="ccode")
        cast = calls.join(record[VOTES].select("rcid", "vote", voter="ccode"), on="rcid")
        parts = [_counts(calls, cast), _silences(calls, cast), *_support(cast), _readiness(cast)]
        frame = pl.concat([_series(part) for part in parts])
        return Estimates(frame.sort("series", "ccode", "year"), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return two made-up resolutions on one state, one part of one, and three voters."""
        return {
            RESOLUTIONS: pl.DataFrame(
                {"rcid": [1, 2, 3], "ccode": [155, 155, 155], "year": [1980] * 3, "part": [0, 0, 1]}
            ),
            VOTES: pl.DataFrame(
                {
                    "rcid": [1, 1, 1, 2, 2, 2, 3],
                    "ccode": [2, 155, 385, 2, 155, 385, 385],
                    "vote": [2, 3, 1, 1, 3, 1, 1],
                }
            ),
        }


def _counts(calls: pl.DataFrame, cast: pl.DataFrame) -> pl.DataFrame:
    """Return how many resolutions each target met, of those of which the votes are known."""
    known = calls.filter(pl.col("rcid").is_in(cast["rcid"].unique().implode()))
    return (
        known.group_by(ccode="target", year="year")
        .agg(mean=pl.len().cast(pl.Float64), inputs=pl.len())
        .with_columns(series=pl.lit("resolutions"))
    )


def _silences(calls: pl.DataFrame, cast: pl.DataFrame) -> pl.DataFrame:
    """Return a zero for every state that voted on others in a year and met no resolution."""
    of_year = cast.group_by("year").agg(inputs=pl.col("rcid").n_unique())
    voters = cast.select("year", ccode="voter").unique()
    named = calls.select("year", ccode="target").unique()
    silent = voters.join(named, on=["ccode", "year"], how="anti").join(of_year, on="year")
    return silent.with_columns(mean=pl.lit(0.0), series=pl.lit("resolutions"))


def _support(cast: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the votes on each target's resolutions, averaged over the resolutions of the year."""
    each = cast.group_by("target", "year", "rcid").agg(
        yes=(pl.col("vote") == YES).sum(),
        abstain=(pl.col("vote") == ABSTAIN).sum(),
        no=(pl.col("vote") == NO).sum(),
    )
    all_votes, taken = (
        pl.col("yes") + pl.col("abstain") + pl.col("no"),
        pl.col("yes") + pl.col("no"),
    )
    shares = {
        "resolution_support": pl.when(taken > 0).then(pl.col("yes") / taken),
        "resolution_yes": pl.col("yes") / all_votes,
        "resolution_abstain": pl.col("abstain") / all_votes,
        "resolution_no": pl.col("no") / all_votes,
    }
    return [
        each.with_columns(share=share)
        .drop_nulls("share")
        .group_by(ccode="target", year="year")
        .agg(mean=pl.col("share").mean(), inputs=pl.len())
        .with_columns(series=pl.lit(name))
        for name, share in shares.items()
    ]


def _readiness(cast: pl.DataFrame) -> pl.DataFrame:
    # One resolution may name three states; a vote on it is one vote, its own if it is named.
    own = cast.filter(pl.col("target") == pl.col("voter")).select("rcid", "voter")
    others = cast.unique(["rcid", "voter"]).join(own, on=["rcid", "voter"], how="anti")
    return (
        others.group_by(ccode="voter", year="year")
        .agg(mean=(pl.col("vote") == YES).mean(), inputs=pl.len())
        .with_columns(series=pl.lit("resolution_readiness"))
    )


def _series(part: pl.DataFrame) -> pl.DataFrame:
    none = pl.lit(None, dtype=pl.Float64)
    return part.with_columns(sd=none, low=none, high=none).select(
        pl.col(name).cast(kind) for name, kind in SERIES.items()
    )
