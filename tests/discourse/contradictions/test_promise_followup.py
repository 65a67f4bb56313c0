"""Promise against follow-up: kept, broken, and what the record cannot tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.promise_followup import MOVES, REGISTER, promise_followup
from rightful.discourse.contradictions.types import Found
from rightful.discourse.contradictions.verdict import Setting
from rightful.discourse.contradictions.word_deed import DEEDS, PRACTICE
from rightful.discourse.contradictions.words import words

KNOWN = date(2023, 1, 1)


def act(name: str | None, day: date | None, known: date | None = KNOWN) -> tuple[Any, ...]:
    return ("OPCAT", name, day, known, "made-up register", ["torture"])


def found(
    words_: list[dict[str, Any]],
    register: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    practice: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    moves: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
    deeds: list[tuple[Any, ...]] = (),  # type: ignore[assignment]
) -> Found:
    return promise_followup(
        of_words(words(coded(*words_), 811)),
        pl.DataFrame(list(register), schema=REGISTER, orient="row"),
        pl.DataFrame(list(practice), schema=PRACTICE, orient="row"),
        pl.DataFrame(list(moves), schema=MOVES, orient="row"),
        pl.DataFrame(list(deeds), schema=DEEDS, orient="row"),
        Setting(),
    )


JOIN = row("a", "promise", articles=["OPCAT"])


@pytest.mark.parametrize(
    ("register", "told"),
    [
        ([act("ratification", date(2016, 1, 1))], ("", "kept", "")),
        ([act("ratification", date(2020, 1, 1))], ("", "kept_late", "")),
        ([act(None, None)], ("promise_unratified", "", "")),
        ([act(None, None, date(2017, 1, 1))], ("", "", "cannot_tell")),
        ([act(None, None, None)], ("", "", "cannot_tell")),
    ],
)
def test_a_promise_to_join(register: list[tuple[Any, ...]], told: tuple[str, str, str]) -> None:
    seen = found([JOIN], register)
    assert "".join(one.pattern for one in seen.contradictions) == told[0]
    assert "".join(one.verdict for one in seen.kept) == told[1]
    assert "".join(one.verdict for one in seen.cannot_tell) == told[2]


def test_a_joining_without_a_day_is_no_broken_promise() -> None:
    """A table of parties may know the year alone: then it did join."""
    undated = [act("signature", date(2001, 1, 1)), act("ratification", None)]
    one = found([JOIN], undated)
    assert one.contradictions == ()
    assert {each.verdict for each in one.cannot_tell} == {"cannot_tell"}
    assert all("lacks" in each.why for each in one.cannot_tell)
    assert len(one.cannot_tell) == 2


def test_a_promise_to_join_is_told_under_what_the_treaty_promises() -> None:
    beside = row("a", "promise", articles=["OPCAT"], rights=["culture"])
    one = found([beside], [act(None, None)]).contradictions
    assert [each.right for each in one] == ["torture"]
    many = ("OPCAT", None, None, KNOWN, "made-up register", ["torture", "speech"])
    assert [each.right for each in found([beside], [many]).contradictions] == ["unspecified"]


def test_one_outright_wish_outweighs_those_that_ask_to_consider() -> None:
    mild = {"articles": ["OPCAT"], "topics": ["only_consider"]}
    asked = [recommendation("r1", "accepted", **mild), recommendation("r2", "accepted", **mild)]
    plain = recommendation("r3", "accepted", articles=["OPCAT"])
    weak = found(asked, [act(None, None)]).contradictions[0]
    strong = found([*asked, plain], [act(None, None)]).contradictions[0]
    assert "consider the step" in weak.innocent_reading
    assert "consider the step" not in strong.innocent_reading
    assert weak.strength < strong.strength / 2


def test_who_is_party_already_promises_no_joining() -> None:
    seen = found([JOIN], [act("accession", date(2010, 1, 1))])
    assert seen.contradictions == ()
    assert [one.verdict for one in seen.cannot_tell] == ["cannot_tell"]


def test_an_accepted_recommendation_to_join_weighs_less_than_a_promise() -> None:
    accepted = found([recommendation("r", "accepted", articles=["OPCAT"])], [act(None, None)])
    promised = found([JOIN | {"probability": 1.0}], [act(None, None)])
    assert accepted.contradictions[0].pattern == "accepted_unratified"
    assert accepted.contradictions[0].strength < promised.contradictions[0].high
    assert accepted.contradictions[0].rights == ("torture",)


def test_a_signature_alone_is_a_kind_of_its_own_and_weighs_with_the_wait() -> None:
    strengths = []
    for year in (2004, 2010, 2016):
        one = found([], [act("signature", date(year, 9, 27))]).contradictions[0]
        assert one.kind == "signature_unratified"
        assert [side.date for side in one.sides] == [f"{year}-09-27", "2023-01-01"]
        strengths.append(one.strength)
    assert strengths == sorted(strengths, reverse=True)
    assert found([], [act("signature", date(2020, 1, 1))]).contradictions == ()
    both = [act("signature", date(2004, 1, 1)), act("ratification", date(2006, 1, 1))]
    assert [one.verdict for one in found([], both).kept] == ["kept"]


def practice(below: float | None) -> list[tuple[Any, ...]]:
    return [("torture", 2019, below, below, "made-up baseline")]


MOVED = [("torture", 2014, 0.3, 0.7)]


@pytest.mark.parametrize(
    ("below", "rise", "verdict"),
    [
        (0.9, 0.3, "accepted_practice"),
        (0.9, 0.9, "cannot_tell"),
        (0.2, 0.9, "kept"),
        (0.2, 0.5, "cannot_tell"),
        (None, 0.5, "cannot_tell"),
    ],
)
def test_accepted_recommendations_on_a_right(
    below: float | None, rise: float, verdict: str
) -> None:
    rows = [recommendation(f"r{n}", "accepted") for n in range(3)]
    moves = [("torture", 2014, rise, 1 - rise)]
    seen = found(rows, practice=practice(below), moves=moves)
    told = [
        *(one.pattern for one in seen.contradictions),
        *(one.verdict for one in (*seen.kept, *seen.cannot_tell)),
    ]
    assert told == [verdict]
    sides = [one.sides for one in seen.contradictions]
    sides += [one.sides for one in (*seen.kept, *seen.cannot_tell)]
    assert "3 recommendations" in sides[0][0].paraphrase


def test_to_go_on_or_to_promise_beside_the_matter_weighs_less() -> None:
    asked = recommendation("r1", "accepted")
    going_on = recommendation("r1", "accepted", topics=["only_continue"])
    new, old = (found([one], practice=practice(0.9), moves=MOVED) for one in (asked, going_on))
    assert old.contradictions[0].strength < new.contradictions[0].strength
    assert "go on" in old.contradictions[0].innocent_reading
    told, aside = (
        found([row("a", "promise", topics=topics)], practice=practice(0.9), moves=MOVED)
        for topics in (["torture"], ["ngos"])
    )
    assert aside.contradictions[0].strength < told.contradictions[0].strength


def test_a_promise_that_the_coder_doubts_is_not_called_broken() -> None:
    doubted = found([row("a", "promise", probability=0.7)], practice=practice(0.9), moves=MOVED)
    assert doubted.contradictions == ()
    assert "not sure" in doubted.cannot_tell[0].why


def test_a_promise_on_practice_needs_that_it_is_no_better() -> None:
    word = [row("a", "promise")]
    worse = found(word, practice=practice(0.9), moves=[("torture", 2014, 0.2, 0.8)])
    assert [one.pattern for one in worse.contradictions] == ["promised_practice"]
    better = found(word, practice=practice(0.9), moves=[("torture", 2014, 0.6, 0.4)])
    assert better.contradictions == ()


def test_a_law_is_kept_where_an_act_is_on_record_and_else_cannot_be_told() -> None:
    word = [row("a", "promise", rights=[], topics=["corruption"], date="2009-12", year=2009)]
    law = ("law", "2010-04", "unspecified", ["corruption"], "keeps", "passed a law", "x", "seen")
    assert [one.verdict for one in found(word, deeds=[law]).kept] == ["kept"]
    other = [row("a", "promise", rights=[], topics=["lgbt"], date="2009-12", year=2009)]
    for deeds in ([], [law]):
        seen = found(other, deeds=deeds)
        assert seen.kept == ()
        assert ["asks for a law" in one.why for one in seen.cannot_tell] == [True]
