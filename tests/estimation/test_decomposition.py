"""Whose doing the spread of estimates is: shares that are known, cells that are known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.estimation.decomposition import Decomposed, Pair, decompose, variance_shares
from rightful.estimation.design import Design
from rightful.estimation.grid import grid
from rightful.estimation.simulator import World, draw_world

pytestmark = pytest.mark.long

WORLD = World(states=40, years=25, draws=6)
PAIRS = (
    Pair("first", "treated", "a", 1.0, "year >= 1970"),
    Pair("second", "treated", "b", 0.0, "year >= 1970"),
)


def test_one_factor_alone_has_the_whole() -> None:
    table = np.zeros((2, 2, 3, 2)) + np.array([0.0, 1.0])[:, None, None, None]
    first, total = variance_shares(table)
    assert first == pytest.approx([1, 0, 0, 0])
    assert total == pytest.approx([1, 0, 0, 0])


def test_two_factors_that_only_act_together_have_nothing_alone() -> None:
    sign = np.array([1.0, -1.0])
    table = np.zeros((2, 2, 3, 2)) + (sign[:, None] * sign)[:, :, None, None]
    first, total = variance_shares(table)
    assert first == pytest.approx([0, 0, 0, 0])
    assert total == pytest.approx([1, 1, 0, 0])
    assert variance_shares(np.ones((2, 2)))[0].tolist() == [0, 0]


def _found(drift: float, effects: tuple[float, float] = (0.0, 0.0)) -> Decomposed:
    drawn = draw_world(World(states=40, years=25, draws=6, drift=drift, trend=drift), 5)
    before = pl.col("treated").shift(1).over("ccode").fill_null(0.0)
    moved = drawn.frame.select(before).to_series().to_numpy()
    practice = {
        family: {
            name: Posterior(
                one.ccode, one.year, (one.draws + effect * moved).astype(np.float32), family
            )
            for name, one in drawn.outcomes.items()
        }
        for family, effect in zip(("a", "b"), effects, strict=True)
    }
    return decompose(drawn.frame, PAIRS, practice, ("regime",), 4, 1)


def _total(found: Decomposed, factor: str) -> float:
    quantity = "estimate without lagged outcome"
    rows = found.shares.filter(pl.col("quantity") == quantity, pl.col("factor") == factor)
    return float(rows["total"].item())


def test_a_drifting_standard_is_told_as_the_standards_doing() -> None:
    assert _total(_found(0.15), "standard") > 0.3
    assert _total(_found(0.0), "standard") < 0.05


def test_rights_that_differ_are_told_as_the_rights_doing() -> None:
    assert _total(_found(0.0, (1.5, -1.5)), "right") > 0.8
    assert _total(_found(0.0), "right") == pytest.approx(0, abs=1e-9)


def test_cells_are_those_of_the_grid() -> None:
    drawn = draw_world(WORLD, 5)
    practice = {"a": drawn.outcomes, "b": drawn.outcomes}
    cells = decompose(drawn.frame, PAIRS, practice, ("regime",), 2, 1).cells
    assert cells.height == 2 * 2 * 3 * 2
    # On the rows that have an outcome of the year before, so that estimators share their rows.
    design = Design("p", "treated", ("regime",), singletons="leave_out", lagged_outcome=True)
    rows = grid(drawn.frame, design, dict(drawn.outcomes), "m", lagged=(True,)).rows
    wanted = rows.filter(~pl.col("state_effects")).sort("standard", "year_effects")
    mine = cells.filter(pl.col("estimator") == "lagged outcome", pl.col("right") == "first").sort(
        "standard", "year_effects"
    )
    assert mine["n"].to_list() == wanted["n"].to_list()
    assert mine["estimate"].to_list() == pytest.approx(wanted["estimate"], abs=0.05)


def test_intervals_are_ordered_and_seeds_repeat() -> None:
    one, two = _found(0.1), _found(0.1)
    assert one.shares.equals(two.shares)
    assert (one.shares["total_low"] <= one.shares["total_high"]).all()
    assert one.replicates == 4
    assert one.signs.group_by("factor").agg(pl.col("cells").sum())["cells"].to_list() == [24] * 4


def test_a_table_that_is_not_crossed_is_refused() -> None:
    drawn = draw_world(WORLD, 5)
    practice = {"a": drawn.outcomes, "b": {"constant": drawn.outcomes["constant"]}}
    with pytest.raises(DataError, match="crossed"):
        decompose(drawn.frame, PAIRS, practice, (), 2, 1)
    alone = decompose(drawn.frame, PAIRS, practice, (), 2, 1, ("constant",))
    assert "standard" not in alone.shares["factor"].to_list()
