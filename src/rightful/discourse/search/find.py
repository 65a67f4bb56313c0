"""Ask the index: what is found, ranked, each with the place that shows why."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rightful.core.errors import UsageError
from rightful.discourse.search.engine import engine_errors
from rightful.discourse.search.filters import Filters
from rightful.discourse.search.index import IndexFacts, open_index
from rightful.discourse.search.languages import ENGLISH
from rightful.discourse.search.matching import is_ranked, matching
from rightful.discourse.search.query import EVERYTHING, Node, parse
from rightful.discourse.search.schema import ROW, YEAR
from rightful.discourse.search.snippet import Snippet, snippet
from rightful.discourse.search.words import clean

MOST: Final = 10_000
DEEPEST: Final = 1_000_000


@dataclass(frozen=True)
class Hit:
    """A statement or an article that was found.

    Attributes
    ----------
    kind
        ``statement`` or ``article``.
    statement, ccode, year, date, forum, document, paragraph, addressee, voice, answers, response
        As in the frame of statements. Of an article: its name, instrument and number.
    language
        Code of the language of the text, ``None`` where it cannot be told.
    title
        Heading of an article.
    acts, rights, articles
        What is coded of it.
    coding
        ``coded``, ``left open`` where the coder cannot tell, else ``not coded``; ``None`` of an
        article.
    basis
        What was searched: its ``text``, our own ``paraphrase`` of it, or its ``codes`` alone.
    text
        What is shown, whole: the text, or what we say of the statement.
    score
        BM25; comparable within one search only. ``None`` where nothing was ranked.
    snippet
        The place that shows why it was found.
    """

    kind: str
    statement: str
    ccode: int | None
    year: int | None
    date: str | None
    forum: str | None
    document: str | None
    paragraph: str | None
    addressee: int | None
    voice: str | None
    answers: str | None
    response: str | None
    language: str | None
    title: str | None
    acts: tuple[str, ...]
    rights: tuple[str, ...]
    articles: tuple[str, ...]
    coding: str | None
    basis: str
    text: str
    score: float | None
    snippet: Snippet


@dataclass(frozen=True)
class Found:
    """What a search found: how many in all, those asked for, and the time it took."""

    total: int
    hits: tuple[Hit, ...]
    milliseconds: float
    index: IndexFacts


def search(
    folder: Path,
    query: str,
    filters: Filters | None = None,
    most: int = 10,
    offset: int = 0,
) -> Found:
    """Return the best ``most`` hits after the first ``offset`` of them.

    Words are ranked by BM25. Without words that must be there, hits come newest first.

    Raises
    ------
    UsageError
        When the query cannot be read, asks for nothing and nothing narrows it, or ``most`` or
        ``offset`` is out of bounds.
    StoreError
        When the index is absent or cannot be read.
    """
    began = time.perf_counter()
    narrowed = filters or Filters()
    asked = checked(query, narrowed, most, offset)
    opened = open_index(folder)
    ranked = is_ranked(asked)
    order = {} if ranked else {"order_by_field": YEAR}
    with engine_errors(folder):
        wanted = matching(asked, narrowed, opened.schema, opened.searcher)
        result = opened.searcher.search(wanted, most, offset=offset, **order)
        rows = [
            (float(score) if ranked else None, _row(opened.searcher, address))
            for score, address in result.hits
        ]
    hits = tuple(_hit(score, row, asked) for score, row in rows)
    return Found(result.count, hits, (time.perf_counter() - began) * 1000, opened.facts)


def checked(query: str, filters: Filters, most: int, offset: int) -> Node:
    """Return what is asked for, without an index; raises UsageError as ``search`` does."""
    _check(most, offset)
    asked = parse(query)
    if asked == EVERYTHING and not filters.as_dict() and not clean(query).strip():
        raise UsageError(
            "nothing is asked for",
            allowed="words, or at least one filter; * asks for everything",
            next_step="write a word",
        )
    return asked


def _row(searcher: Any, address: Any) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(bytes(searcher.doc(address).get_first(ROW)))
    return row


def _hit(score: float | None, row: Mapping[str, Any], asked: Node) -> Hit:
    shown = snippet(row["text"], asked, stemmed=row["language"] in (None, ENGLISH))
    lists = {name: tuple(row[name]) for name in ("acts", "rights", "articles")}
    return Hit(**{**row, **lists}, score=score, snippet=shown)


def _check(most: int, offset: int) -> None:
    for name, value, low, high in (("most", most, 1, MOST), ("offset", offset, 0, DEEPEST)):
        if not low <= value <= high:
            raise UsageError(
                f"{name} cannot be {value}",
                allowed=f"{low} to {high}",
                next_step="choose a number in between",
            )
