"""Word against deed: the year's estimate, acts on record, and silence where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.discourse.contradictions.innocent import Background
from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting
from rightful.discourse.contradictions.word_deed import DEEDS, PRACTICE, word_deed
from rightful.discourse.contradictions.word_law import LAW
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


def test_an_act_stands_against_the_articles_that_bound_it() -> None:
    binding: dict[str, Any] = {"instrument": "CAT", "right": "torture", "status": "article"}
    binding |= {"since": date(1992, 11, 14), "until": None, "known_until": date(2023, 2, 21)}
    binding |= {"reserved": False, "non_derogable": True, "document": "register", "rank": 0}
    law = pl.DataFrame(
        [binding | {"article": "11"}, binding | {"article": "2"}], schema=LAW, orient="row"
    )

    def against(when: str) -> list[Contradiction]:
        marks = of_words(words(coded(), 811))
        nothing = pl.DataFrame(schema=PRACTICE)
        deeds = pl.DataFrame([deed(when)], schema=DEEDS, orient="row")
        return word_deed(marks, nothing, deeds, Setting(), law)

    one = against("2014-02-03")
    assert [each.pattern for each in one] == ["breach_article"]
    assert "articles 2 and 11 of the CAT" in one[0].sides[1].paraphrase
    assert one[0].sides[1].source == "article/CAT:2/1992-11-14"
    assert against("1990-02-03") == []


def test_what_is_accepted_while_an_act_against_it_stands() -> None:
    answer = recommendation("r1", "accepted")
    assert [each.pattern for each in found(answer, deeds=[deed("2014-01-04")])] == [
        "accepted_standing"
    ]
    assert found(answer, deeds=[deed("2013-01-04")]) == []


def test_blame_of_others_fades_with_the_government_that_uttered_it() -> None:
    word = row("a", "shame", forum="general_debate", date="1985", year=1985, target=210)
    now = Setting(widespread={("torture", 2020): 0.5})
    gone = pl.DataFrame({"date": ["1991-01-01"], "what": ["another government came"]})
    later = replace(now, background=Background(turnovers=gone))
    fresh, old, over = (
        found(word, [year(1985, 0.9)], setting=each)[0] for each in (Setting(), now, later)
    )
    assert fresh.strength > old.strength > over.strength
    assert "another government came" in over.innocent_reading
    assert "34 years" in old.innocent_reading


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
