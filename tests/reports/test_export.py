"""A table keeps its labels in every format, and a failed write leaves what was there."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from rightful.core.errors import DataError, StoreError, UsageError
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.reports.export import codebook_rows, write_table, write_text

VARIABLES = (
    Variable("ccode", "Correlates of War state code", "key"),
    Variable("right", "Right", "text", values={0: "all", 1: "torture"}),
    Variable("p", "A probability", "probability", low=0, high=1),
)


def _table() -> Table:
    frame = pl.DataFrame(
        {"ccode": [811, 811], "right": ["all", "torture"], "p": [0.25, None]},
        schema={"ccode": pl.Int32, "right": pl.String, "p": pl.Float64},
    )
    return Table(frame, ("ccode", "right"), VARIABLES, "made up")


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_plain_formats_come_back_equal(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"panel{ending}"
    write_table(_table(), path)
    reader = pl.read_csv if ending == ".csv" else pl.read_parquet
    assert reader(path)["p"].to_list() == [0.25, None]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_stata_keeps_variable_and_value_labels(tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    write_table(_table(), path)
    frame, meta = pyreadstat.read_dta(str(path), output_format="polars")
    assert meta.column_names_to_labels["p"] == "A probability"
    assert meta.variable_value_labels == {"right": {0: "all", 1: "torture"}}
    assert frame["right"].to_list() == [0, 1]
    assert frame["p"].to_list() == [0.25, None]
    # Release 118: what Stata 14 and later read in every edition.
    assert path.read_bytes()[:40].startswith(b"<stata_dta><header><release>118")


def test_names_too_long_for_stata_are_refused(tmp_path: Path) -> None:
    name = "x" * 33
    table = Table(pl.DataFrame({name: [1]}), (), (Variable(name, "long", "integer"),))
    with pytest.raises(UsageError, match="cannot hold"):
        write_table(table, tmp_path / "panel.dta")
    assert list(tmp_path.iterdir()) == []


def test_unknown_ending_and_missing_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv, \.parquet, \.dta"):
        write_table(_table(), tmp_path / "panel.xls")
    with pytest.raises(UsageError, match="no folder"):
        write_table(_table(), tmp_path / "nowhere" / "panel.csv")
    with pytest.raises(UsageError, match="is a folder"):
        write_text(tmp_path, "x")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "page.html", "old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_codebook_says_range_and_values() -> None:
    rows = {row["name"]: row for row in codebook_rows(VARIABLES)}
    assert rows["p"]["range"] == "0 to 1"
    assert rows["right"]["values"] == "0 all; 1 torture"


def test_a_table_refuses_labels_it_does_not_declare() -> None:
    frame = pl.DataFrame({"ccode": [1], "right": ["sleep"], "p": [0.5]})
    with pytest.raises(DataError, match="out of range"):
        Table(frame, ("ccode",), VARIABLES)
    with pytest.raises(DataError, match="more than once"):
        Table(pl.concat([_table().frame] * 2), ("ccode", "right"), VARIABLES)
    with pytest.raises(DataError, match="differ from the declared"):
        Table(pl.DataFrame({"ccode": [1]}), ("ccode",), VARIABLES)
