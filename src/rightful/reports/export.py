"""Write a table as CSV, Parquet or Stata, with labels, a codebook and the references beside it."""

from __future__ import annotations

import importlib.util
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import StoreError, UsageError
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.reports.target import check_target, write_files

# Stata 14 to today reads release 118; names have 32 characters, labels 80.
STATA_VERSION = 14
LONGEST_NAME = 32
LONGEST_LABEL = 80


def write_table(table: Table, path: Path) -> None:
    """Write ``table`` in the format its ending names, whole or not at all.

    Raises
    ------
    UsageError, StoreError
        As ``check_table`` and ``write_files``.
    """
    check_table(path)
    write_files({path: table_bytes(table, path.suffix)})


def write_text(path: Path, text: str) -> Path:
    """Write a text file in UTF-8, whole or not at all; raises as ``write_files``."""
    write_files({path: text.encode()})
    return path


def check_table(path: Path) -> None:
    """Refuse a place to which a table could not be written, before there is one.

    Raises
    ------
    UsageError
        When the ending is not .csv, .parquet or .dta, or the folder is not there.
    StoreError
        When the system would not let us write.
    """
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(
            f"no table format ends in {path.suffix!r}",
            where=str(path),
            allowed=", ".join(_WRITERS),
            next_step="choose one of these endings",
        )
    if path.suffix.lower() == ".dta" and importlib.util.find_spec("pyreadstat") is None:
        raise UsageError(
            "Stata files need the reader and writer of the extra 'record'",
            where=str(path),
            allowed=".csv, .parquet",
            next_step="pip install 'rightful[record]', or write .csv or .parquet",
        )
    check_target(path)


def table_bytes(table: Table, ending: str) -> bytes:
    """Return ``table`` as the content of a file with this ending."""
    return _WRITERS[ending.lower()](table)


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


def _csv(table: Table) -> bytes:
    return table.frame.write_csv().encode()


def _parquet(table: Table) -> bytes:
    content = io.BytesIO()
    table.frame.write_parquet(content, compression="zstd")
    return content.getvalue()


def _stata(table: Table) -> bytes:
    import pyreadstat

    _check_stata_names(table.variables)
    frame, labels = _coded(table)
    # The writer knows only paths, and has its own words for a full disk.
    try:
        with tempfile.TemporaryDirectory(prefix="rightful-") as folder:
            path = Path(folder) / "table.dta"
            pyreadstat.write_dta(
                frame,
                str(path),
                file_label=table.name[:LONGEST_LABEL],
                column_labels=[variable.label[:LONGEST_LABEL] for variable in table.variables],
                variable_value_labels=labels,
                version=STATA_VERSION,
            )
            return path.read_bytes()
    except (OSError, pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise StoreError(
            f"the Stata file could not be made: {error}",
            where="the folder for temporary files",
            next_step="free space there, set TMPDIR to another folder, or write .parquet",
        ) from error


_WRITERS: Final[dict[str, Callable[[Table], bytes]]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".dta": _stata,
}


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
