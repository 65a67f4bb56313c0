"""Strength: in [0, 1], inside its interval, growing in every part that speaks against a state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.discourse.contradictions.strength import (
    Parts,
    band,
    gravity,
    innocence,
    strength,
    time_decay,
)
from rightful.discourse.contradictions.words import bounds

UNIT = st.floats(0, 1, allow_nan=False)
GROWING = ("base", "voice", "certainty", "right", "topic", "articles", "time", "gravity")


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    low, middle, high = sorted(draw(st.tuples(UNIT, UNIT, UNIT)))
    rest = {name: draw(UNIT) for name in GROWING if name != "certainty"}
    return Parts(
        certainty=middle, certainty_low=low, certainty_high=high, innocence=draw(UNIT), **rest
    )


@given(parts())
def test_strength_lies_in_its_interval_and_in_the_unit(held: Parts) -> None:
    middle, low, high = strength(held)
    assert 0 <= low <= middle <= high <= 1


@given(parts(), st.sampled_from(GROWING), UNIT)
def test_strength_grows_in_every_part_but_innocence(held: Parts, name: str, other: float) -> None:
    more = replace(held, **{name: max(other, getattr(held, name))})
    assert strength(more)[0] >= strength(held)[0]
    explained = replace(held, innocence=max(other, held.innocence))
    assert strength(explained)[0] <= strength(held)[0]


@given(UNIT)
def test_the_interval_of_a_probability_holds_it(probability: float) -> None:
    low, high = bounds(probability)
    assert 0 <= low <= probability <= high <= 1
    assert high > low


def test_bands() -> None:
    assert [band(one) for one in (0.0, 0.19, 0.2, 0.29, 0.3, 1.0)] == [
        "faint",
        "faint",
        "fair",
        "fair",
        "strong",
        "strong",
    ]


def test_known_values() -> None:
    assert time_decay(4, 4) == pytest.approx(0.5)
    assert time_decay(4, 0) == 1
    assert innocence([]) == 0
    assert innocence([0.5, 0.5]) == pytest.approx(0.75)
    assert innocence([0.9, 0.9]) == pytest.approx(0.8)
    assert gravity(True, 1.0) == pytest.approx(1.0)
    assert gravity(False, None) == pytest.approx(0.8)
    sure = Parts(0.8, 1, 0.5, 0.25, 0.75, 0.5, 1, 1, 1, 1, 0.5)
    assert strength(sure) == pytest.approx((0.1, 0.05, 0.15))
