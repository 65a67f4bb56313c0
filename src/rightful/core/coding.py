"""What a passage does: acts of speech, their kinds, and the frame that carries coded acts."""

from __future__ import annotations

from typing import Final

import polars as pl

# Names and order are fixed: they are the columns of every coded table.
SPEECH_ACTS: Final[tuple[str, ...]] = (
    "deny_norm",
    "deny_fact",
    "claim_sovereignty",
    "counter_accuse",
    "evade",
    "concede",
    "promise",
    "recognize",
    "invoke",
    "justify",
    "report_measure",
    "shame",
    "recommend",
    "praise",
    "promote",
    "none",
)
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "claim_sovereignty": ("shield", "general"),
    "concede": ("admission", "step"),
}
ARGUMENTS: Final[tuple[str, ...]] = ("cognitive", "normative")
# How far two coders agree on an act, and so how it may be used.
STANDINGS: Final[tuple[str, ...]] = ("used", "provisional", "dropped")

# One row per statement and act that the coder decided on; ``none`` is a row as well.
ACTS_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "statement": pl.String,
    "act": pl.String,
    "kind": pl.String,
    "probability": pl.Float64,
    "argument": pl.String,
    "target": pl.Int32,
    "rights": pl.List(pl.String),
    "articles": pl.List(pl.String),
    "rule": pl.String,
}
# One row per statement: every act's probability, and whether the coder abstained.
PROBABILITIES_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "statement": pl.String,
    **dict.fromkeys(SPEECH_ACTS, pl.Float64),
    "abstained": pl.Boolean,
    "why": pl.String,
}
# A coded statement without its text: what a fresh clone carries and what the other parts read.
CODED: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
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
    **{name: kind for name, kind in ACTS_SCHEMA.items() if name != "statement"},
}
