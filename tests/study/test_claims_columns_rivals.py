"""Rivals: of the region, far away in the Assembly's votes; and what binds them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.rivals import CORE, Rivals, shares


def _year(**bound: list[float | None]) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "ccode": [1, 2, 3, 4, 5],
            "year": [2000] * 5,
            "region": [1, 1, 1, 1, 2],
            "ideal_point": [-1.0, 1.0, 1.1, -0.9, 0.0],
        }
    )
    none: list[float | None] = [None] * 5
    return rows.with_columns(
        pl.Series(name, bound.get(name, none), dtype=pl.Float64) for name in CORE
    )


def test_rivals_are_near_and_vote_far_away() -> None:
    told = shares(_year(CAT=[None, 1.0, None, 1.0, 1.0]))
    # States 2 and 3 are rivals of 1 and 4; the one of another region is nobody's.
    assert told["rivals_cat"].to_list() == [0.5, 0.5, 0.5, 0.5, None]
    assert told["others_cat"].to_list() == [1.0, 0.0, 1.0, 0.0, None]
    assert told["rivals_iccpr"].to_list() == [0.0, 0.0, 0.0, 0.0, None]


class Shelf(Store):
    """A store that holds made-up ideal points."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        if source != "ideal_points":
            raise UnknownName("table", source)
        return pl.DataFrame(
            {"ccode": [155, 160, 140], "year": [1995] * 3, "ideal_point": [-1.0, 1.0, 0.9]}
        )


def test_bonds_are_those_of_the_record(tmp_path: Path) -> None:
    spine = pl.DataFrame(
        {"ccode": [140, 155, 160], "year": [1995] * 3, "region": [1] * 3}
    ).with_columns(pl.col("ccode", "year").cast(pl.Int32))
    shelf = Baseline(shipped())
    rows = Rivals().columns(At(spine, shelf, Shelf(tmp_path))).sort("ccode")
    # Brazil, Chile and Argentina were bound by the Convention against Torture, by none on
    # disability, which came later.
    assert rows["rivals_cat"].to_list() == [1.0, 1.0, 1.0]
    assert rows["rivals_crpd"].to_list() == [0.0, 0.0, 0.0]
    assert rows["others_cat"].to_list() == [1.0, None, 1.0]
    assert rows["ideal_point"].to_list() == pytest.approx([0.9, -1.0, 1.0])
    bare = Rivals().columns(At(spine, shelf, Store(tmp_path)))
    assert bare.columns == ["ccode", "year"]
