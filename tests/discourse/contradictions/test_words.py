"""From coded statements to words: dates, rights, answers to recommendations, bad frames."""

from __future__ import annotations

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.core.errors import DataError
from rightful.discourse.contradictions.dates import when
from rightful.discourse.contradictions.words import GENERAL, WORDS, words


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("2014", None, 2014.5),
        ("2014-01", None, 2014 + 0.5 / 12),
        ("2014-07-01", None, 2014.5 + 0.5 / 365.25),
        (None, 1990, 1990.5),
        ("soon", 1990, 1990.5),
        ("２０１４", None, None),
        (None, None, None),
    ],
)
def test_when(date: str | None, year: int | None, expected: float | None) -> None:
    assert when(date, year) == (None if expected is None else pytest.approx(expected))


def test_one_word_an_act_and_right_and_none_of_none() -> None:
    frame = coded(
        row("a", "deny_fact", rights=["torture", "killing"]),
        row("b", "recognize", rights=["unspecified"]),
        row("c", "none"),
        row("d", "shame", ccode=2, target=811),
        row("e", "shame", ccode=2, target=900),
        row("f", "promise", response="pledged", forum="upr_pledge"),
    )
    found = words(frame, 811)
    assert found.schema == WORDS
    told = set(found.select("statement", "by", "act", "right").iter_rows())
    assert told == {
        ("a", "self", "deny_fact", "torture"),
        ("a", "self", "deny_fact", "killing"),
        ("b", "self", "recognize", GENERAL),
        ("d", "other", "shame", "torture"),
        ("f", "self", "pledged", "torture"),
    }


def test_answers_to_recommendations_are_counted_by_right_and_treaty() -> None:
    frame = coded(
        recommendation("r1", "accepted", topics=["press"]),
        recommendation("r2", "accepted", ccode=220, topics=["torture"]),
        recommendation("r3", "accepted", articles=["OPCAT"]),
        recommendation("r4", "noted", rights=["speech"]),
        recommendation("r5", "accepted", addressee=900, target=900),
        recommendation("r6", None),
    )
    every = words(frame, 811)
    assert every.filter(pl.col("act") == "asked")["by"].to_list() == ["other"] * 5
    answers = every.filter(pl.col("by") == "self")
    found = answers.select("act", "right", "count", "articles", "topics", "by", "voice")
    assert sorted(found.iter_rows()) == [
        ("accepted", "torture", 1, ["OPCAT"], [], "self", "aggregate"),
        ("accepted", "torture", 2, [], ["press", "torture"], "self", "aggregate"),
        ("noted", "speech", 1, [], [], "self", "aggregate"),
    ]
    # To the one who recommended it is an act of its own.
    own = words(frame, 210)
    assert set(own["act"]) == {"recommend"}
    assert own.height == 5


def test_frames_that_cannot_be_read_are_refused() -> None:
    frame = coded(row("a", "deny_fact"))
    with pytest.raises(DataError, match="lack forum"):
        words(frame.drop("forum"), 811)
    with pytest.raises(DataError, match="outside"):
        words(frame.with_columns(probability=pl.lit(1.5)), 811)


def test_what_has_no_date_or_no_right_of_ours_is_no_word() -> None:
    frame = coded(
        row("a", "deny_fact", date=None, year=None), row("b", "deny_fact", rights=["happiness"])
    )
    assert words(frame, 811).height == 0


@pytest.mark.parametrize("act", ["deny_norm", "deny_fact", "justify", "promise"])
def test_what_a_reviewer_says_of_the_reviewed_is_not_about_itself(act: str) -> None:
    assert words(coded(row("a", act, addressee=2)), 811).height == 0
    assert words(coded(row("a", act)), 811).height == 1
    assert words(coded(row("a", "shame", addressee=2)), 811)["act"].to_list() == ["shame"]
    line = row("a", "invoke", addressee=2, forum="upr_recommendation")
    assert words(coded(line), 811).height == 0


def test_a_statement_coded_twice_counts_once_whatever_the_order() -> None:
    sure, unsure = row("a", "deny_fact"), row("a", "deny_fact", probability=0.5)
    for frame in (coded(sure, unsure), coded(unsure, sure)):
        assert words(frame, 811)["probability"].to_list() == [0.9]


def test_one_matter_tells_the_right_and_many_rights_blur_the_act() -> None:
    silent = row("a", "deny_fact", rights=[], topics=["elections"])
    assert words(coded(silent), 811)["right"].to_list() == ["self_determination"]
    speech = silent | {"forum": "general_debate"}
    assert words(coded(speech), 811)["right"].to_list() == [GENERAL]
    wide = row("a", "deny_fact", rights=["torture", "killing", "speech"])
    assert set(words(coded(wide), 811)["focus"]) == {0.6}
    asked = recommendation("r", "accepted", rights=["killing"], topics=["death_penalty"])
    assert "killing" not in words(coded(asked), 811)["right"].to_list()


def test_an_act_read_by_hand_takes_the_coders_place() -> None:
    ban = {"rights": [], "topics": ["demonstrations"], "voice": "reported"}
    said = words(coded(row("upr:cambodia-2014:B:53", "none", **ban), row("b", "none")), 811)
    assert said.select("act", "right", "probability").rows() == [
        ("justify", "assembly_association", 0.9)
    ]
    doubted = row("upr:cambodia-2014:B:53", "justify", probability=0.3, **ban)
    assert words(coded(doubted), 811)["probability"].to_list() == [0.9]
    assert words(coded(row("b", "none")), 811).is_empty()


def test_what_was_asked_to_be_considered_is_marked() -> None:
    rows = [
        recommendation("r1", "accepted", topics=["only_consider", "press"]),
        recommendation("r2", "accepted", topics=["press"]),
    ]
    found = words(coded(*rows), 811).filter(pl.col("act") == "accepted")
    assert found["hedged"].to_list() == [0.5]
    assert found["topics"].to_list() == [["press"]]
