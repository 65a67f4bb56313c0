"""Word against law: only while it binds, and what weakens it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, row

from rightful.core.errors import DataError
from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting
from rightful.discourse.contradictions.word_law import LAW, word_law
from rightful.discourse.contradictions.words import words


def law(**given: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "instrument": "CAT",
        "article": "2",
        "right": "torture",
        "status": "article",
        "since": date(1992, 11, 14),
        "until": None,
        "known_until": date(2023, 2, 21),
        "reserved": False,
        "non_derogable": True,
        "document": "made-up register",
        "rank": 0,
    }
    return usual | given


def found(word: dict[str, Any], *laws: dict[str, Any]) -> list[Contradiction]:
    frame = pl.DataFrame(laws, schema=LAW, orient="row")
    return word_law(of_words(words(coded(word), 811)), frame, Setting())


def test_a_denied_norm_is_set_against_the_article_that_binds() -> None:
    one = found(row("a", "deny_norm"), law())[0]
    assert [side.kind_of_source for side in one.sides] == ["statement", "register"]
    assert one.sides[1].date == "1992-11-14"
    assert "article 2 of the CAT" in one.sides[1].paraphrase
    assert 0.5 < one.strength <= one.high <= 1


@pytest.mark.parametrize(
    "no",
    [
        {"since": date(2015, 1, 1)},
        {"until": date(2013, 1, 1)},
        {"known_until": date(2013, 1, 1)},
        {"right": "speech"},
        {"status": "refused"},
    ],
)
def test_no_pair_where_no_article_on_the_right_binds(no: dict[str, Any]) -> None:
    assert found(row("a", "deny_norm"), law(**no)) == []


def test_the_first_of_several_articles_speaks_for_all() -> None:
    several = (law(instrument="ICCPR", article="7", rank=3), law(), law(article="16", rank=9))
    one = found(row("a", "deny_norm"), *several)
    assert [each.sides[1].source for each in one] == ["article/CAT:2/1992-11-14"]


def test_a_reservation_and_a_matter_aside_weaken() -> None:
    plain = found(row("a", "deny_norm"), law())[0]
    reserved = found(row("a", "deny_norm"), law(reserved=True))[0]
    assert reserved.strength < plain.strength
    assert "reservation to article 2" in reserved.innocent_reading
    aside = found(row("a", "deny_norm", topics=["corporal_punishment"]), law())[0]
    assert aside.strength < plain.strength
    assert "corporal punishment" in aside.innocent_reading


def test_asking_others_to_join_what_one_has_not_joined() -> None:
    asks = row("a", "recommend", addressee=2, rights=[], articles=["OPCAT"])
    outside = law(instrument="OPCAT", article=None, status="not_party", since=date(2006, 6, 22))
    one = found(asks, outside)[0]
    assert one.pattern == "recommends_not_party"
    soon = found(asks, {**outside, "until": date(2015, 6, 1)})[0]
    assert soon.strength < one.strength
    assert "within 1 year" in soon.innocent_reading
    assert found(row("a", "recommend", addressee=2, articles=["ICCPR"]), outside) == []


def test_law_that_cannot_be_read_is_refused() -> None:
    marks = of_words(words(coded(row("a", "deny_norm")), 811))
    frame = pl.DataFrame([law()], schema=LAW, orient="row")
    with pytest.raises(DataError, match="lacks until"):
        word_law(marks, frame.drop("until"), Setting())
    with pytest.raises(DataError, match="no status"):
        word_law(marks, frame.with_columns(status=pl.lit("maybe")), Setting())
