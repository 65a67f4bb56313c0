"""What matter a passage is about, by plain stems: so that two sides can be seen to meet.

Topics are codes of ours: a fresh clone carries them beside the acts, without the passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import polars as pl

from rightful.discourse.contradictions.rules import table

# Nothing is said at such length about one matter; what follows is not looked at.
LONGEST = 20_000


@cache
def _stems() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return topic and its pattern; a stem begins at the start of a word."""
    rows = table("contradiction_topics").select("topic", "stems").iter_rows()
    return tuple(
        (topic, re.compile(r"\b(?:" + "|".join(map(re.escape, stems.split("|"))) + ")"))
        for topic, stems in rows
    )


@cache
def topic_names() -> tuple[str, ...]:
    """Return the topics in the order of the table."""
    return tuple(topic for topic, _ in _stems())


def topics_of(text: str | None) -> tuple[str, ...]:
    """Return the topics of a passage, in the order of the table; none of none."""
    if not text:
        return ()
    plain = " ".join(text[:LONGEST].casefold().split())
    return tuple(topic for topic, stems in _stems() if stems.search(plain))


def topics_column(texts: pl.Series) -> pl.Series:
    """Return the topics of passages as a column of lists, named ``topics``; lower case, stems.

    The same as ``topics_of`` row by row, done column by column.
    """
    plain = texts.str.slice(0, LONGEST).str.to_lowercase().str.replace_all(r"\s+", " ")
    frame = pl.DataFrame({"plain": plain})
    hits = frame.select(
        pl.when(pl.col("plain").str.contains(_pattern(stems)).fill_null(False))
        .then(pl.lit(topic))
        .alias(topic)
        for topic, stems in table("contradiction_topics").select("topic", "stems").iter_rows()
    )
    listed = hits.select(topics=pl.concat_list(pl.all()).list.drop_nulls())
    return listed["topics"]


def _pattern(stems: str) -> str:
    return r"\b(?:" + "|".join(map(re.escape, stems.split("|"))) + ")"


@cache
def right_of_topic() -> dict[str, str]:
    """Return topic -> the right that it is about, for topics that leave no choice."""
    rows = table("contradiction_topics").drop_nulls("right").select("topic", "right").iter_rows()
    return dict(rows)


@cache
def unmeasured() -> dict[str, str]:
    """Return topic -> a right under which it is spoken of, but whose estimate does not count it."""
    known = table("contradiction_topics").drop_nulls("unmeasured")
    return dict(known.select("topic", "unmeasured").iter_rows())


def is_unmeasured() -> pl.Expr:
    """Say whether a row's topics hold a matter that the estimate of its right does not count."""
    rights = (
        pl.col("topics")
        .cast(pl.List(pl.String))
        .list.eval(pl.element().replace_strict(unmeasured(), default=None, return_dtype=pl.String))
    )
    return rights.list.contains(pl.col("right")).fill_null(False)


def named(topics: Sequence[str]) -> str:
    """Return topics as words."""
    return ", ".join(topic.replace("_", " ") for topic in topics)
