"""Pairs of a sender of sanctions and a state: what it imposed for rights, and what ties them.

The publisher names two senders that are one actor each and have ties of their own: the United
States and the European Union. What the Union is tied to is read from its members of the year.
"""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import At, Columns
from rightful.study.strands import table_of

USA, UNION = 1, 2  # as ``sanctions_ist`` numbers senders
FIRST, LAST = 1990, 2018  # cases that ended before are not in the publisher's list
LAST_ALLIANCE: Final = 2018
PAIR: Final = ["sender", "ccode", "year"]
# Year of joining; nobody left before 2020.
UNION_MEMBERS: Final = {
    **dict.fromkeys((210, 211, 212, 220, 255, 260, 325), 1958),
    **dict.fromkeys((200, 205, 390), 1973),
    350: 1981,
    **dict.fromkeys((230, 235), 1986),
    **dict.fromkeys((305, 375, 380), 1995),
    **dict.fromkeys((290, 310, 316, 317, 338, 349, 352, 366, 367, 368), 2004),
    **dict.fromkeys((355, 360), 2007),
    344: 2013,
}


class Pairs(Columns):
    """Tables of sender, state and year; a sender's own members are no pair."""

    sources: ClassVar = {
        "rights_sanctions": "sanctions_ist",
        "alliance_with_sender": "alliances",
        "distance_to_sender": "ideal_points",
    }

    def columns(self, at: At) -> pl.DataFrame:
        """Return no column."""
        return at.spine.select("ccode", "year")

    def tables(self, at: At) -> dict[str, pl.DataFrame]:
        """Return tables with ``sender``, ``ccode``, ``year`` and what is told of the pair.

        ``rights_sanctions``, 1990-2018: ``in_force`` (0/1, a sanction with rights among its goals
        on the first of January) and ``imposed`` (0/1, one began in the year).
        ``alliance_with_sender``, to 2018: ``allied``, the share of the sender's members (one, or
        the Union's) that promised the state defence. ``distance_to_sender``: ``distance`` of ideal
        points in the General Assembly, the mean over the sender's members.
        """
        readers = (
            ("rights_sanctions", ("sanctions_ist",), sanctions),
            ("alliance_with_sender", ("alliances", "5-dyad-year"), allied),
            ("distance_to_sender", ("ideal_points",), distances),
        )
        found = {}
        members = _members(at.spine)
        pairs = _pairs(at.spine, members)
        for name, source, reader in readers:
            held = table_of(at.store, *source)
            if held is not None:
                found[name] = reader(held, pairs, members)
        return found


def sanctions(cases: pl.DataFrame, pairs: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    """Return ``in_force`` and ``imposed`` of every pair in the years of the list."""
    rights = cases.filter(pl.col("goal_hr") == 1, pl.col("sender").is_in([USA, UNION])).select(
        pl.col("sender", "ccode").cast(pl.Int32),
        began=pl.col("start_date").dt.year().cast(pl.Int32),
        ended=pl.col("end_date").dt.year().fill_null(LAST).cast(pl.Int32),
    )
    years = pl.int_ranges(pl.col("began") + 1, pl.col("ended") + 1, dtype=pl.Int32)
    lasting = rights.with_columns(year=years).explode("year").drop_nulls("year")
    told = pairs.filter(pl.col("year").is_between(FIRST, LAST))
    for name, rows in (
        ("in_force", lasting),
        ("imposed", rights.with_columns(year=pl.col("began"))),
    ):
        mine = rows.select(PAIR).unique().with_columns(pl.lit(1.0).alias(name))
        told = told.join(mine, on=PAIR, how="left").with_columns(pl.col(name).fill_null(0.0))
    return told.sort(PAIR)


def allied(treaties: pl.DataFrame, pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the share of the sender's members that promised the state defence."""
    defence = treaties.filter(pl.col("defense") == 1).select(
        pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    )
    both = pl.concat([defence, defence.select(ccode1="ccode2", ccode2="ccode1", year="year")])
    bonds = both.unique().select(member="ccode1", ccode="ccode2", year="year")
    held = pairs.filter(pl.col("year") <= LAST_ALLIANCE).join(members, on=["sender", "year"])
    bound = bonds.with_columns(bound=pl.lit(1.0))
    held = held.join(bound, on=["member", "ccode", "year"], how="left")
    return held.group_by(PAIR).agg(allied=pl.col("bound").fill_null(0.0).mean()).sort(PAIR)


def distances(points: pl.DataFrame, pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the mean distance of ideal points between the sender's members and the state."""
    own = points.select(pl.col("ccode", "year").cast(pl.Int32), "ideal_point").drop_nulls()
    theirs = own.select("year", member="ccode", theirs="ideal_point")
    held = members.join(theirs, on=["member", "year"])
    rows = pairs.join(own, on=["ccode", "year"]).join(held, on=["sender", "year"])
    apart = (pl.col("ideal_point") - pl.col("theirs")).abs()
    return rows.group_by(PAIR).agg(distance=apart.mean()).sort(PAIR)


def _members(spine: pl.DataFrame) -> pl.DataFrame:
    """Return ``sender, member, year``: of whom a sender consists."""
    joined = pl.col("ccode").replace_strict(UNION_MEMBERS, default=None, return_dtype=pl.Int32)
    union = spine.filter(pl.col("year") >= joined)
    usa = spine.filter(pl.col("ccode") == 2)
    return pl.concat(
        rows.select(pl.lit(sender, pl.Int32).alias("sender"), member="ccode", year="year")
        for sender, rows in ((USA, usa), (UNION, union))
    )


def _pairs(spine: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    senders = members.select("sender", "year").unique()
    every = spine.select("ccode", "year").join(senders, on="year")
    own = members.rename({"member": "ccode"})
    return every.join(own, on=PAIR, how="anti").select(PAIR).sort(PAIR)
