"""Promise unmet is joint over draws, null where nothing binds."""

from __future__ import annotations

import numpy as np
import pytest

from rightful.core.errors import DataError
from rightful.measures.decoupling import (
    any_below_anchor,
    below_anchor,
    promise_unmet,
    reference,
    standardized_difference,
)

RNG = np.random.default_rng(7)


def test_below_anchor_is_the_share_of_draws_under_zero() -> None:
    margins = np.array([[-1.0, 1.0], [-2.0, -1.0]], dtype=np.float32)
    assert below_anchor(margins).tolist() == [1.0, 0.5]


def test_the_family_event_is_joint_not_a_product() -> None:
    # The two rights fall below in the same draws: the union must equal each, not exceed it.
    margin = np.array([[-1.0], [1.0]], dtype=np.float32)
    both = np.ones((2, 1), dtype=np.bool_)
    assert any_below_anchor([margin, margin], both).tolist() == [0.5]
    assert any_below_anchor([margin, -margin], both).tolist() == [1.0]


def test_where_nothing_is_counted_the_family_is_null() -> None:
    margin = np.zeros((3, 2), dtype=np.float32)
    counted = np.array([[True, False]])
    assert np.isnan(any_below_anchor([margin], counted)).tolist() == [False, True]


def test_promise_unmet_is_null_where_nothing_binds() -> None:
    result = promise_unmet(np.array([0.0, 0.9]), np.array([False, True]))
    assert np.isnan(result[0])
    assert result[1] == 0.9


def test_the_difference_rises_with_commitment_and_falls_with_practice() -> None:
    practice = RNG.normal(size=(50, 3)).astype(np.float32)
    commitment = np.array([0.0, 0.5, 1.0])
    of_practice = reference(practice.mean(axis=0).astype(np.float64), "three state-years")
    of_commitment = reference(commitment, "three state-years")
    base = standardized_difference(practice, commitment, of_practice, of_commitment)
    more = standardized_difference(practice, commitment + 0.1, of_practice, of_commitment)
    better = standardized_difference(practice + 1, commitment, of_practice, of_commitment)
    assert (more > base).all()
    assert (better < base).all()


def test_no_spread_cannot_be_standardized() -> None:
    with pytest.raises(DataError, match="cannot standardize"):
        reference(np.ones(5), "five equal values")
    with pytest.raises(DataError, match="rows of flags"):
        any_below_anchor([np.zeros((1, 1), dtype=np.float32)], np.ones((2, 1), dtype=np.bool_))
