"""A ledger of what a user gave: lines are appended, never changed, and the file is replaced whole.

What it tells of lies beside it as Parquet. Statements added, statements read and codings of
evidence each have one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import StoreError
from rightful.record.atomic import parquet_of, write_atomically
from rightful.record.locks import LOCK_WAIT, locked

Schema = Mapping[str, pl.DataType | type[pl.DataType]]


@dataclass(frozen=True, eq=False, slots=True)
class Ledger:
    """Where a ledger lies, what its lines hold, and what is said when it cannot be read.

    Attributes
    ----------
    name
        Of the file in its folder.
    schema
        Of its lines; ``at`` is the time of writing.
    kept
        What cannot be read where it is damaged, as a clause.
    doing
        What another run may be doing that holds the lock.
    mend
        What to do when it is damaged.
    """

    name: str
    schema: Schema
    kept: str
    doing: str
    mend: str

    def lines(self, folder: Path) -> pl.DataFrame:
        """Return the lines, in order of writing; none where the ledger does not exist.

        Raises
        ------
        StoreError
            When it cannot be read, or is no ledger.
        """
        content = self._content(folder)
        if content is None:
            return pl.DataFrame(schema=self.schema)
        return self.table(folder / self.name, self.schema, content)

    def append(self, folder: Path, lines: pl.DataFrame) -> None:
        """Add lines, all columns but ``at`` in place; those before stay as they are."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        new = lines.with_columns(at=pl.lit(now)).select(*self.schema).cast(pl.Schema(self.schema))
        whole = pl.concat([self.lines(folder), new])
        write_atomically(folder / self.name, parquet_of(whole))

    def table(
        self, path: Path, schema: Schema | None = None, content: bytes | None = None
    ) -> pl.DataFrame:
        """Return a table that lies beside the ledger, or its ``content`` that was read already.

        Without a ``schema`` it is returned with the columns that it has.

        Raises
        ------
        StoreError
            When it cannot be read, or has other columns.
        """
        try:
            found = pl.read_parquet(io.BytesIO(path.read_bytes() if content is None else content))
            return found if schema is None else found.select(*schema).cast(pl.Schema(schema))
        except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise self.damaged(path, type(error).__name__) from error

    def state(self, folder: Path) -> str:
        """Return a fingerprint of the lines: another whenever what counts is another."""
        content = self._content(folder)
        return "" if content is None else hashlib.sha256(content).hexdigest()

    def writing(self, folder: Path) -> AbstractContextManager[Any]:
        """Return what holds the folder's lock."""
        return locked(folder / ".lock", f"another run of rightful is {self.doing}", LOCK_WAIT)

    def damaged(self, path: Path, why: str) -> StoreError:
        """Return the error that says what cannot be read, why, and what to do."""
        return StoreError(
            f"{self.kept}: {why}",
            where=str(path),
            allowed="the file as rightful wrote it",
            next_step=self.mend,
        )

    def _content(self, folder: Path) -> bytes | None:
        path = folder / self.name
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self.damaged(path, error.strerror or type(error).__name__) from error
