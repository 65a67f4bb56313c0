"""Armed conflict: none where the list has no row, not known in years beyond the list."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.war import War

SPINE = pl.DataFrame(
    {"ccode": [811] * 3 + [305] * 3, "year": [1997, 1998, 1999] * 2, "region": [1] * 6}
).with_columns(pl.col("ccode", "year").cast(pl.Int32))
LISTED = pl.DataFrame({"ccode": [811, 811], "year": [1997, 1998], "internal_conflict": [1, 0]})


class Shelf(Store):
    """A store that holds one made-up table."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        del source, edition
        return LISTED


def test_a_year_beyond_the_list_is_no_year_of_peace(tmp_path: Path) -> None:
    rows = War().columns(At(SPINE, Baseline(shipped()), Shelf(tmp_path))).sort("ccode", "year")
    assert rows["civil_war"].to_list() == [0.0, 0.0, None, 1.0, 0.0, None]
