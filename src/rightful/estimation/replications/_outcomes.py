"""Outcomes and proxies that several replications share, turned so that higher is more respect."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.estimation.replication import Frames
from rightful.estimation.replications._panel import KEY, beside, keyed, with_treaties

SOCIETY_SOURCE: Final = "vdem/15-trimmed"
SOCIETY_PROXY: Final = (
    "citizens' membership in international NGOs (Yearbook of International Organizations) is not "
    "in hand: V-Dem's civil society participation (v2x_cspart, 0 to 1) stands for it. It measures "
    "associations at home, not ties abroad, and V-Dem's coders may have had repression in mind"
)
NO_INGOS: Final = "memberships of citizens in international NGOs by state and year"
CORE_SIX: Final = {
    "iccpr": "ICCPR",
    "icescr": "ICESCR",
    "icerd": "ICERD",
    "cedaw": "CEDAW",
    "cat": "CAT",
    "crc": "CRC",
}
PTS_MEASURE: Final = "Political Terror Scale, turned (1 most terror, 5 least)"
PHYSINT_MEASURE: Final = "CIRI physical integrity (0 worst, 8 best)"
# A political terror score of 5 is the worst; 6 less the score is 5 at best.
TURN: Final = 6


def with_pts(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with ``respect_pts``: State Department's score, Amnesty's where it is none.

    The State Department never scores the United States.
    """
    if "pts" not in frames.tables:
        return panel
    score = pl.coalesce("pts_s", "pts_a")
    return beside(panel, frames.tables["pts"], respect_pts=TURN - score)


def with_physint(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with ``physint``, the sum of CIRI's four items, null where one is."""
    if "cirights" not in frames.tables:
        return panel
    four = pl.col("tort") + pl.col("kill") + pl.col("disap") + pl.col("polpris")
    return beside(panel, frames.tables["cirights"], physint=four)


def with_society(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with ``civil_society``, 0 to 1: see ``SOCIETY_PROXY``."""
    if SOCIETY_SOURCE not in frames.tables:
        return panel
    return beside(panel, frames.tables[SOCIETY_SOURCE], civil_society=pl.col("v2x_cspart"))


def with_core_six(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with ``treaties``, how many of ``CORE_SIX`` bind, null where one is."""
    rows = with_treaties(panel, frames, **CORE_SIX)
    return rows.with_columns(treaties=pl.sum_horizontal(*CORE_SIX, ignore_nulls=False))


def with_shaming(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with those of three registers of shaming that are there.

    ``news`` and ``urgent``: log of one plus the articles, and the urgent actions, of the year;
    ``assembly``: whether the General Assembly voted on the state's human rights. A state that
    lives in a year that the list covers and is not on it has none.
    """
    found = frames.tables
    if "news" in found:
        articles = keyed(found["news"]).select(*KEY, count="articles")
        panel = _counted(panel, articles, "news", _reach(articles))
    if "urgent_actions" in found:
        whole = keyed(found["urgent_actions"]).filter(pl.col("whole_year") == 1)
        actions = whole.group_by(KEY).len("count")
        panel = _counted(panel, actions, "urgent", _reach(actions))
    if "unga_resolutions" in found:
        votes = keyed(found["unga_resolutions"]).group_by(KEY).len("count")
        panel = _counted(panel, votes, "assembly", _reach(votes))
        panel = panel.with_columns(assembly=(pl.col("assembly") > 0).cast(pl.Float64))
    return panel


def organization_context(
    memberships: pl.DataFrame, values: pl.DataFrame, column: str
) -> pl.DataFrame:
    """Return ccode, year, ``context``: the mean over a state's organizations of fellows' values.

    Parameters
    ----------
    memberships
        Columns ccode, year, igo, status (1 full, 2 associate; others are no ties).
    values
        Columns ccode, year and ``column``; a state whose value is null is no one's fellow.

    An organization counts once, however many members it has; one in which no fellow's value is
    known does not count.
    """
    group = ["year", "igo"]
    known = keyed(values).select(*KEY, value=pl.col(column).cast(pl.Float64))
    if known.select(KEY).is_duplicated().any():
        raise DataError(
            "state-years occur twice",
            where="context of organizations",
            allowed="one value per ccode and year",
            next_step="choose among the rows first",
        )
    seated = keyed(memberships).filter(pl.col("status").is_in([1, 2]))
    seated = seated.select(*KEY, "igo").join(known, on=KEY, how="left")
    own = pl.col("value").is_not_null().cast(pl.Int64)
    others = pl.col("value").count().over(group) - own
    total = pl.col("value").sum().over(group) - pl.col("value").fill_null(0.0)
    means = seated.with_columns(fellows=pl.when(others > 0).then(total / others))
    return means.group_by(KEY).agg(context=pl.col("fellows").mean()).drop_nulls("context").sort(KEY)


def _reach(counts: pl.DataFrame) -> tuple[int, int]:
    """Return the first and last year of a list; years in which there is none where it is empty."""
    years = counts["year"].to_numpy()
    return (int(years.min()), int(years.max())) if years.size else (0, 0)


def _counted(
    panel: pl.DataFrame, counts: pl.DataFrame, column: str, reach: tuple[int, int]
) -> pl.DataFrame:
    """Return the panel with the log of one plus the count, zero inside the list's years."""
    rows = beside(panel, counts, **{column: pl.col("count").cast(pl.Float64)})
    there = pl.col("year").is_between(*reach)
    return rows.with_columns(
        pl.when(there).then(pl.col(column).fill_null(0.0).log1p()).alias(column)
    )
