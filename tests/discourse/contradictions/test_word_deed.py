"""Word against deed: the year's estimate, acts on record, and silence where nothing is known."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, row

from rightful.discourse.contradictions.innocent import Background
from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting
from rightful.discourse.contradictions.word_deed import DEEDS, PRACTICE, word_deed
from rightful.discourse.contradictions.words import words


def found(
    word: dict[str, Any],
    practice: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    deeds: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    setting: Setting | None = None,
) -> list[Contradiction]:
    return word_deed(
        of_words(words(coded(word), 811)),
        pl.DataFrame(list(practice), schema=PRACTICE, orient="row"),
        pl.DataFrame(list(deeds), schema=DEEDS, orient="row"),
        setting or Setting(),
    )


def year(when: int, below: float | None, right: str = "torture") -> tuple[Any, ...]:
    return (right, when, below, below, "made-up baseline")


def test_a_denial_against_the_estimate_of_its_year() -> None:
    one = found(row("a", "deny_fact"), [year(2014, 0.9), year(2013, 0.99)])
    assert [each.sides[1].source for each in one] == ["practice/torture/2014"]
    assert one[0].sides[1].probability == pytest.approx(0.9)
    near = found(row("a", "deny_fact"), [year(2013, 0.9)])
    assert near[0].strength < one[0].strength


@pytest.mark.parametrize(
    "practice",
    [[], [year(2014, None)], [year(2014, 0.59)], [year(2012, 0.99)], [year(2014, 0.9, "speech")]],
)
def test_no_estimate_no_pair(practice: list[tuple[Any, ...]]) -> None:
    assert found(row("a", "deny_fact"), practice) == []


def test_strength_grows_with_the_probability() -> None:
    strengths = [found(row("a", "deny_fact"), [year(2014, p)])[0].strength for p in (0.6, 0.8, 1.0)]
    assert strengths == sorted(set(strengths))


def test_a_matter_that_the_estimate_does_not_count_gives_no_pair() -> None:
    word = row("a", "deny_fact", topics=["corporal_punishment"])
    assert found(word, [year(2014, 0.9)]) == []


def test_what_was_said_from_a_seat_without_the_country() -> None:
    seats = pl.DataFrame(
        {"first_year": [2013], "last_year": [2014], "holder": ["An exile"], "why": ["A coup"]}
    )
    exiled = Setting(background=Background(seats=seats))
    plain = found(row("a", "deny_fact"), [year(2014, 0.9)])[0]
    away = found(row("a", "deny_fact"), [year(2014, 0.9)], setting=exiled)[0]
    assert away.strength < plain.strength / 2
    assert "An exile" in away.innocent_reading


def deed(date: str, effect: str = "breach") -> tuple[Any, ...]:
    return (
        "made-up",
        date,
        "torture",
        [],
        effect,
        "shut a prison's doors",
        "a record",
        "from memory",
    )


def test_an_act_after_the_word_and_none_before_it() -> None:
    avowed = row("a", "promise")
    one = found(avowed, deeds=[deed("2015-03-01")])[0]
    assert one.pattern == "avowed_event"
    assert one.sides[1].paraphrase == "Shut a prison's doors, on 1 March 2015 (from memory)"
    assert found(avowed, deeds=[deed("2013-12-31")]) == []
    # In the same month the order is not known, so nothing is said of it.
    assert found(avowed, deeds=[deed("2014-01-04")]) == []
    assert found(avowed, deeds=[deed("2015-03-01", "keeps")]) == []
    assert found(avowed, deeds=[deed("some day")]) == []
