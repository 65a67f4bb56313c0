"""Reading Stata files as published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from rightful.core.errors import SourceError


def read_stata(path: Path, columns: Iterable[str]) -> pl.DataFrame:
    """Return ``columns`` of a Stata file, and ``row`` from 1.

    Raises
    ------
    SourceError
        When the file is no Stata file or lacks columns.
    """
    import pyreadstat

    wanted = tuple(columns)
    try:
        data, _ = pyreadstat.read_dta(str(path), output_format="dict")
    except (OSError, pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise SourceError(
            f"{path.name} is not a Stata file, or is cut short ({error})",
            where=str(path),
            allowed="the publisher's file, unchanged",
            next_step="download it again",
        ) from error
    absent = [column for column in wanted if column not in data]
    if absent:
        raise SourceError(
            f"{path.name} has no column {', '.join(absent)}",
            where=str(path),
            allowed=f"a file with {', '.join(wanted)}",
            next_step="check that this is the publisher's file and the right edition",
        )
    frame = pl.DataFrame({column: data[column] for column in wanted})
    return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int32))
