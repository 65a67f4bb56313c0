"""The states table against the publishers' files, with every deviation listed and explained."""

from __future__ import annotations

import re
import warnings
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rightful.record.state_bearers import Key
from rightful.record.state_table import FOREVER, all_states, name_key, names_by_key, refused_names
from rightful.record.states import ccode_of, state_years

pytestmark = pytest.mark.shared

# The lists end there in the files in hand; a membership that reaches it goes on.
COW_LISTED_TO, GW_LISTED_TO = date(2016, 12, 31), date(2020, 12, 31)

# (key, code, their ccode, ours): years, and why. Theirs are calendar-year panels.
DEVIATIONS: dict[tuple[str, str, int | None, int | None], tuple[int, int, str]] = {
    ("gw", "345", 345, None): (2006, 2006, "GW 345 became 340 in 2006; the year counts once"),
    ("gw", "260", 260, 255): (1990, 1990, "the code on 31 December has the year"),
    ("gw", "678", 678, 679): (1990, 1990, "the state on 31 December has the year"),
    ("iso3", "DEU", 255, None): (1945, 1945, "the Reich had no ISO code"),
    ("iso3", "RUS", 365, None): (1945, 1990, "RUS is not the Soviet Union"),
    ("iso3", "VNM", 816, None): (1954, 1975, "VNM was the South until 1977"),
    ("iso2", "DE", 255, None): (1945, 1945, "the Reich had no ISO code"),
    ("iso2", "RU", 365, None): (1945, 1990, "RU is not the Soviet Union"),
    ("iso2", "VN", 816, None): (1954, 1975, "VN was the South until 1977"),
}


@cache
def _r_table(path: Path) -> Any:
    rdata = pytest.importorskip("rdata")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (table,) = rdata.read_rda(path).values()
    return table


def _rows(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Rows with missing values as None and whole numbers as int."""

    def plain(value: Any) -> Any:
        if value is None or str(value) in ("<NA>", "nan"):
            return None
        return int(value) if isinstance(value, float) else str(value)

    columns_read = ([plain(v) for v in table[column].astype(object)] for column in columns)
    return list(zip(*columns_read, strict=True))


def _day(days: int) -> date:
    return date(1970, 1, 1) + timedelta(days=days)


@pytest.mark.parametrize(
    ("filename", "code", "column", "listed_to"),
    [
        ("cw_system.rda", "ccode", "cow", COW_LISTED_TO),
        ("gw_system.rda", "gwcode", "gw", GW_LISTED_TO),
    ],
)
def test_memberships_are_those_of_the_two_lists(
    shared: Path, filename: str, code: str, column: str, listed_to: date
) -> None:
    table = _r_table(shared / "raw/states" / filename)
    theirs = {
        (number, _day(start), None if _day(end) >= listed_to else _day(end))
        for number, start, end in _rows(table, code, "start", "end")
        if _day(end) >= date(1945, 1, 1)
    }
    ours = {
        (getattr(found, code), getattr(found, f"{column}_start"), getattr(found, f"{column}_end"))
        for found in all_states()
        if getattr(found, f"{column}_start")
    }
    assert ours == theirs


def test_our_spells_cut_no_membership_short(shared: Path) -> None:
    """Where our spells meet a membership, no year of it is lost, except where we say so."""
    table = _r_table(shared / "raw/states/cw_gw_panel.rda")
    rows = _rows(table, "ccode", "year", "gwcode")
    theirs = {(ccode, year): gw for ccode, year, gw in rows if ccode and 1945 <= year <= 2025}
    ours = {(ccode, year): gw for ccode, year, gw, _, _ in state_years(1945, 2025).iter_rows()}
    # The one year of Germany under two codes.
    assert set(theirs) - set(ours) == {(260, 1990)}
    assert set(ours) - set(theirs) == set()
    # GW 678 passes from the Yemen Arab Republic to Yemen within 1990.
    differ = {key: (theirs[key], gw) for key, gw in ours.items() if theirs[key] != gw}
    assert differ == {(678, 1990): (678, None)}


def test_gw_codes_lead_to_the_ccode_of_the_crosswalk(shared: Path) -> None:
    table = _r_table(shared / "raw/states/gw_cw_panel.rda")
    rows = [row for row in _rows(table, "gwcode", "year", "ccode") if row[0] and row[1] >= 1945]
    assert _unexplained("gw", rows) == []


@pytest.mark.shared
@pytest.mark.long
def test_codes_lead_to_the_ccode_of_the_code_list(shared: Path) -> None:
    table = _r_table(shared / "raw/states/codelist_panel.rda")
    table = table[(table.year >= 1945) & (table.year <= 2020)]
    keys: list[tuple[Key, str]] = [("iso3", "iso3c"), ("iso2", "iso2c"), ("vdem", "vdem")]
    for key, column in [*keys, ("gw", "gwn")]:
        rows = [
            row
            for row in _rows(table, column, "year", "cown")
            if row[0] is not None and row[2] is not None
        ]
        assert len(rows) > 9_000
        assert _unexplained(key, rows) == []


def _unexplained(key: Key, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    found = ccode_of(
        key, pl.Series([str(row[0]) for row in rows]), pl.Series([row[1] for row in rows])
    )["ccode"].to_list()
    differ = [
        (code, year, theirs, ours)
        for (code, year, theirs), ours in zip(rows, found, strict=True)
        if theirs != ours
    ]
    return [
        (code, year, theirs, ours)
        for code, year, theirs, ours in differ
        if not _explained((key, str(code), theirs, ours), year)
    ]


def _explained(deviation: tuple[str, str, int | None, int | None], year: int) -> bool:
    first, last, _ = DEVIATIONS.get(deviation, (FOREVER.year, 0, ""))
    return first <= year <= last


def test_v_dem_ids_agree_with_gw_codes_of_one_file(shared: Path) -> None:
    file = pl.read_csv(shared / "raw/vdem/dv_data_1968_on.csv", infer_schema=False)
    years = file["year"].cast(pl.Int32)
    by_id = ccode_of("vdem", file["country_id"], years)["ccode"]
    by_gw = ccode_of("gw", file["gwcode"], years)["ccode"]
    assert by_id.eq_missing(by_gw).all()


def test_v_dem_ids_agree_with_its_text_codes(shared: Path) -> None:
    file = pl.read_csv(shared / "raw/vdem/ert.csv", infer_schema=False)
    file = file.filter(pl.col("year").cast(pl.Int32) >= 1945)
    years = file["year"].cast(pl.Int32)
    by_id = ccode_of("vdem", file["country_id"], years)["ccode"]
    by_text = ccode_of("iso3", file["country_text_id"], years)["ccode"]
    both = by_id.is_not_null() & by_text.is_not_null()
    assert (by_id.filter(both) == by_text.filter(both)).all()
    # V-Dem's text codes run back over predecessors, or are withdrawn or its own: no ISO codes.
    only_id = file.filter(by_id.is_not_null() & by_text.is_null())["country_text_id"].unique()
    expected = ["CZE", "DDR", "RUS", "SRB", "VDR", "VNM", "YEM", "YMD", "ZZB"]
    assert sorted(only_id) == expected
    held = file.select("year").with_columns(by_id).filter(by_id.is_not_null())
    assert not held.is_duplicated().any()


NAMED_FILES = [
    ("raw/pts/PTS-2024.csv", "Country", ",", "latin-1"),
    ("raw/pts/PTS-2024.csv", "Country_OLD", ",", "latin-1"),
    ("raw/hr_commitments/hr_commitments_updated_2022.csv", "country", ",", "utf8"),
    ("raw/cirights/cirights_v1.22.11.25.csv", "country", ",", "utf-8-sig"),
    ("raw/lhrs/LHRS-v4.02-2021_names.csv", -1, ",", "utf8"),
    ("raw/vdem/ert.csv", "country_name", ",", "utf8"),
    ("raw/vdem/vdem_trimmed.csv", "country_name", ",", "utf8"),
    ("raw/un_treaties_2022/hr_status_*.csv", "member", ",", "utf8"),
    ("raw/un_treaties_2015/treaties/*.csv", 0, ",", "utf8"),
    ("raw/treaty_status_2023_crba/*.csv", 0, ";", "utf8"),
    ("text/upr/upr_info_recommendations_s1-20.csv.gz", "state_under_review", ",", "utf8"),
    ("text/upr/upr_info_recommendations_s1-20.csv.gz", "recommending_state", ",", "utf8"),
    ("text/upr/upr_wg_report_paragraphs_2008-2014.csv.gz", "country", ",", "utf8"),
]
# What the International Labour Organization's pages and others run together with the name.
_TAIL = re.compile(r"Minimum age|Excluding|Has (accepted|ratified|denounced)|(?<=[a-z)])The Conv")
_NO_NAMES = {"", "total", "unknown", "40 unknown 41"}


@pytest.mark.parametrize(("pattern", "column", "separator", "encoding"), NAMED_FILES)
def test_every_name_in_the_sources_is_known_or_refused(
    shared: Path, pattern: str, column: str | int, separator: str, encoding: str
) -> None:
    paths = sorted(shared.glob(pattern))
    assert paths
    unknown = {name for path in paths for name in _names(path, column, separator, encoding)}
    assert unknown == set()


@pytest.mark.parametrize(
    ("pattern", "sheet", "heads"),
    [
        ("raw/icrc_2020/*.xls", 1, ("Country",)),
        ("raw/ohchr_2023/*.xls", 0, ("Country", "Convention", "International", "Def", "Source")),
    ],
)
def test_every_name_in_the_workbooks_is_known_or_refused(
    shared: Path, pattern: str, sheet: int, heads: tuple[str, ...]
) -> None:
    fastexcel = pytest.importorskip("fastexcel")
    for path in sorted(shared.glob(pattern)):
        rows = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
        written = rows.to_polars().to_series(0).drop_nulls().unique()
        named = [name for name in written if not name.startswith(heads)]
        assert len(named) > 190
        known = names_by_key().keys() | refused_names().keys()
        assert [name for name in named if name_key(name) not in known] == []


def _names(path: Path, column: str | int, separator: str, encoding: str) -> set[str]:
    file = pl.read_csv(
        path, separator=separator, encoding=encoding, infer_schema=False, truncate_ragged_lines=True
    )
    written = file[file.columns[column] if isinstance(column, int) else column]
    bare = {_TAIL.split(name)[0] for name in written.drop_nulls().unique()}
    return {
        name
        for name in bare
        if name_key(name) not in names_by_key()
        and name_key(name) not in refused_names()
        and name_key(name) not in _NO_NAMES
        and not re.fullmatch(r"&#40;Unknown&#41;", name)
    }
