"""Word against law: what was said while an article on the right bound, or a procedure was refused.

The law comes in as a frame of spans, one row per instrument, article and right:
``instrument``, ``article`` (null where the whole instrument is meant), ``right``, ``status``
(``article``: binds; ``refused``: a procedure open and not accepted; ``not_party``), ``since`` and
``until`` (dates; null ``until``: to ``known_until``), ``known_until``, ``reserved``,
``non_derogable`` (flags), ``document`` and ``rank`` (which of several to name first).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from rightful.core.errors import DataError
from rightful.discourse.contradictions.marks import frame, mark
from rightful.discourse.contradictions.pairing import pairs
from rightful.discourse.contradictions.paraphrase import right_in_words
from rightful.discourse.contradictions.rules import patterns_of
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting, judged

KIND = "word_law"
LAW: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "instrument": pl.String,
    "article": pl.String,
    "right": pl.String,
    "status": pl.String,
    "since": pl.Date,
    "until": pl.Date,
    "known_until": pl.Date,
    "reserved": pl.Boolean,
    "non_derogable": pl.Boolean,
    "document": pl.String,
    "rank": pl.Int64,
}
STATUSES: Final = ("article", "refused", "not_party")
_DAYS = 365.25


def word_law(marks: pl.DataFrame, law: pl.DataFrame, setting: Setting) -> list[Contradiction]:
    """Return words against the law of their day; ``law`` has the columns of ``LAW``."""
    both = pl.concat([marks, law_marks(law)])
    return [
        judged(pattern, row, setting)
        for pattern in patterns_of(KIND)
        # One article speaks for all: a word is set against the first of those that fit it best.
        for row in pairs(both, pattern)
        .unique(["word", "right_pair"], keep="first", maintain_order=True)
        .iter_rows(named=True)
    ]


def law_marks(law: pl.DataFrame) -> pl.DataFrame:
    """Return the law as marks that hold as long as it binds and the tables speak.

    Articles of one instrument on one right are one mark, named after the first of them.

    Raises
    ------
    DataError
        When a column is missing or a status is not known.
    """
    missing = [name for name in LAW if name not in law.columns]
    wrong = [] if missing else sorted(set(law["status"].unique()) - set(STATUSES))
    if missing or wrong:
        raise DataError(
            f"the law lacks {', '.join(missing)}" if missing else f"no status is called {wrong[0]}",
            where="contradictions, word against law",
            allowed=", ".join(LAW if missing else STATUSES),
        )
    alike = [name for name in LAW if name != "article"]
    every = (
        law.select(list(LAW))
        .sort(pl.col("article").cast(pl.Int32, strict=False), "article", maintain_order=True)
        .group_by(alike, maintain_order=True)
        .agg("article")
    )
    return frame([_mark(row) for row in every.iter_rows(named=True)])


def moment(day: date) -> float:
    """Return a day as a number of years."""
    return day.year + (day.timetuple().tm_yday - 0.5) / _DAYS


def _mark(row: dict[str, Any]) -> dict[str, Any]:
    ends = [day for day in (row["until"], row["known_until"]) if day is not None]
    since = moment(row["since"])
    places = _places(row)
    place = places[0]
    return mark(
        word=f"{row['status']}/{place}/{row['right']}/{row['since']}",
        statement=f"{row['status']}/{place}/{row['since']}",
        by="law",
        since=since,
        when=since,
        until=moment(min(ends)) if ends else float(date.max.year),
        date=row["since"].isoformat(),
        act=row["status"],
        right=row["right"],
        articles=places,
        voice="register",
        document=row["document"],
        rank=row["rank"],
        told=_told(row),
        source_kind="register",
        joined=moment(row["until"]) if row["status"] == "not_party" and row["until"] else None,
        reserved=place if row["reserved"] else None,
    )


def _places(row: dict[str, Any]) -> list[str]:
    named = [article for article in row["article"] if article]
    return [f"{row['instrument']}:{article}" for article in named] or [row["instrument"]]


def _told(row: dict[str, Any]) -> str:
    right = right_in_words(row["right"])
    if row["status"] == "article":
        *firsts, last = row["article"]
        articles = f"articles {', '.join(firsts)} and {last}" if firsts else f"article {last}"
        return (
            f"Bound by {articles} of the {row['instrument']} on {right} "
            f"since {row['since'].isoformat()}"
        )
    until = row["until"] or row["known_until"]
    span = f"from {row['since'].isoformat()}" + (f" to {until.isoformat()}" if until else "")
    if row["status"] == "refused":
        return f"Had not accepted {row['instrument']}, by which persons or the body may act, {span}"
    return f"Was not a party to {row['instrument']} {span}"
