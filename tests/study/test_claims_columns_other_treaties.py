"""Treaties about no right: joined under today's names, not known of states that are no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from rightful.core.errors import UnknownName
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.other_treaties import LAST, NAMES, OtherTreaties

SPINE = pl.DataFrame(
    [
        (state, year, 1)
        for state, years in {
            **{2: range(1984, 2018), 260: range(1984, 1990), 255: range(1990, 1996)},
            **{345: range(1984, 1992), 679: range(1990, 1993), 370: range(1991, 1994)},
        }.items()
        for year in years
    ],
    schema={"ccode": pl.Int32, "year": pl.Int32, "region": pl.Int64},
    orient="row",
)
ACTS = pl.DataFrame(
    [
        ("United States of America", "OZONE", "ratification", 2, date(1986, 8, 27)),
        ("United States of America", "BASEL", "signature", 2, date(1990, 3, 22)),
        ("Germany", "OZONE", "ratification", 260, date(1988, 9, 30)),
        ("Yemen", "LAW-OF-THE-SEA", "ratification", None, date(1987, 7, 21)),
        ("Belarus", "OZONE", "accession", None, date(1986, 6, 20)),
        ("European Union", "OZONE", "ratification", None, date(1988, 10, 17)),
    ],
    schema=["party", "instrument", "act", "ccode", "date"],
    orient="row",
).with_columns(year=pl.col("date").dt.year().cast(pl.Int32))


class Shelf(Store):
    """A store that holds a made-up list."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        if source != "un_other_treaties":
            raise UnknownName("table", source)
        return ACTS


def columns(store: Store) -> pl.DataFrame:
    return OtherTreaties().columns(At(SPINE, Baseline(shipped()), store))


def first(rows: pl.DataFrame, state: int, name: str) -> int | None:
    held = rows.filter(pl.col("ccode") == state, pl.col(name) == 1)["year"].min()
    return None if held is None else int(held)  # type: ignore[arg-type]


def test_joining_counts_from_its_year_and_signing_does_not(tmp_path: Path) -> None:
    rows = columns(Shelf(tmp_path))
    assert first(rows, 2, "ozone") == 1986
    assert first(rows, 2, "basel") is None
    assert rows.filter(pl.col("ccode") == 2, pl.col("year") == 1985)["ozone"].to_list() == [0.0]
    assert rows["year"].max() == LAST
    assert not rows.select("ccode", "year").is_duplicated().any()


def test_a_person_keeps_what_it_joined_under_another_code(tmp_path: Path) -> None:
    rows = columns(Shelf(tmp_path))
    assert (first(rows, 260, "ozone"), first(rows, 255, "ozone")) == (1988, 1990)
    # Parties before they were in the state list.
    assert first(rows, 370, "ozone") == 1991
    assert first(rows, 679, "law_of_the_sea") == 1990


def test_former_states_are_not_known(tmp_path: Path) -> None:
    assert columns(Shelf(tmp_path)).filter(pl.col("ccode") == 345).is_empty()


def test_without_the_source_there_is_no_column(tmp_path: Path) -> None:
    bare = columns(Store(tmp_path))
    assert not set(NAMES) & set(bare.columns)
