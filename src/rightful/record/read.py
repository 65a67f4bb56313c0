"""Reading publishers' formats as published: every cell as it stands, rows counted from 1."""

from __future__ import annotations

import csv
import io
import math
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from rightful.core.errors import MissingFile, RightfulError, SourceError

if TYPE_CHECKING:
    import pandas as pd

_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_csv(path: Path, columns: Iterable[str], encoding: str = "utf-8-sig") -> pl.DataFrame:
    """Return a delimited file as text: its columns, and ``row`` from 1.

    Parameters
    ----------
    columns
        Columns that must be there; others are kept too.
    encoding
        The publisher's encoding; ``utf-8-sig`` also reads files without the mark.

    Raises
    ------
    SourceError
        When the file is empty, not text in this encoding, cut short, or lacks columns.
    """
    text = _decoded(path, encoding)
    header, *body = _records(text, path)
    names = [name if name else f"column_{place}" for place, name in enumerate(header, 1)]
    _check_header(names, columns, path)
    _check_widths(names, body, path)
    columns_of_text = zip(*body, strict=True) if body else ([] for _ in names)
    data = dict(zip(names, (list(column) for column in columns_of_text), strict=True))
    frame = pl.DataFrame(data, schema=dict.fromkeys(names, pl.String))
    return _numbered(frame)


def read_rds(path: Path, columns: Iterable[str]) -> pl.DataFrame:
    """Return ``columns`` of the data frame in an R file with one object (``.rds``).

    Raises
    ------
    SourceError
        When the file is not such a file, is cut short, or lacks columns.
    """
    with _r_errors(path):
        import rdata

        frame = rdata.read_rds(path)
    return _from_r(frame, columns, path)


def read_rda(path: Path, name: str, columns: Iterable[str]) -> pl.DataFrame:
    """Return ``columns`` of the data frame ``name`` in an R file of named objects (``.rda``).

    Raises
    ------
    SourceError
        When the file is not such a file, is cut short, or lacks the frame or columns.
    """
    with _r_errors(path):
        import rdata

        objects = {str(key): value for key, value in rdata.read_rda(path).items()}
    if name not in objects:
        raise SourceError(
            f"{path.name} holds {sorted(objects)}, not {name}",
            where=str(path),
            allowed=f"an R file with a data frame called {name}",
            next_step="check that this is the publisher's file",
        )
    return _from_r(objects[name], columns, path)


def read_xlsx(path: Path, columns: Iterable[str], sheet: int = 1) -> pl.DataFrame:
    """Return one sheet of an Excel workbook; ``sheet`` counts from 1.

    Raises
    ------
    SourceError
        When the file is not a workbook, is cut short, or lacks columns.
    """
    _check_there(path)
    _need("fastexcel", path)
    try:
        frame = pl.read_excel(path, sheet_id=sheet, infer_schema_length=None)
    except Exception as error:  # the reader's errors have no common class
        raise _unreadable(path, "an Excel workbook", error) from error
    _check_header(frame.columns, columns, path)
    return _numbered(frame)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    if "row" in frame.columns:
        # The publisher's own column of that name stays, under another.
        frame = frame.rename({"row": _free("row_", frame.columns)})
    return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int32))


def _free(name: str, taken: Iterable[str]) -> str:
    return _free(f"{name}_", taken) if name in taken else name


def _check_there(path: Path) -> None:
    if not path.is_file():
        kind = "a folder" if path.is_dir() else "not there"
        raise MissingFile(
            f"{path.name} is {kind}",
            where=str(path),
            allowed="a file",
            next_step="give the path of the publisher's file",
        )


def _decoded(path: Path, encoding: str) -> str:
    _check_there(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be opened: {error.strerror}",
            where=str(path),
            allowed="a file you may read",
            next_step="check its permissions",
        ) from error
    if not content.strip():
        raise _broken(path, "is empty", "download it again")
    for mark, name in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            raise _broken(path, f"is {name} text", f"save it as {encoding}, or download it again")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"is not {encoding} text: byte {error.start}, line {line}"
        raise _broken(path, what, "download it again; do not re-save it") from error
    if "\x00" in text:
        raise _broken(path, "holds null bytes, so it is not text", "download it again")
    return text


def _records(text: str, path: Path) -> list[list[str]]:
    # newline="" lets the reader see carriage returns of old Macintosh files as line ends.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records = [record for record in reader if record]
    except csv.Error as error:
        what = f"stops making sense at line {reader.line_num}: {error}"
        raise _broken(path, what, "download it again: it may be cut short") from error
    if not records:
        raise _broken(path, "is empty", "download it again")
    return records


def _check_header(names: list[str], columns: Iterable[str], path: Path) -> None:
    absent = [column for column in columns if column not in names]
    if absent:
        raise SourceError(
            f"{path.name} has no column {', '.join(absent)}",
            where=f"{path}, first line",
            allowed=f"a file with {', '.join(columns)}",
            next_step="check that this is the publisher's file and the right edition",
        )
    if len(set(names)) < len(names):
        raise _broken(path, "names a column twice", "download it again")


def _check_widths(names: list[str], body: list[list[str]], path: Path) -> None:
    for row, record in enumerate(body, 1):
        if len(record) != len(names):
            what = f"has {len(record)} cells in row {row}, not {len(names)}"
            last = "the last row: the file is cut short" if row == len(body) else "a broken line"
            raise _broken(path, what, f"download it again; this is {last}")


def _broken(path: Path, what: str, next_step: str) -> SourceError:
    return SourceError(
        f"{path.name} {what}",
        where=str(path),
        allowed="the publisher's file, unchanged",
        next_step=next_step,
    )


def _need(package: str, path: Path) -> None:
    import importlib.util

    if importlib.util.find_spec(package) is None:
        raise SourceError(
            f"{path.name} cannot be read without the package {package}",
            where=str(path),
            allowed="an installation with the extra 'record'",
            next_step="pip install 'rightful[record]'",
        )


def _unreadable(path: Path, kind: str, error: Exception) -> SourceError:
    return _broken(path, f"is not {kind}, or is cut short ({error})", "download it again")


@contextmanager
def _r_errors(path: Path) -> Iterator[None]:
    _check_there(path)
    _need("rdata", path)
    try:
        with warnings.catch_warnings():
            # rdata warns of R classes it turns into plain columns; that is what is wanted here.
            warnings.simplefilter("ignore")
            yield
    except RightfulError:
        raise
    except Exception as error:  # the parser's errors have no common class
        raise _unreadable(path, "an R file", error) from error


def _from_r(frame: pd.DataFrame, columns: Iterable[str], path: Path) -> pl.DataFrame:
    if not hasattr(frame, "columns"):
        raise _broken(path, "holds no data frame", "check that this is the publisher's file")
    names = [str(name) for name in frame.columns]
    _check_header(names, columns, path)
    places = {name: names.index(name) for name in columns}
    data = {
        name: _plain(frame.iloc[:, place].tolist(), str(frame.dtypes.iloc[place]))
        for name, place in places.items()
    }
    return _numbered(pl.DataFrame(data))


def _plain(values: list[Any], dtype: str) -> pl.Series:
    """Return a column with R's missing values (NaN, NA) as null."""
    known = [None if _missing(value) else value for value in values]
    if dtype.startswith("float"):
        return pl.Series(known, dtype=pl.Float64)
    if dtype.startswith(("int", "Int", "uint")):
        return pl.Series(known, dtype=pl.Int64)
    if dtype.startswith("bool"):
        return pl.Series(known, dtype=pl.Boolean)
    texts = [None if value is None else str(value) for value in known]
    return pl.Series(texts, dtype=pl.String)


def _missing(value: object) -> bool:
    # pandas' NA has no truth value, so its name tells it apart.
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or str(value) == "<NA>"
