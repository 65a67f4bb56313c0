"""The engine against nested loops, on made-up words of many acts, rights, days and matters."""

from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.core.statement import AUDIENCE
from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.pairing import pairs
from rightful.discourse.contradictions.rules import Pattern, patterns_of
from rightful.discourse.contradictions.words import GENERAL, words

ACTS = ("deny_fact", "deny_norm", "recognize", "shame", "promise", "report_measure")
KINDED = (("concede", "admission"), ("claim_sovereignty", "shield"))
BY_WORDS = list(patterns_of("word_word"))


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    many = draw(st.integers(0, 12))
    rows = []
    for number in range(many):
        act, kind = draw(st.sampled_from([*((act, None) for act in ACTS), *KINDED]))
        year = draw(st.integers(1990, 2015))
        other = draw(st.booleans()) and act == "shame"
        rows.append(
            row(
                f"s{draw(st.integers(0, 8))}-{number}",
                act,
                kind=kind,
                ccode=2 if other else 811,
                target=811 if other else None,
                year=year,
                date=str(year),
                forum=draw(st.sampled_from(["general_debate", "upr_dialogue", "domestic"])),
                rights=draw(st.sampled_from([[], ["torture"], ["speech"], ["torture", "speech"]])),
                articles=draw(st.sampled_from([[], ["ICCPR:7"], ["CAT"], ["ICCPR:19"]])),
                topics=draw(st.sampled_from([[], ["torture"], ["press", "torture"], ["press"]])),
                probability=draw(st.sampled_from([0.5, 0.9, 1.0])),
            )
        )
    return coded(*rows)


def _treaties(word: dict[str, Any]) -> set[str]:
    return {place.split(":")[0] for place in word["articles"]}


def _fits(one: dict[str, Any], two: dict[str, Any], pattern: Pattern) -> bool:
    generals = [one["right"], two["right"]].count(GENERAL)
    same = one["right"] == two["right"]
    one_topics, two_topics = set(one["topics"]), set(two["topics"])
    common = one_topics & two_topics
    narrow = bool(common - {one["right"]}) and 5 * len(common) >= 3 * len(one_topics | two_topics)
    meets = {
        "same": same,
        "same_named": same and not generals,
        "topic": same and not generals and (narrow or bool(_treaties(one) & _treaties(two))),
        "matter": (same and not generals)
        or bool(set(one["topics"]) & set(two["topics"]) - {"torture"}),
        "narrow": bool(common - {"torture"}),
        "any": same or generals == 1,
        "general": same or one["right"] == GENERAL,
    }[pattern.match]
    order = {
        "any": True,
        "first_earlier": one["until"] <= two["since"],
        "second_earlier": two["until"] <= one["since"],
    }[pattern.order]
    forum = {
        "any": True,
        "review": one["forum"] == "upr_dialogue",
        "not_review": one["forum"] != "upr_dialogue",
        "other_forum": one["forum"] != two["forum"],
        "other_audience": AUDIENCE[one["forum"]] != AUDIENCE[two["forum"]],
    }[pattern.forum]
    apart = max(0.0, two["since"] - one["until"], one["since"] - two["until"])
    near = apart <= pattern.window
    return bool(meets and order and forum and near and one["statement"] != two["statement"])


def _done_between(
    one: dict[str, Any], two: dict[str, Any], every: list[dict[str, Any]], act: str
) -> bool:
    return any(
        each["by"] == "self"
        and each["act"] == act
        and each["right"] == one["right"]
        and one["when"] <= each["when"] <= two["when"]
        and (set(each["topics"]) & set(one["topics"]) or _treaties(each) & _treaties(one))
        for each in every
    )


def _brute(every: list[dict[str, Any]], pattern: Pattern) -> set[tuple[str, str]]:
    return {
        (one["word"], two["word"])
        for one, two in product(every, every)
        if one["by"] == pattern.first_by
        and two["by"] == pattern.second_by
        and one["act"] in pattern.first
        and two["act"] in pattern.second
        and min(one["probability"], two["probability"]) >= pattern.surest
        and _fits(one, two, pattern)
        and not (pattern.unless and _done_between(one, two, every, pattern.unless))
    }


@settings(max_examples=12, deadline=None)
@given(frames())
def test_the_engine_finds_what_nested_loops_find(frame: pl.DataFrame) -> None:
    marks = of_words(words(frame, 811))
    every = list(marks.iter_rows(named=True))
    for pattern in BY_WORDS:
        found = pairs(marks, pattern, most=None)
        told = list(found.select("word", "word_2").iter_rows())
        assert len(told) == len(set(told))
        assert set(told) == _brute(every, pattern)
        assert found["score"].is_between(0, 1).all()


def test_a_pattern_may_ask_the_coder_to_be_sure() -> None:
    """What the coder takes for a defence at even odds is mostly an explanation."""
    pattern = next(one for one in patterns_of("word_word") if one.id == "accepted_justified")
    assert pattern.surest == 0.8

    def told(sure: float) -> int:
        answer = recommendation("r1", "accepted")
        defence = row("a", "justify", probability=sure)
        return pairs(of_words(words(coded(answer, defence), 811)), pattern).height

    assert [told(0.79), told(0.8)] == [0, 1]


@settings(max_examples=2, deadline=None)
@given(frames(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(frame: pl.DataFrame, chance: Any) -> None:
    order = list(range(frame.height))
    chance.shuffle(order)
    for pattern in BY_WORDS:
        one = pairs(of_words(words(frame, 811)), pattern)
        two = pairs(of_words(words(frame[order], 811)), pattern)
        assert one.equals(two)


def test_thinning_keeps_the_strongest_partner_of_every_side() -> None:
    rows = [row(f"d{n}", "deny_fact", date=f"200{n}", probability=0.5 + n / 20) for n in range(9)]
    rows += [
        row(f"c{n}", "concede", kind="admission", date=f"200{n}", probability=0.9) for n in range(9)
    ]
    marks = of_words(words(coded(*rows), 811))
    pattern = next(one for one in BY_WORDS if one.id == "conceded_then_denied")
    whole, thin = pairs(marks, pattern, most=None), pairs(marks, pattern)
    assert 0 < thin.height < whole.height
    for side in ("word", "word_2"):
        best = whole.group_by(side).agg(pl.col("score").max()).sort(side)
        kept = thin.group_by(side).agg(pl.col("score").max()).sort(side)
        assert set(kept[side]) <= set(best[side])
    assert thin["score"].max() == pytest.approx(whole["score"].max())


def _found(pattern: str, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    marks = of_words(words(coded(*rows), 811))
    one = next(each for each in BY_WORDS if each.id == pattern)
    return list(pairs(marks, one).select("statement", "statement_2").iter_rows())


def test_two_acts_of_one_passage_are_not_set_against_each_other() -> None:
    both = (row("a", "recognize"), row("a", "deny_norm"))
    assert _found("recognized_denied_norm", *both) == []
    other = row("b", "deny_norm", date="2012-05", year=2012)
    assert _found("recognized_denied_norm", *both, other) == [("a", "b")]


def test_a_promise_repeated_counts_only_where_nothing_was_reported_between() -> None:
    again = [
        row("a", "promise", date="2010-05", topics=["press"]),
        row("b", "promise", date="2014-01", topics=["press"]),
    ]
    assert _found("promise_repeated", *again) == [("a", "b")]
    elsewhere = row("c", "report_measure", date="2012-01", topics=["evictions"])
    after = row("c", "report_measure", date="2015-01", topics=["press"])
    assert _found("promise_repeated", *again, elsewhere) == [("a", "b")]
    assert _found("promise_repeated", *again, after) == [("a", "b")]
    done = row("c", "report_measure", date="2012-01", topics=["press"])
    assert _found("promise_repeated", *again, done) == []


def test_what_was_advised_and_not_accepted_must_be_the_same_matter() -> None:
    advice = row("a", "recommend", addressee=2, rights=["speech"], topics=["press"])

    def noted(*topics: str) -> dict[str, Any]:
        return recommendation("r", "noted", rights=["speech"], topics=list(topics))

    assert len(_found("recommends_noted", advice, noted("press"))) == 1
    assert _found("recommends_noted", advice, noted("press", "evictions")) == []
    assert _found("recommends_noted", advice, noted()) == []
    # A topic that is but the right's own name narrows nothing down.
    own = row("a", "recommend", addressee=2, topics=["torture"])
    assert _found("recommends_noted", own, recommendation("r", "noted", topics=["torture"])) == []
