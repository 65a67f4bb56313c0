"""Peers' means: against a loop over states, and what lags, silences and draws do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record import published

from rightful.core.errors import DataError
from rightful.core.names import CORE_TREATIES
from rightful.measures.strands._peer_weights import Peers, by_alliance, by_organizations, region_of
from rightful.measures.strands.peers import OBLIGATIONS, PRACTICE, PeerMeans, commitment

STATES = (2, 20, 200, 205, 700)
YEAR = 1990
networks = st.lists(
    st.tuples(st.sampled_from(STATES), st.sampled_from("abcd"), st.sampled_from([1, 2, 3, None])),
    unique_by=lambda row: row[:2],
    min_size=1,
)
practices = st.dictionaries(
    st.sampled_from(STATES), st.lists(st.floats(-3, 3), min_size=2, max_size=2), min_size=1
)


def igo_table(rows: Sequence[tuple[int, str, int | None]], year: int = YEAR) -> pl.DataFrame:
    schema = {"ccode": pl.Int32, "igo": pl.String, "status": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        year=pl.lit(year, dtype=pl.Int32)
    )


def practice_table(drawn: dict[int, list[float]]) -> pl.DataFrame:
    """Practice in 1990 as drawn, and of every state in 1991, so that all are alive then."""
    rows = [(ccode, YEAR, draws) for ccode, draws in drawn.items()]
    rows += [(ccode, YEAR + 1, [0.0, 0.0]) for ccode in STATES]
    kind: dict[str, pl.DataType] = {"ccode": pl.Int32(), "year": pl.Int32()}
    schema = {**kind, "draws": pl.List(pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_hand(
    rows: list[tuple[int, str, int | None]], drawn: dict[int, list[float]]
) -> dict[int, tuple[float, int]]:
    seats: dict[int, set[str]] = {}
    for ccode, name, status in rows:
        seats.setdefault(ccode, set())
        if status in (1, 2):
            seats[ccode].add(name)
    found = {}
    for i, mine in seats.items():
        total, weighed, peers = 0, 0.0, 0
        for j, theirs in seats.items():
            shared = len(mine & theirs)
            if j != i and shared and j in drawn:
                total, peers = total + shared, peers + 1
                weighed += shared * sum(drawn[j]) / 2
        if total:
            found[i] = (weighed / total, peers)
    return found


@settings(max_examples=60, deadline=None)
@given(networks, practices)
def test_means_are_those_of_a_loop(
    rows: list[tuple[int, str, int | None]], drawn: dict[int, list[float]]
) -> None:
    record = {"igo": igo_table(rows), PRACTICE: practice_table(drawn)}
    frame = PeerMeans().fit(record, 0).frame
    mine = frame.filter(series="peer_practice_igo", year=YEAR + 1)
    expected = by_hand(rows, drawn)
    assert mine["ccode"].to_list() == sorted(expected)
    for ccode, mean, inputs in mine.select("ccode", "mean", "inputs").iter_rows():
        assert mean == pytest.approx(expected[ccode][0], abs=1e-9)
        assert inputs == expected[ccode][1]


@settings(max_examples=30, deadline=None)
@given(networks, practices)
def test_a_mean_lies_among_its_peers_and_self_does_not_count(
    rows: list[tuple[int, str, int | None]], drawn: dict[int, list[float]]
) -> None:
    record = {"igo": igo_table(rows), PRACTICE: practice_table(drawn)}
    ccode = rows[0][0]
    other = drawn | {ccode: [99.0, 99.0]}
    changed = {"igo": igo_table(rows), PRACTICE: practice_table(other)}
    own = pl.col("ccode") == ccode
    kept = [
        PeerMeans().fit(each, 0).frame.filter(own, series="peer_practice_igo", year=YEAR + 1)
        for each in (record, changed)
    ]
    assert kept[0].equals(kept[1])
    means = [sum(draws) / 2 for draws in drawn.values()]
    for mean in kept[0]["mean"]:
        assert min(means) - 1e-9 <= mean <= max(means) + 1e-9


def test_the_interval_is_that_of_joint_draws() -> None:
    rows = [(2, "a", 1), (20, "a", 1), (200, "a", 1)]
    # Draws that move against each other cancel in the mean of the two peers.
    drawn = {2: [0.0, 0.0], 20: [1.0, -1.0], 200: [-1.0, 1.0]}
    record = {"igo": igo_table(rows), PRACTICE: practice_table(drawn)}
    frame = PeerMeans().fit(record, 0).frame.filter(series="peer_practice_igo", year=YEAR + 1)
    row = frame.row(by_predicate=pl.col("ccode") == 2, named=True)
    assert (row["mean"], row["sd"], row["low"], row["high"]) == (0, 0, 0, 0)
    assert frame.row(by_predicate=pl.col("ccode") == 20, named=True)["sd"] == pytest.approx(0.5)


def test_ties_are_of_the_year_before_and_are_not_carried_on() -> None:
    rows = [(2, "a", 1), (20, "a", 1)]
    record = {"igo": igo_table(rows), PRACTICE: practice_table({2: [1.0, 1.0], 20: [2.0, 2.0]})}
    frame = PeerMeans().fit(record, 0).frame.filter(series="peer_practice_igo")
    assert frame["year"].unique().to_list() == [YEAR + 1]


def test_a_state_that_is_gone_has_no_row() -> None:
    practice = practice_table({2: [1.0, 1.0], 20: [2.0, 2.0]}).filter(
        (pl.col("year") == YEAR) | (pl.col("ccode") != 20)
    )
    record = {"igo": igo_table([(2, "a", 1), (20, "a", 1)]), PRACTICE: practice}
    frame = PeerMeans().fit(record, 0).frame.filter(series="peer_practice_igo")
    assert frame["ccode"].to_list() == [2]


def test_alliances_bind_both_ways_and_observers_do_not_sit() -> None:
    promise = {"defense": 1, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 0}
    pairs = pl.DataFrame([{"ccode1": 2, "ccode2": 20, **promise}])
    allied = by_alliance(np.array([2, 20, 200]), pairs)
    assert allied.weights.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    sits = by_organizations(igo_table([(2, "a", 1), (20, "a", 3), (200, "a", 2)]))
    assert sits.weights.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]


def test_regions_follow_the_numbers() -> None:
    codes = np.array([2, 165, 200, 395, 402, 590, 600, 698, 700, 860, 900, 990])
    assert region_of(codes).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_no_state_is_its_own_peer() -> None:
    with pytest.raises(DataError, match="own peer"):
        Peers(np.array([2, 20]), np.eye(2))


def register(rows: list[tuple[int, str, date, date | None]]) -> pl.DataFrame:
    kinds: dict[str, type[pl.DataType]] = {"ccode": pl.Int64, "instrument": pl.String}
    dates: dict[str, type[pl.DataType]] = {"bound_from": pl.Date, "bound_until": pl.Date}
    # A ninth of the nine each, so that the register reaches 2020 for all.
    reach = [(999, name, date(2019, 1, 1), None) for name in CORE_TREATIES]
    frame = pl.DataFrame([*rows, *reach], schema=kinds | dates, orient="row")
    return frame.with_columns(known_until=pl.lit(date(2020, 6, 1)))


def test_commitment_counts_what_binds_at_the_end_of_the_year() -> None:
    rows = [
        (2, "CAT", date(1990, 12, 31), None),
        (2, "CRC", date(1991, 1, 1), None),
        (20, "CAT", date(1980, 1, 1), date(1990, 12, 31)),
        (20, "OPCAT", date(1980, 1, 1), None),
    ]
    assert (commitment(register(rows), 1990) or {}) == pytest.approx({2: 1 / 9})
    assert (commitment(register(rows), 1991) or {}) == pytest.approx({2: 2 / 9})
    assert commitment(register(rows), 2021) is None  # the register does not reach it
    without = register(rows).filter(pl.col("instrument") != "CPED")
    assert commitment(without, 1990) is None


def test_trade_is_declared_and_has_no_rows() -> None:
    measure = PeerMeans()
    frame = measure.fit(measure.example(), 0).frame
    declared = {variable.name: variable for variable in measure.gives}
    assert "not in hand" in declared["peer_practice_trade"].note
    assert set(frame["series"]) == {name for name in declared if not name.endswith("_trade")}


def test_absent_tables_leave_their_series_out() -> None:
    measure = PeerMeans()
    whole = measure.example()
    for absent, lost in (("igo", "igo"), ("alliances", "alliance"), (PRACTICE, "practice")):
        part = {name: table for name, table in whole.items() if name != absent}
        assert not [name for name in measure.fit(part, 0).frame["series"] if lost in name]
    assert measure.fit({OBLIGATIONS: whole[OBLIGATIONS]}, 0).frame.is_empty()


@pytest.mark.shared
def test_chile_on_the_real_files(shared: Path) -> None:
    igo = published.tidied(shared, "igo", "3.0-state-year")[1].table.frame
    allied = published.tidied(shared, "alliances", "5-dyad-year")[1].table.frame
    some = pl.col("year").is_between(1975, 1977)
    states = igo.filter(some).select("ccode", "year").unique()
    record = {
        "igo": igo.filter(some),
        "alliances": allied.filter(some),
        PRACTICE: states.with_columns(
            draws=pl.concat_list(pl.col("ccode").cast(pl.Float64), pl.lit(0.0))
        ),
    }
    chile = PeerMeans().fit(record, 0).frame.filter(ccode=155, year=1977)
    inputs = dict(chile.select("series", "inputs").iter_rows())
    assert inputs["peer_practice_alliance"] == 23  # the Rio treaty and the OAS
    assert inputs["peer_practice_igo"] > 140
