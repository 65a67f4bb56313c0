from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError, UsageError
from rightful.core.posterior import Posterior
from rightful.estimation.design import ALWAYS, NEVER, Design, problems, sample

FRAME = pl.DataFrame(
    {
        "ccode": [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4],
        "year": [1990, 1991, 1992, 1994, 1990, 1991, 1992, 1993, 1990, 1991, 1992],
        "y": [1.0, 2.0, 4.0, 3.0, 0.0, 1.0, 0.5, 2.0, 1.0, None, 2.0],
        "treated": [0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1],
        "income": [1.0, 1.5, 1.2, 3.0, 2.0, 2.5, 1.0, float("nan"), 3.0, 1.0, 2.0],
    }
)
PLAIN = Design("y", "treated", lag=0, state_effects=False, year_effects=False)


def kinds(frame: pl.DataFrame, design: Design) -> list[str]:
    return [problem.kind for problem in problems(frame, design)]


def test_rows_are_sorted_lagged_by_calendar_and_losses_are_counted():
    design = Design("y", "treated", ("income",), state_effects=False, year_effects=False)
    rows = sample(FRAME.reverse(), design)
    keys = list(zip(rows.states[rows.unit], rows.years[rows.time], strict=True))
    assert keys == [(2, 1991), (2, 1992), (3, 1991), (3, 1992), (3, 1993), (4, 1992)]
    # 1994 of state 2 has no 1993 before it: a gap is not carried over.
    assert rows.x[:, 0].tolist() == [0, 0, 0, 0, 0, 1]
    assert rows.terms == ("treated (1 year before)", "income (1 year before)")
    told = {one.reason: (one.rows, one.states) for one in rows.left_out}
    assert told == {"y not observed": (1, 1), "treated (1 year before) not observed": (4, 3)}
    assert rows.y.size + sum(one.rows for one in rows.left_out) == FRAME.height


def test_nan_and_unknown_conditions_are_counted_under_their_own_name():
    design = Design(
        "y", "treated", ("income",), 0, state_effects=False, year_effects=False, where="income > 1"
    )
    told = {one.reason: one.rows for one in sample(FRAME, design).left_out}
    assert told["outside the sample: income > 1"] == 3
    with_null = FRAME.with_columns(pl.col("income").fill_nan(None))
    told = {one.reason: one.rows for one in sample(with_null, design).left_out}
    assert told["not known whether in the sample: income > 1"] == 1


def test_adoption_is_read_from_the_whole_frame():
    rows = sample(FRAME, Design("y", "treated", state_effects=False, year_effects=False))
    assert rows.adopted is not None
    assert rows.adopted.tolist() == [1993, NEVER, ALWAYS]
    ended = FRAME.with_columns(
        pl.when((pl.col("ccode") == 2) & (pl.col("year") == 1994))
        .then(0)
        .otherwise("treated")
        .alias("treated")
    )
    assert sample(ended, PLAIN).left == (2,)


@pytest.mark.parametrize(
    ("frame", "design", "kind", "word"),
    [
        (FRAME, Design("y", "treeted"), "missing column", "treated"),
        (FRAME.with_columns(treated=pl.lit("yes")), PLAIN, "not numbers", "String"),
        (pl.concat([FRAME, FRAME.head(1)]), PLAIN, "repeated", "2 in 1990"),
        (FRAME.with_columns(year=None), PLAIN, "no key", "11 rows"),
        (FRAME, Design("y", "treated", where="nothing > 1"), "condition", "nothing"),
        (FRAME, Design("y", "treated", where="income + 1"), "condition", "Float64"),
        (FRAME, Design("y", "treated", where="year > 2000"), "no rows", "year > 2000"),
        (FRAME.with_columns(y=pl.lit(1.0)), PLAIN, "no variation", "y is the same"),
        (FRAME.with_columns(treated=pl.lit(1)), PLAIN, "no variation", "treated is the same"),
        (FRAME.with_columns(y=pl.lit(float("inf"))), PLAIN, "infinite", "y"),
        (FRAME.filter(pl.col("ccode") == 2), PLAIN, "too few states", "only 2"),
        (
            FRAME.filter((pl.col("ccode") < 4) | (pl.col("year") == 1992)),
            Design("y", "treated", lag=0, year_effects=False),
            "singleton",
            "1 states with one row: 4",
        ),
        (
            FRAME.with_columns(treated=pl.col("ccode") == 2),
            Design("y", "treated", lag=0, year_effects=False),
            "no variation",
            "once state effects are absorbed",
        ),
        (
            FRAME.with_columns(y=pl.col("ccode") * 1.5),
            Design("y", "treated", lag=0, year_effects=False),
            "no variation",
            "y: nothing is left of it",
        ),
        (
            FRAME.with_columns(twice=2 * pl.col("treated") + 1),
            Design("y", "treated", ("twice",), 0, state_effects=False, year_effects=False),
            "collinear",
            "twice is a combination of treated",
        ),
    ],
)
def test_every_problem_has_its_name(frame, design, kind, word):
    found = problems(frame, design)
    assert kind in [problem.kind for problem in found]
    with pytest.raises(DataError) as error:
        sample(frame, design)
    assert kind in str(error.value)
    assert word in str(error.value)


def test_all_problems_are_told_at_once():
    assert kinds(FRAME.drop("income"), Design("z", "t", ("income",))) == ["missing column"] * 3


def test_singletons_are_left_out_when_asked_and_counted():
    lone = FRAME.filter((pl.col("ccode") < 4) | (pl.col("year") == 1992))
    design = Design("y", "treated", lag=0, year_effects=False, singletons="leave_out")
    told = {one.reason: one.rows for one in sample(lone, design).left_out}
    assert told == {"the only row of its state": 1}


def test_draws_follow_their_state_years():
    key = FRAME.select("ccode", "year").sample(fraction=1.0, shuffle=True, seed=3)
    draws = np.random.default_rng(0).normal(size=(7, 11)).astype(np.float32)
    posterior = Posterior(
        key["ccode"].to_numpy().astype(np.int32),
        key["year"].to_numpy().astype(np.int32),
        draws,
        "y",
    )
    design = Design(
        "y", "treated", lag=0, lagged_outcome=True, state_effects=False, year_effects=False
    )
    rows = sample(FRAME, design, posterior)
    place = {pair: i for i, pair in enumerate(key.rows())}
    assert rows.draws is not None
    assert rows.lagged_draws is not None
    for i, (state, year) in enumerate(
        zip(rows.states[rows.unit], rows.years[rows.time], strict=True)
    ):
        assert np.array_equal(rows.draws[:, i], draws[:, place[state, year]])
        assert np.array_equal(rows.lagged_draws[:, i], draws[:, place[state, year - 1]])
    assert np.allclose(rows.y, rows.draws.mean(axis=0), atol=1e-6)
    assert np.allclose(rows.x[:, 1], rows.lagged_draws.mean(axis=0), atol=1e-6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lag": -1},
        {"comparison": "anyone"},
        {"singletons": "drop"},
        {"controls": ("y",)},
        {"controls": ("income", "income")},
        {"mediator": "income", "lag": 1},
        {"mediator": "treated", "lag": 2},
        {"peers": "income", "controls": ("income",)},
    ],
)
def test_a_design_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(UsageError):
        Design("y", "treated", **wrong)


def test_instruments_are_lagged_with_the_treatment_and_cost_their_rows():
    rows = sample(FRAME, replace(PLAIN, lag=1, instruments=("income",)))
    assert rows.z_terms == ("income (1 year before)",)
    assert rows.z[:, 0].tolist() == [1.0, 1.5, 2.0, 2.5, 1.0, 1.0]
    assert rows.terms == ("treated (1 year before)",)
    told = {one.reason: one.rows for one in rows.left_out}
    assert told["treated (1 year before) not observed"] == 4
    assert sample(FRAME, PLAIN).z.shape == (10, 0)


def test_an_instrument_that_says_nothing_is_named():
    frame = FRAME.with_columns(
        same=pl.lit(3.0), twice=pl.col("income") * 2, lasting=pl.col("ccode") * 1.0
    )
    one = replace(PLAIN, controls=("income",), instruments=("same", "twice"))
    assert kinds(frame, one) == ["no variation", "collinear"]
    found = problems(frame, one)[1]
    assert "twice is a combination of income" in found.what
    two = replace(PLAIN, instruments=("lasting",), state_effects=True)
    assert "lasting: nothing is left" in problems(frame, two)[0].what
    assert kinds(frame, Design("y", "treated", instruments=("absent",))) == ["missing column"]
    assert kinds(frame.with_columns(same=float("inf")), one) == ["infinite"]
    with pytest.raises(UsageError, match="income has two parts"):
        Design("y", "treated", ("income",), instruments=("income",))


def test_a_problem_of_a_control_is_not_told_twice_by_the_instruments():
    frame = FRAME.with_columns(same=pl.lit(3.0), other=pl.col("year") % 2 * 1.0)
    design = replace(PLAIN, controls=("same",), instruments=("other",))
    assert kinds(frame, design) == ["no variation"]


def test_a_mediator_lies_a_year_before_the_outcome_and_after_the_treatment():
    rows = sample(FRAME, replace(PLAIN, lag=2, mediator="income"))
    keys = list(zip(rows.states[rows.unit], rows.years[rows.time], strict=True))
    assert keys == [(2, 1992), (3, 1992), (3, 1993), (4, 1992)]
    assert rows.mediator is not None
    assert rows.mediator.tolist() == [1.5, 2.5, 1.0, 1.0]
    assert rows.mediator_term == "income (1 year before)"
    assert rows.terms == ("treated (2 years before)",)
    assert sample(FRAME, PLAIN).mediator is None
    twice = FRAME.with_columns(again=pl.col("treated").shift(1).over("ccode"))
    assert kinds(twice, replace(PLAIN, lag=2, mediator="again")) == ["collinear"]
    assert kinds(FRAME, replace(PLAIN, lag=2, mediator="absent")) == ["missing column"]


def test_groups_of_peers_are_those_of_the_outcomes_year_and_whole():
    frame = FRAME.with_columns(region=pl.when(pl.col("year") > 1991).then(2).otherwise(1))
    rows = sample(frame, replace(PLAIN, lag=1, peers="region"))
    assert rows.group is not None
    assert rows.group.tolist() == [1, 2, 1, 2, 2, 2]
    assert sample(frame, PLAIN).group is None
    unknown = frame.with_columns(region=pl.when(pl.col("year") > 1990).then("region"))
    told = {
        one.reason: one.rows for one in sample(unknown, replace(PLAIN, peers="region")).left_out
    }
    assert told["region not observed"] == 3
    assert kinds(frame.with_columns(region=0.5), replace(PLAIN, peers="region")) == ["groups"]


@pytest.mark.parametrize("lag", [-1, 1001, 2**31, 2**63 - 1])
def test_a_lag_that_no_calendar_holds_is_refused(lag: int) -> None:
    with pytest.raises(UsageError, match=f"a lag of {lag} years"):
        Design("y", "x", lag=lag)
