"""Terms as typed: any case and number are found, nothing that is typed becomes a pattern."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import UsageError
from rightful.discourse.diffusion.phrases import (
    LONGEST,
    STOP_WORDS,
    phrase,
    plain_column,
    plain_text,
    root,
)


def _found(term: str, text: str) -> int:
    frame = pl.DataFrame({"text": [text]}).select(plain_column(pl.col("text")))
    return int(frame["text"].str.count_matches(phrase(term).pattern)[0])


@pytest.mark.parametrize(
    ("term", "text", "times"),
    [
        ("human security", "HUMAN SECURITY and human\nsecurities", 2),
        ("human security", "inhuman security", 0),
        ("human security", "security of the human", 0),
        ("human security", "human, security", 0),
        ("double standards", "a double standard; “double-standards”", 2),
        ("non-interference", "noninterference, non interference, non-interference", 3),
        ("democracies", "Democracy’s democracies", 2),
        ("torture", "tortured and torturing; tortures", 3),
        ('"good governance"', "good governance", 1),
        ("state's", "states", 0),
        ("réformes", "Reforme, réforme", 2),
        ("права человека", "Права Человека!", 1),
        ("人权", "尊重人权原则", 1),
        ("حقوق الإنسان", "عن حقوق الإنسان", 1),
        ("मानव अधिकार", "सभी मानव अधिकार हैं", 1),
        ("a.*b(human)+[", "a b human", 1),
        ("law", "lawn lawyer outlaw", 0),
        ("G7", "the G7 met", 1),
        ("responsibility to protect", "Responsibility  to protect", 1),
    ],
)
def test_a_term_is_found_where_it_stands(term: str, text: str, times: int) -> None:
    assert _found(term, text) == times


@pytest.mark.parametrize(
    "term", ["", "   ", "\x00\x1b", '"""', ".*", "the", "of the", "x" * (LONGEST + 1),
             "word " * 13, "(?i)" * 3000, "\ud800"],
)  # fmt: skip
def test_what_cannot_spread_is_refused(term: str) -> None:
    with pytest.raises(UsageError):
        phrase(term)


@given(st.text(max_size=60))
def test_any_term_is_refused_or_matches_itself(term: str) -> None:
    try:
        read = phrase(term)
    except UsageError:
        return
    words = " ".join(read.words)
    assert _found(term, f"... {words} ...") >= 1
    assert _found(term, "") == 0


@given(st.text(max_size=80))
def test_columns_and_texts_become_plain_alike(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    column = pl.DataFrame({"text": [clean]}).select(plain_column(pl.col("text")))["text"][0]
    assert column == plain_text(clean)


@given(st.sampled_from(["right", "duty", "state", "law", "process", "crisis", "status", "box"]))
def test_the_root_of_a_plural_is_that_of_its_word(word: str) -> None:
    plural = {"duty": "duties", "process": "processes", "box": "boxes"}.get(word, word + "s")
    if word not in ("crisis", "status"):
        assert root(plural) == root(word)
    assert root(root(word)) == root(word)


def test_stop_words_are_plain() -> None:
    assert all(word == plain_text(word) for word in STOP_WORDS)
