"""Searches kept under a name, in one JSON file of the user."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.core.names import suggest
from rightful.discourse.search.filters import Filters, filters_of
from rightful.discourse.search.query import parse

LONGEST_NAME: Final = 60
MOST: Final = 1000
FORMAT: Final = 1


@dataclass(frozen=True)
class Saved:
    """A query and its filters, under a name."""

    name: str
    query: str
    filters: Filters


def listed(file: Path) -> tuple[Saved, ...]:
    """Return the searches kept in a file, by name; none where there is no file.

    Raises
    ------
    StoreError
        When the file is none of ours or damaged.
    """
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError(f"its format is {told['format']!r}, not {FORMAT}")
        return tuple(_saved(name, one) for name, one in sorted(told["searches"].items()))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"the file of saved searches cannot be read: {error}",
            where=str(file),
            allowed="the file as rightful wrote it",
            next_step="repair it, or move it away to begin anew",
        ) from error


def saved(file: Path, name: str) -> Saved:
    """Return the search kept under a name.

    Raises
    ------
    UnknownName
        When there is none.
    StoreError
        As ``listed``.
    """
    known = {one.name: one for one in listed(file)}
    if name not in known:
        raise UnknownName(
            "saved search",
            name,
            suggest(name, known),
            options=tuple(known),
            next_step="save one with its name first",
        )
    return known[name]


def save(file: Path, name: str, query: str, filters: Filters) -> Saved:
    """Keep a search under a name; one that had the name is replaced.

    Raises
    ------
    UsageError
        When the name cannot be one, the query cannot be read, or there are too many.
    StoreError
        When the file cannot be read or written.
    """
    check_name(name)
    parse(query)
    kept = {one.name: one for one in listed(file)} | {name: Saved(name, query, filters)}
    if len(kept) > MOST:
        raise UsageError(
            f"there are {MOST} saved searches",
            allowed=f"at most {MOST}",
            next_step="remove one first",
        )
    _write(file, tuple(kept.values()))
    return kept[name]


def remove(file: Path, name: str) -> Saved:
    """Forget the search under a name; raises as ``saved``, and StoreError as ``save``."""
    gone = saved(file, name)
    _write(file, tuple(one for one in listed(file) if one.name != name))
    return gone


def check_name(name: str) -> None:
    """Refuse a name that would not be a word on a line.

    Raises
    ------
    UsageError
        When it is empty, too long, or has other signs than letters, digits, space, - and _.
    """
    fits = name.strip() == name and 0 < len(name) <= LONGEST_NAME
    if not fits or not all(sign.isalnum() or sign in " -_" for sign in name):
        raise UsageError(
            f"a saved search cannot be called {name[:LONGEST_NAME]!r}",
            allowed=f"letters, digits, spaces, - and _; at most {LONGEST_NAME}",
            next_step="choose another name",
        )


def _saved(name: Any, told: Any) -> Saved:
    if not isinstance(name, str) or not isinstance(told["query"], str):
        raise ValueError(f"the search {name!r} has no query")
    return Saved(name, told["query"], filters_of(told["filters"]))


def _write(file: Path, kept: tuple[Saved, ...]) -> None:
    """Write beside the file and rename: a reader sees the old or the new one."""
    searches = {
        one.name: {"query": one.query, "filters": one.filters.as_dict()}
        for one in sorted(kept, key=lambda one: one.name)
    }
    content = json.dumps({"format": FORMAT, "searches": searches}, indent=1) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(file)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreError(
            f"the saved searches cannot be written: {error.strerror}",
            where=str(file),
            allowed="a folder that you may write to, with room",
            next_step="check its permissions, or set RIGHTFUL_HOME to another folder",
        ) from error
