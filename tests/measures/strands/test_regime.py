"""World series of the regime: bounds, known answers on made-up worlds, silence where no table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rightful.core.errors import DataError
from rightful.core.measure import WORLD
from rightful.measures.strands import _regime_practice as practice
from rightful.measures.strands import _regime_promises as promises
from rightful.measures.strands._regime_practice import Pairs
from rightful.measures.strands._regime_promises import Held
from rightful.measures.strands.regime import PRACTICE, REGISTER, Regime


def values(record: dict[str, pl.DataFrame], series: str) -> dict[int, float]:
    rows = Regime().fit(record, 1).frame.filter(series=series)
    return dict(rows.select("year", "mean").iter_rows())


def held(bound: np.ndarray, of: int = 9) -> Held:
    names = tuple(f"T{i}" for i in range(bound.shape[1]))
    return Held(2000, np.arange(bound.shape[0]), names, bound, of)


BONDS = arrays(np.bool_, st.tuples(st.integers(2, 30), st.integers(1, 6)))


def test_every_series_is_declared_inside_its_range_and_of_the_world() -> None:
    frame = Regime().fit(Regime().example(), 1).frame
    declared = {one.name: one for one in Regime.gives}
    assert set(frame["series"]) == set(declared) - {"krasner_score"}
    assert set(frame["ccode"]) == {WORLD}
    for series, mean in frame.select("series", "mean").iter_rows():
        one = declared[series]
        assert one.low is None or mean >= one.low - 1e-12
        assert one.high is None or mean <= one.high + 1e-12


def test_the_same_record_gives_the_same_rows_whatever_the_seed() -> None:
    first, second = (Regime().fit(Regime().example(), seed) for seed in (1, 2))
    assert first.frame.equals(second.frame)
    assert first.diagnostics == second.diagnostics


def test_sizes_of_the_made_up_world() -> None:
    record = Regime().example()
    assert values(record, "regime_instruments") == {1976: 2, 1977: 3, 1978: 3}
    assert values(record, "regime_procedures") == {1976: 0, 1977: 1, 1978: 1}
    assert values(record, "regime_bodies") == {1976: 0, 1977: 1, 1978: 1}
    # A quarter of 40 states on each of two covenants, later more on each of three treaties.
    assert values(record, "regime_parties") == {1976: 20, 1977: 60, 1978: 90}
    assert values(record, "regime_share_held")[1978] == 0.75
    assert values(record, "regime_strength")[1976] == pytest.approx(20 / 120)


@pytest.mark.parametrize(
    "absent", [*REGISTER, PRACTICE, "facts/regime_facts", "facts/regime_features"]
)
def test_an_absent_table_takes_its_series_with_it(absent: str) -> None:
    record = Regime().example()
    del record[absent]
    series = set(Regime().fit(record, 1).frame["series"])
    assert series < {one.name for one in Regime.gives}


def test_no_year_after_a_table_falls_silent() -> None:
    record = Regime().example()
    last = pl.date(1977, 12, 31)
    name = pl.col("instrument") == "CAT"
    record["facts/instruments"] = record["facts/instruments"].with_columns(
        pl.when(name).then(last).otherwise("known_until").alias("known_until")
    )
    assert set(values(record, "regime_parties")) == {1976, 1977}
    assert set(values(record, "convergence_norms")) == {1976, 1977, 1978}


def test_a_feature_that_is_not_known_leaves_the_year_without_a_score() -> None:
    record = Regime().example()
    features = record["facts/regime_features"]
    unknown = (pl.col("year") == 1978) & (pl.col("feature") == "norm_makers")
    record["facts/regime_features"] = features.with_columns(
        pl.when(unknown).then(pl.lit("not_known")).otherwise("verdict").alias("verdict")
    )
    assert values(record, "nickel_score") == {1976: 0.5, 1977: 1.0}


@given(BONDS)
def test_convergence_and_distance_lie_in_the_unit_interval(bound: np.ndarray) -> None:
    one = held(bound)
    assert -1e-9 <= promises.convergence(one) <= 1
    assert 0 <= promises.distance(one) <= 1


@given(BONDS)
def test_distance_is_the_share_of_differing_pairs(bound: np.ndarray) -> None:
    n = bound.shape[0]
    pairs = [(i, j) for i in range(n) for j in range(i)]
    found = np.mean([(bound[i] != bound[j]).mean() for i, j in pairs])
    assert promises.distance(held(bound)) == pytest.approx(found)


def test_all_alike_converge_and_two_camps_do_not() -> None:
    assert promises.convergence(held(np.ones((10, 3), dtype=bool))) == 1
    camps = np.repeat([[True], [False]], 5, axis=0) & np.ones((10, 3), dtype=bool)
    assert promises.convergence(held(camps)) == 0


def _pairs(c: np.ndarray, draws: np.ndarray, year: int = 2000) -> Pairs:
    return Pairs(year, np.arange(len(c)), c, draws)


def test_residual_variance_and_correlation_are_those_of_least_squares() -> None:
    rng = np.random.default_rng(3)
    c, y = rng.random(50), rng.normal(size=(4, 50))
    one = _pairs(c, y)
    for d in range(4):
        line = np.polyfit(c, y[d], 1)
        rest = y[d] - np.polyval(line, c)
        assert practice.residual_variance(one)[d] == pytest.approx((rest**2).sum() / 48)
        assert practice.correlation(one)[d] == pytest.approx(np.corrcoef(c, y[d])[0, 1])
    assert practice.variance(one) == pytest.approx(y.var(axis=1, ddof=1))


@settings(deadline=None)
@given(st.floats(-0.5, 0.5), st.integers(0, 50))
def test_trend_finds_a_slope_and_its_sign(slope: float, seed: int) -> None:
    years = list(range(1970, 2020))
    noise = np.random.default_rng(seed).normal(0, 0.01, (20, 50))
    found = practice.trend(years, slope * np.arange(50) / 10 + noise)
    assert found.slope == pytest.approx(slope, abs=0.01)
    assert found.low <= found.slope <= found.high
    assert (found.falls > 0.5) == (found.slope < 0) or abs(slope) < 0.01


def test_practice_that_grows_regular_is_seen_to() -> None:
    """A world in which commitment pulls practice to itself a little more each year."""
    rng = np.random.default_rng(5)
    c = rng.random(60)
    scatter = rng.normal(size=60)
    years = range(1980, 2000)
    series = [
        practice.residual_variance(
            _pairs(c, c + scatter * (1 - t / 40) + rng.normal(0, 0.02, (8, 60)), year)
        )
        for t, year in enumerate(years)
    ]
    assert practice.trend(list(years), np.stack(series, axis=1)).falls == 1


def test_same_states_are_those_that_stay() -> None:
    early = _pairs(np.linspace(0, 1, 5), np.zeros((2, 5)), 1980)
    late = replace(early, year=1981, ccode=np.array([1, 2, 3, 4, 9]))
    found = practice.same_states([early, late], 1980)
    assert [one.ccode.tolist() for one in found] == [[1, 2, 3, 4]] * 2
    assert found[1].practice.shape == (2, 4)


def test_arrays_and_lists_of_draws_are_read_alike() -> None:
    record = Regime().example()
    listed = Regime().fit(record, 1).frame
    record[PRACTICE] = record[PRACTICE].with_columns(pl.col("draws").cast(pl.Array(pl.Float64, 4)))
    assert Regime().fit(record, 1).frame.equals(listed)


def test_draws_of_unequal_number_are_refused() -> None:
    record = Regime().example()
    first = pl.int_range(pl.len()) == 0
    shorter = pl.when(first).then(pl.col("draws").list.head(2)).otherwise("draws")
    record[PRACTICE] = record[PRACTICE].with_columns(shorter.alias("draws"))
    with pytest.raises(DataError, match="hold 2 to 4 draws"):
        Regime().fit(record, 1)
