"""The whole search on made-up states: one that keeps its word, one that does not, any other."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.core.statement import FORUMS
from rightful.discourse.contradictions.search import Facts, search
from rightful.discourse.contradictions.types import KINDS as FOUND_KINDS
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.word_deed import PRACTICE
from rightful.discourse.contradictions.word_law import LAW

HOSTILE = "<script>alert(1)</script>\x1b[2J\u202e"


def law() -> pl.DataFrame:
    since, known = date(1992, 11, 14), date(2023, 1, 1)
    rows = [
        ("CAT", "2", "torture", "article", since, None, known, False, True, "register", 0),
        ("ICCPR", "19", "speech", "article", since, None, known, False, False, "register", 1),
    ]
    return pl.DataFrame(rows, schema=LAW, orient="row")


def facts(below: float) -> Facts:
    rows = [("torture", year, below, below, "baseline") for year in range(2000, 2020)]
    return Facts(law=law(), practice=pl.DataFrame(rows, schema=PRACTICE, orient="row"))


def test_nothing_is_found_where_nothing_conflicts() -> None:
    clean = coded(
        row("a", "recognize"),
        row("b", "report_measure", date="2015-01"),
        row("c", "concede", kind="admission", date="2010-01"),
        row("d", "promote", forum="general_debate", date="2012"),
        row("e", "praise", target=2),
        recommendation("r", "accepted"),
    )
    assert search(clean, 811, facts(0.05)).contradictions == ()
    assert search(coded(), 811, Facts()).contradictions == ()


def test_a_state_that_does_not_keep_its_word() -> None:
    torn = coded(
        row("a", "recognize", date="2010-05"),
        row("b", "deny_norm"),
        row("c", "deny_fact", date="2012"),
        row("d", "concede", kind="admission", date="2008-02"),
        row("e", "shame", target=2, forum="general_debate", date="2013"),
        row("f", "shame", ccode=2, target=811, date="2012-05"),
    )
    found = search(torn, 811, facts(0.95)).contradictions
    assert {one.kind for one in found} >= {"word_word", "word_law", "word_deed"}
    assert {one.pattern for one in found} >= {
        "recognized_denied_norm",
        "conceded_then_denied",
        "deny_norm_article",
        "denied_practice",
        "denied_reported",
        "shames_practice",
    }
    assert [one.strength for one in found[:5]] == sorted(
        (one.strength for one in found[:5]), reverse=True
    )
    only = search(torn, 811, facts(0.95), right="speech").contradictions
    assert only == ()


@st.composite
def any_words(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for number in range(draw(st.integers(0, 15))):
        act = draw(st.sampled_from(SPEECH_ACTS))
        other = draw(st.booleans())
        year = draw(st.integers(1970, 2020))
        rows.append(
            row(
                f"s{number}{draw(st.sampled_from(['', HOSTILE]))}",
                act,
                kind=draw(st.sampled_from(KINDS[act])) if act in KINDS else None,
                ccode=2 if other else 811,
                target=draw(st.sampled_from([None, 811, 2])),
                addressee=draw(st.sampled_from([None, 811])),
                year=year,
                date=draw(st.sampled_from([str(year), f"{year}-03", f"{year}-03-09", HOSTILE])),
                forum=draw(st.sampled_from(list(FORUMS))),
                response=draw(st.sampled_from([None, "accepted", "noted", "pledged"])),
                document=draw(st.sampled_from(["A/1", HOSTILE])),
                rights=draw(st.sampled_from([[], ["torture"], ["torture", "speech"], [HOSTILE]])),
                articles=draw(st.sampled_from([[], ["CAT:2"], ["OPCAT"], [HOSTILE]])),
                topics=draw(st.sampled_from([[], ["press"], [HOSTILE]])),
                probability=draw(st.floats(0, 1)),
            )
        )
    return coded(*rows)


def _sound(one: Contradiction) -> None:
    assert one.kind in FOUND_KINDS
    assert len(one.sides) >= 2
    assert len({side.source for side in one.sides[:2]}) == 2
    assert all(side.source and side.date and side.paraphrase for side in one.sides)
    assert 0 <= one.low <= one.strength <= one.high <= 1
    assert one.reasons
    assert one.innocent_reading


@settings(max_examples=5, deadline=None)
@given(any_words(), st.randoms(use_true_random=False))
def test_any_words_give_sound_pairs_in_any_order(frame: pl.DataFrame, chance: Any) -> None:
    found = search(frame, 811, facts(0.9))
    for one in found.contradictions:
        _sound(one)
    assert len({one.id for one in found.contradictions}) == len(found.contradictions)
    order = list(range(frame.height))
    chance.shuffle(order)
    assert search(frame[order], 811, facts(0.9)) == found
