"""HRMI: which standard is which, and values that stand in for years without a survey."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.record.sources.hrmi import STANDING, HumanRightsMeasurementInitiative

pytestmark = pytest.mark.shared


def frame(shared: Path) -> pl.DataFrame:
    return published.tidied(shared, "hrmi", "2018")[1].table.frame


def test_housing_has_a_core_standard_alone(shared: Path) -> None:
    columns = frame(shared).columns
    assert {"core_housing", "high_food", "high_work"} <= set(columns)
    assert "high_housing" not in columns


def test_a_right_is_made_of_its_parts(shared: Path) -> None:
    held = frame(shared).drop_nulls("core_food")
    assert (held["core_food"] == held["nourished"]).all()
    work = frame(shared).drop_nulls("core_work")
    assert (work["core_work"] == work["not_poor"]).all()
    housing = frame(shared).drop_nulls(["core_housing", "sanitation", "rural_water"])
    mean = (housing["sanitation"] + housing["rural_water"]) / 2
    assert (housing["core_housing"] - mean).abs().max() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", STANDING)
def test_notes_say_how_many_values_stand_in_for_others(shared: Path, name: str) -> None:
    before = frame(shared).select("ccode", pl.col("year") + 1, pl.col(name).alias("before"))
    both = frame(shared).join(before, on=["ccode", "year"]).drop_nulls([name, "before"])
    repeats = both.filter(pl.col(name) == pl.col("before"), pl.col(name) < 100).height
    assert 100 * repeats / both.height == pytest.approx(STANDING[name], abs=2)
    note = next(v.note for v in HumanRightsMeasurementInitiative.variables if v.name == name)
    assert f"{STANDING[name]} of 100 values repeat" in note


def test_ethiopia_and_the_pilot(shared: Path) -> None:
    result = published.tidied(shared, "hrmi", "2018")[1]
    assert len(result.recoded) == 11
    assert result.table.frame.filter(pl.col("ccode") == 530).height == 11
    assert result.table.frame["year"].max() == 2015
