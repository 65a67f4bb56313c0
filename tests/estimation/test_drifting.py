"""An interaction beside its condition's own effect, which may drift with the years."""

from __future__ import annotations

import polars as pl

from rightful.estimation.paper_tests._contract import test as one_test
from rightful.estimation.paper_tests._drift import HELD, ONLY, by_condition, weighed_with_drift
from rightful.estimation.paper_tests._made import practice_world, wandering

ASK = one_test("conditions").asks[1]
STRICT = pl.col("measure").str.contains(list(HELD.values())[1], literal=True)


def _core(rows: pl.DataFrame, strict: pl.Expr) -> dict[str, float]:
    where = ("state_effects", "year_effects", ~pl.col("lagged"), pl.col("standard") == "changing")
    return rows.filter(*where, strict).row(0, named=True)


def test_what_drift_alone_makes_is_gone_beside_it() -> None:
    trend = (pl.col("year") - pl.col("year").min()) / 10
    made = practice_world(
        4,
        lambda frame, rng: {"cat": pl.col("treated"), "openness": wandering(frame, rng)},
        trend * pl.col("openness"),
    )
    rows = by_condition(made, {"cat": "CAT"}, "openness").rows
    plain, held = _core(rows, ~STRICT), _core(rows, STRICT)
    assert plain["estimate"] > 0.2
    assert plain["p"] < 0.05
    assert abs(held["estimate"]) < 0.2
    assert held["p"] > 0.05
    told = weighed_with_drift(ASK, rows)
    assert (told.verdict, told.condition) == ("holds conditionally", ONLY)


def test_what_the_treaty_does_stays_beside_it() -> None:
    made = one_test("conditions").example(0.8, 3)
    rows = by_condition(made, {"cat": "CAT"}, "openness").rows
    assert rows.height == 2 * 16
    held = _core(rows, STRICT)
    assert held["estimate"] > 0.4
    assert held["p"] < 0.05
    assert weighed_with_drift(ASK, rows).verdict == "holds"
