"""Pairs of sender and target: when a sanction can be imposed, whom a promise of defence covers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.pairs import PAIR, UNION, USA, Pairs

STATES = (2, 200, 210, 355, 640, 775)
SPINE = pl.DataFrame(
    [(state, year, 1) for state in STATES for year in range(2003, 2010)],
    schema={"ccode": pl.Int32, "year": pl.Int32, "region": pl.Int64},
    orient="row",
)
CASES = pl.DataFrame(
    [
        (775, 2004, USA, date(2004, 5, 1), date(2006, 3, 1), 1),
        (775, 2004, UNION, date(2004, 5, 1), None, 0),
        (640, 2008, UNION, date(2008, 2, 1), None, 1),
    ],
    schema=["ccode", "year", "sender", "start_date", "end_date", "goal_hr"],
    orient="row",
)
PACTS = pl.DataFrame(
    {"ccode1": [2, 210, 2], "ccode2": [640, 640, 775], "year": [2004] * 3, "defense": [1, 1, 0]}
)
POINTS = pl.DataFrame(
    {"ccode": [2, 200, 210, 640], "year": [2004] * 4, "ideal_point": [2.0, 1.0, 0.0, -1.0]}
)
HELD = {"sanctions_ist": CASES, "alliances": PACTS, "ideal_points": POINTS}


class Shelf(Store):
    """A store that holds three made-up tables."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        if source not in HELD:
            raise UnknownName("table", source)
        return HELD[source]


def tables(store: Store) -> dict[str, pl.DataFrame]:
    return Pairs().tables(At(SPINE, Baseline(shipped()), store))


def of(rows: pl.DataFrame, sender: int, state: int) -> pl.DataFrame:
    return rows.filter(pl.col("sender") == sender, pl.col("ccode") == state).sort("year")


def test_a_sanction_is_imposed_once_and_then_in_force(tmp_path: Path) -> None:
    rows = tables(Shelf(tmp_path))["rights_sanctions"]
    assert not rows.select(PAIR).is_duplicated().any()
    usa = of(rows, USA, 775)
    assert usa.filter(pl.col("imposed") == 1)["year"].to_list() == [2004]
    assert usa.filter(pl.col("in_force") == 1)["year"].to_list() == [2005, 2006]
    # Not for rights.
    assert of(rows, UNION, 775).select(pl.col("imposed", "in_force").sum()).row(0) == (0.0, 0.0)
    assert of(rows, UNION, 640)["imposed"].to_list() == [0, 0, 0, 0, 0, 1, 0]


def test_members_are_no_target_of_their_union(tmp_path: Path) -> None:
    rows = tables(Shelf(tmp_path))["rights_sanctions"]
    assert of(rows, USA, 2).is_empty()
    assert of(rows, UNION, 200).is_empty()
    assert of(rows, UNION, 355)["year"].to_list() == [2003, 2004, 2005, 2006]


def test_ties_of_the_union_are_those_of_its_members(tmp_path: Path) -> None:
    found = tables(Shelf(tmp_path))
    allied, apart = found["alliance_with_sender"], found["distance_to_sender"]
    assert dict(of(allied, USA, 640).select("year", "allied").iter_rows())[2004] == 1.0
    assert dict(of(allied, UNION, 640).select("year", "allied").iter_rows())[2004] == 0.5
    # A pact that promises no defence is none here.
    assert of(allied, USA, 775)["allied"].sum() == 0
    assert of(apart, USA, 640).rows() == [(USA, 640, 2004, 3.0)]
    assert of(apart, UNION, 640)["distance"].to_list() == [1.5]


def test_what_is_not_in_the_store_is_left_out(tmp_path: Path) -> None:
    assert tables(Store(tmp_path)) == {}


@pytest.mark.parametrize(("state", "first"), [(200, 1973), (349, 2004), (344, 2013)])
def test_the_union_grew_as_it_did(state: int, first: int, tmp_path: Path) -> None:
    spine = pl.DataFrame(
        [(one, year, 1) for one in (220, state) for year in range(1960, 2019)],
        schema=SPINE.schema,
        orient="row",
    )
    held = Shelf(tmp_path)
    rows = Pairs().tables(At(spine, Baseline(shipped()), held))["alliance_with_sender"]
    assert of(rows, UNION, state)["year"].max() == first - 1
