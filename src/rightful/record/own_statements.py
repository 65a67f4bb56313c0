"""Statements that a user adds from own files: kept in the user's store, never in the repository.

Layout under the store's root::

    statements/ledger.parquet           a row per act (added, superseded, removed), appended
    statements/<file>-<number>.parquet  the statements of one adding, columns ``STATEMENTS``
    statements/.lock                    held while writing

``<file>`` is the first twelve hexadecimal digits of the file's SHA-256. The same file with the same
state, date, forum, addressee and language adds nothing; with others it supersedes: the statements
said before stay on the disk and in the ledger. What is removed loses its text and keeps its line.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import resolve, suggest
from rightful.core.statement import FORUMS, STATEMENTS
from rightful.record.atomic import disk_errors, parquet_of, write_atomically
from rightful.record.corpora.members import name_as_text
from rightful.record.corpora.own_files import FileText, read_own_file
from rightful.record.ledger import Ledger
from rightful.record.repeats import without_repeats
from rightful.record.state_codes import name_of, state_of_ccode
from rightful.record.state_refusals import outside, span

DIGITS_OF_ID: Final = 12
LEDGER: Final = {
    "number": pl.Int32,
    "act": pl.String,
    "id": pl.String,
    "sha256": pl.String,
    "filename": pl.String,
    "ccode": pl.Int32,
    "date": pl.String,
    "forum": pl.String,
    "addressee": pl.Int32,
    "language": pl.String,
    "asked_language": pl.String,
    "passages": pl.Int32,
    "at": pl.String,
}
_KEPT: Final = Ledger(
    "ledger.parquet",
    LEDGER,
    "statements that were added cannot be read",
    "adding statements",
    "remove the folder `statements` of the store and add the files again",
)
# Together with the file they say whether an adding is the same as one before.
_DETAILS: Final = ("ccode", "date", "forum", "addressee", "asked_language")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file did.

    Attributes
    ----------
    id
        First twelve hexadecimal digits of the file's fingerprint.
    statements
        Identifiers of the statements, in order of the file.
    already
        True where the same was here before: nothing was added.
    superseded
        True where the file was here with another state, date, forum, addressee or language.
    language
        Of the text, as given or detected; ``None`` where it cannot be told.
    detected
        True where the language was detected, not given.
    skipped
        What of the file was left out, and why.
    taken_out
        How many control and direction characters were taken out.
    """

    id: str
    statements: tuple[str, ...]
    already: bool
    superseded: bool
    language: str | None
    detected: bool
    skipped: tuple[str, ...]
    taken_out: int


def add_file(
    store_root: Path,
    path: Path,
    ccode: int,
    date: str,
    forum: str,
    addressee: int | None = None,
    language: str | None = None,
) -> Added:
    """Add the passages of a user's file as statements of a state.

    Parameters
    ----------
    store_root
        Root of the store (``RIGHTFUL_HOME``).
    path
        PDF, Word (.docx), .txt, .md or .html.
    ccode, addressee
        Correlates of War codes of the state that speaks and of the one spoken to.
    date
        Day, month or year: ``2014-01-28``, ``2014-01``, ``2014``.
    forum
        One of ``FORUMS``.
    language
        ISO 639-1 code; detected where it is not given.

    Raises
    ------
    UsageError, UnknownName
        When the date is none, a state was not alive in that year, or the forum is not known.
    SourceError
        When the file cannot be used (``read_own_file``).
    StoreError
        When the store cannot be written.
    """
    day = checked_date(date)
    year = int(day[:4])
    for code in (ccode, addressee):
        if code is not None:
            _check_alive(code, year)
    place = resolve(forum, FORUMS, "forum")
    tongue = None if language is None else _checked_language(language)
    read = read_own_file(path)
    found = {
        "ccode": ccode,
        "date": day,
        "forum": place,
        "addressee": addressee,
        "asked_language": tongue,
    }
    folder = store_root / "statements"
    with _KEPT.writing(folder), disk_errors(folder):
        return _recorded(folder, path, read, found)


def own_statements(store_root: Path) -> pl.DataFrame:
    """Return every statement that the user added, columns ``STATEMENTS``, sorted by ``statement``.

    Raises
    ------
    StoreError
        When a file of the store cannot be read.
    """
    folder = store_root / "statements"
    frames = [
        _KEPT.table(_place(folder, entry["id"], entry["number"]), STATEMENTS)
        for entry in _current(_KEPT.lines(folder)).iter_rows(named=True)
    ]
    empty = pl.DataFrame(schema=STATEMENTS)
    return without_repeats(pl.concat([empty, *frames])).sort("statement")


def own_files(store_root: Path) -> pl.DataFrame:
    """Return one row per file that counts now, columns ``LEDGER``, in order of adding.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    return _current(_KEPT.lines(store_root / "statements"))


def ledger_state(store_root: Path) -> str:
    """Return a fingerprint of the ledger: it is another whenever what counts is another."""
    return _KEPT.state(store_root / "statements")


def remove_file(store_root: Path, id: str) -> int:
    """Remove a file's statements, texts and all, and return how many counted.

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
    folder = store_root / "statements"
    asked = id.removeprefix("own:").split(":")[0].casefold()
    if not folder.is_dir():
        raise _unknown_file(id, [], store_root)
    with _KEPT.writing(folder), disk_errors(folder):
        ledger = _KEPT.lines(folder)
        current = _current(ledger)
        fits = current.filter(pl.col("id").str.starts_with(asked)) if asked else current.clear()
        if fits.height != 1:
            raise _unknown_file(id, current["id"].to_list(), store_root)
        entry = fits.row(0, named=True)
        _append(folder, ledger, {**entry, "act": "removed"})
        # The ledger first: a text without a line is never read, a line without its text is damage.
        for place in folder.glob(f"{entry['id']}-*.parquet"):
            place.unlink()
    return int(entry["passages"])


def checked_date(text: str) -> str:
    """Return a partial ISO date that exists, of a year of which the table of states speaks.

    Raises
    ------
    UsageError
        When it is none, or of another year.
    """
    bare = text.strip()
    found = _DATE.fullmatch(bare)
    if found and bare.isascii():
        year, month, day = (int(part) if part else None for part in found.groups())
        if year and (month is None or 1 <= month <= 12):
            last = calendar.monthrange(year, month or 1)[1]
            if day is None or 1 <= day <= last:
                _check_year(year)
                return bare
    raise UsageError(
        f"{text!r} is no date",
        allowed="a day, month or year that exists: 2014-01-28, 2014-01, 2014",
        next_step="correct --date",
    )


def _check_year(year: int) -> None:
    if outside(year):
        raise UsageError(
            f"there are no states of the year {year} in the table",
            allowed=f"a date in {span()}",
            next_step="correct --date",
        )


def _checked_language(text: str) -> str:
    bare = text.strip().casefold()
    if _LANGUAGE.fullmatch(bare):
        return bare
    raise UsageError(
        f"{text!r} is no code of a language",
        allowed="an ISO 639 code: en, fr, km",
        next_step="correct --language, or leave it out to have it detected",
    )


def _check_alive(ccode: int, year: int) -> None:
    if state_of_ccode(ccode, year) is None:
        raise UsageError(
            f"no state has the code {ccode} in {year}",
            where="statements add",
            allowed="a state that was alive in the year of the statement",
            next_step="correct the state or the date",
        )


def _recorded(folder: Path, path: Path, read: FileText, found: dict[str, Any]) -> Added:
    """Write the statements of a file, then its line in the ledger."""
    ledger = _KEPT.lines(folder)
    name = read.sha256[:DIGITS_OF_ID]
    before = _current(ledger).filter(pl.col("id") == name)
    earlier = before.row(0, named=True) if before.height else None
    same = earlier is not None and all(earlier[each] == found[each] for each in _DETAILS)
    language = found["asked_language"] or read.language
    frame = _frame(path, read, found, language)
    if not same:
        number = ledger.height + 1 if earlier is None else ledger.height + 2
        write_atomically(_place(folder, name, number), parquet_of(frame))
        entry = {
            **found,
            "act": "added",
            "id": name,
            "sha256": read.sha256,
            "filename": name_as_text(path.name),
            "language": language,
            "passages": frame.height,
        }
        acts = [entry] if earlier is None else [{**earlier, "act": "superseded"}, entry]
        _append(folder, ledger, *acts)
    return Added(
        id=name,
        statements=tuple(frame["statement"].to_list()),
        already=same,
        superseded=earlier is not None and not same,
        language=language,
        detected=found["asked_language"] is None,
        skipped=read.skipped,
        taken_out=read.taken_out,
    )


def _frame(path: Path, read: FileText, found: dict[str, Any], language: str | None) -> pl.DataFrame:
    rows = [
        {
            "statement": f"own:{read.sha256[:DIGITS_OF_ID]}:{passage.anchor}",
            "ccode": found["ccode"],
            "year": int(found["date"][:4]),
            "date": found["date"],
            "forum": found["forum"],
            "document": name_as_text(path.name),
            "paragraph": passage.anchor,
            "addressee": found["addressee"],
            "voice": "direct",
            "language": language,
            "text": passage.text,
        }
        for passage in read.passages
    ]
    return pl.DataFrame(rows, schema=STATEMENTS)


def _append(folder: Path, ledger: pl.DataFrame, *acts: dict[str, Any]) -> None:
    """Add lines to the ledger, numbered after the last."""
    lines = [
        {**act, "number": ledger.height + place, "at": None} for place, act in enumerate(acts, 1)
    ]
    _KEPT.append(folder, pl.DataFrame(lines, schema=LEDGER))


def _current(ledger: pl.DataFrame) -> pl.DataFrame:
    """Return the line of each file that counts: its last, unless that removed it."""
    last = ledger.sort("number").unique("id", keep="last", maintain_order=True)
    return last.filter(pl.col("act") == "added").sort("number")


def _place(folder: Path, id: str, number: int) -> Path:
    return folder / f"{id}-{number}.parquet"


def _unknown_file(asked: str, known: list[str], root: Path) -> UnknownName:
    return UnknownName(
        "file of statements",
        asked,
        suggest(asked, known),
        options=tuple(known),
        where=str(root),
        next_step="run `rightful statements list`",
    )


def speaker_name(ccode: int, year: int) -> str:
    """Return the name of a state in a year, or its code where it bore none."""
    return name_of(ccode, year) or str(ccode)
