"""Alpha and AC1 against published examples, and against definitions computed pair by pair."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError, UsageError
from rightful.discourse.reliability.alpha import (
    LEVELS,
    alpha,
    alpha_with_interval,
    gwet_ac1,
    raw_agreement,
    standing,
)

NO = np.nan
# Krippendorff 2011, examples A (two observers, two values), B (five values), C (four observers).
TWO_VALUES = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], float)
FIVE_VALUES = np.array(["abcde".index(v) for v in "aabbdcccedda" + "babbbcccedd" + "d"], float)
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
)


@pytest.mark.parametrize(
    ("codes", "level", "published"),
    [
        (TWO_VALUES, "nominal", 0.095),
        (FIVE_VALUES.reshape(2, 12), "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
    ],
)
def test_alpha_of_the_published_examples(codes, level, published) -> None:
    assert alpha(codes, level) == pytest.approx(published, abs=5e-4)


def _by_pairs(codes: np.ndarray, level: str) -> float:
    """Alpha from its definition: mean distance of pairs within units over that of all pairs."""
    units = [unit[~np.isnan(unit)] for unit in codes.T]
    units = [unit for unit in units if len(unit) > 1]
    every = np.concatenate(units) if units else np.array([])
    if len(every) < 2:
        return float("nan")

    def apart(one: float, other: float) -> float:
        if level == "nominal":
            return float(one != other)
        if level == "interval":
            return (one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = ((every >= low) & (every <= high)).sum()
        ends = ((every == low).sum() + (every == high).sum()) / 2
        return (between - ends) ** 2 if low != high else 0.0

    observed = sum(
        sum(apart(x, y) for x, y in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(every)
    expected = sum(apart(x, y) for x, y in permutations(every, 2))
    expected /= len(every) * (len(every) - 1)
    return 1 - observed / expected if expected else float("nan")


@st.composite
def _codes(draw) -> np.ndarray:
    coders, units = draw(st.integers(2, 4)), draw(st.integers(1, 7))
    value = st.sampled_from([0.0, 1.0, 2.0, 5.0, NO])
    row = st.lists(value, min_size=units, max_size=units)
    return np.array(draw(st.lists(row, min_size=coders, max_size=coders)))


@settings(max_examples=150, deadline=None)
@given(_codes(), st.sampled_from(LEVELS))
def test_alpha_is_its_definition(codes, level) -> None:
    assert alpha(codes, level) == pytest.approx(_by_pairs(codes, level), nan_ok=True, abs=1e-9)


def test_the_interval_is_seeded_holds_the_estimate_and_narrows() -> None:
    random = np.random.default_rng(3)
    truth = random.random(60) < 0.3
    codes = np.array([np.where(random.random(60) < 0.1, ~truth, truth) for _ in range(2)], float)
    one = alpha_with_interval(codes, seed=1)
    assert one == alpha_with_interval(codes, seed=1)
    assert one != alpha_with_interval(codes, seed=2)
    assert one.low < one.estimate < one.high
    assert one.units == 60
    many = alpha_with_interval(np.tile(codes, 9), seed=1)
    assert many.high - many.low < 0.5 * (one.high - one.low)


def test_the_interval_covers_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)

    def sample(units: int) -> np.ndarray:
        truth = random.random(units) < 0.3
        flips = random.random((2, units)) < 0.12
        return np.where(flips, ~truth, truth).astype(float)

    real = alpha(sample(200_000))
    found = [alpha_with_interval(sample(150), seed=i, draws=200) for i in range(120)]
    inside = np.mean([each.low <= real <= each.high for each in found])
    assert 0.87 <= inside <= 0.99


@pytest.mark.parametrize("codes", [np.ones((2, 5)), np.full((2, 5), NO), np.zeros((2, 0))])
def test_what_cannot_be_computed_is_no_number(codes) -> None:
    found = alpha_with_interval(codes, seed=1)
    assert np.isnan([found.estimate, found.low, found.high]).all()
    assert standing(found.estimate) == "dropped"


def test_ac1_of_the_published_example() -> None:
    """Gwet 2002/2008: 118 both yes, 5 and 2 split, none both no: kappa below 0, AC1 .941."""
    codes = np.array([[1] * 123 + [0] * 2, [1] * 118 + [0] * 5 + [1] * 2], float)
    assert gwet_ac1(codes, 2) == pytest.approx(0.9408, abs=5e-5)
    assert alpha(codes) < 0


@settings(max_examples=100, deadline=None)
@given(_codes())
def test_ac1_is_its_definition(codes) -> None:
    units = [unit[~np.isnan(unit)] for unit in codes.T]
    pairs = [u for u in units if len(u) > 1]
    found = gwet_ac1(codes, 4)
    if not pairs:
        assert np.isnan(found)
        return
    agreed = np.mean([np.mean([x == y for x, y in permutations(unit, 2)]) for unit in pairs])
    assert raw_agreement(codes) == pytest.approx(agreed)
    shares = [np.mean([np.mean(u == v) for u in units if len(u)]) for v in (0, 1, 2, 5)]
    chance = sum(share * (1 - share) for share in shares) / 3
    assert found == pytest.approx((agreed - chance) / (1 - chance))


def test_standing_by_the_thresholds() -> None:
    named = [standing(value) for value in (1, 0.80, 0.799, 0.667, 0.666, -1)]
    assert named == ["used", "used", "provisional", "provisional", "dropped", "dropped"]


def test_what_is_refused() -> None:
    with pytest.raises(DataError, match="coders by units"):
        alpha(np.zeros(3))
    with pytest.raises(UsageError, match="ratio"):
        alpha(TWO_VALUES, "ratio")
    with pytest.raises(UsageError, match="cannot hold"):
        gwet_ac1(FOUR_OBSERVERS, 3)
