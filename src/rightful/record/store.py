"""The store: publishers' files and checked tables on the user's disk; readable or unchanged.

Layout under the root (``RIGHTFUL_HOME``, or the platform's folder for user data)::

    raw/<sha256>                        the publisher's file, byte for byte
    raw/<sha256>.part                   a download under way, resumed by the next run
    tables/<source>/<edition>.parquet   the checked table
    tables/<source>/<edition>.dropped.parquet   rows left out, with reasons
    manifest.json                       what is here: written last, so it never promises too much
    .lock, .lock-<source>-<edition>     held while writing, while fetching; freed if we are killed

Every file is written beside its place, synced and renamed, and its fingerprint is checked when it
is read: a reader sees the old or the new one, and never one that was changed since.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from rightful.core.errors import RightfulError, SourceError, UnknownName
from rightful.core.names import suggest
from rightful.core.provenance import Edition
from rightful.core.source import RowNotes, Source, Tidied
from rightful.record.atomic import (
    disk_errors,
    parquet_of,
    removed_if_it_fails,
    renamed,
    write_atomically,
)
from rightful.record.home import default_home
from rightful.record.locks import LOCK_WAIT, locked
from rightful.record.manifest import Holding, read_manifest, write_manifest
from rightful.record.query import select
from rightful.record.snapshots import Fingerprint, fingerprint, unrecognised
from rightful.record.unchanged import damaged, is_unchanged, table_at

COLUMNS_OF_NOTES = {"row": pl.Int32, "reason": pl.String}


class Store:
    """The record on disk. Making one touches nothing; folders appear with the first write."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = default_home() if root is None else root

    def holdings(self) -> tuple[Holding, ...]:
        """Return what the store holds, by source and edition.

        Raises
        ------
        StoreError
            When the manifest cannot be read.
        """
        return read_manifest(self.root / "manifest.json")

    def holding(self, source: str, edition: str | None = None) -> Holding:
        """Return one holding; without ``edition``, the newest declared one that is here.

        Raises
        ------
        UnknownName
            When the store does not hold it.
        """
        held = [holding for holding in self.holdings() if holding.source == source]
        fits = [holding for holding in held if edition in (None, holding.edition)]
        if fits:
            return min(fits, key=lambda holding: holding.place)
        asked = source if edition is None else f"{source} {edition}"
        raise UnknownName(
            "table in the store",
            asked,
            suggest(asked, [f"{h.source} {h.edition}" for h in self.holdings()]),
            where=str(self.root),
            next_step=f"run `rightful pull {source}`",
        )

    def holds(self, source: str, edition: str) -> bool:
        """Say whether an edition is here, its file and its tables with it, all undamaged."""
        held = [h for h in self.holdings() if (h.source, h.edition) == (source, edition)]
        return bool(held) and all(
            is_unchanged(path, sha256) for path, sha256 in self._files(held[0])
        )

    def is_whole(self, edition: Edition) -> bool:
        """Say whether the publisher's file of an edition is here, undamaged."""
        return is_unchanged(self.raw_path(edition.sha256), edition.sha256)

    def raw_path(self, sha256: str) -> Path:
        """Return where the publisher's file with this fingerprint lies."""
        return self.root / "raw" / sha256

    def table_path(self, source: str, edition: str) -> Path:
        """Return where the table of an edition lies."""
        return self.root / "tables" / source / f"{edition}.parquet"

    def raw(self, source: str, edition: str | None = None) -> Path:
        """Return the path of a publisher's file, its fingerprint checked.

        Raises
        ------
        UnknownName
            When the store does not hold it.
        StoreError
            When it is not the file that was stored.
        """
        holding = self.holding(source, edition)
        path = self.raw_path(holding.sha256)
        if not is_unchanged(path, holding.sha256):
            raise damaged(f"the store's copy of {holding.filename}", path, source)
        return path

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        """Return a table; without ``edition``, of the newest edition that is here.

        Raises
        ------
        UnknownName
            When the store does not hold it.
        StoreError
            When the file cannot be read, or is not the one that was stored.
        """
        holding = self.holding(source, edition)
        path = self.table_path(source, holding.edition)
        return table_at(path, holding.table_sha256, source)

    def dropped(self, source: str, edition: str | None = None) -> pl.DataFrame:
        """Return (row, reason) of the rows left out of a table; raises as ``table``."""
        holding = self.holding(source, edition)
        path = self._dropped_path(source, holding.edition)
        return table_at(path, holding.dropped_sha256, source)

    def query(self, sql: str) -> pl.DataFrame:
        """Return the answer to a query in DuckDB's SQL; nothing can be written by it.

        Every source is a view with its newest edition (``pts``), every edition one in quotes
        (``"pts/2024"``).

        Raises
        ------
        StoreError
            When the query fails, with DuckDB's message, or a table is not the one stored.
        """
        return select(sql, self.root / "tables", self._views())

    def _views(self) -> list[tuple[str, Path]]:
        held = self.holdings()
        for h in held:
            path = self.table_path(h.source, h.edition)
            if not is_unchanged(path, h.table_sha256):
                raise damaged(f"the table of {h.source}", path, h.source)
        every = [(f"{h.source}/{h.edition}", self.table_path(h.source, h.edition)) for h in held]
        newest = [
            (source, self.table_path(source, self.holding(source).edition))
            for source in sorted({h.source for h in held})
        ]
        return every + newest

    def _dropped_path(self, source: str, edition: str) -> Path:
        return self.table_path(source, f"{edition}.dropped")

    def _files(self, holding: Holding) -> tuple[tuple[Path, str], ...]:
        """Return the files of a holding, each with the fingerprint it must have."""
        return (
            (self.raw_path(holding.sha256), holding.sha256),
            (self.table_path(holding.source, holding.edition), holding.table_sha256),
            (self._dropped_path(holding.source, holding.edition), holding.dropped_sha256),
        )

    def keep(
        self,
        path: Path,
        source: Source,
        edition: Edition,
        origin: str,
        *,
        seen: Callable[[int], None] | None = None,
        wait: float = LOCK_WAIT,
    ) -> Holding:
        """Take a publisher's file in: check it, read it, tidy it, and only then store it.

        ``seen`` is told the number of bytes of every block copied.

        Raises
        ------
        SourceError
            When the file is not the edition, or rows break the contract: the store is unchanged.
        StoreError
            When it cannot be written: the store is unchanged.
        """
        with self.writing(wait):
            # The copy keeps the file's name, so that errors name the file the user knows.
            incoming = self.root / "raw" / "incoming" / edition.filename
            with disk_errors(self.root), removed_if_it_fails(incoming):
                found = _copied(path, incoming, seen)
                if (found.sha256, found.size) != (edition.sha256, edition.size):
                    raise unrecognised(path, found, (source,))
                tidied = _tidied(source, edition, incoming)
                renamed(incoming, self.raw_path(edition.sha256))
                return self._record(source, edition, origin, tidied)

    def _record(self, source: Source, edition: Edition, origin: str, tidied: Tidied) -> Holding:
        origins = {
            "rightful.source": source.name,
            "rightful.edition": edition.name,
            "rightful.sha256": edition.sha256,
            "rightful.reference": source.reference,
            "rightful.licence": source.licence,
        }
        left_out = self._dropped_path(source.name, edition.name)
        place = self.table_path(source.name, edition.name)
        holding = Holding(
            source=source.name,
            edition=edition.name,
            filename=edition.filename,
            sha256=edition.sha256,
            size=edition.size,
            dropped_sha256=_written(_notes(tidied.dropped), left_out, origins),
            table_sha256=_written(tidied.table.frame, place, origins),
            pulled=datetime.now(UTC).isoformat(timespec="seconds"),
            origin=origin,
            place=source.editions.index(edition),
            rows=tidied.table.frame.height,
            dropped=tidied.dropped_by_reason(),
            recoded=len(tidied.recoded),
        )
        others = [
            held
            for held in self.holdings()
            if (held.source, held.edition) != (source.name, edition.name)
        ]
        write_manifest(self.root / "manifest.json", [*others, holding])
        return holding

    def writing(self, wait: float = LOCK_WAIT) -> AbstractContextManager[None]:
        """Hold the store's lock; a killed holder's lock is freed by the system.

        Raises
        ------
        StoreError
            When another run holds it for longer than ``wait`` seconds.
        """
        return locked(self.root / ".lock", "another run of rightful is writing to the store", wait)

    def fetching(
        self, source: str, edition: str, wait: float = LOCK_WAIT
    ) -> AbstractContextManager[None]:
        """Hold the lock on the download of one edition; raises as ``writing``."""
        path = self.root / f".lock-{source}-{edition}"
        return locked(path, f"another run of rightful is fetching {source} {edition}", wait)


def _tidied(source: Source, edition: Edition, path: Path) -> Tidied:
    try:
        return source.tidy(source.read(path, edition), edition)
    except RightfulError:
        raise
    except Exception as error:  # a reader's library may raise anything at all
        raise SourceError(
            f"{edition.filename} could not be read as {source.name} {edition.name}: "
            f"{type(error).__name__}: {error}",
            where=str(path),
            allowed="a file that the source's reader understands",
            next_step="nothing was stored; please report this message",
        ) from error


def _written(frame: pl.DataFrame, path: Path, origins: dict[str, str]) -> str:
    """Write a table and return its fingerprint."""
    content = parquet_of(frame, metadata=origins)
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()


def _notes(notes: RowNotes) -> pl.DataFrame:
    return pl.DataFrame(list(notes), schema=COLUMNS_OF_NOTES, orient="row")


def _copied(path: Path, to: Path, seen: Callable[[int], None] | None) -> Fingerprint:
    """Copy a file and return the fingerprint of what was written."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("wb") as copy:

        def write(block: bytes) -> None:
            copy.write(block)
            if seen:
                seen(len(block))

        found = fingerprint(path, write)
        copy.flush()
        os.fsync(copy.fileno())
    return found
