"""The codebook of the sources: every declared column."""

from __future__ import annotations

from rightful.core.variable import Variable
from rightful.record.catalogue import sources


def variables(names: tuple[str, ...] = ()) -> dict[str, tuple[Variable, ...]]:
    """Return source -> declared columns; without names, of all sources.

    Raises
    ------
    UnknownName
        When a name is no source.
    """
    return {source.name: source.variables for source in sources(names)}
