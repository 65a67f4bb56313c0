"""Runs of words as numbers: each text's n-grams hashed, so that a corpus is compared by sorting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import UsageError
from rightful.discourse.diffusion.phrases import STOP_WORDS, WORD_PATTERN

LENGTHS: Final = (5, 8)
# An n-gram says something of its own only with so many words that are no stop words.
FEWEST_CONTENT: Final = 3
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of texts in order of text and place.

    Attributes
    ----------
    hash
        64-bit hash of each n-gram; two of a million n-grams collide with a chance of 3e-8.
    text
        Row of the text that each stands in.
    place
        Number of its first word in ``words``.
    words
        All words of all texts, in order.
    """

    hash: NDArray[np.uint64]
    text: NDArray[np.int64]
    place: NDArray[np.int64]
    words: pl.Series
    length: int

    def said(self, place: int, length: int | None = None) -> str:
        """Return the words from a place on."""
        return " ".join(self.words[place : place + (length or self.length)].to_list())


def grams(plain: pl.Series, length: int) -> Grams:
    """Return the n-grams of texts (as ``phrases.plain_text`` makes them) that say something.

    Raises
    ------
    UsageError
        When ``length`` is out of range.
    """
    if not LENGTHS[0] <= length <= LENGTHS[1]:
        raise UsageError(f"echoes of {length} words", allowed=f"{LENGTHS[0]} to {LENGTHS[1]} words")
    tokens = (
        plain.alias("word")
        .to_frame()
        .with_row_index("text")
        .with_columns(pl.col("word").str.extract_all(WORD_PATTERN))
        .explode("word")
        .drop_nulls("word")
    )
    words, text = tokens["word"], tokens["text"].to_numpy().astype(np.int64)
    count = max(len(words) - length + 1, 0)
    number = words.hash(seed=1).to_numpy().astype(np.uint64)
    content = np.concatenate([[0], np.cumsum(_content(words))])
    mixed = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for step in range(length):
            mixed = (mixed ^ number[step : step + count]) * _MULTIPLIER
            mixed ^= (mixed >> np.uint64(31)) * _MIX
    whole = text[:count] == text[length - 1 :][:count]
    telling = (content[length:] - content[:-length])[:count] >= FEWEST_CONTENT
    place = np.flatnonzero(whole & telling)
    return Grams(mixed[place], text[place], place, words, length)


def _content(words: pl.Series) -> NDArray[np.bool_]:
    plain = ~words.is_in(sorted(STOP_WORDS)) & words.str.contains(r"\p{L}{3,}")
    return plain.to_numpy().astype(bool)
