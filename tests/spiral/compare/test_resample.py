"""Shares, differences and slopes with states resampled whole, against what is known of them."""

import numpy as np
import pytest
from tests.spiral.compare.made_up import ends, spelled

from rightful.spiral.compare.resample import difference, share, slope, slopes, too_few, wilson

RUNS = 100


def _clustered(seed, states=25, years=15, chance=0.3):
    """Hits whose chance differs by state."""
    rng = np.random.default_rng(seed)
    state = np.repeat(np.arange(states, dtype=np.int32), years)
    own = rng.beta(chance * 3, (1 - chance) * 3, states)
    return rng.random(state.size) < own[state], state


def test_a_share_is_hits_over_tries():
    hit, state = _clustered(1)
    tried = np.arange(hit.size) % 2 == 0
    found = share(hit, tried, state, "few")
    assert found.value == pytest.approx(hit[tried].mean())
    assert (found.states, found.state_years) == (25, tried.sum())


def test_the_interval_of_a_share_holds_it_as_often_as_it_says():
    inside = 0
    for seed in range(RUNS):
        hit, state = _clustered(seed)
        found = share(hit, np.full(hit.size, True), state, "few")
        low, high = ends(found)
        inside += low <= 0.3 <= high
    # States drawn one year at a time would hold it in some 60 of 100.
    assert inside >= 88


def test_no_hit_at_all_leaves_wilsons_interval():
    state = np.repeat(np.arange(12, dtype=np.int32), 5)
    none = np.zeros(60, dtype=bool)
    found = share(none, ~none, state, "few")
    assert (found.value, found.low) == (0.0, 0.0)
    # Wilson (1927): z^2 / (n + z^2).
    assert found.high == pytest.approx(1.959964**2 / (60 + 1.959964**2))


def test_wilsons_interval_is_the_published_one():
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, method 3.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_difference_of_shares_and_its_nulls():
    goes_with = 0
    for seed in range(RUNS):
        hit, state = _clustered(seed)
        group = spelled(25, 15, np.random.default_rng(seed + 1000)) == 1
        found = difference((hit, group), (hit, ~group), state, "few")
        assert found.value == pytest.approx(hit[group].mean() - hit[~group].mean())
        goes_with += ends(found)[0] > 0
    assert goes_with <= 10


def test_a_difference_needs_states_on_both_sides():
    hit, state = _clustered(3)
    group = state < 5
    found = difference((hit, group), (hit, ~group), state, "few")
    assert found.value is None
    assert found.why == "few: 5 states on one side, 20 on the other"


def test_slopes_are_least_squares_and_the_mean_over_draws():
    rng = np.random.default_rng(4)
    state = np.repeat(np.arange(20, dtype=np.int32), 10)
    x, more = rng.normal(size=(3, 200)), rng.normal(size=200)
    y = 0.5 * x + more + rng.normal(size=(3, 200))
    y[:, 7], more[9] = np.nan, np.nan
    found = slopes(y, [x, more, np.ones(200)], state)
    kept = np.delete(np.arange(200), [7, 9])
    by_hand = [
        np.linalg.lstsq(
            np.column_stack([x[d, kept], more[kept], np.ones(kept.size)]), y[d, kept], rcond=None
        )[0]
        for d in range(3)
    ]
    assert found.value == pytest.approx(np.mean(by_hand, axis=0), rel=1e-6)
    assert (found.n, found.states) == (198, 20)


def test_the_spread_holds_the_doubt_of_the_measurement():
    rng = np.random.default_rng(5)
    state = np.repeat(np.arange(40, dtype=np.int32), 10)
    x = rng.normal(size=400)
    y = np.stack([x * push + 0.1 * rng.normal(size=400) for push in np.linspace(0, 1, 20)])
    found = slope(slopes(y, [x, np.ones(400)], state))
    # Draws that differ by a slope of 0 to 1 leave an interval nearly as wide.
    low, high = ends(found)
    assert high - low > 0.85


def test_a_regressor_that_the_others_explain_tells_nothing():
    rng = np.random.default_rng(6)
    state = np.repeat(np.arange(20, dtype=np.int32), 10)
    x = rng.normal(size=200)
    found = slope(slopes(rng.normal(size=200), [x, 2 * x, np.ones(200)], state))
    assert found.value is None
    assert found.why == "nothing varies that could tell"


def test_too_few_is_said_of_the_thinner_side():
    state = np.repeat(np.arange(10, dtype=np.int32), 10)
    on = state < 4
    assert too_few(on, ~on, state, 40, 4) == ""
    assert too_few(on, ~on, state, 41, 4).startswith("40 state-years in 4 states against 60 in 6")
    assert too_few(on, ~on, state, 40, 5) != ""
