"""Extensions against brute force over all subsets, and the textbook's cases."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.arguments.framework import (
    acceptance,
    complete,
    framework,
    grounded,
    is_admissible,
    is_complete,
    is_conflict_free,
    is_stable,
    labels,
    preferred,
    stable,
)

Attacks = set[tuple[str, str]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], Attacks]:
    names = list("abcdefgh")[: draw(st.integers(0, 8))]
    pairs = [(x, y) for x in names for y in names]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []
    return names, set(chosen)


def _subsets(names: list[str]) -> list[frozenset[str]]:
    return [frozenset(c) for n in range(len(names) + 1) for c in combinations(names, n)]


def _free(s: frozenset[str], attacks: Attacks) -> bool:
    return not any((x, y) in attacks for x in s for y in s)


def _defends(s: frozenset[str], one: str, attacks: Attacks) -> bool:
    return all(any((z, x) in attacks for z in s) for x, y in attacks if y == one)


def _brute(names: list[str], attacks: Attacks) -> dict[str, set[frozenset[str]]]:
    """Return every semantics straight from its definition."""
    free = [s for s in _subsets(names) if _free(s, attacks)]
    admissible = [s for s in free if all(_defends(s, x, attacks) for x in s)]
    full = [s for s in admissible if all(x in s for x in names if _defends(s, x, attacks))]
    return {
        "free": set(free),
        "admissible": set(admissible),
        "complete": set(full),
        "grounded": {s for s in full if all(s <= t for t in full)},
        "preferred": {s for s in admissible if not any(s < t for t in admissible)},
        "stable": {
            s for s in free if all(x in s or any((y, x) in attacks for y in s) for x in names)
        },
    }


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_semantics_is_what_its_definition_says(graph: tuple[list[str], Attacks]) -> None:
    names, attacks = graph
    af = framework(names, attacks)
    truth = _brute(names, attacks)
    assert {grounded(af)} == truth["grounded"]
    assert set(preferred(af)) == truth["preferred"]
    assert len(preferred(af)) == len(truth["preferred"])
    assert set(stable(af)) == truth["stable"]
    assert set(complete(af)) == truth["complete"]
    for s in _subsets(names):
        assert is_conflict_free(af, s) == (s in truth["free"])
        assert is_admissible(af, s) == (s in truth["admissible"])
        assert is_complete(af, s) == (s in truth["complete"])
        assert is_stable(af, s) == (s in truth["stable"])
    for name, told in acceptance(af).items():
        assert told.some == any(name in s for s in truth["preferred"])
        assert told.every == all(name in s for s in truth["preferred"])
        assert (told.label == "in") == (name in grounded(af))
        assert (told.label == "out") == any((x, name) in attacks for x in grounded(af))


@pytest.mark.parametrize(
    ("attacks", "ground", "positions"),
    [
        # Reinstatement: c is saved by a.
        ("ab bc", ["ac"], ["ac"]),
        # Nixon diamond.
        ("ab ba", [""], ["a", "b"]),
        # A cycle of three leaves nothing to hold.
        ("ab bc ca", [""], [""]),
        # Floating reinstatement: either way c falls and d stands.
        ("ab ba ac bc cd", [""], ["ad", "bd"]),
        # Who attacks itself can hold nothing and still blocks.
        ("aa ab", [""], [""]),
        # Dung's three: c attacks b, b attacks a.
        ("cb ba", ["ac"], ["ac"]),
    ],
)
def test_textbook_cases(attacks: str, ground: list[str], positions: list[str]) -> None:
    pairs = [(one[0], one[1]) for one in attacks.split()]
    af = framework(sorted({x for pair in pairs for x in pair}), pairs)
    assert [grounded(af)] == [frozenset(one) for one in ground]
    assert preferred(af) == [frozenset(one) for one in positions]


def test_an_odd_cycle_has_no_stable_extension() -> None:
    af = framework("abc", ["ab", "bc", "ca"])  # type: ignore[list-item]
    assert stable(af) == []
    assert set(labels(af).values()) == {"undecided"}


def test_a_few_hundred_arguments_take_a_moment() -> None:
    names = [f"a{at}" for at in range(300)]
    chain = [(names[at], names[at + 1]) for at in range(299)]
    rings = [(names[at + 2], names[at]) for at in range(0, 60, 6)]
    began = time.perf_counter()
    found = preferred(framework(names, chain + rings))
    assert time.perf_counter() - began < 2
    assert found
    assert all(is_admissible(framework(names, chain + rings), one) for one in found)


def test_too_many_positions_are_refused_but_acceptance_still_answers() -> None:
    names = [f"{side}{at}" for at in range(40) for side in "xy"]
    duels = [(f"x{at}", f"y{at}") for at in range(40)]
    af = framework(names, duels + [(y, x) for x, y in duels])
    with pytest.raises(DataError, match="preferred extensions"):
        preferred(af)
    assert all(one.some and not one.every for one in acceptance(af).values())


def test_what_is_no_argument_is_refused() -> None:
    with pytest.raises(DataError, match="no argument"):
        framework(["a"], [("a", "b")])
    with pytest.raises(DataError, match="twice"):
        framework(["a", "a"], [])
    with pytest.raises(DataError, match="no argument"):
        is_admissible(framework(["a"], []), ["z"])


def test_no_arguments_have_one_empty_position() -> None:
    assert preferred(framework([], [])) == [frozenset()]
