"""Ranking: strongest first, near-identical pairs once, no side everywhere, nothing else lost."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from rightful.discourse.contradictions.rank import ranked
from rightful.discourse.contradictions.types import Contradiction, Side, identity


def side(source: str, document: str = "", act: str = "deny_fact") -> Side:
    return Side(source, document or f"doc {source}", "2014", act, None, "told", None, "statement")


def pair(one: Side, two: Side, strength: float, pattern: str = "p", right: str = "torture"):
    return Contradiction(
        id=identity(811, "word_word", right, (one, two)),
        kind="word_word",
        pattern=pattern,
        right=right,
        rights=(right,),
        sides=(one, two),
        strength=strength,
        low=strength,
        high=strength,
        parts=(),
        reasons=(),
        innocent_reading="",
    )


def test_near_identical_pairs_are_told_once_and_counted() -> None:
    same = [pair(side(f"a{n}", "A"), side(f"b{n}", "B"), 0.5 + n / 100) for n in range(4)]
    found = ranked([*same, pair(side("a9", "A"), side("c", "C"), 0.4)])
    assert [(one.strength, one.similar) for one in found] == [(0.53, 3), (0.4, 0)]


def test_one_statement_on_two_rights_is_told_once_with_both() -> None:
    one, two = side("a"), side("b")
    found = ranked([pair(one, two, 0.5, right="torture"), pair(one, two, 0.4, right="killing")])
    assert [each.rights for each in found] == [("torture", "killing")]


def test_no_side_fills_the_head_of_the_list() -> None:
    loud = side("loud")
    shouted = [pair(loud, side(f"x{n}"), 0.9 - n / 100, f"p{n}") for n in range(6)]
    others = [pair(side(f"y{n}"), side(f"z{n}"), 0.3 - n / 100, "other") for n in range(4)]
    found = ranked([*others, *shouted])
    assert len(found) == 10
    assert sum("loud" in {each.source for each in one.sides} for one in found[:7]) == 3
    assert len(ranked([*others, *shouted], most=4)) == 4


def _of(pattern: str, strength: float, number: int) -> list[Contradiction]:
    return [
        pair(side(f"{pattern}{n}"), side(f"{pattern}{n}b"), strength - n / 1000, pattern)
        for n in range(number)
    ]


def test_no_pattern_fills_ten_places_while_another_fair_pair_is_left() -> None:
    found = ranked([*_of("a", 0.9, 8), *_of("b", 0.5, 4), *_of("c", 0.4, 4), *_of("d", 0.3, 4)])
    patterns = [one.pattern for one in found]
    assert patterns[:10] == ["a"] * 3 + ["b"] * 3 + ["c"] * 3 + ["d"]
    assert patterns[10:14] == ["a"] * 3 + ["b"]
    assert len(found) == 20


def test_a_strong_pair_does_not_wait_for_faint_ones() -> None:
    found = ranked([*_of("a", 0.9, 6), *_of("b", 0.15, 4)])
    assert [one.pattern for one in found] == ["a"] * 6 + ["b"] * 4


def test_treaties_of_one_register_are_told_apart() -> None:
    def treaty(name: str) -> Side:
        day, where = "2022-08-01", "Register"
        return Side(f"register/{name}", where, day, "not_party", None, "told", None, "register")

    asked = [side(f"accepted{n}", "UPR", "accepted") for n in range(2)]
    found = ranked([pair(asked[n], treaty(name), 0.5) for n, name in enumerate(("CAT", "CED"))])
    assert [one.similar for one in found] == [0, 0]


def test_weak_pairs_are_left_out() -> None:
    assert ranked([pair(side("a"), side("b"), 0.001)]) == ()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(6, 12), st.floats(0, 1))), st.integers())
def test_the_order_of_rows_changes_nothing(rows: list[tuple[int, int, float]], seed: int) -> None:
    held = {one.id: one for one in (pair(side(f"a{a}"), side(f"b{b}"), s) for a, b, s in rows)}
    mixed = list(held.values())
    random.Random(seed).shuffle(mixed)
    assert ranked(mixed) == ranked(held.values())


def test_the_identifier_does_not_depend_on_the_order_of_sides() -> None:
    one, two = side("a"), side("b")
    assert identity(2, "k", "r", (one, two)) == identity(2, "k", "r", (two, one))
    assert identity(2, "k", "r", (one, two)) != identity(2, "k", "s", (one, two))
    assert identity(2, "k", "r", (one, two)) != identity(20, "k", "r", (one, two))
