from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rightful.core.errors import DataError
from rightful.estimation.combine import rubin, single


def test_one_outcome_is_student_t():
    told = single(2.0, 0.5, 12.0)
    assert told.p == pytest.approx(2 * stats.t.sf(4.0, 12))
    assert (told.low, told.high) == pytest.approx(stats.t.interval(0.95, 12, 2.0, 0.5))


def test_draws_that_agree_collapse_to_one():
    told = rubin(np.full(50, 2.0), np.full(50, 0.25), 12.0)
    assert told == single(2.0, 0.5, 12.0)


def test_total_variance_by_hand():
    told = rubin(np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.3, 0.4]), 40.0)
    assert told.std_error**2 == pytest.approx(0.3 + 4 / 3)
    assert told.between == pytest.approx((4 / 3) / (0.3 + 4 / 3))
    assert told.dof < 2 / told.between**2


def test_intervals_cover_when_the_outcome_is_drawn():
    """Truth 0, sampling sd 1, measurement sd 1, 20 draws: 95 % intervals, 2,000 worlds (4 se)."""
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(2000):
        centre = rng.normal(scale=2**0.5)
        told = rubin(centre + rng.normal(size=20), np.ones(20), 500.0)
        inside += told.low < 0 < told.high
    assert inside / 2000 == pytest.approx(0.95, abs=0.02)


def test_failed_draws_are_passed_over_but_not_all():
    told = rubin(np.array([1.0, np.nan, 2.0]), np.array([0.1, np.nan, 0.1]), 9.0)
    assert told.estimate == 1.5
    with pytest.raises(DataError, match="1 of 2 draws"):
        rubin(np.array([1.0, np.nan]), np.array([0.1, 0.1]), 9.0)


@pytest.mark.parametrize("error", [0.0, float("nan"), float("inf")])
def test_an_error_of_zero_or_none_is_no_certainty(error: float) -> None:
    with pytest.raises(DataError, match="no error can be told"):
        single(1.0, error, 5.0)
