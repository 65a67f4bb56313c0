"""The search engine, loaded when it is needed: it comes with the extra ``text``."""

from __future__ import annotations

import errno
import importlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rightful.core.errors import StoreError, UsageError

EXTRA: Final = "pip install 'rightful[text]'"
# Less room than this where a build fails means a full disk, whatever the engine says of it.
LEAST_ROOM: Final = 1_000_000  # bytes
# The engine's own way to fail, which is no Exception: it comes from code that is not Python.
PANIC: Final = "PanicException"


def engine() -> Any:
    """Return the module of the engine.

    Raises
    ------
    UsageError
        When it is not installed.
    """
    try:
        # Asked once per document: looking it up is cheaper than importing it again.
        return sys.modules.get("tantivy") or importlib.import_module("tantivy")
    except ImportError as error:
        raise UsageError(
            "search needs tantivy, which is not installed",
            where="the extra 'text'",
            allowed="an installation with the extra 'text'",
            next_step=EXTRA,
        ) from error


@contextmanager
def engine_errors(folder: Path) -> Iterator[None]:
    """Turn the engine's errors about files into a StoreError that says what to do."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unusable(folder, error) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: BaseException) -> StoreError:
    if _is_full(folder, error):
        return StoreError(
            "the disk is full: the search index could not be written",
            where=str(folder),
            allowed="room for an index about as large as the texts",
            next_step="make room and run the command again; what the store held still stands",
        )
    return StoreError(
        f"the search index cannot be used: {error}",
        where=str(folder),
        allowed="an index as this version wrote it, on a disk with room",
        next_step="remove the folder; the next search builds the index anew",
    )


def _is_full(folder: Path, error: BaseException) -> bool:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return True
    if "No space left" in str(error) or "StorageFull" in str(error):
        return True
    try:
        return shutil.disk_usage(folder).free < LEAST_ROOM
    except OSError:
        return False
