"""Parts of the tests of power and time: means of series, too few events, a condition in a word."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests import _contract as contract
from rightful.estimation.paper_tests._answer import answers
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._drift import ONLY
from rightful.estimation.paper_tests._series import mean_where, slope
from rightful.estimation.paper_tests.regime_lag import with_strength
from rightful.estimation.paper_tests.sender_ties import TABLES, at_risk
from rightful.estimation.paper_tests.sponsor import declines, yearly
from rightful.estimation.paper_tests.withdrawal import with_shift


def test_the_mean_of_chosen_years_is_theirs_alone() -> None:
    rng = np.random.default_rng(1)
    chosen = np.arange(40) % 5 < 3
    values = np.where(chosen, 2.0, -7.0) + 0.1 * rng.normal(size=40)
    mean, error = mean_where(chosen, values)
    assert mean == pytest.approx(values[chosen].mean())
    # Without autocorrelation the error is near that of any mean.
    assert error == pytest.approx(values[chosen].std() / np.sqrt(chosen.sum()), rel=0.5)


def test_a_slope_is_least_squares() -> None:
    on = np.linspace(0.0, 9.0, 30) ** 2
    values = 3 - 0.2 * on + np.random.default_rng(2).normal(size=30)
    assert slope(on, values)[0] == pytest.approx(np.polyfit(on, values, 1)[0])


def test_errors_of_a_mean_know_that_years_go_together() -> None:
    noise = np.random.default_rng(3).normal(size=400)
    slow = np.convolve(noise, np.ones(6), "valid")[:384]
    chosen = np.arange(384) % 64 < 40
    naive = slow[chosen].std() / np.sqrt(chosen.sum())
    assert mean_where(chosen, slow)[1] > 1.5 * naive


@pytest.mark.parametrize("tie", [0.0, 0.5, 0.8])
def test_a_trend_of_fifty_years_that_is_none_is_seldom_clear(tie: float) -> None:
    rng = np.random.default_rng(4)
    series = rng.normal(size=(200, 110))
    for year in range(1, 110):
        series[:, year] += tie * series[:, year - 1]
    found = [slope(np.arange(50) / 10, one[60:]) for one in series]
    risen = np.mean([estimate / error > 2.01 for estimate, error in found])
    assert risen <= 0.09, "2.5 % where the tie is known; with 8 lags alone it would be up to 16 %"


def test_nothing_is_estimated_from_a_handful_of_withdrawals() -> None:
    made = contract.test("withdrawal").example(0.1, 3)
    few = pl.when(pl.int_range(pl.len()) % 500 == 0).then(1.0).otherwise(0.0)
    frame = made.frame.with_columns(left_treaty=few)
    treaties, organizations = answers("withdrawal", Material(frame, {}))
    assert treaties.verdict == "cannot tell"
    assert treaties.estimate is None
    assert "10 are asked for" in treaties.unanswered[0]
    assert organizations.estimate is not None


def test_a_shift_is_of_the_share_and_either_way() -> None:
    frame = pl.DataFrame(
        {
            "ccode": [2] * 6 + [20] * 6,
            "year": [*range(2000, 2006)] * 2,
            "log_gdp": [float(np.log(size)) for size in (*[1.0] * 5, 3.0, *[1.0] * 6)],
        }
    )
    told = with_shift(frame).filter(pl.col("year") == 2005)
    assert told["change"].to_list() == pytest.approx([np.log(1.5), np.log(0.5)])
    assert told["shift"].to_list() == pytest.approx([np.log(1.5), np.log(2.0)])


def test_strength_is_of_the_region_s_others_ten_years_ago() -> None:
    frame = pl.DataFrame(
        {
            "ccode": [2, 20, 70, 200] * 2,
            "year": [1990] * 4 + [2000] * 4,
            "region": [1, 1, 1, 2] * 2,
            "core_share": [0.1, 0.2, 0.3, 0.9, *[0.5] * 4],
        }
    )
    told = with_strength(frame).filter(pl.col("year") == 2000)["strength"].to_list()
    assert told == [pytest.approx(0.25), pytest.approx(0.2), pytest.approx(0.15), None]


def test_a_decline_is_a_share_below_that_of_five_years_before() -> None:
    size = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 2.0]
    frame = pl.DataFrame(
        {
            "ccode": [2] * 7 + [20] * 7,
            "year": [*range(2000, 2007)] * 2,
            "log_gdp": [float(np.log(one)) for one in (*size, *[1.0] * 7)],
        }
    )
    assert declines(frame).rows() == [(2005, True), (2006, False)]


def test_a_state_that_enters_is_nobody_s_decline() -> None:
    years = [*range(2000, 2006)]
    frame = pl.DataFrame(
        {
            "ccode": [2] * 6 + [20] * 6 + [70],
            "year": [*years, *years, 2005],
            "log_gdp": [float(np.log(one)) for one in (*[1.0] * 5, 1.2, *[1.0] * 6, 9.0)],
        }
    )
    assert declines(frame).rows() == [(2005, False)]
    told = with_shift(frame).filter(pl.col("year") == 2005)["change"].to_list()
    assert told[:2] == pytest.approx([np.log(1.2 / 1.1), np.log(1 / 1.1)])
    assert told[2] is None


def test_the_year_s_effect_is_free_of_who_is_there() -> None:
    # State 20 is better by 5 and comes late; without its effect the mean would jump.
    years = np.array([2000, 2001, 2002, 2003, 2002, 2003])
    ccode = np.array([2, 2, 2, 2, 20, 20])
    draws = 0.1 * (years - 2000) + np.where(ccode == 20, 5.0, 0.0)
    one = Posterior(
        ccode.astype(np.int32), years.astype(np.int32), draws[None, :].astype(np.float32), "p"
    )
    assert np.diff(yearly(one)["value"].to_numpy()) == pytest.approx([0.1, 0.1, 0.1], abs=1e-5)


def test_pairs_at_risk_are_of_violators_not_yet_under_a_sanction() -> None:
    made = contract.test("sender_ties").example(0.1, 3)
    told = made.tables["rights_sanctions"].with_columns(
        in_force=(pl.col("ccode") % 7 == 0).cast(pl.Float64)
    )
    rows, rate = at_risk(
        Material(made.frame, {}, tables={**made.tables, TABLES[0]: told}), "practice"
    )
    assert not (rows["ccode"] % 7 == 0).any()
    assert rows["imposed"].mean() == pytest.approx(1.0)
    assert 0.05 < rate < 0.3
    before = made.frame.select(
        "ccode", pl.col("year") + 1, was="practice", mid=pl.col("practice").median().over("year")
    )
    both = rows.join(before, on=["ccode", "year"])
    assert (both["was"] == both["practice"]).all()
    assert (both["was"] < both["mid"] + 0.5).all()


def test_calendar_time_is_named_where_it_alone_parts_the_cells() -> None:
    one = contract.test("time_and_organizations")
    made = one.example(0.8, 3)
    (ask,) = one.asks
    rows = one.cells(ask, made).rows
    strict = pl.col("measure").str.contains("drift")
    unclear = rows.with_columns(
        p=pl.when(strict & pl.col("year_effects")).then(0.5).otherwise(pl.col("p"))
    )
    assert one.weighed(ask, rows).condition == ""
    told = one.weighed(ask, unclear)
    assert told.verdict == "holds conditionally"
    assert told.condition == ONLY
