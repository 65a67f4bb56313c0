"""Evidence that analysts add from own files: kept in the user's store, never in the repository.

Layout under the store's root::

    evidence/ledger.parquet           a row per act (added, removed), appended
    evidence/<file>-<number>.parquet  the codings of one adding, columns ``CODING_ROWS``
    evidence/.lock                    held while writing

``<file>`` is the first twelve hexadecimal digits of the file's SHA-256. The same file again adds
nothing. A coder's newer value of a cell (state, right, item, year) counts in place of the older
one, and both stay on the disk; other coders' values stand beside. What is removed loses its
codings and keeps its line; what they had superseded counts again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.errors import StoreError, UnknownName
from rightful.core.names import suggest
from rightful.record.atomic import disk_errors, parquet_of, write_atomically
from rightful.record.corpora.members import name_as_text
from rightful.record.evidence_file import (
    CODING_ROWS,
    NOT_LOOKED,
    check_codings,
    read_codings,
    same_cell,
)
from rightful.record.ledger import Ledger

DIGITS_OF_ID: Final = 12
LEDGER: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "number": pl.Int32,
    "act": pl.String,
    "id": pl.String,
    "sha256": pl.String,
    "filename": pl.String,
    "rows": pl.Int32,
    "left": pl.Int32,
    "coders": pl.List(pl.String),
    "stored_sha256": pl.String,
    "at": pl.String,
}
_KEPT: Final = Ledger(
    "ledger.parquet",
    LEDGER,
    "evidence that was added cannot be read",
    "adding evidence",
    "remove the folder `evidence` of the store and add the files again",
)
# A coding with the adding it came in.
HISTORY: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **CODING_ROWS,
    "id": pl.String,
    "number": pl.Int32,
    "current": pl.Boolean,
}
_CELL: Final = ["coder", "iso3", "right_of_cell", "item", "year"]
# How often a reader begins anew when a file goes away between the ledger and it.
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file did.

    Attributes
    ----------
    id
        First twelve hexadecimal digits of the file's fingerprint.
    rows
        Rows of the file that were good.
    cells
        Cells (state, right, item, year, coder) to which they speak.
    superseded
        Cells of which an older value of the same coder counts no more.
    not_looked_for
        Rows that say that nobody looked.
    coders
        Whose rows they are.
    already
        True where the same file was here before: nothing was added.
    bad
        (row, reason) of the rows that were left.
    unknown
        Columns that were left.
    unfilled, examples
        Rows of a template that nobody filled in, and its example.
    """

    id: str
    rows: int
    cells: int
    superseded: int
    not_looked_for: int
    coders: tuple[str, ...]
    already: bool
    bad: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]
    unfilled: int
    examples: int


def add_file(store_root: Path, path: Path, *, keep_good: bool = False) -> Added:
    """Add an analyst's file to the store.

    Parameters
    ----------
    store_root
        Root of the store (``RIGHTFUL_HOME``).
    path
        A table as ``evidence_file.read_codings`` reads it.
    keep_good
        Take the good rows though others are bad, and leave those.

    Raises
    ------
    BadRows
        When a row is bad or a column unknown: none of the file is taken.
    SourceError
        When the file is no such table.
    StoreError
        When the store cannot be written.
    """
    found = read_codings(path)
    if not keep_good:
        check_codings(found, path)
    codings = found.codings
    replaced, already = 0, False
    if codings.height:
        folder = store_root / "evidence"
        with _KEPT.writing(folder), disk_errors(folder):
            already = _is_current(_KEPT.lines(folder), found.sha256)
            if not already:
                before = own_history(store_root)
                _record(folder, path, found.sha256, codings, len(found.bad))
                replaced = _current_cells(before).join(_cells(codings), on=_CELL).height
    return Added(
        id=found.sha256[:DIGITS_OF_ID],
        rows=codings["row"].n_unique(),
        cells=_cells(codings).height,
        superseded=replaced,
        not_looked_for=codings.filter(pl.col("found") == NOT_LOOKED)["row"].n_unique(),
        coders=tuple(sorted(codings["coder"].unique())),
        already=already,
        bad=found.bad,
        unknown=found.unknown,
        unfilled=found.unfilled,
        examples=found.examples,
    )


def own_history(store_root: Path) -> pl.DataFrame:
    """Return every coding that lies in the store, columns ``HISTORY``, by adding and row.

    A span of which some years are superseded is parted where it changes.

    Raises
    ------
    StoreError
        When a file of the store cannot be read.
    """
    folder = store_root / "evidence"
    for left in reversed(range(_TRIES)):
        ledger = _KEPT.lines(folder)
        try:
            parts = [
                _codings(folder, entry).with_columns(
                    id=pl.lit(entry["id"]), number=pl.lit(entry["number"], pl.Int32)
                )
                for entry in _standing(ledger).iter_rows(named=True)
            ]
        except StoreError:
            # Another run may have removed it since the ledger was read.
            if left and _KEPT.lines(folder).height != ledger.height:
                continue
            raise
        break
    columns = {name: kind for name, kind in HISTORY.items() if name != "current"}
    return with_standing(pl.concat([pl.DataFrame(schema=columns), *parts]))


def codings_state(store_root: Path) -> str:
    """Return a fingerprint of the ledger: it is another whenever what counts is another."""
    return _KEPT.state(store_root / "evidence")


def own_files(store_root: Path, *, every: bool = False) -> pl.DataFrame:
    """Return one row per file that counts now, columns ``LEDGER``; with ``every``, per act.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    ledger = _KEPT.lines(store_root / "evidence")
    return ledger if every else _standing(ledger)


def remove_file(store_root: Path, id: str) -> int:
    """Remove a file's codings and return how many rows they were; its line stays.

    Parameters
    ----------
    id
        Identifier of the file, or as many of its first digits as tell it from the others.

    Raises
    ------
    UnknownName
        When no file is called so.
    StoreError
        When the store cannot be written.
    """
    folder = store_root / "evidence"
    asked = id.strip().casefold()
    if not folder.is_dir():
        raise _unknown_file(id, [], store_root)
    with _KEPT.writing(folder), disk_errors(folder):
        ledger = _KEPT.lines(folder)
        standing = _standing(ledger)
        fits = standing.filter(pl.col("id").str.starts_with(asked)) if asked else standing.clear()
        if fits.height != 1:
            raise _unknown_file(id, standing["id"].to_list(), store_root)
        entry = fits.row(0, named=True)
        _append(folder, ledger, {**entry, "act": "removed"})
        # The ledger first: codings without a line are never read, a line without them is damage.
        _place(folder, entry).unlink(missing_ok=True)
    return int(entry["rows"])


def with_standing(codings: pl.DataFrame) -> pl.DataFrame:
    """Return codings with ``current``: true where no newer one of the same coder and cell is.

    Parameters
    ----------
    codings
        Columns ``CODING_ROWS``, ``id`` and ``number``; a higher number is a newer adding.

    Returns
    -------
    pl.DataFrame
        Columns ``HISTORY``, by number, row and year; spans are parted where they change.
    """
    numbered = codings.with_row_index("coding")
    keys = ("coding", "number", "row", "confidence", "year", "last_year")
    slim = numbered.with_columns(right_of_cell=same_cell()).select(
        *keys, *(name for name in _CELL if name not in keys)
    )
    # Of one adding only like values speak to a cell: the surest row does.
    sure = pl.col("confidence").fill_null(-1)
    ordered = _by_year(slim).sort("number", sure, "row", maintain_order=True)
    newest = pl.int_range(pl.len()).over(_CELL) == pl.len().over(_CELL) - 1
    told = ordered.select("number", "row", "coding", "year", current=newest)
    told = told.sort("number", "row", "year", "coding")
    # Years of one coding follow each other: a span ends where they do, or where they count no more.
    ahead = pl.col("coding") == pl.col("coding").shift()
    same = ahead & (pl.col("current") == pl.col("current").shift())
    spans = (
        told.with_columns(span=(~same.fill_null(False)).cum_sum())
        .group_by("span", maintain_order=True)
        .agg(
            pl.col("coding", "current").first(),
            first=pl.col("year").min(),
            last=pl.col("year").max(),
        )
    )
    whole = spans.join(numbered, on="coding", how="left", maintain_order="left")
    return whole.with_columns(year="first", last_year="last").select(
        pl.col(name).cast(kind) for name, kind in HISTORY.items()
    )


def _by_year(codings: pl.DataFrame) -> pl.DataFrame:
    return codings.with_columns(
        year=pl.int_ranges("year", pl.col("last_year") + 1, dtype=pl.Int32)
    ).explode("year")


def _cells(codings: pl.DataFrame) -> pl.DataFrame:
    return _by_year(codings).with_columns(right_of_cell=same_cell()).select(_CELL).unique()


def _current_cells(history: pl.DataFrame) -> pl.DataFrame:
    return _cells(history.filter("current"))


def _record(folder: Path, path: Path, sha256: str, codings: pl.DataFrame, left: int) -> None:
    """Write the codings of a file, then its line in the ledger."""
    ledger = _KEPT.lines(folder)
    content = parquet_of(codings)
    entry = {
        "number": ledger.height + 1,
        "act": "added",
        "id": sha256[:DIGITS_OF_ID],
        "sha256": sha256,
        "filename": name_as_text(path.name),
        "rows": codings["row"].n_unique(),
        "left": left,
        "coders": sorted(codings["coder"].unique()),
        "stored_sha256": hashlib.sha256(content).hexdigest(),
    }
    write_atomically(_place(folder, entry), content)
    _append(folder, ledger, entry)


def _append(folder: Path, ledger: pl.DataFrame, act: dict[str, Any]) -> None:
    """Add a line to the ledger, numbered after the last."""
    line = {**act, "number": ledger.height + 1, "at": None}
    _KEPT.append(folder, pl.DataFrame([line], schema=LEDGER))


def _standing(ledger: pl.DataFrame) -> pl.DataFrame:
    """Return the line of each file that is here: its last, unless that removed it."""
    last = ledger.sort("number").unique("id", keep="last", maintain_order=True)
    return last.filter(pl.col("act") == "added").sort("number")


def _is_current(ledger: pl.DataFrame, sha256: str) -> bool:
    return sha256 in _standing(ledger)["sha256"].to_list()


def _codings(folder: Path, entry: dict[str, Any]) -> pl.DataFrame:
    path = _place(folder, entry)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _KEPT.damaged(path, error.strerror or type(error).__name__) from error
    if hashlib.sha256(content).hexdigest() != entry["stored_sha256"]:
        raise _KEPT.damaged(path, "it is not what was stored")
    return _KEPT.table(path, CODING_ROWS, content)


def _place(folder: Path, entry: dict[str, Any]) -> Path:
    return folder / f"{entry['id']}-{entry['number']}.parquet"


def _unknown_file(asked: str, known: list[str], root: Path) -> UnknownName:
    return UnknownName(
        "file of evidence",
        asked,
        suggest(asked, known),
        options=tuple(known),
        where=str(root),
        next_step="run `rightful evidence list`",
    )
