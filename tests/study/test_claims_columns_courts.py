"""Independence of the high court: as published, left out where the source is not there."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns import courts
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.courts import Courts

SPINE = pl.DataFrame(
    {"ccode": [155, 155], "year": [1975, 1990], "region": [1, 1]},
    schema={"ccode": pl.Int32, "year": pl.Int32, "region": pl.Int64},
)


def test_the_scale_comes_as_it_is_published(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pl.DataFrame({"ccode": [155, 155], "year": [1975, 1976], "v2juhcind": [-0.06, None]})
    monkeypatch.setattr(courts, "table_of", lambda *_: made)
    found = Courts().columns(At(SPINE, Baseline(shipped()), Store(tmp_path)))
    assert found.rows() == [(155, 1975, -0.06), (155, 1976, None)]
    assert found.schema["ccode"] == pl.Int32


def test_without_the_source_there_is_no_column(tmp_path) -> None:
    found = Courts().columns(At(SPINE, Baseline(shipped()), Store(tmp_path)))
    assert found.columns == ["ccode", "year"]
