"""Levels and ties of the boomerang, built from sources' tables: one function per record.

Every function returns rows in the layout that ``boomerang`` reads, of the year asked for only: a
record that does not reach the year gives no row, and nothing is carried into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import exp
from typing import Final

import polars as pl

LEVELS: Final = {
    "ccode": pl.Int64,
    "year": pl.Int64,
    "series": pl.String,
    "mean": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "source": pl.String,
}
TIES: Final = {
    "ally": pl.Int64,
    "body": pl.String,
    "target": pl.Int64,
    "year": pl.Int64,
    "tie": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "source": pl.String,
}
WHOLE, YES, NO = 0, 1, 3
UN: Final = "un"
BODIES: Final = ("au", "coe", "oas", "oau", UN)
SEAT: Final = {1: 1.0, 2: 0.5, 3: 0.25}
PROMISE: Final = {"defense": 1.0, "offense": 1.0, "neutral": 0.5, "nonagg": 0.5, "consul": 0.5}
# Procedures by which a person can bring a state's act before a body of the United Nations.
COMPLAINTS: Final = (
    *("CAT-22", "ICCPR-OP1", "ICESCR-OP", "ICERD-14"),
    *("OP-CEDAW", "OP-CRC-IC", "OP-CRPD"),
)
HEARD_AT_LEAST: Final = 0.5
# Accreditation of a national institution: full, partial, none, never applied.
ACCREDITED: Final = {"nhri_a": 1.0, "nhri_b": 0.5, "nhri_c": 0.0, "nhri_d": 0.0}


def level_rows(
    frame: pl.DataFrame,
    column: str,
    series: str,
    source: str,
    low: str | None = None,
    high: str | None = None,
) -> pl.DataFrame:
    """Return ``column`` of a state-year table (ccode, year) as the level ``series``."""
    none = pl.lit(None, dtype=pl.Float64)
    return frame.drop_nulls(column).select(
        pl.col("ccode").cast(pl.Int64),
        pl.col("year").cast(pl.Int64),
        series=pl.lit(series),
        mean=pl.col(column).cast(pl.Float64),
        low=pl.col(low).cast(pl.Float64) if low else none,
        high=pl.col(high).cast(pl.Float64) if high else none,
        source=pl.lit(source),
    )


def nhri_levels(statuses: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the accreditation of national institutions as the level ``nhri``.

    ``statuses``: ``nhri_a`` to ``nhri_d`` -> ccode, year of the states that hold it. Of two
    statuses in a year the higher counts; a state-year in no table has no record.
    """
    held = [
        frame.select("ccode", "year", value=pl.lit(ACCREDITED[status]))
        for status, frame in statuses.items()
    ]
    best = pl.concat(held).group_by("ccode", "year").agg(pl.col("value").max())
    return level_rows(best.sort("ccode", "year"), "value", "nhri", "nhri")


def urgent_action_levels(actions: pl.DataFrame) -> pl.DataFrame:
    """Return n / (n + 1) for an international NGO's urgent actions, as ``international_ngo``.

    ``actions``: ccode, year, whole_year (1 where the list holds the whole year), one row an action.
    A state without one that year has no row: that nobody acted is not told apart from no record.
    """
    whole = actions.filter(pl.col("whole_year") == 1)
    counts = whole.group_by("ccode", "year").agg(value=pl.len() / (pl.len() + 1))
    ordered = counts.sort("ccode", "year")
    return level_rows(ordered, "value", "international_ngo", "urgent_actions")


def alliance_ties(alliances: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return 1 for a promise to defend or attack together, either way, .5 for a weaker one.

    ``alliances``: ccode1, ccode2, year and the five promises (0 or 1).
    """
    held = alliances.filter(
        pl.col("year") == year, (pl.col("ccode1") == target) | (pl.col("ccode2") == target)
    )
    strength = pl.max_horizontal(*(pl.col(name) * most for name, most in PROMISE.items()))
    other = pl.when(pl.col("ccode1") == target).then("ccode2").otherwise("ccode1")
    best = held.group_by(ally=other).agg(value=strength.max()).filter(pl.col("value") > 0)
    return _ties(best, target, year, "alliance", "alliances")


def shared_igo_ties(igo: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return the share of the target's organizations in which the ally sits too.

    ``igo``: ccode, year, igo, status; full and associate members sit, observers do not.
    """
    sits = igo.filter(pl.col("year") == year, pl.col("status").is_in([1, 2]))
    own = sits.filter(pl.col("ccode") == target).select("igo")
    if own.is_empty():
        return _nothing()
    others = sits.filter(pl.col("ccode") != target).join(own, on="igo")
    shared = others.group_by(ally="ccode").agg(value=pl.len() / own.height)
    return _ties(shared, target, year, "shared_igo", "igo")


def membership_ties(igo: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return the target's seat in the bodies that deal with rights: 1 full, .5, .25 observer."""
    seats = igo.filter(
        pl.col("year") == year, pl.col("ccode") == target, pl.col("igo").is_in(BODIES)
    ).drop_nulls("status")
    of_body = seats.select(
        body="igo", value=pl.col("status").replace_strict(SEAT, return_dtype=pl.Float64)
    )
    return _ties(of_body, target, year, "membership", "igo")


def nearness_ties(points: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return exp(-distance) of ideal points, with the interval of the distance.

    ``points``: ccode, year, ideal_point, ideal_low, ideal_high (5 and 95 per cent). The distance is
    in published units, so that no other state's point changes it.
    """
    known = points.filter(pl.col("year") == year)
    own = known.filter(pl.col("ccode") == target)
    if own.is_empty():
        return _nothing()
    mine = own.row(0, named=True)
    rows = [
        (row["ccode"], *_nearness(mine, row))
        for row in known.filter(pl.col("ccode") != target).iter_rows(named=True)
    ]
    near = pl.DataFrame(rows, schema=["ally", "value", "low", "high"], orient="row")
    return _ties(near, target, year, "nearness", "ideal_points")


def vote_ties(
    resolutions: pl.DataFrame, votes: pl.DataFrame, target: int, year: int
) -> pl.DataFrame:
    """Return how allies voted on the target, or, where nothing on it came to a vote, on others.

    ``resolutions``: rcid, ccode, year, part, ground; ``votes``: rcid, ccode, vote. Whole
    resolutions only. ``votes`` is the share of yes among the ally's votes on the target, and the
    General Assembly's ``resolutions`` the yes among yes and no. ``readiness`` is the share of yes
    on situations in other states than the ally.
    """
    whole = resolutions.filter(pl.col("year") == year, pl.col("part") == WHOLE)
    on_target = whole.filter(pl.col("ccode") == target)
    yes = (pl.col("vote") == YES).mean()
    if on_target.height:
        cast = votes.filter(pl.col("rcid").is_in(on_target["rcid"].implode()))
        allies = cast.filter(pl.col("ccode") != target).group_by(ally="ccode").agg(value=yes)
        taken = cast.filter(pl.col("vote").is_in([YES, NO]))
        support = pl.DataFrame({"body": [UN], "value": [(taken["vote"] == YES).mean()]})
        told = _ties(allies, target, year, "votes", "unga_votes")
        return pl.concat(
            [told, _ties(support.drop_nulls(), target, year, "resolutions", "unga_resolutions")]
        )
    situations = whole.filter(pl.col("ground") == "situation").select("rcid", about="ccode")
    own = situations.rename({"about": "ccode"})
    cast = votes.join(situations.unique("rcid"), on="rcid").join(
        own, on=["rcid", "ccode"], how="anti"
    )
    ready = cast.filter(pl.col("ccode") != target).group_by(ally="ccode").agg(value=yes)
    return _ties(ready, target, year, "readiness", "unga_votes")


def procedure_ties(obligations: pl.DataFrame, target: int, year: int) -> pl.DataFrame:
    """Return how the United Nations can hear a claim: 1 where persons may complain, else .5.

    ``obligations``: ccode, instrument, bound_from, bound_until, known_until. Half, not 0, where
    they may not: organizations with consultative status are heard. No row past the register.
    """
    day = date(year, 12, 31)
    reach = obligations.filter(pl.col("instrument").is_in(COMPLAINTS))["known_until"].max()
    if not isinstance(reach, date) or reach.year < year:
        return _nothing()
    open_to_persons = obligations.filter(
        pl.col("ccode") == target,
        pl.col("instrument").is_in(COMPLAINTS),
        pl.col("bound_from") <= day,
        pl.col("bound_until").is_null() | (pl.col("bound_until") > day),
    )
    value = 1.0 if open_to_persons.height else HEARD_AT_LEAST
    un = pl.DataFrame({"body": [UN], "value": [value]})
    return _ties(un, target, year, "procedure", "facts/obligations")


def count_ties(counts: pl.DataFrame, target: int, year: int, tie: str, source: str) -> pl.DataFrame:
    """Return n / (n + 1) for counts (ally, target, year, count): the first one counts most."""
    mine = counts.filter(pl.col("target") == target, pl.col("year") == year)
    told = mine.select("ally", value=pl.col("count") / (pl.col("count") + 1))
    return _ties(told, target, year, tie, source)


def share_ties(shares: pl.DataFrame, target: int, year: int, tie: str, source: str) -> pl.DataFrame:
    """Return shares in [0, 1] (ally, target, year, share) as they stand, such as of aid."""
    mine = shares.filter(pl.col("target") == target, pl.col("year") == year)
    return _ties(mine.select("ally", value="share"), target, year, tie, source)


def _nearness(mine: dict[str, float], theirs: dict[str, float]) -> tuple[float, float, float]:
    gap = abs(mine["ideal_point"] - theirs["ideal_point"])
    widths = [(each["ideal_high"] - each["ideal_low"]) / 2 for each in (mine, theirs)]
    # Half widths of 90 % intervals add as standard deviations do.
    reach = (widths[0] ** 2 + widths[1] ** 2) ** 0.5
    return exp(-gap), exp(-gap - reach), exp(-max(0.0, gap - reach))


def _ties(found: pl.DataFrame, target: int, year: int, tie: str, source: str) -> pl.DataFrame:
    """Return rows of ``TIES``; columns that ``found`` lacks are null."""
    told = found.with_columns(
        target=pl.lit(target), year=pl.lit(year), tie=pl.lit(tie), source=pl.lit(source)
    )
    absent = [pl.lit(None).alias(name) for name in TIES if name not in told.columns]
    frame = told.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in TIES.items())
    return frame.sort("ally", "body")


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=TIES)
