"""Files of the store that are what they were when they were stored."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import polars as pl

from rightful.core.errors import SourceError, StoreError
from rightful.record.snapshots import fingerprint


def is_unchanged(path: Path, sha256: str) -> bool:
    """Say whether a file is there and has its fingerprint."""
    try:
        return path.is_file() and fingerprint(path).sha256 == sha256
    except (OSError, SourceError):
        return False


def table_at(path: Path, sha256: str, source: str) -> pl.DataFrame:
    """Return the table in a file that has its fingerprint.

    Raises
    ------
    StoreError
        When the file cannot be read, or is not the one that was stored.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise damaged(f"the table of {source}", path, source, str(error.strerror)) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(f"the table of {source}", path, source)
    return pl.read_parquet(io.BytesIO(content))


def damaged(
    what: str, path: Path, source: str, why: str = "it is not the one that was stored"
) -> StoreError:
    """Return the error for a file that is not what was stored, with the pull that mends it."""
    return StoreError(
        f"{what} cannot be used: {why}",
        where=str(path),
        allowed="the file as rightful wrote it",
        next_step=f"run `rightful pull {source}` to put it right",
    )
