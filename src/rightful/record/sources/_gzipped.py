"""Text tables that their carrier compressed with gzip."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from rightful.core.errors import MissingFile, SourceError
from rightful.record.read import read_csv


def read_csv_gz(path: Path, columns: Iterable[str]) -> pl.DataFrame:
    """Return a gzipped comma-separated file in UTF-8 as text, with ``row`` from 1.

    Raises
    ------
    SourceError
        When the file is no gzip file, is cut short, or lacks columns.
    """
    if not path.is_file():
        raise MissingFile(
            f"{path.name} is not there",
            where=str(path),
            allowed="a file",
            next_step="give the path of the publisher's file",
        )
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"{path.name} is not a gzip file, or is cut short ({error})",
            where=str(path),
            allowed="the publisher's file, unchanged",
            next_step="download it again",
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        # Errors name the table by the name that it has inside the archive.
        plain = Path(folder) / path.stem
        plain.write_bytes(content)
        return read_csv(plain, columns)
