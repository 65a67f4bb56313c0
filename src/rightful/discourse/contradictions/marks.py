"""What may stand on a side, in one frame: words, articles in force, state-years, deeds.

A mark holds from ``since`` to ``until`` (numbers of years): a word for a moment, an article as long
as it binds, an estimate for its year. So one engine can pair any two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from rightful.discourse.contradictions.paraphrase import said
from rightful.discourse.contradictions.types import Side
from rightful.discourse.contradictions.words import WORDS, bounds

MARKS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **WORDS,
    "low": pl.Float64,
    "high": pl.Float64,
    "rank": pl.Int64,
    "told": pl.String,
    "source_kind": pl.String,
    "reserved": pl.String,
    "joined": pl.Float64,
}


def of_words(words: pl.DataFrame) -> pl.DataFrame:
    """Return words as marks, columns as ``MARKS``."""
    ends = {one: bounds(one) for one in words["probability"].unique().drop_nulls()}
    lows = {one: low for one, (low, _) in ends.items()}
    highs = {one: high for one, (_, high) in ends.items()}
    counted = pl.col("voice") == "aggregate"
    return words.with_columns(
        # An answer to a recommendation is on record: nothing was coded in it but its right.
        low=pl.when(counted).then(pl.col("probability")).otherwise(_mapped(lows)),
        high=pl.when(counted).then(pl.col("probability")).otherwise(_mapped(highs)),
        rank=pl.lit(0, pl.Int64),
        told=pl.lit(None, pl.String),
        source_kind=pl.lit("statement"),
        reserved=pl.lit(None, pl.String),
        joined=pl.lit(None, pl.Float64),
    ).select(list(MARKS))


def _mapped(values: dict[float, float]) -> pl.Expr:
    if not values:
        return pl.lit(None, pl.Float64)
    return pl.col("probability").replace_strict(values, return_dtype=pl.Float64)


def mark(**given: Any) -> dict[str, Any]:
    """Return one mark that is no word, what is not given left empty."""
    empty: dict[str, Any] = dict.fromkeys(MARKS)
    moment = given.get("when", given.get("since"))
    return {
        **empty,
        "articles": [],
        "topics": [],
        "probability": 1.0,
        "low": 1.0,
        "high": 1.0,
        "count": 1,
        "focus": 1.0,
        "hedged": 0.0,
        "going_on": 0.0,
        "rank": 0,
        "statement": given.get("word"),
        "when": moment,
        "since": moment,
        "until": moment,
        "year": None if moment is None else int(moment),
        **given,
    }


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return marks as a frame."""
    return pl.DataFrame(rows, schema=MARKS, orient="row")


def side(row: Mapping[str, Any], names: Mapping[int, str], texts: Mapping[str, str]) -> Side:
    """Return a mark as a side; ``texts`` is statement -> passage, as far as they are at hand."""
    return Side(
        source=str(row["statement"]),
        document=str(row["document"] or ""),
        date=str(row["date"]),
        act=str(row["act"]),
        forum=row["forum"],
        paraphrase=row["told"] or said(row, names),
        text=texts.get(str(row["statement"])),
        kind_of_source=row["source_kind"],
        probability=row["probability"],
        low=row["low"],
        high=row["high"],
    )
