import numpy as np
import polars as pl
import pytest
from tests.spiral.made import one_state

from rightful.core.phase import READINGS
from rightful.spiral.hmm.emissions import load_emissions
from rightful.spiral.panel import Panel
from rightful.spiral.soft import PROXY, UNSEEN, covariates, sequences, soft_evidence

CELL = {
    "ccode": pl.Int32, "year": pl.Int32, "item": pl.String, "value": pl.Int8,
    "confidence": pl.Float64, "proxy": pl.Boolean, "origin": pl.String, "unseen": pl.Boolean,
}  # fmt: skip


def _cells(*told: dict[str, object]) -> pl.DataFrame:
    plain = {
        "ccode": 811, "year": 1990, "item": "D1", "value": 1, "confidence": 0.8,
        "proxy": False, "origin": "analyst", "unseen": False,
    }  # fmt: skip
    return pl.DataFrame([{**plain, **one} for one in told], schema=CELL)


def _soft(panel: Panel, cells: pl.DataFrame, item: str) -> tuple[np.ndarray, np.ndarray]:
    prior = load_emissions("revised")
    found = soft_evidence(panel, cells, prior, sequences(panel))
    j = prior.items.index(item)
    return found.likelihood[0, :, j], found.weight[0, :, j]


def test_a_value_weighs_with_its_confidence_and_silence_says_nothing() -> None:
    told, loud = _soft(one_state(3), _cells({}), "D1")
    np.testing.assert_allclose(told[0, :3], [0.1, 0.8, 0.1], atol=1e-6)
    np.testing.assert_allclose(told[1], 1.0)
    assert loud[0] == 1.0


@pytest.mark.parametrize(("name", "weight"), [("proxy", PROXY), ("unseen", UNSEEN)])
def test_proxies_and_searches_without_a_find_are_quieter(name: str, weight: float) -> None:
    _, loud = _soft(one_state(2), _cells({name: True}), "D1")
    assert loud[0] == weight


def test_a_concession_stands_for_its_window_and_talk_does_not() -> None:
    conceded, _ = _soft(one_state(5), _cells({"item": "C1"}), "C1")
    assert [row[1] > row[0] for row in conceded] == [True, True, True, False, False]
    said, _ = _soft(one_state(5), _cells({}), "D1")
    assert [row[1] > row[0] for row in said] == [True, False, False, False, False]


def test_law_is_open_where_the_law_at_home_is_not_known() -> None:
    panel = one_state(4, LT=[0, 1, 1, 1], LH=[-1, -1, 1, -1], LC=[0, 0, 0, 1])
    told, _ = _soft(panel, _cells(), "L")
    likely = [np.flatnonzero(row > 0.5).tolist() for row in told]
    assert likely == [[0], [1, 2], [2], [3]]


def test_habit_needs_five_calm_years_and_is_open_where_pressure_is_not_known() -> None:
    calm = one_state(6, V=[0] * 6, P=[0] * 6)
    told, _ = _soft(calm, _cells(), "H")
    assert np.flatnonzero(told[-1, :3] > 0.5).tolist() == [2]
    unknown, _ = _soft(one_state(6, V=[0] * 6), _cells(), "H")
    assert np.flatnonzero(unknown[-1, :3] > 0.5).tolist() == [1, 2]


def test_a_gap_ends_a_sequence() -> None:
    panel = Panel(
        np.array([1, 1, 1, 2], dtype=np.int32),
        np.array([1990, 1991, 1995, 1995], dtype=np.int32),
        {},
    )
    found = sequences(panel)
    assert found.lengths.tolist() == [2, 1, 1]
    assert found.place.tolist() == [0, 1, 0, 0]


def test_missing_covariates_are_missing() -> None:
    panel = one_state(2, P=[1, -1])
    opportunity = pl.DataFrame(
        {"ccode": [811], "year": [1991], "mean": [0.5]},
        schema={"ccode": pl.Int32, "year": pl.Int32, "mean": pl.Float32},
    )
    found = covariates(panel, opportunity, sequences(panel))
    np.testing.assert_array_equal(np.isnan(found[0]), [[False, True, True], [True, True, False]])


@pytest.mark.parametrize("reading", READINGS)
def test_every_item_of_a_reading_is_given(reading: str) -> None:
    prior = load_emissions(reading)
    found = soft_evidence(one_state(2), _cells(), prior, sequences(one_state(2)))
    assert found.items == prior.items
