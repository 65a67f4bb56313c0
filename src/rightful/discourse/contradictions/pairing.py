"""The one engine: every pair of marks that a pattern describes, scored before it is told.

A join in place of nested loops; ``tests/discourse/contradictions`` holds it against the loops.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.names import RIGHTS
from rightful.core.statement import AUDIENCE
from rightful.discourse.contradictions.rules import Pattern, weights
from rightful.discourse.contradictions.topics import is_unmeasured
from rightful.discourse.contradictions.words import GENERAL

# Pairs of one pattern that are carried on to be told; the rest are weaker ones on the same sides.
MOST: Final = 120
# Partners kept for one side: enough for the best to survive what innocent readings take away.
PARTNERS: Final = 3
EARLIER: Final = 1e-9
REVIEW: Final = "upr_dialogue"
# From this share of common matters two sides are about the same.
SAME_MATTER: Final = 0.6


def pairs(marks: pl.DataFrame, pattern: Pattern, most: int | None = MOST) -> pl.DataFrame:
    """Return the pairs of a pattern, strongest first.

    Parameters
    ----------
    marks
        Columns as ``MARKS``, of one state and of others about it.
    most
        How many pairs at most; None for all, without thinning.

    Returns
    -------
    Columns of ``MARKS`` for the first and, with ``_2``, for the second; then ``right_pair``,
    ``gap`` (years), the weights ``w_right``, ``w_topic``, ``w_articles``, ``w_time``, ``w_voice``,
    and ``score``.
    """
    spoken = pl.col("source_kind") == "statement"
    marks = marks.filter(~spoken | (pl.col("probability") >= pattern.surest))
    first = marks.filter((pl.col("by") == pattern.first_by) & pl.col("act").is_in(pattern.first))
    second = marks.filter((pl.col("by") == pattern.second_by) & pl.col("act").is_in(pattern.second))
    # In one piece: operations on two columns of lists fail where their pieces differ (polars).
    joined = _fitting(_joined(first, second, pattern).rechunk(), pattern).rechunk()
    if pattern.second_by == "practice":
        joined = joined.filter(~is_unmeasured())
    if pattern.unless and joined.height:
        joined = _without(joined, marks, pattern.unless).rechunk()
    scored = _scored(joined, pattern).sort(
        ["score", "rank_2", "word", "word_2"], descending=[True, False, False, False]
    )
    return scored if most is None else _thinned(scored).head(most)


def _instruments(name: str) -> pl.Expr:
    return pl.col(name).list.eval(pl.element().str.split(":").list.first()).list.unique()


def _joined(first: pl.DataFrame, second: pl.DataFrame, pattern: Pattern) -> pl.DataFrame:
    """Return all pairs that share what the pattern says they must share."""
    first, second = (
        half.with_columns(instruments=_instruments("articles")) for half in (first, second)
    )
    if pattern.match == "instrument":
        return _by_instrument(first, second)
    if pattern.match == "narrow":
        return _by_topic(first, second)
    if pattern.match == "matter":
        by_right = _by_right(first.filter(pl.col("right") != GENERAL), second, "right", "right")
        joined = pl.concat([by_right, _by_topic(first, second)], how="diagonal")
        return joined.unique(["word", "word_2"], keep="first", maintain_order=True)
    if pattern.match in ("same_named", "topic"):
        first = first.filter(pl.col("right") != GENERAL)
    parts = [_by_right(first, second, "right", "right")]
    if pattern.match in ("any", "general"):
        general = pl.col("right") == GENERAL
        parts.append(_all_pairs(first.filter(general), second.filter(~general)))
    if pattern.match == "any":
        parts.append(_all_pairs(first.filter(~general), second.filter(general)))
    joined = pl.concat(parts, how="diagonal")
    if pattern.match == "topic":
        # A topic that is but the right's own name narrows nothing down.
        own = pl.concat_list("right")
        narrow = pl.col("topics").list.set_intersection("topics_2").list.set_difference(own)
        same = (narrow.list.len() > 0) & (_common("topics") >= SAME_MATTER)
        return joined.filter(same | _shared("instruments"))
    return joined


def _by_right(first: pl.DataFrame, second: pl.DataFrame, one: str, two: str) -> pl.DataFrame:
    joined = first.join(second, left_on=one, right_on=two, suffix="_2", coalesce=False, how="inner")
    return joined.with_columns(right_pair=pl.col("right"))


def _all_pairs(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    joined = first.join(second, how="cross", suffix="_2")
    named = pl.when(pl.col("right") == GENERAL).then("right_2").otherwise("right")
    return joined.with_columns(right_pair=named)


def _by_topic(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Return pairs on one topic narrower than a right, whatever rights they name."""
    one, two = (
        half.with_columns(topic="topics").explode("topic").drop_nulls("topic")
        for half in (first, second)
    )
    joined = one.join(two, on="topic", suffix="_2", coalesce=True).filter(
        ~pl.col("topic").is_in(RIGHTS)
    )
    named = pl.when(pl.col("right") == GENERAL).then("right_2").otherwise("right")
    once = joined.with_columns(right_pair=named).drop("topic")
    return once.unique(["word", "word_2"], keep="first", maintain_order=True)


def _by_instrument(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    one, two = (
        half.with_columns(treaty="instruments").explode("treaty").drop_nulls("treaty")
        for half in (first, second)
    )
    joined = one.join(two, on="treaty", suffix="_2", coalesce=True)
    named = pl.when(pl.col("right") == GENERAL).then("right_2").otherwise("right")
    return joined.with_columns(right_pair=named).drop("treaty").unique(["word", "word_2"])


def _shared(name: str) -> pl.Expr:
    return pl.col(name).list.set_intersection(f"{name}_2").list.len() > 0


def _common(name: str) -> pl.Expr:
    """Return the share of two lists that is in both."""
    both = pl.col(name).list.set_intersection(f"{name}_2").list.len()
    return both / pl.col(name).list.set_union(f"{name}_2").list.len()


def _fitting(joined: pl.DataFrame, pattern: Pattern) -> pl.DataFrame:
    """Keep pairs of two sources within the window, in the order and the forums asked for."""
    gap = _gap(pattern)
    fits = (pl.col("statement") != pl.col("statement_2")) & (pl.col("gap") <= pattern.window)
    if pattern.order == "first_earlier":
        fits &= pl.col("until") <= pl.col("since_2") + EARLIER
    elif pattern.order == "second_earlier":
        fits &= pl.col("until_2") <= pl.col("since") + EARLIER
    if pattern.forum == "other_forum":
        fits &= pl.col("forum") != pl.col("forum_2")
    elif pattern.forum == "review":
        fits &= pl.col("forum") == REVIEW
    elif pattern.forum == "not_review":
        fits &= pl.col("forum") != REVIEW
    elif pattern.forum == "other_audience":
        one, two = (
            pl.col(name).replace_strict(AUDIENCE, default="foreign", return_dtype=pl.String)
            for name in ("forum", "forum_2")
        )
        fits &= one != two
    return joined.with_columns(gap=gap).filter(fits)


def _gap(pattern: Pattern) -> pl.Expr:
    """Return the years between two sides; 0 where their times touch."""
    if pattern.second_by == "practice":
        # Calendar years: January is rated with its own year, not with the December before.
        return (pl.col("year") - pl.col("year_2")).abs().cast(pl.Float64)
    # The law holds for a time: what counts is the middle of the word's own.
    first, last = ("when", "when") if pattern.second_by == "law" else ("since", "until")
    return pl.max_horizontal(
        pl.lit(0.0), pl.col("since_2") - pl.col(last), pl.col(first) - pl.col("until_2")
    )


def _without(joined: pl.DataFrame, marks: pl.DataFrame, act: str) -> pl.DataFrame:
    """Drop pairs between which the state did the act on the same right and a shared matter."""
    done = marks.filter((pl.col("by") == "self") & (pl.col("act") == act)).select(
        "right", done="when", topics_done="topics", instruments_done=_instruments("articles")
    )
    between = (
        joined.select("word", "word_2", "right", "when", "when_2", "topics", "instruments")
        .join(done, on="right")
        .filter(
            pl.col("done").is_between("when", "when_2"),
            (pl.col("topics").list.set_intersection("topics_done").list.len() > 0)
            | (pl.col("instruments").list.set_intersection("instruments_done").list.len() > 0),
        )
    )
    return joined.join(between, on=["word", "word_2"], how="anti")


def _scored(joined: pl.DataFrame, pattern: Pattern) -> pl.DataFrame:
    held = weights()
    scored = joined.with_columns(
        w_right=_right_weight(held["right"]),
        w_topic=_overlap("topics", held["topic"], pattern),
        w_articles=_overlap("instruments", held["articles"], pattern),
        w_time=_time(pattern.half_life),
        w_voice=_voice("voice", held["voice"])
        * _voice("voice_2", held["voice"])
        * pl.col("focus")
        * pl.col("focus_2"),
    )
    return scored.with_columns(
        score=pattern.base
        * pl.col("probability")
        * pl.col("probability_2")
        * pl.col("w_right")
        * pl.col("w_topic")
        * pl.col("w_articles")
        * pl.col("w_time")
        * pl.col("w_voice")
    )


def _right_weight(held: dict[str, float]) -> pl.Expr:
    general = (pl.col("right") == GENERAL).cast(pl.Int8) + (pl.col("right_2") == GENERAL).cast(
        pl.Int8
    )
    other = pl.col("right") != pl.col("right_2")
    return (
        pl.when(other & _shared("topics"))
        .then(held["matter"])
        .when(general == 0)
        .then(held["same"])
        .when(general == 1)
        .then(held["one_general"])
        .otherwise(held["both_general"])
    )


def _overlap(name: str, held: dict[str, float], pattern: Pattern) -> pl.Expr:
    """Return the weight of shared, unknown or different names; an article in force has no topic."""
    if name == "topics" and not {pattern.first_by, pattern.second_by} <= {"self", "other", "deed"}:
        return pl.lit(1.0)
    if name == "instruments" and pattern.second_by == "law":
        return pl.lit(held["shared"])
    both = (pl.col(name).list.len() > 0) & (pl.col(f"{name}_2").list.len() > 0)
    near = held.get("near", held["shared"])
    # Where one side speaks of rights in general, no matter is asked for.
    general = (pl.col("right") == GENERAL) | (pl.col("right_2") == GENERAL)
    return (
        pl.when(general & ~_shared(name) & pl.lit(name == "topics"))
        .then(held["shared"])
        .when(_common(name) >= SAME_MATTER)
        .then(held["shared"])
        .when(_shared(name))
        .then(near)
        .when(both)
        .then(held["different"])
        .otherwise(held["unknown"])
    )


def _time(half_life: float) -> pl.Expr:
    if half_life <= 0:
        return pl.lit(1.0)
    return pl.lit(2.0).pow(-pl.col("gap") / half_life)


def _voice(name: str, held: dict[str, float]) -> pl.Expr:
    return pl.col(name).replace_strict(held, default=1.0, return_dtype=pl.Float64)


def _thinned(scored: pl.DataFrame) -> pl.DataFrame:
    """Keep the best partners of every first side and of every second side."""
    place = pl.int_range(pl.len())
    return scored.with_columns(
        place_1=place.over("word", "right_pair"), place_2=place.over("word_2", "right_pair")
    ).filter((pl.col("place_1") < PARTNERS) & (pl.col("place_2") < PARTNERS))
