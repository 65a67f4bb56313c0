"""Size and power of verdicts on worlds whose truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from rightful.core.errors import UsageError
from rightful.estimation.design import Design, sample
from rightful.estimation.estimate import estimator
from rightful.estimation.simulator import World, draw_world, power, size, verdicts
from rightful.estimation.weigh import Expectation

pytestmark = pytest.mark.long


def test_a_world_is_a_panel_of_states_that_are_born_and_die():
    drawn = draw_world(World(), seed=1)
    spans: Any = drawn.frame.group_by("ccode").len()["len"].to_numpy()
    assert spans.min() < spans.max() == 35
    assert 0.85 < drawn.joined < 1
    treated = drawn.frame["treated"].to_numpy()
    early = drawn.practice[treated == 0].mean()
    assert drawn.practice[treated == 1].mean() > early + 0.2  # who joins is no accident
    again = draw_world(World(), seed=1)
    assert drawn.frame.equals(again.frame)
    assert np.array_equal(drawn.outcomes["constant"].draws, again.outcomes["constant"].draws)


def test_the_constant_standard_hides_the_drift():
    drawn = draw_world(World(trend=0.05, drift=0.05, draws=200), seed=2)
    year = drawn.frame["year"].to_numpy()
    slope = {
        name: np.polyfit(year, outcome.draws.mean(axis=0) - drawn.practice, 1)[0]
        for name, outcome in drawn.outcomes.items()
    }
    assert slope["changing"] == pytest.approx(0.0, abs=0.003)
    assert slope["constant"] == pytest.approx(-0.05, abs=0.003)


@pytest.mark.parametrize(
    ("sign", "worlds", "world"),
    [
        # Worst case: a trend that both standards show, so that cells without year effects mislead.
        (1, 120, World(drift=0.0)),
        (-1, 60, World()),
    ],
)
def test_in_a_world_without_effect_a_claim_seldom_holds(sign, worlds, world):
    """At most 5 %: were the true rate 5 %, the bound is exceeded with chance below .1 %.

    The bound on the count itself is 5 % of the worlds, which a rate of 2.5 % passes.
    """
    rates = size(world, sign, worlds, seed=20)
    assert sum(rates.shares.values()) == pytest.approx(1.0)
    count = round(rates.shares["holds"] * worlds)
    assert count <= 0.05 * worlds
    assert count <= stats.binom.ppf(0.999, worlds, 0.05)
    assert rates.low["holds"] <= rates.shares["holds"] <= rates.high["holds"]


def test_a_known_effect_is_found():
    """An effect of .3 of the spread between states: power .8 or more (60 worlds)."""
    rates = power(World(effect=0.3), 60, seed=21)
    assert rates.shares["holds"] >= 0.8
    assert rates.shares["does not hold"] == 0
    harm = power(World(effect=-0.3, trend=0.0, drift=0.0), 40, seed=22)
    assert harm.shares["holds"] >= 0.7


def test_harm_against_a_rising_trend_is_told_less_often():
    """Cells without year effects then show the trend: the verdict rightly says less."""
    rates = power(World(effect=-0.3), 40, seed=22)
    assert rates.shares["holds"] < 0.7
    assert rates.shares["does not hold"] == 0


def test_a_claim_of_no_effect_is_found_and_lost():
    none = Expectation("none", 0, margin=0.3)
    assert verdicts(World(), none, 25, seed=23).shares["does not hold"] == 0
    assert verdicts(World(effect=0.8), none, 25, seed=24).shares["does not hold"] >= 0.8


@pytest.mark.parametrize("name", ["two_way", "imputation", "group_time"])
def test_estimators_find_the_effect_of_the_world(name):
    """Mean of 30 worlds within three of its own errors of .5; 95 % intervals cover in 24 or more.

    At a true coverage of 95 % fewer than 25 of 30 has a chance of .3 %.
    """
    told = []
    design = Design("practice", "treated", lag=1, singletons="leave_out")
    for seed in range(30):
        drawn = draw_world(World(effect=0.5, by_regime=0.0), seed=500 + seed)
        told.append(
            estimator(name).estimate(
                sample(drawn.frame, design, drawn.outcomes["changing"]), seed=seed
            )
        )
    estimates = np.array([one.estimate for one in told])
    error = estimates.std(ddof=1) / 30**0.5
    assert abs(estimates.mean() - 0.5) < 3 * error + 0.02
    assert sum(one.low < 0.5 < one.high for one in told) >= 25


def test_progress_is_told():
    heard = []
    verdicts(World(), Expectation("up", 1), 2, 1, told=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]


def test_a_world_too_small_is_refused():
    with pytest.raises(UsageError, match="2 states"):
        World(states=2)
