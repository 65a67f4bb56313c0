"""Country resolutions per target and year, and the votes on them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record import published

from rightful.measures.strands.resolutions import NO, RESOLUTIONS, VOTES, YES, Resolutions

calls = st.lists(
    st.tuples(
        st.integers(1, 6), st.sampled_from([2, 20, 155]), st.just(1980), st.sampled_from([0, 1])
    ),
    unique_by=lambda row: row[0],
    min_size=1,
)
votes = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from([2, 20, 155, 385]), st.sampled_from([1, 2, 3])),
    unique_by=lambda row: row[:2],
)


def tables(
    of_calls: list[tuple[int, int, int, int]], of_votes: list[tuple[int, int, int]]
) -> dict[str, pl.DataFrame]:
    return {
        RESOLUTIONS: pl.DataFrame(
            of_calls,
            schema=dict.fromkeys(("rcid", "ccode", "year", "part"), pl.Int32),
            orient="row",
        ),
        VOTES: pl.DataFrame(
            of_votes, schema=dict.fromkeys(("rcid", "ccode", "vote"), pl.Int32), orient="row"
        ),
    }


def values(record: dict[str, pl.DataFrame], series: str) -> dict[int, float]:
    frame = Resolutions().fit(record, 0).frame.filter(series=series)
    return dict(frame.select("ccode", "mean").iter_rows())


@settings(max_examples=60, deadline=None)
@given(calls, votes)
def test_series_are_those_of_a_loop(
    of_calls: list[tuple[int, int, int, int]], of_votes: list[tuple[int, int, int]]
) -> None:
    record = tables(of_calls, of_votes)
    cast: dict[int, dict[int, int]] = {}
    for rcid, ccode, vote in of_votes:
        cast.setdefault(rcid, {})[ccode] = vote
    whole = [(rcid, target) for rcid, target, _, part in of_calls if part == 0 and rcid in cast]
    support: dict[int, list[float]] = {}
    ready: dict[int, list[bool]] = {}
    counts: dict[int, float] = {}
    for rcid, target in whole:
        counts[target] = counts.get(target, 0) + 1
        taken = [vote for vote in cast[rcid].values() if vote in (YES, NO)]
        if taken:
            support.setdefault(target, []).append(taken.count(YES) / len(taken))
        for voter, vote in cast[rcid].items():
            if voter != target:
                ready.setdefault(voter, []).append(vote == YES)
    named = {target for _, target, _, part in of_calls if part == 0}
    voters = {voter for rcid, _ in whole for voter in cast[rcid]}
    silent = dict.fromkeys(voters - named, 0.0)
    assert values(record, "resolutions") == counts | silent
    mean = {target: sum(shares) / len(shares) for target, shares in support.items()}
    assert values(record, "resolution_support") == pytest.approx(mean)
    share = {voter: sum(yes) / len(yes) for voter, yes in ready.items()}
    assert values(record, "resolution_readiness") == pytest.approx(share)


def test_a_resolution_on_two_states_is_one_vote() -> None:
    two = [(1, 155, 1980, 0), (2, 160, 1980, 0)]
    record = tables([*two], [(1, 385, 1), (2, 385, 3)])
    same = record[RESOLUTIONS].with_columns(rcid=pl.lit(1, dtype=pl.Int32))
    joint = {**record, RESOLUTIONS: same}
    frame = Resolutions().fit(joint, 0).frame.filter(series="resolution_readiness")
    assert frame.select("ccode", "mean", "inputs").rows() == [(385, 1.0, 1)]


def test_years_without_votes_have_no_rows() -> None:
    record = tables([(1, 155, 1980, 0), (2, 155, 1990, 0)], [(1, 385, 1)])
    assert set(Resolutions().fit(record, 0).frame["year"]) == {1980}


def test_without_a_table_nothing_is_said() -> None:
    record = Resolutions().example()
    assert Resolutions().fit({RESOLUTIONS: record[RESOLUTIONS]}, 0).frame.is_empty()


@pytest.mark.shared
@pytest.mark.xdist_group("roll_calls")
@pytest.mark.long
def test_chile_1977_on_the_real_files(shared: Path) -> None:
    resolutions = published.tidied(shared, RESOLUTIONS, "unvotes-2020")[1].table.frame
    cast = published.tidied(shared, VOTES, "unvotes-2020")[1].table.frame
    record = {RESOLUTIONS: resolutions.filter(pl.col("year") == 1977), VOTES: cast}
    frame = Resolutions().fit(record, 0).frame.filter(ccode=155)
    told = dict(frame.select("series", "mean").iter_rows())
    assert told["resolutions"] == 1
    assert told["resolution_support"] == pytest.approx(97 / 111)
