"""Columns of mobilization: silence of a covered state is none, that of another is not known."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns import mobilization
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.mobilization import Mobilization

NOWHERE = Store(Path("/nonexistent/rightful"))
SPINE = pl.DataFrame(
    {
        "ccode": pl.Series([811] * 4 + [2] * 2, dtype=pl.Int32),
        "year": pl.Series([1989, 1990, 1991, 2020, 1990, 1991], dtype=pl.Int32),
        "region": [1] * 6,
    }
)
AT = At(SPINE, Baseline(shipped()), NOWHERE)


def test_nothing_is_there_without_a_store() -> None:
    assert Mobilization().columns(AT).columns == ["ccode", "year"]


def test_protests_are_counted_where_the_list_covers_the_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = {
        "protests": pl.DataFrame({"ccode": [811, 811, 811], "year": [1991, 1991, 2020]}),
        "vdem": pl.DataFrame(
            {"ccode": [2], "year": [1990], "v2x_cspart": [0.9], "v2x_freexp": [0.8]}
        ),
    }
    monkeypatch.setattr(mobilization, "table_of", lambda _, name: tables[name])
    told = Mobilization().columns(AT)
    assert (
        told["log_protests"].to_list() == [None, 0.0, pytest.approx(1.0986, abs=1e-4)] + [None] * 3
    )
    assert told["civil_society"].to_list() == [None] * 4 + [0.9, None]
    assert told["free_expression"].to_list() == [None] * 4 + [0.8, None]
