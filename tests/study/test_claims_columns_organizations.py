"""Memberships: how many are shared, and what counts as leaving."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.organizations import Organizations, memberships

YEARS = range(2000, 2008)


def _rows(
    igo: str, state: int, years: range | list[int], status: int = 1
) -> list[tuple[int, int, str, int | None]]:
    return [(state, year, igo, status) for year in years]


def _told() -> pl.DataFrame:
    rows = [
        *(row for state in (2, 20, 200) for row in _rows("un", state, YEARS)),
        *_rows("a", 2, YEARS),
        *_rows("a", 20, YEARS),
        *_rows("a", 200, range(2000, 2003)),  # leaves in 2003
        *_rows("gap", 2, YEARS),
        *_rows("gap", 20, YEARS),
        *_rows("gap", 200, [2000, 2001, 2003, 2004, 2005, 2006, 2007]),  # a gap of a year
        *_rows("ends", 2, range(2000, 2002)),
        *_rows("ends", 20, range(2000, 2002)),
        *_rows("watched", 20, YEARS, status=3),  # an observer is no member
    ]
    schema = {"ccode": pl.Int32, "year": pl.Int32, "igo": pl.String, "status": pl.Int32}
    return memberships(pl.DataFrame(rows, schema=schema, orient="row"))


def test_what_another_state_shares_is_counted() -> None:
    row = _told().filter(pl.col("ccode") == 2, pl.col("year") == 2004).row(0, named=True)
    assert row["organizations"] == 3
    # un with both, a with one of two, gap with both.
    assert row["shared_organizations"] == 2.5
    assert _told().filter(pl.col("ccode") == 20, pl.col("year") == 2004)["organizations"][0] == 3


def test_leaving_lasts_and_the_organization_goes_on() -> None:
    told = _told()
    assert told.filter(pl.col("left_organization") == 1).select("ccode", "year").rows() == [
        (200, 2003)
    ]
    first_and_last = told.filter(pl.col("left_organization").is_null())["year"].unique().sort()
    assert first_and_last.to_list() == [2000, 2006, 2007]


def test_without_the_source_there_is_no_column(tmp_path: Path) -> None:
    spine = pl.DataFrame({"ccode": [2], "year": [2000], "region": [1]})
    at = At(spine, Baseline(shipped()), Store(tmp_path))
    assert Organizations().columns(at).columns == ["ccode", "year"]
