"""Political opportunity: recovery, exact paths, what is missing stays missing, hostile tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as File

import numpy as np
import polars as pl
import pytest
from tests.record import published

from rightful.core.errors import DataError
from rightful.core.measure import Estimates
from rightful.measures.strands import _calibrated_scores
from rightful.measures.strands._calibrated_scores import Scores, calibrated_scores
from rightful.measures.strands._mobilization import bound_by_law, mobilization
from rightful.measures.strands._opportunity_items import (
    NHRI,
    PRACTICE,
    OpportunityItem,
    opportunity_items,
    read_items,
)
from rightful.measures.strands._opportunity_ratings import DimensionRatings, dimension_ratings
from rightful.measures.strands._path_sampler import Chains, Path, sample_path
from rightful.measures.strands.opportunity import (
    Opportunity,
    dimension_scores,
    fit_opportunity,
    opportunity_index,
)

MEASURE = Opportunity()
ALLIES = tuple(item for item in opportunity_items() if item.dimension == "allies")


@pytest.fixture(scope="module")
def fitted() -> Estimates:
    return MEASURE.fit(MEASURE.example(), seed=1)


def made_up(seed: int, states: int = 30, years: int = 12) -> tuple[DimensionRatings, np.ndarray]:
    """Four items of four categories rated by the model itself; the truth in order of rows."""
    rng = np.random.default_rng(seed)
    walk = 0.25 * rng.standard_t(8, (states, years))
    walk[:, 0] = rng.standard_normal(states)
    theta = walk.cumsum(axis=1).ravel()
    items = tuple(replace(ALLIES[0], variable=f"q{j}", breaks=(0.0, 1.0, 2.0)) for j in range(4))
    cuts = np.array([-2.0, 0.0, 2.0])
    eta = 2.0 * theta[:, None, None] - cuts
    category = (rng.logistic(size=(theta.size, 4, 1)) > -eta).sum(axis=2)
    # One latent error an item and state-year keeps the categories ordered.
    state, year = (
        np.repeat(np.arange(2, states + 2), years),
        np.tile(np.arange(1981, 1981 + years), states),
    )
    ratings = DimensionRatings(
        items,
        np.tile(state, 4),
        np.tile(year, 4),
        np.repeat(np.arange(4), theta.size),
        category.T.ravel().astype(np.int64),
        np.empty((1, 0), dtype=np.int8),
    )
    among = year <= 1990
    return ratings, (theta - theta[among].mean()) / theta[among].std()


def test_known_values_are_recovered() -> None:
    ratings, truth = made_up(4)
    scores = calibrated_scores(ratings, seed=1)
    low, high = np.quantile(scores.draws, (0.05, 0.95), axis=0)
    inside = (low <= truth) & (truth <= high)
    # 90 % nominal; 360 values of 30 states are correlated, so that 0.82 is three SDs away.
    assert 0.82 <= inside.mean() <= 0.98
    assert np.corrcoef(scores.draws.mean(axis=0), truth)[0, 1] > 0.93


def test_scores_beyond_the_calibration_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_calibrated_scores, "CALIBRATION_STATES", 12)
    ratings, truth = made_up(5)
    scores = calibrated_scores(ratings, seed=1)
    low, high = np.quantile(scores.draws, (0.05, 0.95), axis=0)
    assert scores.diagnostics["calibration_states"] == 12
    assert 0.80 <= ((low <= truth) & (truth <= high)).mean() <= 0.99


def test_paths_are_exact() -> None:
    """Two years of one state against the posterior summed out on a fine grid."""
    path = Path(np.array([1.5]), (np.array([-1.0, 1.0]),), 0.4, 8.0, 0.0, 1.0)
    chains = Chains(np.array([True, False]), np.array([0, 1, 2]), np.array([0, 0]))
    category = np.array([2, 0])
    rng = np.random.default_rng(1)
    drawn = np.array([sample_path(path, chains, category, rng) for _ in range(4000)])
    grid = np.linspace(-5, 5, 401)
    a, b = np.meshgrid(grid, grid, indexing="ij")
    top = 1 - 1 / (1 + np.exp(-(1.0 - 1.5 * a)))
    bottom = 1 / (1 + np.exp(-(-1.0 - 1.5 * b)))
    joint = np.exp(-(a**2) / 2) * (1 + ((b - a) / 0.4) ** 2 / 8) ** -4.5 * top * bottom
    joint /= joint.sum()
    assert drawn[:, 0].mean() == pytest.approx((joint * a).sum(), abs=0.04)
    assert drawn[:, 1].mean() == pytest.approx((joint * b).sum(), abs=0.04)
    assert np.mean(drawn[:, 0] * drawn[:, 1]) == pytest.approx((joint * a * b).sum(), abs=0.05)


def test_every_series_is_there_and_in_range(fitted: Estimates) -> None:
    assert set(fitted.frame["series"]) == {variable.name for variable in MEASURE.gives}
    for variable in MEASURE.gives:
        mine = fitted.frame.filter(pl.col("series") == variable.name)
        if variable.name.startswith("alignment"):
            assert mine["sd"].null_count() == mine.height > 0
            continue
        assert mine.select(pl.col("low").min()).item() >= variable.low
        assert mine.select(pl.col("high").max()).item() <= variable.high
        assert mine["sd"].min() > 0  # type: ignore[operator]
    assert all(found["rhat_max"] <= 1.01 for found in fitted.diagnostics.values())


def test_practice_speaks_a_year_late(fitted: Estimates) -> None:
    ratings = dimension_ratings(
        MEASURE.example(), tuple(i for i in opportunity_items() if i.dimension == "repression")
    )
    late = ratings.year[ratings.item == len(ratings.items) - 1]
    assert ratings.items[-1].need == PRACTICE
    assert (late.min(), late.max()) == (1982, 1991)
    assert ratings.drawn.shape == (20, late.size)
    value = fitted.frame.filter(pl.col("series") == "simmons_value")
    assert value["year"].min() == 1982


def test_same_seed_same_rows() -> None:
    ratings, _ = made_up(6, states=12)
    first, again, other = (calibrated_scores(ratings, seed).draws for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_one_item_makes_no_series() -> None:
    assert dimension_scores(MEASURE.example(), ALLIES[:1], 1) == {}
    assert fit_opportunity({}, opportunity_items(), 1).frame.is_empty()


def test_the_index_is_the_mean_of_four() -> None:
    keys = (np.array([2, 2]), np.array([1990, 1991]), np.array([1, 1]))
    level = {"openness": 1.0, "stability": -2.0, "allies": 3.0, "repression": 6.0}
    scores = {name: Scores(*keys, np.full((5, 2), value), {}) for name, value in level.items()}
    index = opportunity_index(scores)
    assert index is not None
    assert index.draws == pytest.approx(np.full((5, 2), 3.0))
    del scores["allies"]
    assert opportunity_index(scores) is None


def test_an_absent_status_is_zero_only_beside_another() -> None:
    rows = {"a": [(2, 2000)], "b": [(20, 2000)], "c": [], "d": [(40, 2005)]}
    schema = {"ccode": pl.Int32, "year": pl.Int32}
    record = {need: pl.DataFrame(rows[need[-1]], schema=schema, orient="row") for need in NHRI}
    ratings = dimension_ratings(record, ALLIES)
    found = set(
        zip(ratings.ccode.tolist(), ratings.year.tolist(), ratings.category.tolist(), strict=True)
    )
    assert found == {(2, 2000, 1), (20, 2000, 0), (40, 2005, 0)}


def test_law_alters_value_and_chance() -> None:
    practice, zero = np.full((4000, 2), -1.0), np.zeros((4000, 2))
    worth = mobilization(practice, zero, zero, np.array([False, True]), 1)
    assert (worth.value[:, 1] > worth.value[:, 0]).all()
    assert (worth.chance[:, 1] > worth.chance[:, 0]).all()
    assert worth.chance[:, 0] == pytest.approx(0.5)
    # Beta(2, 8) has mean 0.2; half of it, on half of what is left.
    assert worth.chance[:, 1].mean() == pytest.approx(0.5 + 0.2 * 0.5 * 0.5, abs=0.005)
    assert worth.expected == pytest.approx(worth.value * worth.chance)


def test_what_the_register_does_not_know_is_left_out() -> None:
    binding = pl.DataFrame({"ccode": [2, 2], "year": [1990, 1991], "instrument": ["CAT", "ICCPR"]})
    asked = pl.DataFrame({"ccode": [2, 20, 2], "year": [1990, 1990, 1991]})
    known = bound_by_law(binding, asked)
    assert known.sort("ccode").rows() == [(2, 1990, True), (20, 1990, False)]
    assert bound_by_law(binding.head(1), asked).is_empty()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda frame: pl.concat([frame, frame]), "twice"),
        (lambda frame: frame.drop("injud"), "no column injud"),
        (lambda frame: frame.with_columns(injud=pl.lit(float("nan"))), "not finite"),
    ],
)
def test_hostile_tables_are_refused(change, told: str) -> None:
    record = MEASURE.example()
    record["cirights"] = change(record["cirights"])
    with pytest.raises(DataError, match=told):
        dimension_ratings(record, ALLIES)


def test_draws_of_unequal_number_are_refused() -> None:
    record = MEASURE.example()
    uneven = pl.Series([[0.1]] + [[0.1, 0.2]] * (record[PRACTICE].height - 1))
    record[PRACTICE] = record[PRACTICE].with_columns(draws=uneven)
    items = tuple(item for item in opportunity_items() if item.need == PRACTICE)
    with pytest.raises(DataError, match="draws"):
        dimension_ratings(record, items)


def test_years_without_a_reference_are_refused() -> None:
    ratings, _ = made_up(1, states=3)
    with pytest.raises(DataError, match="1981-1990"):
        calibrated_scores(replace(ratings, year=ratings.year + 50), seed=1)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("dimension", "luck"),
        ("breaks", "2;1"),
        ("breaks", "high"),
        ("sign", "0"),
        ("standard", "yearly"),
        ("lag", "3"),
    ],
)
def test_a_wrong_cell_of_the_table_is_told(column: str, cell: str) -> None:
    good = {
        "dimension": "allies",
        "need": "cirights",
        "variable": "injud",
        "breaks": "0.5;1.5",
        "sign": "1",
        "standard": "fixed",
        "lag": "0",
        "note": "",
    }
    assert isinstance(read_items(pl.DataFrame([good]))[0], OpportunityItem)
    with pytest.raises(DataError, match="row 1"):
        read_items(pl.DataFrame([good | {column: cell}]))


@pytest.mark.shared
def test_the_real_files_rate_every_dimension(shared: File) -> None:
    names = [need for need in MEASURE.needs if not need.startswith(("practice", "facts"))]
    editions = {"cirights": "1.22.11.25", "reign": "2021-yearly", "coups": "2022-yearly"}
    record = {}
    for need in names:
        source, _, edition = need.partition("/")
        _, held = published.tidied(shared, source, edition or editions[source])
        record[need] = held.table.frame
    for dimension in ("openness", "alignment", "stability", "allies", "repression"):
        items = tuple(item for item in opportunity_items() if item.dimension == dimension)
        ratings = dimension_ratings(record, items)
        expected = [item.name for item in items if item.need != PRACTICE]
        assert [item.name for item in ratings.items] == expected
        assert ratings.category.size > 10_000
        highest = np.array([item.categories for item in ratings.items])
        assert (ratings.category < highest[ratings.item]).all()
