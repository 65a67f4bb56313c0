"""Columns of the spiral: early stages, concessions and violations of known cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.stages import Stages

SPINE = pl.DataFrame({"ccode": [811], "year": [2000], "region": [1]})
NAMES = ("early_stage", "concession", "violations")


@cache
def _held() -> pl.DataFrame:
    return Stages().columns(At(SPINE, Baseline(shipped()), Store(Path("/nonexistent"))))


def _row(ccode: int, year: int) -> tuple[float | None, ...]:
    mine = _held().filter(pl.col("ccode") == ccode, pl.col("year") == year)
    return mine.select(NAMES).row(0)


def test_every_column_is_0_or_1_or_not_known() -> None:
    held = _held()
    assert not held.select("ccode", "year").is_duplicated().any()
    for name in NAMES:
        assert set(held[name].drop_nulls()) == {0.0, 1.0}, name
    assert held["concession"].null_count() > 0


@pytest.mark.parametrize(
    ("ccode", "year", "told"),
    [
        (155, 1975, (1.0, 0.0, 1.0)),  # Chile under its junta
        (560, 1986, (1.0, 0.0, 1.0)),  # South Africa under a state of emergency
        (811, 1992, (1.0, 1.0, 1.0)),  # Cambodia joins six treaties
        (385, 2000, (0.0, 0.0, 0.0)),  # Norway
    ],
)
def test_known_cases(ccode: int, year: int, told: tuple[float, ...]) -> None:
    assert _row(ccode, year) == told


def test_years_that_no_record_of_steps_reaches_are_null() -> None:
    held = _held()
    last = held.filter(pl.col("concession") > 0)["year"].max()
    assert (
        held.filter(pl.col("year") > last)["concession"].null_count()
        == held.filter(pl.col("year") > last).height
    )
    assert held.filter(pl.col("year") == last)["concession"].null_count() < 10
