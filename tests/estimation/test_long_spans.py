"""Long blame: the first ten years with five of blame; changes against the world's; steps' rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._opened import around, into_the_year
from rightful.estimation.paper_tests._panel import moved
from rightful.estimation.paper_tests.hardened import (
    beyond_the_world,
    changes,
    kinds,
    long_spans,
)
from rightful.estimation.paper_tests.opening import joiners
from rightful.estimation.paper_tests.standing import most_blamed


def _years(ccode: int, *years: int) -> pl.DataFrame:
    return pl.DataFrame({"ccode": [ccode] * len(years), "year": years})


def test_a_span_is_ten_years_with_five_of_blame_and_begins_with_one() -> None:
    met = pl.concat(
        [
            _years(1, 1960, 1970, 1972, 1974, 1976, 1979, 1990),  # five within 1970-1979
            _years(2, 1970, 1972, 1974, 1976, 1980),  # the fifth comes a year too late
            _years(3, *range(1980, 1995)),
        ]
    )
    assert long_spans(met).rows() == [(1, 1970), (3, 1980)]


def test_reviews_alone_are_no_blame_but_sanctions_count_beside() -> None:
    frame = pl.DataFrame(
        {
            "ccode": [1, 1, 1],
            "year": [2000, 2001, 2010],
            "blamed": [1.0, 0.0, 5.0],
            "reviewed": [0.0, 0.0, 1.0],
            "pressed": [0.0, 1.0, 0.0],
        }
    )
    blamed, pressed = kinds(frame).values()
    assert blamed["year"].to_list() == [2000]
    assert pressed["year"].to_list() == [2000, 2001]


def test_changes_are_of_both_ends_and_the_worlds_mean_is_taken_off() -> None:
    years = np.arange(1960, 1990, dtype=np.int32)
    code = np.repeat([1, 2], years.size).astype(np.int32)
    trend = 0.1 * (np.tile(years, 2) - 1960)
    own = np.where((code == 1) & (np.tile(years, 2) >= 1975), -1.0, 0.0)
    draws = np.tile((trend + own).astype(np.float32), (2, 1))
    one = Posterior(code, np.tile(years, 2), draws, "p")
    spans = pl.DataFrame({"ccode": [1, 2, 1], "year": [1970, 1970, 1985]})
    # The last span ends after the draws do, and is left out.
    assert changes(one, spans) == pytest.approx(np.array([[0.0, 1.0]] * 2), abs=1e-5)
    beyond = changes(beyond_the_world(one), spans)
    assert beyond == pytest.approx(np.array([[-0.5, 0.5]] * 2), abs=1e-5)


def _frame() -> pl.DataFrame:
    years = list(range(1980, 1992))
    joined = [0.0] * 6 + [1.0] * 6
    late = [0.0] * 8 + [1.0] * 4
    never = [0.0] * 12
    frame = pl.DataFrame(
        {
            "ccode": [1] * 12 + [2] * 12 + [3] * 12,
            "year": years * 3,
            "cat": joined + late + never,
            "log_protests": [float(n) for n in range(12)] * 3,
            "openness": [0.0] * 6 + [1.0] * 6 + [0.0] * 24,
            "practice": [0.0] * 36,
        }
    )
    return frame.with_columns(since_cat=pl.col("cat").cum_sum().over("ccode"))


def test_the_change_around_a_step_is_of_three_years_before_and_after() -> None:
    told = around(_frame(), "log_protests")
    row = told.filter(pl.col("ccode") == 1, pl.col("year") == 1986).row(0, named=True)
    spread = _frame()["log_protests"].std()
    assert isinstance(spread, float)
    assert row["change"] == pytest.approx(4 / spread)
    assert row["level_before"] == pytest.approx(4 / spread)
    assert (row["openness_before"], row["opening_before"]) == (0.0, 0.0)
    first = told.filter(pl.col("ccode") == 1, pl.col("year") == 1980)
    assert first["change"].to_list() == [None]
    (into,) = into_the_year(told.filter(pl.col("ccode") == 1, pl.col("year") == 1986))["change"]
    assert into == 1.0


def test_joiners_are_compared_with_those_who_do_not_follow_soon() -> None:
    treaties = pl.DataFrame({"treaty": ["cat"], "opened": [1984], "kind": ["core"]})
    rows = joiners(_frame(), Material(_frame(), {}, treaties), "cat")
    seen = {code: part["year"].to_list() for (code,), part in rows.group_by("ccode")}
    # State 1 joins in 1986: its years just before are within three years of that.
    assert seen[1] == [1986]
    assert seen[2] == [1984, 1988]
    assert seen[3] == [1984, 1985, 1986, 1987, 1988]
    taken = pl.DataFrame({"ccode": [1], "treaty": ["cat"]})
    left = joiners(_frame(), Material(_frame(), {}, treaties, inherited=taken), "cat")
    assert 1 not in left["ccode"].to_list()


def test_a_column_moved_is_null_where_the_year_is_none() -> None:
    frame = pl.DataFrame({"ccode": [1, 1, 1], "year": [2000, 2001, 2003], "x": [1.0, 2.0, 3.0]})
    told = moved(moved(frame, "x", "before", 1), "x", "after", -2)
    assert told["before"].to_list() == [None, 1.0, None]
    assert told["after"].to_list() == [None, 3.0, None]


def test_the_most_blamed_state_is_so_over_all_years() -> None:
    frame = pl.DataFrame({"ccode": [1, 2, 2, 3], "blamed": [5.0, 3.0, 4.0, 0.0]})
    assert most_blamed(frame) == 2
