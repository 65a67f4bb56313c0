"""The fields of the index, and what an index folder holds.

A text's words are in ``words``, one field for all so that lengths compare: stems of English (and of
a language that cannot be told), other words with a sign before them; so has what we say ourselves
of a statement whose text is not at hand, which weighs less. Whole words are in ``forms`` too, which
serves beginnings of words, and runs of scripts without spaces in ``pairs``. ``row`` carries what a
hit shows, as JSON.
"""

from __future__ import annotations

from typing import Any, Final

from rightful.discourse.search import words
from rightful.discourse.search.engine import engine

WORDS, FORMS, PAIRS = "words", "forms", "pairs"
PLAIN = "="  # before a word of another language than English
CODES, ROW, YEAR, STATE, ADDRESSEE = "codes", "row", "year", "ccode", "addressee"
EXACT: Final[tuple[str, ...]] = ("kind", "forum", "response", "language")


def schema() -> Any:
    """Return the engine's schema."""
    builder = engine().SchemaBuilder()
    builder.add_text_field(WORDS, tokenizer_name=WORDS)
    builder.add_text_field(FORMS, tokenizer_name=FORMS, index_option="basic")
    builder.add_text_field(PAIRS, tokenizer_name=PAIRS)
    for name in (CODES, *EXACT):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (STATE, ADDRESSEE):
        builder.add_integer_field(name, indexed=True)
    builder.add_integer_field(YEAR, indexed=True, fast=True)
    builder.add_bytes_field(ROW, stored=True)
    return builder.build()


def register(index: Any) -> None:
    """Tell an index how its fields become words."""
    index.register_tokenizer(WORDS, words.analyzer(stemmed=True))
    index.register_tokenizer(FORMS, words.analyzer(stemmed=False))
    index.register_tokenizer(PAIRS, words.by_spaces())
