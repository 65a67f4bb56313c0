"""Ranks are taken inside each joint draw; moves are set against the other states."""

from __future__ import annotations

import numpy as np
import pytest

from rightful.measures.rank import move, percentiles, summarize

RNG = np.random.default_rng(3)


def test_summary_agrees_with_numpy() -> None:
    draws = RNG.normal(size=(400, 5)).astype(np.float32)
    summary = summarize(draws)
    assert summary.mean == pytest.approx(draws.mean(axis=0), abs=1e-5)
    assert summary.low == pytest.approx(np.quantile(draws, 0.05, axis=0))
    assert (summary.low < summary.mean).all()
    assert (summary.mean < summary.high).all()


def test_percentiles_count_the_other_states_that_do_worse() -> None:
    draws = np.tile(np.array([3.0, 1.0, 2.0, 9.0], dtype=np.float32), (10, 1))
    year = np.array([2000, 2000, 2000, 2001], dtype=np.int32)
    share = percentiles(draws, year)
    assert share.mean[:3].tolist() == [100.0, 0.0, 50.0]
    assert np.isnan(share.mean[3])


def test_the_interval_of_a_percentile_carries_what_states_share() -> None:
    # A shock common to all states moves levels, never ranks.
    level = RNG.normal(size=(100, 1)) + np.array([[0.0, 5.0, 10.0]])
    share = percentiles(level.astype(np.float32), np.full(3, 2000, dtype=np.int32))
    assert (share.high - share.low).tolist() == [0.0, 0.0, 0.0]


def test_the_world_leaves_the_state_out() -> None:
    ccode = np.array([1, 1, 2, 2, 3], dtype=np.int32)
    year = np.array([2000, 2010, 2000, 2010, 2010], dtype=np.int32)
    draws = np.array([[0.0, 4.0, 1.0, 2.0, 99.0]], dtype=np.float32)
    moved = move(draws, ccode, year, 1, 2000, 2010)
    assert moved is not None
    assert (moved.own[0], moved.world[0], moved.beyond[0]) == (4.0, 1.0, 3.0)


def test_no_move_without_both_years_or_without_others() -> None:
    ccode = np.array([1, 1, 2], dtype=np.int32)
    year = np.array([2000, 2010, 2000], dtype=np.int32)
    draws = np.zeros((4, 3), dtype=np.float32)
    assert move(draws, ccode, year, 2, 2000, 2010) is None
    assert move(draws, ccode, year, 1, 2000, 2010) is None
