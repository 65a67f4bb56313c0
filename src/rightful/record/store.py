"""The store: publishers' files and checked tables on the user's disk; readable or unchanged.

Layout under the root (``RIGHTFUL_HOME``, or the platform's folder for user data)::

    raw/<sha256>                        the publisher's file, byte for byte
    tables/<source>/<edition>.parquet   the checked table
    tables/<source>/<edition>.dropped.parquet   rows left out, with reasons
    manifest.json                       what is here: written last, so it never promises too much
    .lock                               held while writing; freed by the system if we are killed

Every file is written beside its place, synced and renamed: a reader sees the old or the new one.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import polars as pl

from rightful.core.errors import StoreError, UnknownName
from rightful.core.names import suggest
from rightful.core.provenance import Edition
from rightful.core.source import RowNotes, Source, Tidied
from rightful.record.snapshots import Fingerprint, fingerprint, unrecognised

if TYPE_CHECKING:
    import duckdb

FORMAT = 1
LOCK_WAIT = 60.0  # seconds
UNFINISHED = ".part"
COLUMNS_OF_NOTES = {"row": pl.Int32, "reason": pl.String}


@dataclass(frozen=True)
class Holding:
    """One edition in the store.

    Attributes
    ----------
    sha256, size
        Fingerprint of the publisher's file.
    pulled
        When it was pulled, UTC, ISO 8601.
    origin
        Address or path it came from.
    place
        Place among the source's editions, 0 for the newest.
    rows, dropped, recoded
        Rows in the table; reason -> rows left out; rows whose state code was corrected.
    """

    source: str
    edition: str
    filename: str
    sha256: str
    size: int
    pulled: str
    origin: str
    place: int
    rows: int
    dropped: dict[str, int] = field(default_factory=dict)
    recoded: int = 0


def default_home() -> Path:
    """Return the store's root: ``RIGHTFUL_HOME``, or the platform's folder for user data."""
    chosen = os.environ.get("RIGHTFUL_HOME")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "rightful"
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "rightful"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "rightful"


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
        path = self.root / "manifest.json"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise ValueError(f"format {content['format']}, not {FORMAT}")
            held = [Holding(**entry) for entry in content["holdings"]]
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"the manifest of the store cannot be read: {error}",
                where=str(path),
                allowed="a manifest that this version wrote",
                next_step="move the file away and run `rightful pull` again; raw files are kept",
            ) from error
        return tuple(sorted(held, key=lambda holding: (holding.source, holding.edition)))

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
        """Say whether an edition is here, its file and its table with it."""
        here = any((h.source, h.edition) == (source, edition) for h in self.holdings())
        return here and self.table_path(source, edition).is_file()

    def raw_path(self, sha256: str) -> Path:
        """Return where the publisher's file with this fingerprint lies."""
        return self.root / "raw" / sha256

    def table_path(self, source: str, edition: str) -> Path:
        """Return where the table of an edition lies."""
        return self.root / "tables" / source / f"{edition}.parquet"

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        """Return a table; without ``edition``, of the newest edition that is here.

        Raises
        ------
        UnknownName
            When the store does not hold it.
        StoreError
            When the file cannot be read.
        """
        holding = self.holding(source, edition)
        return _parquet(self.table_path(source, holding.edition), source)

    def dropped(self, source: str, edition: str | None = None) -> pl.DataFrame:
        """Return (row, reason) of the rows left out of a table."""
        holding = self.holding(source, edition)
        path = self.table_path(source, f"{holding.edition}.dropped")
        return _parquet(path, source)

    def query(self, sql: str) -> pl.DataFrame:
        """Return the answer to a query in DuckDB's SQL; nothing can be written by it.

        Every source is a view with its newest edition (``pts``), every edition one in quotes
        (``"pts/2024"``).

        Raises
        ------
        StoreError
            When the query fails; the message is DuckDB's.
        """
        import duckdb

        try:
            with duckdb.connect(":memory:") as connection:
                for name, path in self._views():
                    quoted = str(path).replace("'", "''")
                    connection.execute(
                        f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{quoted}')"
                    )
                folder = str(self.root / "tables").replace("'", "''")
                connection.execute(f"SET allowed_directories = ['{folder}']")
                connection.execute("SET enable_external_access = false")
                statements = connection.extract_statements(sql)
                if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                    raise self._refused(sql, "it is not one SELECT")
                return _frame(connection.execute(statements[0]))
        except duckdb.Error as error:
            raise self._refused(sql, str(error)) from error

    def _refused(self, sql: str, why: str) -> StoreError:
        return StoreError(
            f"the query failed: {why}",
            where=sql,
            allowed=f"one SELECT over {', '.join(name for name, _ in self._views()) or 'nothing'}",
            next_step="correct the query, or pull the source it names",
        )

    def _views(self) -> list[tuple[str, Path]]:
        held = self.holdings()
        every = [(f"{h.source}/{h.edition}", self.table_path(h.source, h.edition)) for h in held]
        newest = [
            (source, self.table_path(source, self.holding(source).edition))
            for source in sorted({h.source for h in held})
        ]
        return every + newest

    def keep(
        self,
        path: Path,
        source: Source,
        edition: Edition,
        origin: str,
        *,
        seen: Callable[[int], None] | None = None,
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
        with self.writing():
            # The copy keeps the file's name, so that errors name the file the user knows.
            incoming = self.root / "raw" / "incoming" / edition.filename
            with disk_errors(self.root), _removed_if_it_fails(incoming):
                found = _copied(path, incoming, seen)
                if (found.sha256, found.size) != (edition.sha256, edition.size):
                    raise unrecognised(path, found, (source,))
                tidied = source.tidy(source.read(incoming, edition), edition)
                _renamed(incoming, self.raw_path(edition.sha256))
                return self._record(source, edition, origin, tidied)

    def _record(self, source: Source, edition: Edition, origin: str, tidied: Tidied) -> Holding:
        holding = Holding(
            source=source.name,
            edition=edition.name,
            filename=edition.filename,
            sha256=edition.sha256,
            size=edition.size,
            pulled=datetime.now(UTC).isoformat(timespec="seconds"),
            origin=origin,
            place=source.editions.index(edition),
            rows=tidied.table.frame.height,
            dropped=tidied.dropped_by_reason(),
            recoded=len(tidied.recoded),
        )
        place = self.table_path(source.name, edition.name)
        origins = {
            "rightful.source": source.name,
            "rightful.edition": edition.name,
            "rightful.sha256": edition.sha256,
            "rightful.reference": source.reference,
            "rightful.licence": source.licence,
        }
        left_out = place.with_name(f"{edition.name}.dropped.parquet")
        _write_parquet(_notes(tidied.dropped), left_out, origins)
        _write_parquet(tidied.table.frame, place, origins)
        others = [
            held
            for held in self.holdings()
            if (held.source, held.edition) != (source.name, edition.name)
        ]
        content = {"format": FORMAT, "holdings": [asdict(held) for held in [*others, holding]]}
        text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
        write_atomically(
            self.root / "manifest.json", lambda file: file.write(text.encode() + b"\n")
        )
        return holding

    @contextmanager
    def writing(self, wait: float = LOCK_WAIT) -> Iterator[None]:
        """Hold the store's lock; a killed holder's lock is freed by the system.

        Raises
        ------
        StoreError
            When another run holds it for longer than ``wait`` seconds.
        """
        with disk_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("a+b")
        try:
            _acquire(lock, self.root, wait)
            yield
        finally:
            lock.close()


def write_atomically(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file beside its place, sync it, rename it; on failure nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    with _removed_if_it_fails(unfinished):
        with unfinished.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _renamed(unfinished, path)


def _write_parquet(frame: pl.DataFrame, path: Path, origins: dict[str, str]) -> None:
    # Written through memory: the writer would wrap the system's errors in its own.
    content = io.BytesIO()
    frame.write_parquet(content, metadata=origins)
    write_atomically(path, lambda file: file.write(content.getbuffer()))


def _frame(answer: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    names = [column[0] for column in answer.description or ()]
    return pl.DataFrame(answer.fetchall(), schema=names, orient="row", infer_schema_length=None)


def _notes(notes: RowNotes) -> pl.DataFrame:
    return pl.DataFrame(list(notes), schema=COLUMNS_OF_NOTES, orient="row")


def _parquet(path: Path, source: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(
            f"the table of {source} cannot be read: {error}",
            where=str(path),
            next_step=f"run `rightful pull {source}` again",
        ) from error


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


def _renamed(unfinished: Path, path: Path) -> None:
    unfinished.replace(path)
    # The rename itself must reach the disk; not every system can sync a folder.
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _removed_if_it_fails(path: Path) -> Iterator[None]:
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
                "make room and run the command again; nothing was changed"
                if full
                else "check its permissions, or set RIGHTFUL_HOME to another folder"
            ),
        ) from error


def _acquire(lock: IO[bytes], root: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while not _try_lock(lock):
        if time.monotonic() > until:
            raise StoreError(
                "another run of rightful is writing to the store",
                where=str(root),
                allowed="one writer at a time",
                next_step="wait for it to end, then run the command again",
            )
        time.sleep(0.05)


def _try_lock(lock: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt as windows

            ms: Any = windows
            ms.locking(lock.fileno(), ms.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
