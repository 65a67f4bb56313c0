"""Support becomes attack by rule; strength turns weak rebuttals round."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.arguments.framework import framework, preferred
from rightful.discourse.arguments.support import Link, attacks


def _pairs(links: list[Link], strength: dict[str, float | None] | None = None) -> set[str]:
    names = sorted({one for link in links for one in (link.source, link.target)})
    return {one.source + one.target for one in attacks(names, links, strength)}


def test_who_makes_another_true_attacks_what_it_attacks_and_falls_with_it() -> None:
    links = [Link("a", "b", "deductive"), Link("b", "c", "rebut"), Link("d", "b", "rebut")]
    assert _pairs(links) == {"bc", "db", "ac", "da"}


def test_who_needs_another_falls_with_it_and_attacks_with_it() -> None:
    links = [Link("a", "b", "necessary"), Link("c", "a", "rebut"), Link("a", "d", "rebut")]
    assert _pairs(links) == {"ca", "cb", "ad", "bd"}


def test_support_runs_along_chains_and_stops_where_a_link_is_not_there() -> None:
    links = [
        Link("a", "b", "deductive"),
        Link("b", "c", "deductive"),
        Link("c", "x", "undercut"),
    ]
    assert _pairs(links) == {"cx", "bx", "ax"}
    assert {one.source for one in attacks("acx", links)} == {"c"}
    through = {one.source: one.through for one in attacks("abcx", links)}
    assert through == {"c": (), "b": ("c",), "a": ("c",)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=9
    )
)
def test_needed_and_making_true_are_each_others_converse(
    rows: list[tuple[str, str, bool]],
) -> None:
    one = [Link(x, y, "rebut" if attack else "necessary") for x, y, attack in rows]
    other = [Link(x, y, "rebut") if attack else Link(y, x, "deductive") for x, y, attack in rows]
    assert {(a.source, a.target) for a in attacks("abcdef", one)} == {
        (a.source, a.target) for a in attacks("abcdef", other)
    }
    # No position holds an argument without what it needs, where what it needs is defeated by it.
    for position in preferred(
        framework("abcdef", [(a.source, a.target) for a in attacks("abcdef", one)])
    ):
        for x, y, attack in rows:
            if attack:
                assert not {x, y} <= position


def test_a_weak_rebuttal_is_turned_round_an_undercut_and_an_unknown_strength_are_not() -> None:
    rebuts = [Link("weak", "strong", "rebut")]
    names = ["weak", "strong"]
    strength: dict[str, float | None] = {"weak": 0.4, "strong": 0.9}

    def direction(links: list[Link], weights: dict[str, float | None] | None) -> list[str]:
        return [one.source for one in attacks(names, links, weights)]

    assert direction(rebuts, None) == ["weak"]
    assert direction(rebuts, strength) == ["strong"]
    assert direction([Link("weak", "strong", "undercut")], strength) == ["weak"]
    assert direction(rebuts, {"weak": None, "strong": 0.9}) == ["weak"]
    assert direction(rebuts, {"weak": 0.9, "strong": 0.9}) == ["weak"]


def test_another_kind_of_link_is_refused() -> None:
    with pytest.raises(DataError, match="undermine"):
        Link("a", "b", "undermine")
