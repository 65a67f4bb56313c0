"""Does an answer take up what was asked? Words of weight that question and answer share."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

# Words are compared by their beginnings; shorter ones carry grammar.
_BEGINNING: Final = 5
_WORD: Final = re.compile(r"[a-z]{5,}")
# Words of every question and answer in a review; sharing them says nothing.
_COMMON: Final = frozenset(
    word[:_BEGINNING]
    for word in [
        "about",
        "after",
        "against",
        "asked",
        "being",
        "concern",
        "country",
        "delegation",
        "during",
        "every",
        "further",
        "government",
        "having",
        "human",
        "information",
        "measures",
        "other",
        "question",
        "regarding",
        "report",
        "response",
        "rights",
        "state",
        "stated",
        "their",
        "there",
        "these",
        "those",
        "where",
        "whether",
        "which",
        "while",
        "would",
        "xself",
        "could",
        "should",
        "taken",
        "number",
    ]
)
# A question of so few words of weight cannot be told from its answer.
_FEWEST: Final = 2


def strays(texts: pl.Series, contexts: pl.Series) -> pl.Series:
    """Return, per row, whether a folded text shares no word of weight with what was said before.

    False wherever nothing was said before, or too little to tell.
    """
    found = [
        bool(context and context.strip()) and _strays(text, context)
        for text, context in zip(texts, contexts, strict=True)
    ]
    return pl.Series("strays", found, dtype=pl.Boolean)


def _strays(text: str, context: str) -> bool:
    asked = _weighty(context)
    return len(asked) >= _FEWEST and not asked & _weighty(text)


def _weighty(text: str) -> set[str]:
    return {word[:_BEGINNING] for word in _WORD.findall(text.lower())} - _COMMON
