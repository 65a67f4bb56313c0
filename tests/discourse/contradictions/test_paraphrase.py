"""Paraphrases: our own words from codes alone, in a form that a person can read."""

from __future__ import annotations

import pytest
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.discourse.contradictions import paraphrase
from rightful.discourse.contradictions.paraphrase import day_in_words, said, years_in_words
from rightful.discourse.contradictions.words import words

NAMES = {2: "United States", 210: "Netherlands", 811: "Cambodia"}


def told(*rows: dict[str, object], by: str = "self") -> str:
    found = words(coded(*rows), 811)
    return said(next(one for one in found.iter_rows(named=True) if one["by"] == by), NAMES)


def test_a_statement_in_one_sentence() -> None:
    assert told(row("a", "deny_fact", rights=["fair_trial"], paragraph="96")) == (
        "Denied violations of the right to a fair trial, before the Universal Periodic Review "
        "in January 2014 (para. 96)"
    )
    assert told(row("a", "shame", ccode=2, target=811), by="other").startswith(
        "United States blamed Cambodia for violations of freedom from torture, "
    )
    assert told(recommendation("r", "accepted")) == (
        "Accepted 1 recommendation on freedom from torture, in the Universal Periodic Review "
        "in January 2014"
    )
    speech = row("a", "shame", target=2, forum="general_debate", date="1987")
    assert told(speech).startswith("Blamed others, with United States named, over freedom")


def test_a_sentence_written_by_hand_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paraphrase, "hand_made", lambda: {"a": "Told the review a made-up thing"})
    assert told(row("a", "deny_fact")) == "Told the review a made-up thing"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2014", "in 2014"),
        ("2014-01", "in January 2014"),
        ("2014-01-04", "on 4 January 2014"),
        ("2014-13", "in 2014"),
        ("²-³", "in ²"),
    ],
)
def test_days(date: str, expected: str) -> None:
    assert day_in_words(date) == expected


def test_years() -> None:
    assert [years_in_words(gap) for gap in (0.1, 1.2, 2.6)] == ["1 year", "1 year", "3 years"]
