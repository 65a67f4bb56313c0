"""Which sources there are: found because their file is there."""

from __future__ import annotations

from functools import cache

from rightful.core.names import resolve
from rightful.core.registry import load, names
from rightful.core.source import Source

FOLDER = "rightful.record.sources"


@cache
def source(name: str) -> Source:
    """Return the source called ``name``, whatever its case.

    Raises
    ------
    UnknownName
        With suggestions, when there is none.
    """
    return load(FOLDER, resolve(name, names(FOLDER), "source"), Source)  # type: ignore[type-abstract]


def sources(only: tuple[str, ...] = ()) -> tuple[Source, ...]:
    """Return the sources of these names in the order given; without names, all by name."""
    return tuple(source(name) for name in only or names(FOLDER))
