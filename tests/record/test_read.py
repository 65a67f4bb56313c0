"""Hostile files: each gives a clear error and never a wrong table."""

from __future__ import annotations

import contextlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record.made_up_source import MadeUp

from rightful.core.errors import BadRows, MissingFile, SourceError
from rightful.record.read import read_csv, read_rda, read_rds, read_xlsx

COLUMNS = ("ccode", "year")


def written(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_reads_cells_as_they_stand(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbfccode,year,note\r\n002, 1999,"a, b"\r\n')
    frame = read_csv(path, COLUMNS)
    assert frame.rows() == [(1, "002", " 1999", "a, b")]


def test_reads_old_line_ends(tmp_path: Path) -> None:
    assert read_csv(written(tmp_path, b"ccode,year\r2,1999\r20,1999"), COLUMNS).height == 2


def test_names_columns_without_a_name(tmp_path: Path) -> None:
    frame = read_csv(written(tmp_path, b'"",ccode,year\n1,2,1999\n'), COLUMNS)
    assert frame.columns == ["row", "column_1", "ccode", "year"]


def test_a_column_called_row_stays_beside_ours(tmp_path: Path) -> None:
    path = written(tmp_path, b"row,ccode,year,row_\n7,811,1999,8\n")
    read = read_csv(path, COLUMNS).row(0, named=True)
    assert (read["row"], read["row__"], read["row_"]) == (1, "7", "8")


def test_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read_csv(written(tmp_path, b"ccode,year\n"), COLUMNS).height == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"ccode,year\n2,1999\n20,", "no error"),
        (b"ccode,year\n2,1999\n20", "cut short"),
        (b'ccode,year\n2,"1999\n20,1999\n', "stops making sense at line"),
        ("ccode,year\n2,1999\n".encode("utf-16"), "is UTF-16 text"),
        ("ccode,year\nCôte,1999\n".encode("latin-1"), "is not utf-8-sig text: byte 12, line 2"),
        (b"ccode,year\n2,19\x0099\n", "null bytes"),
        (b"country,year\n2,1999\n", "has no column ccode"),
        (b"ccode,year,year\n2,1999,1999\n", "names a column twice"),
        (b"<!DOCTYPE html><html></html>", "has no column ccode, year"),
    ],
)
def test_broken_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, content)
    if said == "no error":
        # A file cut inside its last cell looks whole; only the fingerprint can tell.
        assert read_csv(path, COLUMNS).height == 2
        return
    with pytest.raises(SourceError, match=said) as caught:
        read_csv(path, COLUMNS)
    assert "next:" in str(caught.value)
    assert str(path) in str(caught.value)


def test_folder_and_absent_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="is a folder"):
        read_csv(tmp_path, COLUMNS)
    with pytest.raises(MissingFile, match="not there"):
        read_csv(tmp_path / "absent.csv", COLUMNS)


@pytest.mark.parametrize("content", [b"", b"not R at all", b"\x1f\x8b\x08\x00cut short"])
def test_broken_r_and_excel_files_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="is not an R file"):
        read_rds(written(tmp_path, content, "file.rds"), COLUMNS)
    with pytest.raises(SourceError, match="is not an R file"):
        read_rda(written(tmp_path, content, "file.rda"), "frame", COLUMNS)
    with pytest.raises(SourceError, match="is not an Excel workbook"):
        read_xlsx(written(tmp_path, content, "file.xlsx"), COLUMNS)


@pytest.mark.shared
def test_r_file_without_the_frame(shared: Path) -> None:
    path = shared / "raw" / "states" / "cw_system.rda"
    with pytest.raises(SourceError, match=r"holds \['cw_system'\], not other"):
        read_rda(path, "other", COLUMNS)
    with pytest.raises(SourceError, match="has no column year"):
        read_rda(path, "cw_system", COLUMNS)


@pytest.mark.shared
@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_r_file_that_is_cut_short(shared: Path, tmp_path: Path, share: float) -> None:
    whole = (shared / "raw" / "conflict" / "OneSided_v25_1.rds").read_bytes()
    cut = written(tmp_path, whole[: int(len(whole) * share)], "OneSided_v25_1.rds")
    with pytest.raises(SourceError, match="is not an R file, or is cut short"):
        read_rds(cut, COLUMNS)


# The wildest file gives a table or a SourceError, never another error.
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("fuzz"), b"ccode,year\n" + content)
    with contextlib.suppress(SourceError):
        assert read_csv(path, COLUMNS).columns[0] == "row"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=st.lists(st.tuples(*(st.text(max_size=8) for _ in range(3))), min_size=1, max_size=8))
def test_any_cells_make_a_table_or_bad_rows(cells: list[tuple[str, str, str]]) -> None:
    numbered = [(row, *cell) for row, cell in enumerate(cells, 1)]
    schema = {"row": pl.Int32, "ccode": pl.String, "year": pl.String, "score": pl.String}
    raw = pl.DataFrame(numbered, schema=schema, orient="row")
    source = MadeUp()
    with contextlib.suppress(BadRows):
        result = source.tidy(raw, source.editions[0])
        assert result.table.frame.height + len(result.dropped) == len(cells)
