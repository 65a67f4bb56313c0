"""Columns of aid: logs of dollars, none where nothing was given, null where nobody looked."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.aid import Aid

YEARS = [*range(1973, 1977)]
SPINE = pl.DataFrame(
    {"ccode": [155] * 4 + [200] * 4, "year": YEARS * 2, "region": [1] * 8}
).with_columns(pl.col("ccode", "year").cast(pl.Int32))
RECEIVED = pl.DataFrame(
    {"ccode": [155] * 3, "year": [1973, 1974, 1975], "aid_total": [2e8, 5e7, -1e6]}
)
FROM_US = pl.DataFrame(
    {
        **{"ccode": [155, 155, 155], "year": [1973, 1973, 1974], "category": [1, 2, 1]},
        **{"transaction": [1, 1, 2], "constant_amount": [4e6, 6e6, 9e6]},
    }
)


class Shelf(Store):
    """A store that holds two made-up tables."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        held = {("aid_received", "total"): RECEIVED, ("us_aid", "2018"): FROM_US}
        key = (source, str(edition))
        if key not in held:
            raise UnknownName("table", source)
        return held[key]


def columns(store: Store) -> pl.DataFrame:
    return Aid().columns(At(SPINE, Baseline(shipped()), store))


def test_logs_are_of_millions_and_repayment_counts_as_none(tmp_path: Path) -> None:
    rows = columns(Shelf(tmp_path))
    assert set(Aid.sources) <= set(rows.columns)
    chile, britain = rows.filter(pl.col("ccode") == 155), rows.filter(pl.col("ccode") == 200)
    logs = [math.log1p(200), math.log1p(50), 0.0]
    assert chile["log_aid"].to_list()[:3] == pytest.approx(logs)
    assert chile["log_aid"][3] is None
    # Of 1974 only a payment is known, and what was promised counts.
    assert chile["log_us_aid"].to_list() == pytest.approx([math.log1p(10), 0, 0, 0])
    assert chile["aid_change"].to_list() == [None, pytest.approx(-1.2), -2.0, None]
    assert britain["log_aid"].null_count() == 4
    assert britain["log_us_aid"].to_list() == [0.0] * 4


def test_what_is_not_in_the_store_is_left_out(tmp_path: Path) -> None:
    assert columns(Store(tmp_path)).columns == ["ccode", "year"]
