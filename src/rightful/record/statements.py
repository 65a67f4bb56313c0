"""Statements of governments from every corpus of the store, in one frame."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import UnknownName
from rightful.core.names import RIGHTS, resolve
from rightful.core.statement import STATEMENT_VARIABLES, STATEMENTS
from rightful.record.catalogue import sources
from rightful.record.instruments import read_table
from rightful.record.manifest import Holding
from rightful.record.snapshots import recognise
from rightful.record.store import Store

# Publishers join their tags with commas; no tag holds one.
_BETWEEN_TAGS: Final = ","


@cache
def statement_sources() -> tuple[str, ...]:
    """Return the names of the sources that hold statements: they declare all their columns."""
    wanted = {variable.name for variable in STATEMENT_VARIABLES}
    return tuple(
        source.name
        for source in sources()
        if wanted <= {variable.name for variable in source.variables}
    )


def statements(store: Store, names: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Return every statement in the store, columns as ``STATEMENTS``, sorted by ``statement``.

    Parameters
    ----------
    names
        Sources to read; without them, every source of statements that the store holds. All
        editions of a source that are here are read; where two hold a statement, the newest has it.

    Raises
    ------
    UnknownName
        When a name is no source of statements, or the store does not hold it.
    StoreError
        When a table cannot be read, or is not the one that was stored.
    """
    held = {holding.source for holding in store.holdings()}
    asked = _asked(names) if names is not None else [n for n in statement_sources() if n in held]
    return _together(
        store.table(holding.source, holding.edition)
        for name in asked
        for holding in _holdings(store, name)
    )


def statements_of(paths: Iterable[Path]) -> pl.DataFrame:
    """Return the statements of publishers' files themselves, without a store; as ``statements``.

    Raises
    ------
    UnrecognisedFile
        When a file is no edition of a source of statements.
    SourceError
        When it cannot be read, or rows break the contract.
    """
    known = sources(statement_sources())
    found = [recognise(path, known) for path in paths]
    return _together(
        each.source.tidy(each.source.read(each.path, each.edition), each.edition).table.frame
        for each in found
    )


@cache
def issue_rights() -> pl.DataFrame:
    """Return our table of publishers' tags: columns tag, right, fit, judgement.

    ``fit`` is close (the tag is the right, or a part of it) or loose (the tag is wider); ``right``
    and ``fit`` are null where a tag stands for no right of ours.
    """
    return read_table("issue_rights")


def rights_of_tags(tags: str | None, *, loose: bool = False) -> tuple[str, ...]:
    """Return the rights that comma-joined tags stand for, each once, in order of the tags.

    A tag that stands for no single right (``Other``), or is not known, gives none; one that is
    wider than a right gives it only where ``loose`` is asked for.
    """
    known = _rights_by_tag(("close", "loose") if loose else ("close",))
    given = (known.get(tag.strip(), ()) for tag in (tags or "").split(_BETWEEN_TAGS))
    return tuple(dict.fromkeys(right for rights in given for right in rights))


@cache
def _rights_by_tag(fits: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = issue_rights().filter(pl.col("fit").is_in(fits)).select("tag", "right")
    for tag, right in rows.iter_rows():
        found[tag] = (*found.get(tag, ()), resolve(right, RIGHTS, "right"))
    return found


def _asked(names: tuple[str, ...]) -> list[str]:
    return [resolve(name, statement_sources(), "source of statements") for name in names]


def _holdings(store: Store, name: str) -> list[Holding]:
    """Return the editions of a source that the store holds, newest first."""
    held = [holding for holding in store.holdings() if holding.source == name]
    if not held:
        raise UnknownName(
            "table in the store",
            name,
            where=str(store.root),
            next_step=f"run `rightful pull {name}`",
        )
    return sorted(held, key=lambda holding: holding.place)


def _together(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=STATEMENTS)
    parts = [
        table.select(pl.col(name).cast(kind) for name, kind in STATEMENTS.items())
        for table in tables
    ]
    joined = pl.concat([empty, *parts])
    return joined.unique("statement", keep="first", maintain_order=True).sort("statement")
