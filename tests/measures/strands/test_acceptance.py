"""Acceptance: recovery from made-up surveys, proxies kept apart, hostile tables refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from rightful.core.errors import DataError
from rightful.core.measure import Estimates
from rightful.measures.strands.acceptance import PROXIES, SURVEYS, Acceptance

MEASURE = Acceptance()
STATES, ITEMS, RESPONDENTS = 60, 4, 1000


def made_up(seed: int) -> tuple[pl.DataFrame, np.ndarray]:
    """Shares of ITEMS items with wave noise, a third of them not asked; the truth per state."""
    rng = np.random.default_rng(seed)
    theta, delta = rng.normal(0.3, 0.8, STATES), rng.normal(0, 0.6, ITEMS)
    rows = []
    for state in range(STATES):
        for item in range(ITEMS):
            if item and rng.random() < 1 / 3:
                continue
            p = expit(theta[state] + delta[item] + rng.normal(0, 0.15))
            share = rng.binomial(RESPONDENTS, p) / RESPONDENTS
            se = np.sqrt(share * (1 - share) / RESPONDENTS)
            rows.append((state + 2, 2000, "4", "made up", f"q{item}", share, RESPONDENTS, se))
    frame = pl.DataFrame(
        rows,
        schema=["ccode", "year", "wave", "survey", "item", "share_accepting", "n", "se"],
        orient="row",
    )
    return frame, np.asarray(expit(theta + delta.mean()))


@pytest.fixture(scope="module")
def fitted() -> tuple[Estimates, np.ndarray]:
    frame, truth = made_up(3)
    return MEASURE.fit({SURVEYS[0]: frame}, seed=1), truth


def test_the_interval_covers_the_truth(fitted: tuple[Estimates, np.ndarray]) -> None:
    estimates, truth = fitted
    frame = estimates.frame.sort("ccode")
    inside = (frame["low"].to_numpy() <= truth) & (truth <= frame["high"].to_numpy())
    # 90 % nominal of 60: fewer than 46 (0.77) has a chance below one in a thousand.
    assert inside.mean() >= 0.77
    assert np.abs(frame["mean"].to_numpy() - truth).mean() < 0.05
    assert (frame["high"] - frame["low"]).mean() < 0.25  # type: ignore[operator]
    assert estimates.diagnostics["acceptance"]["rhat_max"] <= 1.01


def test_same_seed_same_rows() -> None:
    example = MEASURE.example()
    first, again = MEASURE.fit(example, 5).frame, MEASURE.fit(example, 5).frame
    assert first.equals(again)
    assert not first.equals(MEASURE.fit(example, 6).frame)


def test_without_a_survey_nothing_is_said_of_acceptance() -> None:
    record = {need: table for need, table in MEASURE.example().items() if need not in SURVEYS}
    frame = MEASURE.fit(record, 1).frame
    assert set(frame["series"]) == set(PROXIES)
    assert frame["sd"].null_count() == frame.height
    assert MEASURE.fit({}, 1).frame.is_empty()


def test_proxies_do_not_touch_acceptance() -> None:
    example = MEASURE.example()
    with_proxies = MEASURE.fit(example, 1).frame.filter(pl.col("series") == "acceptance")
    alone = MEASURE.fit({SURVEYS[0]: example[SURVEYS[0]]}, 1).frame
    assert with_proxies.equals(alone)


def test_only_surveyed_years_have_rows() -> None:
    frame = MEASURE.fit(MEASURE.example(), 1).frame.filter(pl.col("series") == "acceptance")
    assert set(frame["year"]) == {1995, 2005}


@pytest.mark.parametrize(
    ("column", "value"),
    [("share_accepting", 1.2), ("se", 0.0), ("se", float("nan")), ("n", 0), ("se", None)],
)
def test_what_is_no_share_is_refused(column: str, value: float | None) -> None:
    shares = MEASURE.example()[SURVEYS[0]]
    bad = shares.with_columns(pl.lit(value, dtype=shares.schema[column]).alias(column))
    with pytest.raises(DataError, match="cannot be shares"):
        MEASURE.fit({SURVEYS[0]: bad}, 1)


def test_a_share_twice_is_refused() -> None:
    shares = MEASURE.example()[SURVEYS[0]]
    with pytest.raises(DataError, match="twice"):
        MEASURE.fit({SURVEYS[1]: pl.concat([shares, shares])}, 1)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataError, match="no column se"):
        MEASURE.fit({SURVEYS[0]: MEASURE.example()[SURVEYS[0]].drop("se")}, 1)
