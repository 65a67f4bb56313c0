"""Coded statements as words: one row per act and right, dated, with who spoke about whom.

What is accepted, noted or pledged in a review is a word of the reviewed state; recommendations
accepted on one right in one review are one word with their number.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from rightful.core.coding import CODED
from rightful.core.errors import DataError
from rightful.core.names import RIGHTS
from rightful.discourse.contradictions.dates import dated
from rightful.discourse.contradictions.rules import read_by_hand, weights
from rightful.discourse.contradictions.topics import is_unmeasured, right_of_topic

GENERAL: Final = "unspecified"
# Columns of a frame of words; ``year`` of the date, ``when`` its middle as a number of years.
WORDS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "word": pl.String,
    "statement": pl.String,
    "by": pl.String,
    "speaker": pl.Int32,
    "year": pl.Int32,
    "when": pl.Float64,
    "since": pl.Float64,
    "until": pl.Float64,
    "date": pl.String,
    "act": pl.String,
    "right": pl.String,
    "articles": pl.List(pl.String),
    "topics": pl.List(pl.String),
    "probability": pl.Float64,
    "voice": pl.String,
    "forum": pl.String,
    "document": pl.String,
    "paragraph": pl.String,
    "target": pl.Int32,
    "answers": pl.String,
    "count": pl.Int64,
    "focus": pl.Float64,
    "hedged": pl.Float64,
    "going_on": pl.Float64,
}
_ANSWERED: Final = {"accepted": "accepted", "noted": "noted"}
# What a reviewing state says of the state under review is not about its own conduct.
_OF_ITSELF: Final = (
    "deny_norm",
    "deny_fact",
    "claim_sovereignty",
    "concede",
    "promise",
    "justify",
    "report_measure",
)
TWO: Final = 2
# Topics that say how little a recommendation asks, and no matter: to consider, to go on.
HEDGE: Final = "only_consider"
GOING_ON: Final = "only_continue"
LITTLE: Final = (HEDGE, GOING_ON)
MAIN: Final = 3


def words(coded: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return the words of a state and those of others about it, columns as ``WORDS``.

    Parameters
    ----------
    coded
        A frame with the columns of ``CODED``; ``topics`` (list of text) is used where it is there.

    Raises
    ------
    DataError
        When a column is missing or a probability lies outside [0, 1].
    """
    _check(coded)
    if "topics" not in coded.columns:
        coded = coded.with_columns(topics=pl.lit(None, pl.List(pl.String)))
    coded = _with_hand_read(coded)
    own = pl.col("ccode") == ccode
    about = pl.coalesce("target", "addressee") == ccode
    answered = (pl.col("forum") == "upr_recommendation") & (pl.col("addressee") == ccode)
    reviewing = pl.col("forum").str.starts_with("upr_") & (pl.col("addressee") != pl.col("ccode"))
    # One line to another state asks it for a step; what norm it leans on is the asked one's matter.
    aside = (pl.col("forum") == "upr_recommendation") & (pl.col("act") != "recommend")
    spoken = coded.filter(
        (own | about)
        & ~aside
        & (pl.col("act") != "none")
        & ~(reviewing.fill_null(False) & pl.col("act").is_in(_OF_ITSELF))
    )
    asked = answered & ~own
    said = [
        _spoken(spoken.filter(~asked), ccode),
        _spoken(spoken.filter(asked), ccode).with_columns(act=pl.lit("asked")),
    ]
    return (
        pl.concat([*said, _answered(coded.filter(answered & ~own), ccode)])
        .filter(pl.col("right").is_in(RIGHTS))
        # Should a statement be coded twice for one act, the surer coding stands.
        .sort("word", "probability", "date", descending=[False, True, False])
        .unique("word", keep="first", maintain_order=True)
    )


def _with_hand_read(coded: pl.DataFrame) -> pl.DataFrame:
    """Put acts that were read by hand in the place of the coder's, of statements that are there."""
    read = pl.DataFrame(
        [(statement, act, [right]) for (statement, act), right in read_by_hand().items()],
        schema={"statement": pl.String, "act": pl.String, "rights": pl.List(pl.String)},
        orient="row",
    )
    about = pl.coalesce("target", "addressee")
    said = coded.unique("statement", keep="first", maintain_order=True)
    by_hand = (
        said.drop("act", "rights")
        .join(read, on="statement")
        .with_columns(
            target=about,
            kind=pl.lit(None, pl.String),
            probability=pl.lit(weights()["coder"]["by_hand"]),
        )
    )
    if by_hand.is_empty():
        return coded
    rest = coded.join(read, on=["statement", "act"], how="anti")
    typed = [pl.col(name).cast(kind) for name, kind in coded.schema.items()]
    return pl.concat([rest, by_hand.select(typed)])


def _check(coded: pl.DataFrame) -> None:
    missing = [name for name in CODED if name not in coded.columns]
    if missing:
        raise DataError(
            f"coded statements lack {', '.join(missing)}",
            where="contradictions",
            allowed=", ".join(CODED),
        )
    wrong = coded.filter(~pl.col("probability").is_between(0, 1)).height
    if wrong:
        raise DataError(f"{wrong} coded acts have a probability outside [0, 1]", where="coded")


def _spoken(frame: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return acts of speech, one row each per right; a pledge is a promise of the reviewed."""
    kinded = pl.concat_str("act", pl.lit(":"), "kind")
    hedged, going_on = (_listed("topics").list.contains(name) for name in LITTLE)
    pledged = (pl.col("response") == "pledged") & (pl.col("ccode") == ccode)
    return (
        dated(_by_right(frame))
        .select(
            pl.concat_str("statement", pl.lit("|"), "act", pl.lit("|"), "right").alias("word"),
            "statement",
            by=pl.when(pl.col("ccode") == ccode).then(pl.lit("self")).otherwise(pl.lit("other")),
            speaker="ccode",
            year=pl.col("when").floor().cast(pl.Int32),
            when="when",
            since="since",
            until="until",
            date="date",
            act=pl.when(pledged & (pl.col("act") == "promise"))
            .then(pl.lit("pledged"))
            .otherwise(pl.coalesce(kinded, "act")),
            right="right",
            articles=_listed("articles"),
            topics=_listed("topics").list.set_difference(pl.lit(list(LITTLE), pl.List(pl.String))),
            probability="probability",
            voice="voice",
            forum="forum",
            document="document",
            paragraph="paragraph",
            target=pl.coalesce("target", "addressee"),
            answers="answers",
            count=pl.lit(1, pl.Int64),
            focus=_focus(),
            hedged=hedged.cast(pl.Float64),
            going_on=going_on.cast(pl.Float64),
        )
        .select(list(WORDS))
    )


def _answered(frame: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return recommendations to the state by its answer: one word per review, right and treaty.

    A recommendation that names a treaty stands for that treaty apart from the others on the right.
    """
    answers = frame.filter(pl.col("response").is_in(list(_ANSWERED)))
    once = _by_right(answers.sort("statement", "act")).unique(
        ["statement", "right"], keep="first", maintain_order=True
    )
    held = dated(once).with_columns(
        articles=_listed("articles").list.unique().list.sort(),
        topics=_listed("topics"),
    )
    # What was not accepted stands for itself: its matter must be seen.
    alone = pl.when(pl.col("response") == "noted").then("statement").otherwise(pl.lit(""))
    named = pl.concat_str(pl.col("articles").list.join(";"), alone)
    grouped = (
        held.with_columns(named=named)
        .group_by("response", "date", "year", "when", "since", "until", "right", "named")
        .agg(
            pl.col("statement").min(),
            pl.col("statement").n_unique().alias("count"),
            pl.col("articles").first(),
            pl.col("topics").list.explode().drop_nulls().alias("every"),
            pl.col("document").min(),
        )
    )
    key = pl.concat_str(
        pl.lit(f"upr-answer/{ccode}/"), "date", pl.lit("/"), "response", pl.lit("/"), "right"
    )
    to_consider, to_go_on = (
        pl.col("every").list.count_matches(name) / pl.col("count") for name in LITTLE
    )
    grouped = grouped.with_columns(
        topics=_main(grouped["every"], grouped["count"]), hedged=to_consider, going_on=to_go_on
    )
    named_key = (
        pl.when(pl.col("named") == "").then(key).otherwise(pl.concat_str(key, pl.lit("/"), "named"))
    )
    return grouped.select(
        word=named_key,
        statement=named_key,
        by=pl.lit("self"),
        speaker=pl.lit(ccode, pl.Int32),
        year=pl.col("when").floor().cast(pl.Int32),
        when="when",
        since="since",
        until="until",
        date="date",
        act="response",
        right="right",
        articles="articles",
        topics="topics",
        probability=pl.lit(1.0),
        voice=pl.lit("aggregate"),
        forum=pl.lit("upr_recommendation"),
        document="document",
        paragraph=pl.lit(None, pl.String),
        target=pl.lit(ccode, pl.Int32),
        answers=pl.lit(None, pl.String),
        count=pl.col("count").cast(pl.Int64),
        focus=pl.lit(1.0),
        hedged="hedged",
        going_on="going_on",
    ).select(list(WORDS))


def _main(topics: pl.Series, counts: pl.Series) -> pl.Series:
    """Return the topics of a third of the recommendations or more: what they are about."""
    kept = [
        sorted(
            topic
            for topic, times in Counter(own).items()
            if times * MAIN >= count and topic not in LITTLE
        )
        for own, count in zip(topics.to_list(), counts.to_list(), strict=True)
    ]
    return pl.Series("topics", kept, dtype=pl.List(pl.String))


def _listed(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.List(pl.String)).fill_null(pl.lit([], pl.List(pl.String)))


def _by_right(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one row per right; an act on no right and no matter is on rights in general."""
    rights = _listed("rights").list.set_difference(pl.lit([GENERAL], pl.List(pl.String)))
    # A passage on one matter is about its right, though the act's own sentence does not name it.
    of_topics = (
        _listed("topics")
        .list.eval(
            pl.element().replace_strict(right_of_topic(), default=None, return_dtype=pl.String)
        )
        .list.drop_nulls()
        .list.unique()
        .list.sort()
    )
    # A speech of many passages, and a list of questions to another state, are on many matters.
    of_itself = (pl.col("forum") == "upr_dialogue") & pl.col("addressee").is_null()
    named = (
        pl.when(rights.list.len() > 0)
        .then(rights)
        .when(of_itself & (of_topics.list.len() == 1))
        .then(of_topics)
        .otherwise(pl.lit([GENERAL], pl.List(pl.String)))
    )
    rows = frame.with_columns(right=named, touched=named.list.len()).explode("right")
    # Whether a step was asked for or against (to abolish, to retain) no code tells.
    asked = (pl.col("act") == "recommend") & is_unmeasured()
    return rows.with_columns(pl.when(asked).then(pl.lit(GENERAL)).otherwise("right").alias("right"))


def _focus() -> pl.Expr:
    """Return how far an act is about each of its rights: one of many is touched in passing."""
    held = weights()["focus"]
    # Two matters to a right: a tribunal and the corruption in it are one point.
    matters = _listed("topics").list.set_difference(pl.lit(list(LITTLE), pl.List(pl.String)))
    breadth = pl.max_horizontal("touched", (matters.list.len() + 1) // TWO)
    return (
        pl.when(breadth <= 1)
        .then(held["one"])
        .when(breadth <= TWO)
        .then(held["two"])
        .otherwise(held["more"])
    )


def bounds(probability: float) -> tuple[float, float]:
    """Return the 90 % interval of a coded probability (Wilson's, at the passages it is worth)."""
    coder = weights()["coder"]
    n, z = coder["passages"], coder["z"]
    middle = (probability + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * (probability * (1 - probability) / n + z * z / (4 * n * n)) ** 0.5
    # Bounds never cross the number they bound, whatever the rounding.
    return max(0.0, min(middle - reach, probability)), min(1.0, max(middle + reach, probability))
