"""Agreement is blind to the scale of ours, and sees level, order and spread."""

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError
from rightful.measures.agreement import agreement

RNG = np.random.default_rng(4)


def _scores(theta: np.ndarray) -> pl.DataFrame:
    state, year = (axis.ravel() for axis in np.mgrid[0:20, 1990:2000])
    return pl.DataFrame({"ccode": state, "year": year, "theta_mean": theta, "theta_sd": 0.2})


def _ours(mean: np.ndarray, sd: float) -> pl.DataFrame:
    return _scores(mean).select("ccode", "year", practice_mean="theta_mean", practice_sd=pl.lit(sd))


def test_another_scale_is_no_disagreement() -> None:
    theta = RNG.standard_normal(200)
    found = agreement(_ours(3.0 * theta + 1.0, 0.6), _scores(theta))
    assert found["r"] == found["within_state_r"] == 1.0
    assert found["year_mean_rmse"] == 0.0
    assert found["sd_ratio"] == pytest.approx(1.0)


def test_a_drift_over_the_years_is_seen() -> None:
    level = np.repeat(RNG.standard_normal(20), 10)
    drift = np.tile(np.linspace(0, 1, 10), 20)
    found = agreement(_ours(level + drift, 0.2), _scores(level))
    assert found["year_mean_rmse"] > 0.2
    assert found["within_state_r"] < found["r"]


def test_what_only_one_has_is_counted() -> None:
    theta = RNG.standard_normal(200)
    ours, theirs = _ours(theta, 0.2).head(190), _scores(theta).tail(195)
    found = agreement(ours, theirs)
    assert (found["shared_state_years"], found["only_ours"], found["only_theirs"]) == (185, 5, 10)
    with pytest.raises(DataError, match="in both"):
        agreement(ours.head(2), theirs)
