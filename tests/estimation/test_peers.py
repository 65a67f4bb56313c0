"""Weights of peers: by hand, by groups and by ties, over the years in which states live."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.estimation.made import panel

from rightful.core.errors import DataError
from rightful.estimation._peers import Ties, peer_weights
from rightful.estimation.design import Design, Sample, sample

FRAME = panel(12, 14, seed=2).with_columns(region=pl.col("ccode").cast(pl.Int64) % 3)


def _sample(peers: str | Ties, frame: pl.DataFrame = FRAME) -> Sample:
    return sample(frame, Design("y", "treated", (), 0, peers=peers, singletons="leave_out"))


def _by_hand(rows: Sample, tied: dict[tuple[int, int], float], ago: int) -> np.ndarray:
    n = rows.y.size
    weights = np.zeros((n, n))
    state, year = rows.states[rows.unit], rows.years[rows.time]
    for i in range(n):
        for j in range(n):
            if year[j] == year[i] - ago and state[i] != state[j]:
                weights[i, j] = tied.get((int(state[i]), int(state[j])), 0.0)
        if weights[i].sum() > 0:
            weights[i] /= weights[i].sum()
    return weights


@pytest.mark.parametrize("ago", [0, 1])
def test_groups_and_ties_are_what_loops_give(ago: int) -> None:
    states = FRAME["ccode"].unique().to_list()
    same = {(a, b): 1.0 for a in states for b in states if a % 3 == b % 3}
    rows = _sample("region")
    assert peer_weights(rows, ago).toarray() == pytest.approx(_by_hand(rows, same, ago))
    rng = np.random.default_rng(0)
    tied = {(a, b): float(rng.integers(0, 3)) for a in states for b in states}
    table = pl.DataFrame(
        [(a, b, w) for (a, b), w in tied.items()],
        schema=["state", "peer", "weight"],
        orient="row",
    )
    rows = _sample(Ties("ties", table))
    assert peer_weights(rows, ago).toarray() == pytest.approx(_by_hand(rows, tied, ago))


def test_ties_that_change_count_in_their_year() -> None:
    first, second = FRAME["ccode"].unique().sort()[:2]
    tied = [(first, second, 1.0, year) for year in (1985, 1986)]
    table = pl.DataFrame(tied, schema=["state", "peer", "weight", "year"], orient="row")
    rows = _sample(Ties("ties", table))
    weights = peer_weights(rows)
    i, j = weights.nonzero()
    assert set(rows.years[rows.time[i]].tolist()) <= {1985, 1986}
    assert set(rows.states[rows.unit[i]].tolist()) == {first}
    assert set(rows.states[rows.unit[j]].tolist()) == {second}


def test_what_ties_nobody_is_named() -> None:
    with pytest.raises(DataError, match="who is whose peer"):
        peer_weights(_sample(""))
    alone = FRAME.with_columns(region=pl.col("ccode"))
    with pytest.raises(DataError, match="has a peer"):
        peer_weights(_sample("region", alone))


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ({"state": [2], "peer": [3]}, "columns"),
        ({"state": [2], "peer": [3], "weight": ["much"]}, "columns"),
        ({"state": [2], "peer": [3], "weight": [-1.0]}, "weights"),
        ({"state": [2], "peer": [3], "weight": [float("nan")]}, "weights"),
        ({"state": [2, None], "peer": [3, 4], "weight": [1.0, 1.0]}, "nulls"),
        ({"state": [2, 2], "peer": [3, 3], "weight": [1.0, 2.0]}, "repeated"),
    ],
)
def test_ties_that_cannot_be_read_are_refused(rows: dict[str, list[object]], word: str) -> None:
    with pytest.raises(DataError, match=word):
        Ties("ties", pl.DataFrame(rows))
