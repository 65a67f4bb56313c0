"""Columns of shaming: how far off those stand who blame, and what is null rather than none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns import shaming
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.shaming import Shaming, rivalry

NOWHERE = Store(Path("/nonexistent/rightful"))
YEARS = pl.Series(range(1988, 2000), dtype=pl.Int32)
SPINE = pl.DataFrame({"ccode": pl.Series([560] * 12, dtype=pl.Int32), "year": YEARS}).with_columns(
    region=pl.lit(1)
)
POINTS = pl.DataFrame(
    {
        "ccode": [1, 2, 3, 4, 1, 2],
        "year": [1990, 1990, 1990, 1990, 1991, 1991],
        "ideal_point": [0.0, 1.0, 3.0, 7.0, 0.0, 1.0],
    }
)


def _pairs(*rows: tuple[int, int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["sender", "target", "year", "chance"], orient="row")


def test_rivalry_is_the_rank_of_the_distance_weighted_by_the_chance() -> None:
    # Distances of 1990: 1, 2, 3, 4, 6, 7; the pair 1-2 is the nearest, 1-4 the furthest.
    told = rivalry(_pairs((2, 1, 1990, 0.5), (4, 1, 1990, 1.0)), POINTS)
    assert told.row(0) == (1, 1990, pytest.approx((0.5 * 0 + 1.0 * 5 / 6) / 1.5))


def test_rivalry_is_not_known_where_one_of_them_cast_no_votes() -> None:
    told = rivalry(_pairs((2, 1, 1990, 1.0), (9, 1, 1990, 1.0), (3, 2, 1991, 1.0)), POINTS)
    assert told["rivalry"].to_list() == [None, None]
    assert rivalry(_pairs((2, 1, 1985, 1.0)), POINTS)["rivalry"].to_list() == [None]


def test_what_ships_is_there_without_a_store() -> None:
    held = Shaming().columns(At(SPINE, Baseline(shipped()), NOWHERE))
    assert set(held.columns) == {"ccode", "year", "condemned", "company"}
    told = dict(held.select("year", "condemned").rows())
    # South Africa: condemned under apartheid, on no agenda of the UN by the end of the 1990s.
    assert (told[1988], told[1999]) == (1.0, 0.0)
    assert held["company"].null_count() == 0


def test_urgent_actions_are_null_where_the_list_is_not_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actions = pl.DataFrame(
        {"ccode": [560, 560, 2, 560], "year": [1991, 1991, 1992, 1990], "whole_year": [1, 1, 1, 0]}
    )
    tables = {shaming.ACTIONS: actions}
    monkeypatch.setattr(shaming, "table_of", lambda _, name: tables.get(name))
    held = Shaming().columns(At(SPINE, Baseline(shipped()), NOWHERE))
    assert "rivalry" not in held.columns
    told = dict(held.select("year", "urgent_actions").rows())
    assert told[1990] is None
    assert told[1991] == pytest.approx(1.0986, abs=1e-4)
    assert told[1992] == 0.0
    assert told[1993] is None


def test_nobody_who_blames_is_a_rivalry_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shaming, "table_of", lambda _, name: POINTS if name == shaming.POINTS else None
    )
    held = Shaming().columns(At(SPINE, Baseline(shipped()), NOWHERE))
    told = dict(held.select("year", "rivalry").rows())
    # Blamed by many in 1988, by votes that are not in the made-up table; by none in 1997.
    assert told[1988] is None
    assert told[1997] == 0.0


def test_blame_that_is_counted_and_in_no_pair_is_no_rivalry_of_none() -> None:
    rows = SPINE.select("ccode", "year").head(3)
    blamed = rows.head(1).with_columns(rivalry=pl.lit(0.7))
    told = shaming._filled(rows, blamed, rows.head(2), "rivalry").sort("year")
    assert told["rivalry"].to_list() == [0.7, None, 0.0]
