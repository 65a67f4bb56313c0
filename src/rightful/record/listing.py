"""The list of sources for ``rightful sources``: what each declares and whether it is here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rightful.core.source import Source
from rightful.record.catalogue import sources
from rightful.record.store import Store


def source_rows(store: Store | None = None, only: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return one row per source with its editions; only what is whole counts as pulled.

    Raises
    ------
    UnknownName
        When a name is no source.
    StoreError
        When the store's manifest cannot be read.
    """
    held = {
        (h.source, h.edition): h.rows
        for h in (store.holdings() if store else ())
        if store and store.holds(h.source, h.edition)
    }
    return [_row(source, held) for source in sources(only)]


def _row(source: Source, held: dict[tuple[str, str], int]) -> dict[str, Any]:
    editions = [
        {
            **asdict(edition),
            "pulled": (source.name, edition.name) in held,
            "rows": held.get((source.name, edition.name)),
        }
        for edition in source.editions
    ]
    return {
        "name": source.name,
        "title": source.title,
        "reference": source.reference,
        "licence": source.licence,
        "exportable": source.exportable,
        "address": source.address,
        "variables": len(source.variables),
        "pulled": any(edition["pulled"] for edition in editions),
        "editions": editions,
    }
