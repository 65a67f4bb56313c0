"""Rates with a learned prior: they recover what made them, and doubt what rests on little."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.measure import SERIES
from rightful.measures.strands._beta_binomial import learned, rates


def counts(hits: list[int], trials: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {"ccode": list(range(2, 2 + len(hits))), "year": 1999, "hits": hits, "trials": trials}
    )


def test_recovers_the_prior_and_covers() -> None:
    generator = np.random.default_rng(7)
    true = generator.beta(2.0, 6.0, 3000)
    trials = generator.integers(1, 40, 3000)
    hits = generator.binomial(trials, true)
    prior = learned(hits.astype(float), trials.astype(float))
    assert prior.mean == pytest.approx(0.25, abs=0.01)
    assert prior.size == pytest.approx(8.0, rel=0.12)
    frame, _ = rates("rate", counts(hits.tolist(), trials.tolist()))
    inside = ((frame["low"] <= true) & (frame["high"] >= true)).mean()
    assert inside == pytest.approx(0.90, abs=0.02)


def test_few_trials_are_drawn_to_the_mean_and_doubted() -> None:
    many = [(3, 10), (2, 10), (4, 10), (3, 12), (30, 100)]
    hits, trials = zip(*many, (1, 1), strict=True)
    frame, diagnostics = rates("rate", counts(list(hits), list(trials)))
    single, hundred = frame.row(5, named=True), frame.row(4, named=True)
    assert single["mean"] < 0.6
    assert single["high"] - single["low"] > hundred["high"] - hundred["low"]
    assert single["inputs"] == 1
    assert diagnostics["groups"] == 6


def test_no_trials_no_row() -> None:
    frame, _ = rates("rate", counts([0, 1], [0, 2]))
    assert frame["ccode"].to_list() == [3]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20),
)
def test_means_lie_in_their_interval(pairs: list[tuple[int, int]]) -> None:
    hits = [min(pair) for pair in pairs]
    trials = [max(pair) for pair in pairs]
    frame, _ = rates("rate", counts(hits, trials))
    assert dict(frame.schema) == SERIES
    assert frame.height == sum(trial > 0 for trial in trials)
    ordered = frame.select(
        (pl.col("low") >= 0) & (pl.col("low") <= pl.col("mean")),
        (pl.col("high") >= pl.col("mean")).alias("up") & (pl.col("high") <= 1),
    )
    assert all(column.all() for column in ordered)
