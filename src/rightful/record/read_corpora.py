"""Publishers' corpora that a user read into the store: what is kept, and what takes its place.

Layout under the store's root, beside the user's own files (``own_statements``)::

    statements/readings.parquet         a row per document and act, appended
    statements/read-<number>.parquet    the statements of one reading
    statements/.lock                    held while writing

A document is a speech, a report, a paper. The same file again adds nothing; another file of the
same document supersedes it: its statements count no more, and stay on the disk and in the ledger.
A document that was read also takes the place of that document in a pulled extract, whole, because
two cuts of one speech say the same words twice (``all_statements``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import resolve, suggest
from rightful.core.statement import STATEMENTS
from rightful.record.atomic import disk_errors, parquet_of, write_atomically
from rightful.record.corpora.members import name_as_text
from rightful.record.corpora.upr_documents import KINDS
from rightful.record.corpora.whole import (
    CORPORA,
    HOMES,
    NO_LANGUAGE,
    READER,
    Asked,
    Document,
    Found,
    Progress,
    documents_in,
)
from rightful.record.ledger import Ledger
from rightful.record.own_statements import checked_date

LEDGER: Final = {
    "reading": pl.Int32,
    "act": pl.String,
    "corpus": pl.String,
    "unit": pl.String,
    "document": pl.String,
    "filename": pl.String,
    "sha256": pl.String,
    "reader": pl.Int32,
    "ccode": pl.Int32,
    "date": pl.String,
    "kind": pl.String,
    "language": pl.String,
    "statements": pl.Int32,
    "path": pl.String,
    "at": pl.String,
}
_KEPT: Final = Ledger(
    "readings.parquet",
    LEDGER,
    "statements that were read cannot be read again",
    "adding statements",
    "remove `readings.parquet` and `read-*.parquet` in the folder `statements` of the store, and "
    "read the corpora again",
)
# Identifiers of statements begin with it.
PREFIXES: Final = {"general_debate": "ungdc", "upr_report": "upr", "upr_document": "uprdoc"}
UNIT: Final = "read_unit"
_SAME: Final = ("sha256", "reader", "ccode", "date", "kind")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a corpus did.

    Attributes
    ----------
    id
        ``read:3``; None where nothing was new.
    corpus
        One of ``CORPORA``.
    documents, statements
        How many are new, or other than before.
    already
        How many documents were here before, the same.
    superseded
        How many documents were here before, and other.
    languages
        language -> number of statements.
    skipped
        (file, reason) of every file left out.
    left_out
        reason -> number of passages or paragraphs that are no statement.
    notes
        What was odd about files that were read.
    taken_out
        How many control and direction characters were taken out.
    """

    id: str | None
    corpus: str
    documents: int
    statements: int
    already: int
    superseded: int
    languages: dict[str, int]
    skipped: tuple[tuple[str, str], ...]
    left_out: dict[str, int]
    notes: tuple[str, ...]
    taken_out: int


def read_corpus(
    store_root: Path,
    corpus: str,
    path: Path,
    state: str | None = None,
    date: str | None = None,
    kind: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a publisher's corpus and keep its statements.

    Parameters
    ----------
    store_root
        Root of the store (``RIGHTFUL_HOME``).
    corpus
        One of ``CORPORA``.
    path
        A folder; of speeches an archive too; of papers a single file too.
    state, date, kind
        Of papers whose heading does not say them.
    progress
        Called with the share done, the seconds left and what is being read.

    Raises
    ------
    UnknownName, UsageError
        When the corpus, state, date or kind is not known, or a single paper needs one of them.
    SourceError
        When nothing of it can be used.
    StoreError
        When the store cannot be read or written.
    """
    name = resolve(corpus, CORPORA, "corpus")
    asked = _asked(name, state, date, kind)
    folder = store_root / "statements"
    mine = pl.col("corpus") == name, pl.col("reader") == READER
    before = _current(_KEPT.lines(folder)).filter(*mine)
    known = dict(before.select("unit", "sha256").iter_rows())
    found = documents_in(name, path, asked, known, progress)
    with _KEPT.writing(folder), disk_errors(folder):
        return _recorded(folder, name, path, found)


def read_statements(store_root: Path, corpus: str | None = None) -> pl.DataFrame:
    """Return the statements of corpora that were read, columns ``STATEMENTS``, sorted by id.

    Of one ``corpus`` all columns are given: ``seat``, ``speaker_doubt`` and others besides.

    Raises
    ------
    UnknownName
        When the corpus is not known.
    StoreError
        When a file of the store cannot be read.
    """
    asked = None if corpus is None else resolve(corpus, CORPORA, "corpus")
    folder = store_root / "statements"
    current = _current(_KEPT.lines(folder)).filter(pl.col("statements") > 0)
    if asked is not None:
        current = current.filter(pl.col("corpus") == asked)
    frames = [pl.DataFrame(schema=STATEMENTS)]
    for number in sorted(current["reading"].unique(), reverse=True):
        units = current.filter(pl.col("reading") == number)["unit"].implode()
        rows = _KEPT.table(_place(folder, number)).filter(pl.col(UNIT).is_in(units)).drop(UNIT)
        frames.append(rows if asked else rows.select(list(STATEMENTS)))
    joined = pl.concat(frames, how="diagonal_relaxed" if asked else "vertical")
    return joined.unique("statement", keep="first", maintain_order=True).sort("statement")


def read_documents(store_root: Path) -> pl.DataFrame:
    """Return the documents that were read: columns ``prefix`` (of their ids) and ``document``.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    current = _current(_KEPT.lines(store_root / "statements"))
    prefix = pl.col("corpus").replace_strict(PREFIXES, return_dtype=pl.String)
    return current.select(prefix.alias("prefix"), "document").unique(maintain_order=True)


def readings(store_root: Path) -> pl.DataFrame:
    """Return one row per reading that counts: id, corpus, path, documents, statements, at.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    current = _current(_KEPT.lines(store_root / "statements"))
    return (
        current.group_by("reading", "corpus", "path", "at")
        .agg(pl.len().cast(pl.Int32).alias("documents"), pl.col("statements").sum())
        .sort("reading")
        .select(
            pl.format("read:{}", "reading").alias("id"),
            "corpus",
            "path",
            "documents",
            "statements",
            "at",
        )
    )


def remove_reading(store_root: Path, id: str) -> int:
    """Remove what counts of a reading, texts and all, and return how many statements that were.

    What it superseded does not come back: it was of older files.

    Raises
    ------
    UnknownName
        When no reading that counts is called so.
    StoreError
        When the store cannot be written.
    """
    folder = store_root / "statements"
    if not folder.is_dir():
        raise _unknown(id, [], store_root)
    with _KEPT.writing(folder), disk_errors(folder):
        ledger = _KEPT.lines(folder)
        current = _current(ledger)
        gone = current.filter(pl.format("read:{}", "reading") == id.strip().casefold())
        if gone.is_empty():
            names = [f"read:{number}" for number in sorted(current["reading"].unique())]
            raise _unknown(id, names, store_root)
        _append(folder, gone.with_columns(pl.lit("removed").alias("act")))
        # The ledger first: a text without a line is never read, a line without its text is damage.
        _place(folder, gone["reading"][0]).unlink(missing_ok=True)
    return int(gone["statements"].sum())


def _asked(corpus: str, state: str | None, date: str | None, kind: str | None) -> Asked:
    told = {"--state": state, "--date": date, "--kind": kind}
    idle = {"general_debate": tuple(told), "upr_report": ("--kind",), "upr_document": ()}
    given = [option for option in idle[corpus] if told[option] is not None]
    if given:
        raise UsageError(
            f"{corpus} does not use {', '.join(given)}",
            allowed="what the files themselves do not say",
            next_step=f"leave out {', '.join(given)}",
        )
    return Asked(
        state=state,
        date=None if date is None else checked_date(date),
        kind=None if kind is None else resolve(kind, KINDS, "kind of paper"),
    )


def _recorded(folder: Path, corpus: str, path: Path, found: Found) -> Reading:
    """Write the statements of what is new, then the lines in the ledger."""
    ledger = _KEPT.lines(folder)
    mine = _current(ledger).filter(pl.col("corpus") == corpus)
    before = {row["unit"]: row for row in mine.iter_rows(named=True)}
    number = int(ledger["reading"].max() or 0) + 1  # type: ignore[arg-type]
    rows = [_row(each, corpus, number, path) for each in found.documents]
    fresh = [row for row in rows if not _is_same(before.get(row["unit"]), row)]
    units = {row["unit"] for row in fresh}
    frames = [_marked(each) for each in found.documents if each.unit in units]
    old = [before[row["unit"]] for row in fresh if row["unit"] in before]
    kept = pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame(schema=STATEMENTS)
    if fresh:
        write_atomically(_place(folder, number), parquet_of(kept))
        lines = [{**row, "act": "superseded"} for row in old] + fresh
        _append(folder, pl.DataFrame(lines, schema=LEDGER))
    spoken = Counter(language or NO_LANGUAGE for language in kept["language"])
    return Reading(
        id=f"read:{number}" if fresh else None,
        corpus=corpus,
        documents=len(fresh),
        statements=kept.height,
        already=found.already + len(rows) - len(fresh),
        superseded=len(old),
        languages=dict(spoken.most_common()),
        skipped=tuple((each.name, each.reason) for each in found.skipped),
        left_out=dict(found.left_out.most_common()),
        notes=tuple(found.notes),
        taken_out=found.taken_out,
    )


def _row(each: Document, corpus: str, number: int, path: Path) -> dict[str, Any]:
    return {
        "reading": number,
        "act": "read",
        "corpus": corpus,
        "unit": each.unit,
        "document": each.document,
        "filename": each.filename,
        "sha256": each.sha256,
        "reader": READER,
        "ccode": each.ccode,
        "date": each.date,
        "kind": each.kind,
        "language": each.language,
        "statements": each.frame.height,
        "path": name_as_text(path.name),
        "at": None,
    }


def _is_same(before: dict[str, Any] | None, now: dict[str, Any]) -> bool:
    return before is not None and all(before[name] == now[name] for name in _SAME)


def _marked(each: Document) -> pl.DataFrame:
    typed = [pl.col(name).cast(kind) for name, kind in STATEMENTS.items()]
    return each.frame.with_columns(*typed, pl.lit(each.unit).alias(UNIT))


def _append(folder: Path, lines: pl.DataFrame) -> None:
    """Add lines to the ledger; those before stay as they are."""
    _KEPT.append(folder, lines)


def _current(ledger: pl.DataFrame) -> pl.DataFrame:
    """Return the line of each document that counts: its last, unless that removed it."""
    last = ledger.unique(["corpus", "unit"], keep="last", maintain_order=True)
    return last.filter(pl.col("act") == "read")


def ledger_state(store_root: Path) -> str:
    """Return a fingerprint of the ledger: it is another whenever what counts is another."""
    return _KEPT.state(store_root / "statements")


def _place(folder: Path, number: int) -> Path:
    return folder / f"read-{number}.parquet"


def _unknown(asked: str, known: list[str], root: Path) -> UnknownName:
    return UnknownName(
        "reading of a corpus",
        asked,
        suggest(asked, known),
        options=tuple(known),
        where=str(root),
        next_step="run `rightful statements list`",
    )


def home_of(corpus: str) -> str:
    """Return where a corpus is to be had from those who publish it."""
    return HOMES[resolve(corpus, CORPORA, "corpus")]
