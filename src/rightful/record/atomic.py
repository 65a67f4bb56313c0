"""Files written whole: beside their place, synced, renamed; a reader sees the old or the new."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import StoreError

UNFINISHED = ".part"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place, sync it, rename it; on failure nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    with removed_if_it_fails(unfinished):
        write_synced(unfinished, content)
        renamed(unfinished, path)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and see it onto the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def parquet_of(frame: pl.DataFrame, **how: Any) -> bytes:
    """Return a frame as the bytes of a Parquet file.

    In memory, because polars' own writer would wrap the system's errors in its own.
    """
    content = io.BytesIO()
    frame.write_parquet(content, **how)
    return content.getvalue()


def renamed(unfinished: Path, path: Path) -> None:
    """Put a finished file in its place, and see the rename onto the disk."""
    unfinished.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk; not every system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def removed_if_it_fails(path: Path) -> Iterator[None]:
    """Remove a half-written file when its writing ends in an error."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def disk_errors(root: Path) -> Iterator[None]:
    """Turn the system's errors into a StoreError that says what to do."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreError(
            "the disk is full" if full else f"the store cannot be written: {error.strerror}",
            where=str(error.filename or root),
            allowed="a folder that you may write to, with room for the files",
            next_step=(
                "make room and run the command again; what the store held before still stands"
                if full
                else "check its permissions, or set RIGHTFUL_HOME to another folder"
            ),
        ) from error
