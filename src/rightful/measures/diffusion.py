"""Who wrote it first: articles traced to articles of earlier instruments, with a stated error.

An article is linked to the most similar article of an earlier instrument where they are more alike
than unrelated articles are. Unrelated: both state a named right, and they share none. For each
ancestor the limit is the likeness that the best match among unrelated articles passes once in
twenty (``_text_null``). A link says that the words are too alike for chance, not who read whom: two
texts may have a common source that is not in hand [elkins2013].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.measures._text_match import match
from rightful.measures._text_null import ERROR_RATE, Limit, Texts, limits

__all__ = [
    "ERROR_RATE",
    "LINKS",
    "Limit",
    "Traced",
    "descent",
    "edges",
    "passages",
    "shares",
    "trace",
]

# Texts longer than this are cut: one clause of a long article would drown in the rest.
MOST_WORDS: Final = 250
_COLUMNS: Final = ("instrument", "article", "day", "text")
LINKS: Final = {
    "instrument": pl.String,
    "article": pl.String,
    "passage": pl.Int64,
    "ancestor": pl.String,
    "ancestor_article": pl.String,
    "similarity": pl.Float64,
    "reuse": pl.Float64,
    "similar": pl.Boolean,
    "reused": pl.Boolean,
}


@dataclass(frozen=True)
class Traced:
    """Every best match, and the limits by which it is flagged.

    Attributes
    ----------
    links
        Columns as ``LINKS``: one row per passage and earlier instrument, with its best match
        there; ``similar`` and ``reused`` say whether it passes that ancestor's limit.
    limits
        One entry per ancestor.
    """

    links: pl.DataFrame
    limits: tuple[Limit, ...]


def passages(articles: pl.DataFrame, most_words: int = MOST_WORDS) -> pl.DataFrame:
    """Cut long articles at the ends of lines or sentences into passages of about equal length.

    Returns the columns of ``articles`` with ``passage`` (from 1) after them, in order.
    """
    _check(articles)
    cut = pl.col("text").map_elements(
        lambda text: _cut(text, most_words), return_dtype=pl.List(pl.String)
    )
    one = pl.int_range(pl.len()).over("instrument", "article") + 1
    return articles.with_columns(cut).explode("text").with_columns(one.alias("passage"))


def trace(articles: pl.DataFrame, rights: pl.DataFrame, ancestors: tuple[str, ...]) -> Traced:
    """Match every passage to the earlier instruments.

    Parameters
    ----------
    articles
        Columns instrument, article, day (of adoption, or the last on which the text was changed),
        text.
    rights
        Columns instrument, article, right: which articles state which named rights.
    ancestors
        Instruments to look in; one is looked in for texts of a later day only.

    Raises
    ------
    DataError
        When columns are missing, an article repeats, or an ancestor is not among the articles.
    RightfulError
        When scikit-learn is not installed.
    """
    pieces = passages(articles)
    missing = set(ancestors) - set(pieces["instrument"])
    if missing:
        raise DataError(f"no article of {sorted(missing)}", where="ancestors of texts")
    texts = Texts(
        pieces["instrument"].to_numpy(),
        pieces["day"].to_physical().to_numpy().astype(np.int64),
        _rights_of(pieces, rights),
        match(pieces["text"].to_list()),
    )
    found = limits(texts, ancestors)
    return Traced(pl.concat([_best(pieces, texts, limit) for limit in found]), found)


def shares(links: pl.DataFrame) -> pl.DataFrame:
    """Return how much of an instrument has an ancestor.

    Returns
    -------
    Columns instrument, ancestor, passages, similar, reused (shares of passages, in [0, 1]),
    articles, articles_similar (share of articles with at least one such passage), reached (number
    of the ancestor's articles that are the best match of one). Of unrelated passages a share of
    ``ERROR_RATE`` would be similar too.
    """
    by_article = links.group_by("instrument", "ancestor", "article", maintain_order=True).agg(
        pl.len().alias("passages"),
        pl.col("similar", "reused").sum(),
        pl.col("ancestor_article").filter("similar").alias("matches"),
    )
    return by_article.group_by("instrument", "ancestor", maintain_order=True).agg(
        pl.col("passages").sum().cast(pl.Int64),
        pl.col("similar").sum() / pl.col("passages").sum(),
        pl.col("reused").sum() / pl.col("passages").sum(),
        pl.len().cast(pl.Int64).alias("articles"),
        (pl.col("similar") > 0).mean().alias("articles_similar"),
        pl.col("matches").explode().drop_nulls().n_unique().cast(pl.Int64).alias("reached"),
    )


def edges(links: pl.DataFrame) -> pl.DataFrame:
    """Return the graph: each passage gives its weight to the most similar of its ancestors.

    Columns ancestor, instrument, weight: the share of the instrument's passages whose closest
    linked ancestor it is, in (0, 1]. The weights into an instrument sum to the share that has any.
    """
    total = links.group_by("instrument").agg(
        pl.struct("article", "passage").n_unique().alias("total")
    )
    closest = (
        links.filter("similar")
        .sort("similarity", descending=True, maintain_order=True)
        .unique(["instrument", "article", "passage"], keep="first", maintain_order=True)
    )
    counted = closest.group_by("ancestor", "instrument").len().join(total, on="instrument")
    weight = (pl.col("len") / pl.col("total")).alias("weight")
    return counted.select("ancestor", "instrument", weight).sort("instrument", "ancestor")


def descent(links: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return how much of each instrument goes back to ``source``, directly or through others.

    Columns instrument, direct, chained: shares of passages linked to it, and linked to it or to an
    article that is. Every step of a chain adds its own error, so ``chained`` is an upper figure.
    """
    linked = links.filter("similar").select(
        "instrument", "article", "passage", "ancestor", "ancestor_article"
    )
    reached: set[tuple[str, str]] = set()
    direct = linked.filter(pl.col("ancestor") == source)
    reached |= set(direct.select("instrument", "article").iter_rows())
    while True:
        parents = pl.DataFrame(
            sorted(reached), schema=["ancestor", "ancestor_article"], orient="row"
        )
        through = linked.join(parents, on=["ancestor", "ancestor_article"], how="semi")
        grown = reached | set(through.select("instrument", "article").iter_rows())
        if grown == reached:
            break
        reached = grown
    return _descended(links, direct, pl.concat([direct, through]))


def _descended(links: pl.DataFrame, direct: pl.DataFrame, either: pl.DataFrame) -> pl.DataFrame:
    whole = ["instrument", "article", "passage"]
    every = links.select(whole).unique(maintain_order=True)
    flags = [
        found.select(whole).unique().with_columns(pl.lit(True).alias(name))
        for name, found in (("direct", direct), ("chained", either))
    ]
    for flag in flags:
        every = every.join(flag, on=whole, how="left", maintain_order="left")
    return every.group_by("instrument", maintain_order=True).agg(
        pl.col("direct", "chained").fill_null(False).mean()
    )


def _best(pieces: pl.DataFrame, texts: Texts, limit: Limit) -> pl.DataFrame:
    """Return the best match of every later passage in one ancestor."""
    later, mine = texts.later(limit.ancestor), texts.of(limit.ancestor)
    likeness = texts.found.similarity
    best = mine[likeness[np.ix_(later, mine)].argmax(axis=1)] if len(later) else later
    similarity, reuse = likeness[later, best], texts.found.reuse[later, best]
    frame = pieces[later].select(
        "instrument", "article", pl.col("passage").cast(pl.Int64), ancestor=pl.lit(limit.ancestor)
    )
    return frame.with_columns(
        pieces[best]["article"].alias("ancestor_article"),
        pl.Series("similarity", similarity, dtype=pl.Float64),
        pl.Series("reuse", reuse, dtype=pl.Float64),
        pl.Series("similar", similarity > limit.similarity, dtype=pl.Boolean),
        pl.Series("reused", reuse > limit.reuse, dtype=pl.Boolean),
    ).select(*LINKS)


def _rights_of(pieces: pl.DataFrame, rights: pl.DataFrame) -> tuple[frozenset[str], ...]:
    grouped = rights.group_by("instrument", "article").agg("right").iter_rows()
    of = {(name, article): frozenset(found) for name, article, found in grouped}
    keys = pieces.select("instrument", "article").iter_rows()
    return tuple(of.get((name, article), frozenset()) for name, article in keys)


def _cut(text: str, most_words: int) -> list[str]:
    """Cut a text into as few passages of about equal length as the limit allows."""
    sentences = text.replace("; ", ";\n").replace(". ", ".\n").split("\n")
    words = [len(sentence.split()) for sentence in sentences]
    count = -(-sum(words) // most_words)
    if count <= 1:
        return [text]
    parts: list[list[str]] = [[]]
    done, aim = 0, sum(words) / count
    for sentence, length in zip(sentences, words, strict=True):
        if parts[-1] and done >= aim * len(parts) and len(parts) < count:
            parts.append([])
        parts[-1].append(sentence)
        done += length
    return [" ".join(part) for part in parts]


def _check(articles: pl.DataFrame) -> None:
    missing = set(_COLUMNS) - set(articles.columns)
    if missing:
        raise DataError(
            f"columns {sorted(missing)} are missing",
            where="articles to be traced",
            allowed=", ".join(_COLUMNS),
        )
    repeated = articles.select("instrument", "article").is_duplicated()
    if repeated.any():
        first = articles.filter(repeated).row(0)[:2]
        raise DataError(
            f"articles occur twice, first {first}",
            where="articles to be traced",
            allowed="one row per instrument and article",
        )
