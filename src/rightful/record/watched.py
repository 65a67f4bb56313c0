"""A store that remembers what was read from it: what a result rests on is seen, not declared."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rightful.core.errors import UnknownName
from rightful.record.manifest import Holding
from rightful.record.store import Store


class Watched(Store):
    """A store whose readers are noted.

    Parameters
    ----------
    root
        As of a store.
    only
        (source, edition) of the holdings that are shown; all without it. A rerun is so held to
        the editions that the first run read.
    """

    def __init__(
        self, root: Path | None = None, only: Collection[tuple[str, str]] | None = None
    ) -> None:
        super().__init__(root)
        self._only = None if only is None else frozenset(only)
        self._found: dict[tuple[str, str], Holding] = {}
        self._lacking: set[str] = set()

    def holdings(self) -> tuple[Holding, ...]:
        """Return what the store holds, by source and edition; raises as ``Store.holdings``."""
        held = super().holdings()
        if self._only is None:
            return held
        return tuple(one for one in held if (one.source, one.edition) in self._only)

    def holding(self, source: str, edition: str | None = None) -> Holding:
        """Return one holding and note that it was asked for; raises as ``Store.holding``."""
        try:
            found = super().holding(source, edition)
        except UnknownName:
            self._lacking.add(source if edition is None else f"{source}/{edition}")
            raise
        self._found[(found.source, found.edition)] = found
        return found

    @property
    def read(self) -> tuple[Holding, ...]:
        """What was read, by source and edition."""
        return tuple(self._found[key] for key in sorted(self._found))

    @property
    def lacking(self) -> tuple[str, ...]:
        """What was asked for and is not here: ``source`` or ``source/edition``, sorted."""
        return tuple(sorted(self._lacking))
