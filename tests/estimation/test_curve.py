"""The specification curve: every combination once, each what its own fit gives."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from rightful.estimation.curve import CURVE, curve, shares
from rightful.estimation.design import Design, sample
from rightful.estimation.estimate import estimator
from rightful.estimation.simulator import World, draw_world

DRAWN = draw_world(World(states=30, years=20, draws=4, effect=0.5), 3)
DESIGN = Design("practice", "treated", singletons="leave_out")
SAMPLES = {"all": "", "late": "year >= 1985"}
HELD = {"none": (), "regime": ("regime",)}
FOUND = curve(
    DRAWN.frame, DESIGN, {"m": dict(DRAWN.outcomes)}, SAMPLES, HELD, ("imputation", "ordered_logit")
)


def test_every_combination_is_there_once() -> None:
    rows = FOUND.rows
    assert dict(rows.schema) == CURVE
    assert rows.height == 2 * 2 * 2 * (8 + 2)
    assert (
        not rows.select("measure", "standard", "sample", "controls", "estimator")
        .is_duplicated()
        .any()
    )


def test_what_cannot_be_estimated_is_kept_and_told() -> None:
    none = FOUND.rows.filter(pl.col("estimate").is_null())
    assert set(none["estimator"]) == {"ordered logit"}
    assert none.height == len(FOUND.unanswered) == 8
    assert all("not a scale of ordered categories" in line for line in FOUND.unanswered)


def test_a_specification_is_what_its_own_fit_gives() -> None:
    asked = replace(DESIGN, controls=("regime",), where="year >= 1985")
    one = sample(DRAWN.frame, asked, DRAWN.outcomes["constant"])
    chosen = FOUND.rows.filter(
        pl.col("standard") == "constant", pl.col("sample") == "late", pl.col("controls") == "regime"
    )
    for name, shown in (("two_way", "two-way"), ("imputation", "imputation")):
        told = estimator(name).estimate(one, 1)
        row = chosen.row(by_predicate=pl.col("estimator") == shown, named=True)
        assert row["estimate"] == pytest.approx(told.estimate, abs=1e-9)
        assert row["std_error"] == pytest.approx(told.std_error, rel=1e-9)
        assert row["n"] == told.n


def test_shares_count_what_is_there() -> None:
    rows = pl.DataFrame(
        [
            ("m", "s", "all", "none", "a", 1.0, 0.1, 0.01, 9, 3, 3),
            ("m", "s", "all", "none", "b", -1.0, 0.1, 0.01, 9, 3, 3),
            ("m", "s", "all", "none", "c", 0.1, 1.0, 0.9, 9, 3, 3),
            ("m", "s", "all", "none", "d", None, None, None, None, None, None),
        ],
        schema=CURVE,
        orient="row",
    )
    told = shares(rows).row(0, named=True)
    third = pytest.approx(1 / 3)
    assert (told["specifications"], told["estimated"]) == (4, 3)
    assert told["positive"] == pytest.approx(2 / 3)
    assert (told["clear_positive"], told["clear_negative"]) == (third, third)
    assert set(shares(rows)["choice"]) == {
        "all",
        "measure",
        "standard",
        "sample",
        "controls",
        "estimator",
    }


def test_an_observed_measure_is_its_own_column() -> None:
    frame = DRAWN.frame.with_columns(seen=pl.col("regime") + pl.col("treated"))
    found = curve(frame, DESIGN, {"seen": {"observed": None}}, {"all": ""}, {"none": ()})
    assert set(found.rows["standard"]) == {"observed"}
    assert found.rows["estimate"].null_count() == 0
