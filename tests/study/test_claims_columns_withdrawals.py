"""Withdrawals: by our register of acts, of states that could leave something."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.record.baseline import Baseline, shipped
from rightful.record.commitments import binding
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.withdrawals import Withdrawals


def test_the_year_of_the_notice_counts_and_nothing_is_told_of_who_is_not_bound(
    tmp_path: Path,
) -> None:
    states = {
        516: range(2012, 2024),
        840: range(2016, 2024),
        2: range(1946, 1950),
        626: range(2011, 2024),
    }
    spine = pl.DataFrame(
        [(state, year, 1) for state, years in states.items() for year in years],
        schema={"ccode": pl.Int32, "year": pl.Int32, "region": pl.Int64},
        orient="row",
    )
    rows = Withdrawals().columns(At(spine, Baseline(shipped()), Store(tmp_path)))
    left = rows.filter(pl.col("left_treaty") == 1).select("ccode", "year").sort("ccode")
    # Burundi and the Philippines left the Court's statute.
    assert left.rows() == [(516, 2016), (840, 2018)]
    assert rows.filter(pl.col("ccode") == 2).is_empty()
    assert not rows.select("ccode", "year").is_duplicated().any()
    bound = binding(2011, 2023).filter(pl.col("ccode") == 626)
    assert rows.filter(pl.col("ccode") == 626)["year"].min() == bound["year"].min() + 1  # type: ignore[operator]
