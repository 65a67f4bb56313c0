"""Columns of what states say: the baseline's series, null where nothing is in hand."""

from __future__ import annotations

import polars as pl

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.talk import SERIES, Talk

SPINE = pl.DataFrame({"ccode": [811], "year": [2000], "region": [1]})


def test_the_series_are_those_of_the_baseline_and_null_where_a_state_was_silent() -> None:
    held = Talk().columns(At(SPINE, Baseline(shipped()), Store()))
    assert set(SERIES) == set(Talk.sources) <= set(held.columns)
    assert not held.select("ccode", "year").is_duplicated().any()
    assert held["talk_norm"].drop_nulls().is_between(0, 1).all()
    # Answers under review are there only where a state was reviewed, never 0 elsewhere.
    unreviewed = held.filter(pl.col("year") < 2008)
    assert unreviewed["answers_promise"].null_count() == unreviewed.height
    silent = held.filter(pl.col("avowals").is_not_null(), pl.col("talk_norm").is_null())
    assert silent.height > 0
