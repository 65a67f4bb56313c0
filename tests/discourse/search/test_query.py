"""How a typed query is read, and what is said where it cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import UsageError
from rightful.discourse.search.query import (
    EVERYTHING,
    LONGEST,
    MOST_WORDS,
    And,
    Not,
    Or,
    Phrase,
    Word,
    parse,
)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("torture", Word("torture")),
        ("tortur*", Word("tortur", prefix=True)),
        ("a b", And((Word("a"), Word("b")))),
        ("a AND b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a and b", And((Word("a"), Word("and"), Word("b")))),
        ('"rule of law"', Phrase("rule of law")),
        ("“rule of law”~3", Phrase("rule of law", 3)),
        ("«état de droit»", Phrase("état de droit")),
        ("NOT (a OR b)", Not(Or((Word("a"), Word("b"))))),
        ('-"a b"', Not(Phrase("a b"))),
        ("a - b & c", And((Word("a"), Word("b"), Word("c")))),
        ("well-known", Word("well-known")),
        ("*", EVERYTHING),
        ("", EVERYTHING),
        (" \x00\x1b ", EVERYTHING),
        ("人权*", Word("人权", prefix=True)),
    ],
)
def test_a_query_is_read(query: str, asked: object) -> None:
    assert parse(query) == asked


@pytest.mark.parametrize(
    ("query", "place", "what"),
    [
        ("a AND", 6, "at the end"),
        ("(a OR b", 1, "never closed"),
        ("a) b", 2, "closes nothing"),
        ("a OR OR b", 6, "before this OR"),
        ("()", 2, "before this parenthesis"),
        ('a "b c', 3, "quote is never closed"),
        ("tor*ture", 4, "only at the end of a word"),
        ("x t*", 3, "letters before it"),
        ("self-determ*", 1, "single word"),
        ('"tortur* of"', 1, "in a phrase"),
        ('a ""', 3, "no word in this phrase"),
        ("a torture~2", 3, "only after a phrase"),
        ('"a b"~99', 1, "above 50"),
        ("a state:Cambodia", 3, "as a filter"),
        ("!!! ???", 1, "no word"),
        ("(" * 80 + "a", 52, "nested"),
        ("NOT " * 80 + "a", 205, "nested"),
    ],
)
def test_a_mistake_is_shown_where_it_is(query: str, place: int, what: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(query)
    assert what in raised.value.what
    assert raised.value.where is not None
    assert raised.value.where.startswith(f"character {place}:")
    assert "NOT in capitals" in str(raised.value.allowed)


@pytest.mark.parametrize("query", ["x" * 100_000, "a " * 50_000, "(" * 100_000])
def test_a_query_of_a_hundred_kilobytes_is_refused_at_once(query: str) -> None:
    with pytest.raises(UsageError, match=f"at most {LONGEST}"):
        parse(query)


def test_too_many_words_are_refused() -> None:
    assert parse("a " * MOST_WORDS)
    with pytest.raises(UsageError, match="more than"):
        parse("a " * (MOST_WORDS + 1))


@given(st.text(max_size=80) | st.text(alphabet='ab"()*-~ ANDORT1', max_size=40))
def test_any_text_is_read_or_refused_with_reasons(query: str) -> None:
    try:
        parse(query)
    except UsageError as error:
        refused = error
    else:
        return
    assert refused.where
    assert refused.allowed
