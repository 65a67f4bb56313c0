"""An interaction beside its condition's own effect, which may drift with the years."""

from __future__ import annotations

import re

import polars as pl

from rightful.estimation.paper_tests._contract import test as one_test
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import drifting, on_practice, times


def _told(sentence: str) -> tuple[float, float]:
    found = re.search(r"it is ([+-][\d.]+) \(p = ([\d.]+)", sentence)
    assert found is not None, sentence
    return float(found[1]), float(found[2])


def test_what_drift_alone_makes_is_gone_beside_it() -> None:
    trend = (pl.col("year") - pl.col("year").min()) / 10
    made = practice_world(
        4,
        lambda frame, rng: {"cat": pl.col("treated"), "openness": wandering(frame, rng)},
        trend * pl.col("openness"),
    )
    frame = times(made.frame, "both", "cat", "openness")
    found = on_practice(made, frame, "both", ("cat", "z_openness"), "", lagged=(False,)).rows
    core = found.filter("state_effects", "year_effects", pl.col("standard") == "changing")
    assert core["estimate"][0] > 0.2
    assert core["p"][0] < 0.05
    estimate, p = _told(drifting(made, frame, "both", "cat", "openness"))
    assert abs(estimate) < 0.2
    assert p > 0.05


def test_what_the_treaty_does_stays_beside_it() -> None:
    made = one_test("conditions").example(0.8, 3)
    frame = times(made.frame, "both", "cat", "openness")
    estimate, p = _told(drifting(made, frame, "both", "cat", "openness"))
    assert estimate > 0.4
    assert p < 0.05
