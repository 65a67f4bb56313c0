"""Years in which pressure begins and ends, and what stands before and after them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.names import HEADLINE, STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._imposed import SENDERS, pairs
from rightful.estimation.paper_tests._rulers import against
from rightful.estimation.paper_tests._turns import earlier, practice_after, prepared, turns
from rightful.estimation.paper_tests.pressure_off import with_start

YEARS = [*range(1990, 1998)]


def _frame(**columns: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame({"ccode": [2] * 8, "year": YEARS, **columns}).with_columns(
        pl.col("ccode", "year").cast(pl.Int32)
    )


def test_a_spell_begins_once_and_ends_once() -> None:
    frame = _frame(pressed=[0, 0, 1, 1, 0, 0, None, 1])
    begun = turns(frame, "pressed", into=1.0)
    assert begun.select("year", "turn").rows() == [(1991, 0), (1992, 1), (1995, 0)]
    ended = turns(frame, "pressed", into=0.0)
    assert ended.select("year", "turn").rows() == [(1993, 0), (1994, 1)]


def test_a_gap_in_years_is_no_year_before() -> None:
    frame = _frame(pressed=[0, 0, 1, 1, 0, 0, 1, 1]).filter(pl.col("year") != 1992)
    assert 1993 not in turns(frame, "pressed", into=1.0)["year"].to_list()
    assert earlier(frame, "pressed", 2)["pressed_2"].to_list()[:4] == [None, None, 0, None]


def test_each_sender_has_rows_of_its_own_and_knows_the_others() -> None:
    held: dict[str, list[float | None]] = {f"rights_sanction_{one}": [0.0] * 8 for one in SENDERS}
    held["rights_sanction_eu"] = [0.0, 0, 0, 1, 1, 1, 1, 1]
    frame = _frame(**held).with_columns(ccode=pl.lit(811, pl.Int32))
    told = pairs(frame)
    assert told.filter(pl.col("turn") == 1).select("sender", "year").rows() == [(1, 1993)]
    assert told.filter(pl.col("sender") == 0)["others"].to_list() == [0, 0, 0, 1, 1, 1, 1]
    # The United States presses no one but others.
    assert 0 not in pairs(frame.with_columns(ccode=pl.lit(2, pl.Int32)))["sender"].to_list()


def test_the_start_of_a_spell_is_known_to_its_end_and_null_where_nobody_saw_it() -> None:
    frame = _frame(pressed=[1, 0, 0, 1, 1, 0, 1, 0], good=[float(at) for at in range(8)])
    told = with_start(earlier(frame, "good", 1), "pressed", "good")
    assert told["at_start"].to_list() == [None, None, None, 2, 2, 2, 5, 5]


def test_the_outcome_is_the_mean_of_three_years_after_with_practice_before_held() -> None:
    rng = np.random.default_rng(5)
    states, years = 30, 30
    keys = [(code, 1980 + at) for code in range(1, states + 1) for at in range(years)]
    frame = pl.DataFrame(keys, schema={"ccode": pl.Int32, "year": pl.Int32}, orient="row")
    frame = frame.with_columns(
        x=pl.Series(rng.normal(size=frame.height)),
        openness=pl.Series(rng.normal(size=frame.height)),
        civil_war=pl.Series((rng.random(frame.height) < 0.2).astype(float)),
    )
    value = rng.normal(size=frame.height)
    x = frame["x"].to_numpy()
    for code in range(states):
        at = slice(code * years, (code + 1) * years)
        for ahead in (1, 2, 3):
            value[at][ahead:] += 2.0 * x[at][:-ahead]
    frame = frame.with_columns(practice=value, practice_constant=value)
    draws = np.tile(value, (4, 1)).astype(np.float32)
    one = Posterior(frame["ccode"].to_numpy(), frame["year"].to_numpy(), draws, HEADLINE)
    given = Material(frame, {HEADLINE: dict.fromkeys(STANDARDS, one)})
    rows = practice_after(given, prepared(frame), "x", "m").rows
    assert rows["estimate"].to_list() == pytest.approx([2.0] * 8, abs=0.15)
    # Two years are lost at the beginning, and at the end all that have fewer than two years after.
    assert set(rows["n"]) == {states * (years - 4)}


def test_less_and_more_are_two_ways_to_write_one_regression() -> None:
    rng = np.random.default_rng(1)
    frame = pl.DataFrame(
        {
            "recruitment": rng.normal(size=400),
            "military_rule": np.zeros(400),
            "rights_sanction": rng.normal(size=400),
            "sanction_in_register": rng.normal(size=400),
        }
    )
    found = {}
    for alone in (True, False):
        for rows, treatment, other, measure in against(frame, alone=alone):
            home, abroad = rows["coalition"], rows["rights_sanction"]
            y = (3 * home + abroad).to_numpy()
            x = rows.select(treatment, other).to_numpy()
            found[measure] = np.linalg.lstsq(x, y, rcond=None)[0][0]
    assert found["sanctions by the list"] == pytest.approx(3)
    assert found["less sanctions by the list"] == pytest.approx(2)
    assert found["with sanctions by the list added"] == pytest.approx(4)
