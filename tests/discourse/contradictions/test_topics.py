"""Topics: the same row by row and column by column, at the start of words, of any text."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.discourse.contradictions.topics import topics_column, topics_of

PIECES = st.sampled_from(
    ["the press", "Press", "compress", "torture", "\n", "  ", "DEATH PENALTY", "\u202e", "<b>", "é"]
)


def test_stems_begin_a_word() -> None:
    assert topics_of("Torture of journalists") == ("torture", "press")
    assert topics_of("to compress") == ()
    assert topics_of("death\n penalty") == ("death_penalty",)
    assert topics_of(None) == ()
    assert topics_of("x" * 2_000_000 + " torture") == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.none(), st.lists(PIECES).map("".join)), max_size=8))
def test_the_column_says_what_the_rows_say(texts: list[str | None]) -> None:
    column = topics_column(pl.Series("text", texts, dtype=pl.String))
    assert [tuple(each) for each in column.to_list()] == [topics_of(text) for text in texts]
