"""Jumps at a label: a planted one is found; a bend, noise or an old difference is none."""

from __future__ import annotations

import numpy as np
import pytest

from rightful.discourse.diffusion.labels import at_label, jump, placebo_cuts

CUT = 2.75


def _scale(seed: int, states: int = 150, years: int = 6):
    random = np.random.default_rng(seed)
    state = np.repeat(np.arange(states), years)
    running = np.repeat(random.integers(2, 15, states) / 2, years)
    return random, state, running


def test_a_planted_jump_is_found_and_its_interval_holds_it() -> None:
    random, state, running = _scale(1)
    outcome = 0.3 * running + 2.0 * (running > CUT) + random.normal(0, 0.5, running.size)
    found = jump(running, outcome, state, CUT)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 2.0 < found.high
    assert found.low > 0
    assert found.points == (3, 3)
    before = 0.3 * running + random.normal(0, 0.5, running.size)
    told = at_label("aid", "the label", running, outcome, before, state, CUT)
    assert told.verdict == "yes"


def test_a_straight_or_bent_line_is_told_as_a_jump_in_at_most_one_case_of_twenty() -> None:
    told = 0
    for seed in range(100):
        random, state, running = _scale(seed)
        curve = 0.1 * (running - 4) ** 2  # bends, and does not jump
        outcome = curve + random.normal(0, 0.5, running.size)
        found = jump(running, outcome, state, CUT)
        assert found.low is not None
        assert found.high is not None
        told += found.low > 0 or found.high < 0
    assert told <= 8


def test_a_bend_that_a_line_would_take_for_a_jump_is_none() -> None:
    _, state, running = _scale(2)
    outcome = np.where(running > CUT, (running - CUT) ** 2, 0.0)
    plain = jump(running, outcome, state, CUT, bend=0.0)
    honest = jump(running, outcome, state, CUT)
    assert plain.high is not None
    assert plain.high < 0  # the line is sure, and wrong
    assert honest.low is not None
    assert honest.high is not None
    assert honest.low <= 0 <= honest.high
    assert honest.bend == pytest.approx(2.0)


def test_a_difference_of_old_and_one_at_other_cuts_are_not_the_labels() -> None:
    random, state, running = _scale(3)
    outcome = 2.0 * (running > CUT) + random.normal(0, 0.3, running.size)
    old = at_label("aid", "the label", running, outcome, outcome, state, CUT)
    assert (old.verdict, "before" in old.why) == ("cannot tell", True)
    steps = outcome + 2.0 * (running > 4.25)
    before = random.normal(0, 0.3, running.size)
    other = at_label("aid", "the label", running, steps, before, state, CUT)
    assert other.verdict == "cannot tell"
    assert "no cut" in other.why


def test_too_few_values_or_states_tell_nothing() -> None:
    _, state, running = _scale(4, states=10)
    assert jump(running, running, state, CUT).estimate is None
    two = np.repeat([2.0, 3.0], 60)
    found = at_label("aid", "the label", two, two, two, np.arange(120), CUT)
    assert (found.verdict, found.estimate) == ("cannot tell", None)
    assert jump(np.array([]), np.array([]), np.array([], dtype=np.int64), CUT).estimate is None


def test_missing_outcomes_are_left_out_and_errors_are_clustered() -> None:
    random, state, running = _scale(5)
    own = random.normal(0, 1, 150)[state]  # the same in all years of a state
    found = jump(running, own, state, CUT, bend=0.0)
    alone = jump(running, own, np.arange(state.size), CUT, bend=0.0)
    assert found.high - found.low > 2 * (alone.high - alone.low)  # type: ignore[operator]
    half = np.where(np.arange(own.size) % 2, np.nan, own)
    assert jump(running, half, state, CUT).n < found.n


def test_placebo_cuts_lie_between_values_and_spare_the_cuts() -> None:
    assert placebo_cuts(np.array([1.0, 1.5, 2.0, 2.5, np.nan]), (1.75,)) == (1.25, 2.25)
