"""The search engine, loaded when it is needed: it comes with the extra ``text``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rightful.core.errors import StoreError, UsageError

EXTRA: Final = "pip install 'rightful[text]'"
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
        raise _unusable(folder, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise _unusable(folder, str(error)) from error


def _unusable(folder: Path, why: str) -> StoreError:
    return StoreError(
        f"the search index cannot be used: {why}",
        where=str(folder),
        allowed="an index as this version wrote it, on a disk with room",
        next_step="remove the folder; the next search builds the index anew",
    )
