"""Columns of sanctions, of who rules and of costly years: null where a source is silent."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At, Columns
from rightful.study.claims_columns.costs import Costs
from rightful.study.claims_columns.pressure import Pressure
from rightful.study.claims_columns.rulers import Rulers

YEARS = [*range(1988, 1993)]
SPINE = pl.DataFrame({"ccode": [155] * 5, "year": YEARS, "region": [1] * 5}).cast(pl.Int32)
CASES = pl.DataFrame(
    {
        **{"ccode": [155, 155], "sender": [1, 2], "goal_hr": [1, 0]},
        "start_date": ["1980-02-01", "1992-03-01"],
        "end_date": ["1991-05-01", None],
    }
).with_columns(pl.col("start_date", "end_date").str.to_date("%Y-%m-%d"))
POLITY = pl.DataFrame({"xrcomp": [0, 2, 3, 1, None], "xropen": [4, 0, 4, 2, None]})
REIGN = pl.DataFrame({"regime": [10, 1, 2, 7, 9]})
COUPS = pl.DataFrame({"coup_attempts": [0, 2, None, 1, 0]})
ECONOMY = pl.DataFrame({"gdppc": [100.0, 95.0, 94.0, None, 80.0]})


class Shelf(Store):
    """A store of made-up tables."""

    held: ClassVar = {
        "sanctions_ist": CASES,
        **{
            name: rows.with_columns(ccode=pl.lit(155), year=pl.Series(YEARS))
            for name, rows in {
                **{"polity": POLITY, "reign": REIGN},
                **{"coups": COUPS, "gdp_pop": ECONOMY},
            }.items()
        },
    }

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        if source not in self.held or edition not in {None, "jpr-2023"}:
            raise UnknownName("table", source)
        return self.held[source]


def columns(one: Columns, store: Store) -> pl.DataFrame:
    return one.columns(At(SPINE, Baseline(shipped()), store))


def test_sanctions_for_rights_are_told_from_others_and_null_before_the_list(
    tmp_path: Path,
) -> None:
    rows = columns(Pressure(), Shelf(tmp_path))
    assert set(Pressure.sources) == set(rows.columns) - {"ccode", "year"}
    assert rows["rights_sanction"].to_list() == [None, None, 1, 1, 0]
    assert rows["rights_sanction_us"].to_list() == [None, None, 1, 1, 0]
    assert rows["rights_sanction_eu"].to_list() == [None, None, 0, 0, 0]
    assert rows["other_sanction"].to_list() == [None, None, 0, 0, 1]
    # Our register has sanctions on Chile to 1990.
    assert rows["sanction_in_register"].to_list() == [1, 1, 1, 0, 0]


def test_who_rules_is_read_part_by_part(tmp_path: Path) -> None:
    rows = columns(Rulers(), Shelf(tmp_path))
    assert rows["recruitment"].to_list() == [0.5, 0.5, 1, 0, None]
    assert rows["military_rule"].to_list() == [1, 0, 0, 0, 1]


def test_costly_years(tmp_path: Path) -> None:
    rows = columns(Costs(), Shelf(tmp_path))
    assert rows["coup_attempt"].to_list() == [0, 1, None, 1, 0]
    assert rows["income_fell"].to_list() == [None, 1, 0, None, None]


@pytest.mark.parametrize("one", [Pressure(), Rulers(), Costs()])
def test_what_is_not_in_the_store_is_left_out(one: Columns, tmp_path: Path) -> None:
    rows = columns(one, Store(tmp_path))
    assert set(rows.columns) - {"ccode", "year"} == {
        name for name, source in one.sources.items() if not source
    }
