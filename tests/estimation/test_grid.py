from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.estimation.made import panel

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.estimation.combine import rubin
from rightful.estimation.design import Design, sample
from rightful.estimation.grid import OBSERVED, ROWS, agreement, grid, not_picked
from rightful.estimation.within import absorb, ols

FRAME = panel(40, 20, seed=2)
DESIGN = Design("practice", "treated", ("war",), singletons="leave_out")


def _posterior(spread: float, seed: int = 0, draws: int = 40) -> Posterior:
    noise = np.random.default_rng(seed).normal(size=(draws, FRAME.height)) * spread
    return Posterior(
        FRAME["ccode"].to_numpy(),
        FRAME["year"].to_numpy(),
        (FRAME["y"].to_numpy() + noise).astype(np.float32),
        "practice",
    )


OUTCOMES = {"changing": _posterior(0.3), "constant": _posterior(0.3, seed=1)}
GRID = grid(FRAME, DESIGN, OUTCOMES, "made")


def test_the_grid_has_every_cell_and_the_columns_that_others_read():
    assert dict(GRID.rows.schema) == ROWS
    cells = GRID.rows.select("standard", "year_effects", "state_effects", "lagged")
    assert cells.n_unique() == GRID.rows.height == 16
    assert GRID.unanswered == ()
    assert GRID.rows["estimate"].null_count() == 0


@pytest.mark.parametrize("lagged", [False, True])
def test_a_cell_is_the_fit_of_every_draw_combined(lagged):
    row = GRID.rows.filter(
        (pl.col("standard") == "changing")
        & pl.col("year_effects")
        & pl.col("state_effects")
        & (pl.col("lagged") == lagged)
    ).row(0, named=True)
    design = Design("practice", "treated", ("war",), lagged_outcome=lagged, singletons="leave_out")
    rows = sample(FRAME, design, OUTCOMES["changing"])
    assert rows.draws is not None
    effects = absorb(rows.unit, rows.time, rows.y.size)
    fits = []
    for d, draw in enumerate(rows.draws):
        x = rows.x.copy()
        if rows.lagged_draws is not None:
            x[:, 1] = rows.lagged_draws[d]
        fits.append(ols(draw.astype(float), x, effects, rows.unit, "CR1" if lagged else "auto"))
    told = rubin(
        np.array([fit.coef[0] for fit in fits]),
        np.array([fit.cov[0, 0] for fit in fits]),
        fits[0].dof[0],
    )
    assert row["estimate"] == pytest.approx(told.estimate, abs=1e-8)
    assert row["std_error"] == pytest.approx(told.std_error, rel=1e-6)
    assert row["p"] == pytest.approx(told.p, rel=1e-5)
    assert row["n"] == rows.y.size


def test_doubt_about_the_outcome_widens_the_error():
    sure = grid(FRAME, DESIGN, {k: _posterior(1e-6) for k in OUTCOMES}, "made").rows
    unsure = grid(FRAME, DESIGN, {k: _posterior(1.5) for k in OUTCOMES}, "made").rows
    assert (unsure["std_error"] > sure["std_error"]).all()


def test_an_observed_outcome_has_one_standard():
    rows = grid(FRAME, Design("y", "treated", singletons="leave_out"), {OBSERVED: None}, "y").rows
    assert rows.height == 8
    assert rows["standard"].unique().to_list() == [OBSERVED]


@pytest.mark.parametrize(
    ("outcomes", "years"),
    [
        ({"changing": OUTCOMES["changing"]}, (True, False)),
        (OUTCOMES, (True,)),
        ({"changing": None, "constant": None}, (True, False)),
    ],
)
def test_half_a_grid_is_refused(outcomes, years):
    with pytest.raises(DataError, match="half a grid"):
        grid(FRAME, DESIGN, outcomes, "made", year_effects=years)


def test_a_cell_that_cannot_be_estimated_is_shown_and_named():
    fixed = FRAME.with_columns(treated=(pl.col("ccode") % 2).cast(pl.Float64))
    found = grid(fixed, DESIGN, OUTCOMES, "made")
    empty = found.rows.filter(pl.col("estimate").is_null())
    assert empty["state_effects"].all()
    assert empty.height == len(found.unanswered) == 8
    assert "nothing is left of it" in found.unanswered[0]
    assert "8 cannot be estimated" in not_picked(found.rows, 0)


def test_the_line_against_picking_counts_sign_and_clarity():
    rows = pl.DataFrame(
        {"estimate": [1.0, 2.0, -1.0, 0.1, None], "p": [0.01, 0.04, 0.01, 0.5, None]}
    )
    counts = agreement(rows)
    assert (counts.positive, counts.negative, counts.unclear) == (2, 1, 1)
    assert (counts.specifications, counts.estimated) == (5, 4)
    missing = "; 1 cannot be estimated"
    assert not_picked(rows, 0) == f"1 of 5 specifications; 2 agree{missing}"
    assert not_picked(rows, 3) == f"1 of 5 specifications; 1 agree that nothing is clear{missing}"
    assert not_picked(rows, 4) == "1 of 5 specifications; it has no estimate"
