"""Placebos: a planted lead, a treaty that should do nothing, one region that carries it all."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from rightful.core.posterior import Posterior
from rightful.estimation.design import Design
from rightful.estimation.placebos import LEADS, Check, checks
from rightful.estimation.simulator import World, draw_world

pytestmark = pytest.mark.long

DESIGN = Design("p", "treated", ("regime",), singletons="leave_out")
KEYS = ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "regions", "war", "confounding"]


@cache
def _world() -> tuple[pl.DataFrame, dict[str, Posterior]]:
    world = World(states=60, years=30, draws=6, effect=0.6, drift=0.0, trend=0.0, rate=-3.0)
    drawn = draw_world(world, 2)
    frame = drawn.frame.with_columns(
        region=pl.col("ccode").cast(pl.Int64) % 6,
        civil_war=(pl.col("year") % 7 == 0).cast(pl.Float64),
    )
    return frame, dict(drawn.outcomes)


def _moved(outcomes: dict[str, Posterior], by: NDArray[np.float64]) -> dict[str, Posterior]:
    return {
        name: Posterior(one.ccode, one.year, (one.draws + by).astype(np.float32), one.name)
        for name, one in outcomes.items()
    }


def _run(frame: pl.DataFrame, outcomes: dict[str, Posterior]) -> dict[str, Check]:
    quiet = np.random.default_rng(8).normal(size=frame.height)
    nothing = {
        name: Posterior(
            one.ccode, one.year, (0 * one.draws + quiet).astype(np.float32) + one.draws * 0.05, "n"
        )
        for name, one in outcomes.items()
    }
    found = checks(frame, DESIGN, outcomes, {"other": nothing}, ("treated", "elsewhere"), 9, 2, 1)
    return {one.key: one for one in found}


def test_all_are_run_or_say_why_not() -> None:
    found = _run(*_world())
    assert list(found) == KEYS
    assert found["p6"].passed is found["p7"].passed is None
    assert "needs" in found["p7"].finding
    assert found["p3"].passed is False, "the treaty itself stands for an unrelated one: it is seen"
    assert "not at hand: elsewhere" in found["p3"].finding
    assert found["p4"].passed is True
    assert found["war"].passed is True
    assert found["regions"].passed is True
    assert found["regions"].rows.height == 6 * 4
    fewest = found["regions"].rows["n"].min()
    assert isinstance(fewest, int)
    assert fewest > 0.6 * _world()[0].height, "one region is left out, the others stay"


def test_the_dates_of_an_effect_matter() -> None:
    assert "p = 0.10" in _run(*_world())["p2"].finding, "none of 9 exchanges is as far from zero"


def test_a_lead_is_seen() -> None:
    frame, outcomes = _world()
    ahead = pl.max_horizontal(pl.col("treated").shift(-n).over("ccode") for n in LEADS)
    soon = pl.when(pl.col("treated") == 1).then(0.0).otherwise(ahead).fill_null(0.0)
    earlier = frame.select(soon.shift(1).over("ccode").fill_null(0.0)).to_series().to_numpy()
    assert _run(frame, outcomes)["p1"].passed is True
    assert _run(frame, _moved(outcomes, 1.5 * earlier))["p1"].passed is False


def test_a_region_that_turns_the_effect_round_is_seen() -> None:
    frame, outcomes = _world()
    before = frame.select(pl.col("treated").shift(1).over("ccode").fill_null(0.0)).to_series()
    one = (frame["region"] == 0).to_numpy() * before.to_numpy()
    found = _run(frame, _moved(outcomes, -1.0 * before.to_numpy() + 12.0 * one))
    assert found["regions"].passed is False


def test_an_effect_that_a_confounder_would_undo_is_seen() -> None:
    frame, outcomes = _world()
    clear = _run(frame, outcomes)["confounding"]
    assert clear.passed is True
    assert "no longer clear with" in clear.finding
    before = frame.select(pl.col("treated").shift(1).over("ccode").fill_null(0.0)).to_series()
    gone = _run(frame, _moved(outcomes, -0.6 * before.to_numpy()))["confounding"]
    assert gone.passed is None
    assert "nothing to explain away" in gone.finding
    # A control that nearly is the treatment, and moves practice: one as strong undoes the effect.
    rng = np.random.default_rng(0)
    near = (frame["treated"] + 0.4 * pl.Series(rng.normal(size=frame.height))).alias("near")
    moved = frame.with_columns(near)
    shift = moved.select(pl.col("near").shift(1).over("ccode").fill_null(0.0)).to_series()
    strong = Design("p", "treated", ("near",), singletons="leave_out")
    found = checks(moved, strong, _moved(outcomes, 0.6 * shift.to_numpy()), {}, (), 1, 1, 1)
    assert found[-1].passed is False


def test_years_of_war_that_are_not_known_are_asked_for() -> None:
    frame, outcomes = _world()
    found = _run(frame.drop("civil_war"), outcomes)["war"]
    assert found.passed is None
    assert found.finding.startswith("Needs: conflict")
