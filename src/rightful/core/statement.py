"""What a government said: one row per passage, with where and when it was said, and to whom."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.variable import Variable

# Where things are said, and whether the text is the speaker's own words or a summary by others.
FORUMS: Final[dict[str, str]] = {
    "general_debate": "United Nations General Debate",
    "upr_dialogue": "Universal Periodic Review: report of the Working Group",
    "upr_recommendation": "Universal Periodic Review: recommendation",
    "upr_pledge": "Universal Periodic Review: voluntary pledge",
    "upr_document": "Universal Periodic Review: the state's own report or addendum",
    "assembly_vote": "General Assembly: recorded vote",
    "security_council": "Security Council",
    "country_report": "Report of one state on another",
    "domestic": "At home: parliament, court, press",
    "treaty_body": "Treaty body",
    "other": "Elsewhere",
}
# Who hears: the same words before two audiences weigh more than the same words twice.
AUDIENCE: Final[dict[str, str]] = {
    forum: "domestic" if forum == "domestic" else "foreign" for forum in FORUMS
}
VOICES: Final[tuple[str, ...]] = ("direct", "reported", "vote")
RESPONSES: Final[tuple[str, ...]] = ("accepted", "noted", "pledged")

STATEMENT_VARIABLES: Final[tuple[Variable, ...]] = (
    Variable("statement", "Identifier of the statement: corpus, document, place", "key"),
    Variable("date", "Day, month or year, as far as it is known", "text", note="2014-01-28."),
    Variable("forum", "Where it was said", "text", values=dict(enumerate(FORUMS))),
    Variable("document", "Symbol or name of the document", "text"),
    Variable("paragraph", "Paragraph, passage or page in the document", "text"),
    Variable(
        "addressee",
        "Correlates of War code of the state spoken to",
        "integer",
        low=2,
        high=990,
        note="Null where nobody or everybody is addressed.",
    ),
    Variable(
        "voice",
        "The speaker's words, a summary by others, or a vote",
        "text",
        values=dict(enumerate(VOICES)),
    ),
    Variable("answers", "Statement that this one answers", "text"),
    Variable(
        "response",
        "Answer to a recommendation; pledged where the state offers it itself",
        "text",
        values=dict(enumerate(RESPONSES)),
        note="Noted is not the same as rejected: in the first cycle it also stands for silence.",
    ),
    Variable("tags", "The publisher's own tags, comma-joined", "text"),
    Variable("language", "ISO 639-1 code of the language of the text", "text"),
    Variable("text", "The passage; null where only its code is at hand", "text"),
)
# Columns of a frame of statements wherever parts hand one over.
STATEMENTS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "statement": pl.String,
    "ccode": pl.Int32,
    "year": pl.Int32,
    "date": pl.String,
    "forum": pl.String,
    "document": pl.String,
    "paragraph": pl.String,
    "addressee": pl.Int32,
    "voice": pl.String,
    "answers": pl.String,
    "response": pl.String,
    "tags": pl.String,
    "language": pl.String,
    "text": pl.String,
}
