"""Word against deed: the practice estimate of the year, and acts on record.

Practice comes in as a frame: ``right``, ``year``, ``below`` (P(practice below the anchor)),
``worst`` (P(frequent violation)), ``document``. Deeds: ``id``, ``date``, ``right``, ``topics``,
``effect`` (``breach`` or ``keeps``), ``what``, ``authority``. A year without an estimate gives no
pair: nothing is inferred from silence.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from rightful.discourse.contradictions.dates import span
from rightful.discourse.contradictions.marks import frame, mark
from rightful.discourse.contradictions.pairing import pairs
from rightful.discourse.contradictions.paraphrase import day_in_words, in_percent, right_in_words
from rightful.discourse.contradictions.rules import patterns_of, weights
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting, judged
from rightful.discourse.contradictions.word_law import law_marks

KIND = "word_deed"
PRACTICE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "right": pl.String,
    "year": pl.Int32,
    "below": pl.Float64,
    "worst": pl.Float64,
    "document": pl.String,
}
DEEDS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "id": pl.String,
    "date": pl.String,
    "right": pl.String,
    "topics": pl.List(pl.String),
    "effect": pl.String,
    "what": pl.String,
    "authority": pl.String,
    "seen": pl.String,
}


def word_deed(
    marks: pl.DataFrame,
    practice: pl.DataFrame,
    deeds: pl.DataFrame,
    setting: Setting,
    law: pl.DataFrame | None = None,
) -> list[Contradiction]:
    """Return words against the year's practice and against acts on record.

    With ``law`` (columns as ``LAW``) acts on record stand against articles in force as well: a
    treaty is a word too.
    """
    every = pl.concat([marks, practice_marks(practice), deed_marks(deeds)])
    if law is not None:
        every = pl.concat([every, law_marks(law)])
    return [
        judged(pattern, row, setting)
        for pattern in patterns_of(KIND)
        for row in _nearest(pairs(every, pattern), pattern.second_by).iter_rows(named=True)
    ]


def _nearest(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Keep one state-year per word, the strongest; several deeds may stand against one word."""
    if by == "deed":
        return found
    return found.unique(["word", "right_pair"], keep="first", maintain_order=True)


def practice_marks(practice: pl.DataFrame) -> pl.DataFrame:
    """Return state-years in which practice is probably below the anchor, as marks."""
    least = weights()["practice"]["least"]
    rows = practice.drop_nulls("below").filter(pl.col("below") >= least)
    return frame([_state_year(row) for row in rows.iter_rows(named=True)])


def _state_year(row: dict[str, Any]) -> dict[str, Any]:
    worst = ""
    if row["worst"] is not None:
        worst = f", that it was rated worst of all {in_percent(row['worst'])}"
    return mark(
        word=f"practice/{row['right']}/{row['year']}",
        by="practice",
        since=float(row["year"]),
        when=row["year"] + 0.5,
        until=row["year"] + 1.0,
        date=str(row["year"]),
        act="practice",
        right=row["right"],
        probability=float(row["below"]),
        low=float(row["below"]),
        high=float(row["below"]),
        voice="estimate",
        document=row["document"],
        told=f"Practice on {right_in_words(row['right'])} in {row['year']}: chance that it was "
        f"worse than the line of frequent violations {in_percent(row['below'])}{worst}",
        source_kind="estimate",
    )


def deed_marks(deeds: pl.DataFrame) -> pl.DataFrame:
    """Return acts on record as marks; one without a readable date is left out."""
    return frame(
        [
            _deed(row, ends)
            for row in deeds.iter_rows(named=True)
            if (ends := span(row["date"], None)) is not None
        ]
    )


def _deed(row: dict[str, Any], ends: tuple[float, float]) -> dict[str, Any]:
    doubt = " (from memory)" if row["seen"] == "from memory" else ""
    return mark(
        word=f"deed/{row['id']}",
        by="deed",
        when=sum(ends) / 2,
        since=ends[0],
        until=ends[1],
        date=row["date"],
        act=row["effect"],
        right=row["right"],
        topics=list(row["topics"] or []),
        voice="deed",
        document=row["authority"] + doubt,
        told=f"{row['what'][:1].upper()}{row['what'][1:]}, {day_in_words(row['date'])}{doubt}",
        source_kind="deed",
    )
