"""Write a table as CSV, Parquet or Stata, with labels, a codebook and the references beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

from rightful.core.errors import StoreError, UsageError
from rightful.core.table import Table
from rightful.core.variable import Variable

# Stata 14 to today reads release 118; names have 32 characters, labels 80.
STATA_VERSION = 14
LONGEST_NAME = 32
LONGEST_LABEL = 80


def write_table(table: Table, path: Path) -> None:
    """Write ``table`` in the format its ending names, whole or not at all.

    Raises
    ------
    UsageError
        When the ending is not .csv, .parquet or .dta.
    StoreError
        When the disk refuses; a file that stood there before still does.
    """
    writers: dict[str, Callable[[Table, Path], None]] = {
        ".csv": _write_csv,
        ".parquet": _write_parquet,
        ".dta": _write_stata,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            f"no table format ends in {path.suffix!r}",
            where=str(path),
            allowed=", ".join(writers),
            next_step="choose one of these endings",
        )
    write_whole(path, lambda beside: writer(table, beside))


def write_whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Let ``write`` fill a file beside ``path``, then rename it there.

    Raises
    ------
    StoreError
        When the folder is missing or the disk refuses; nothing half-written stays.
    """
    if not path.parent.is_dir():
        raise StoreError(
            f"there is no folder {path.parent}", where=str(path), next_step="make the folder first"
        )
    if path.is_dir():
        raise StoreError("the path is a folder", where=str(path), next_step="name a file in it")
    try:
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=path.parent) as folder:
            beside = Path(folder) / path.name
            write(beside)
            beside.replace(path)
    except OSError as error:
        raise StoreError(
            f"the file could not be written: {error.strerror or error}",
            where=str(path),
            next_step="free space, or choose a folder you may write to",
        ) from error
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text file in UTF-8, whole or not at all."""

    def fill(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8")

    return write_whole(path, fill)


def codebook_rows(variables: tuple[Variable, ...]) -> list[dict[str, str]]:
    """Return one row per variable, everything as text."""
    return [
        {
            "name": variable.name,
            "label": variable.label,
            "kind": variable.kind,
            "unit": variable.unit,
            "range": _range(variable),
            "values": "; ".join(f"{code} {text}" for code, text in variable.values.items()),
            "note": variable.note,
        }
        for variable in variables
    ]


def _range(variable: Variable) -> str:
    if variable.low is None and variable.high is None:
        return ""
    low = "" if variable.low is None else f"{variable.low:g}"
    high = "" if variable.high is None else f"{variable.high:g}"
    return f"{low} to {high}".strip()


def _write_csv(table: Table, path: Path) -> None:
    table.frame.write_csv(path)


def _write_parquet(table: Table, path: Path) -> None:
    table.frame.write_parquet(path, compression="zstd")


def _write_stata(table: Table, path: Path) -> None:
    try:
        import pyreadstat
    except ImportError as error:
        raise UsageError(
            "Stata files need the reader and writer of the extra 'record'",
            where=str(path),
            next_step="pip install 'rightful[record]', or write .csv or .parquet",
        ) from error
    _check_stata_names(table.variables)
    frame, labels = _coded(table)
    pyreadstat.write_dta(
        frame,
        str(path),
        file_label=table.name[:LONGEST_LABEL],
        column_labels=[variable.label[:LONGEST_LABEL] for variable in table.variables],
        variable_value_labels=labels,
        version=STATA_VERSION,
    )


def _check_stata_names(variables: tuple[Variable, ...]) -> None:
    long = [variable.name for variable in variables if len(variable.name) > LONGEST_NAME]
    if long:
        raise UsageError(
            f"Stata cannot hold the names {long}", allowed=f"{LONGEST_NAME} characters at most"
        )


def _coded(table: Table) -> tuple[pl.DataFrame, dict[str, dict[int | float, str]]]:
    """Return the frame with labelled text columns as codes, and the value labels."""
    frame = table.frame
    labels: dict[str, dict[int | float, str]] = {}
    for variable in table.variables:
        if not variable.values:
            continue
        labels[variable.name] = dict(variable.values.items())
        if frame[variable.name].dtype == pl.String:
            codes = {text: code for code, text in variable.values.items()}
            coded = pl.col(variable.name).replace_strict(codes, return_dtype=pl.Int32)
            frame = frame.with_columns(coded)
    return frame, labels
