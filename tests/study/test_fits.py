"""A fit says with which published scores it was compared."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.study.fits import _agreement


@pytest.mark.parametrize(
    ("name", "edition"),
    [("own", "LHRS 4.02"), ("lhrs2014", "LHRS 2.04"), ("lhrs2019", "LHRS 3.01")],
)
def test_the_agreement_names_the_scores_and_the_median(name: str, edition: str) -> None:
    estimates = pl.DataFrame(
        {
            "ccode": [2, 2, 20, 20],
            "year": [1999, 2000, 1999, 2000],
            "practice_mean": [0.1, 0.3, 1.0, 1.1],
            "practice_sd": [0.2, 0.2, 0.2, 0.2],
        }
    )
    scores = estimates.rename({"practice_mean": "theta_mean", "practice_sd": "theta_sd"})
    told = _agreement(estimates, scores, name)
    assert next(iter(told.items())) == ("with", edition)
    assert told["median_sd_ratio"] == pytest.approx(1)
    assert "sd_ratio" not in told
