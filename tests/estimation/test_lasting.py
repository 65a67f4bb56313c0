"""States that stay among the best through given years: every draw is counted by itself."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.estimation.lasting import stayed
from rightful.estimation.paper_tests.durable_respect import costly, respected

YEARS = range(2000, 2006)
STATES = range(1, 7)


def _practice(values: dict[int, list[list[float]]]) -> Posterior:
    """Return draws: state -> draw -> a value a year; states 3 to 6 are always worse."""
    keys = [(code, year) for code in STATES for year in YEARS]
    rows = [
        [
            values[code][draw][at] if code in values else -float(code)
            for code in STATES
            for at in range(len(YEARS))
        ]
        for draw in range(2)
    ]
    codes, years = zip(*keys, strict=True)
    return Posterior(
        np.array(codes, dtype=np.int32),
        np.array(years, dtype=np.int32),
        np.array(rows, dtype=np.float32),
        "practice",
    )


GOOD, FALLS = [5.0] * 6, [5.0, 5, 5, -9, 5, 5]
PRACTICE = _practice({1: [GOOD, GOOD], 2: [[6.0] * 6, FALLS]})


def _cases(*rows: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=["ccode", "year"], orient="row")


def test_a_state_stays_in_the_draws_in_which_no_year_falls() -> None:
    found = stayed(PRACTICE, _cases((1, 2001), (2, 2001)), (0, 1, 2), 0.5)
    assert found is not None
    assert found.states.tolist() == [1, 2]
    assert found.chance.tolist() == [1.0, 0.5]
    assert (found.low, found.high) == (1, 2)


def test_every_case_of_a_state_counts_and_one_without_its_years_does_not() -> None:
    found = stayed(PRACTICE, _cases((2, 2002), (2, 2000), (1, 2004)), (0, 1, 2), 0.5)
    assert found is not None
    assert found.states.tolist() == [2]
    assert found.chance.tolist() == [0.5]
    assert stayed(PRACTICE, _cases((1, 2004)), (0, 1, 2), 0.5) is None


def test_respect_is_three_years_among_the_best_third_by_both_standards() -> None:
    rows = [
        (code, year, -float(code) if (code, year) != (1, 2001) else -9.0)
        for code in range(1, 7)
        for year in range(2000, 2007)
    ]
    frame = pl.DataFrame(rows, schema=["ccode", "year", "practice"], orient="row")
    told = respected(frame.with_columns(practice_constant=pl.col("practice")))
    good = told.filter(pl.col("respected")).select("ccode", "year").rows()
    # State 1 fell in 2001, and has three good years behind it in 2005; the second had them before.
    assert good == [(1, 2005), (1, 2006), (2, 2003), (2, 2004), (2, 2005), (2, 2006)]


@pytest.mark.parametrize(
    ("costs", "is_costly"),
    [((0.0, 0.0, 0.0), 0), ((0.0, None, 1.0), 1), ((0.0, None, 0.0), None)],
)
def test_a_year_is_costly_where_one_cost_is_and_cheap_where_all_are_known(
    costs: tuple[float | None, ...], is_costly: int | None
) -> None:
    row = dict(zip(("civil_war", "coup_attempt", "income_fell"), costs, strict=True))
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.Float64))
    assert frame.select(costly()).item() == is_costly
