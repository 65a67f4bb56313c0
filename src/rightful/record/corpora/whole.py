"""A publisher's corpus as a user has it, read into documents and their statements.

========================  ==========================================  ===========================
corpus                    what is read                                a document is
========================  ==========================================  ===========================
general_debate            a folder, .zip, .tar or .tar.gz of speeches  a speech
upr_report                a report of the Working Group, or a folder   a report
upr_document              another paper of a review, or a folder       a paper
========================  ==========================================  ===========================

Statements get the identifiers and columns of the sources ``general_debate`` and ``upr_dialogue``,
or those of ``read_document``. Nothing is fetched: ``HOMES`` says where the files are to be had.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from rightful.core.errors import MissingFile, RightfulError, UnrecognisedFile, UsageError
from rightful.core.names import fold
from rightful.core.source import Tidied
from rightful.core.statement import STATEMENTS
from rightful.record.corpora.general_debate import (
    MOST_TOLD,
    Skipped,
    Speech,
    debates_of,
    no_speech,
    speech_of,
)
from rightful.record.corpora.members import files_under, members_with_share, name_as_text
from rightful.record.corpora.own_files import language_of, printed_text
from rightful.record.corpora.tidied import debate_statements, report_statements
from rightful.record.corpora.upr_documents import BY_NO_STATE, read_document
from rightful.record.corpora.upr_headings import DECISION, REPORT, Heading, read_heading
from rightful.record.corpora.upr_reports import read_report
from rightful.record.instruments import read_table
from rightful.record.state_refusals import outside, span
from rightful.record.states import name_of, state, state_of_ccode

CORPORA: Final = ("general_debate", "upr_report", "upr_document")
HOMES: Final = {
    "general_debate": "https://doi.org/10.7910/DVN/0TJX8Y (Harvard Dataverse)",
    "upr_report": "https://www.ohchr.org/en/hr-bodies/upr/documentation, or the symbol of the "
    "document behind https://undocs.org/",
    "upr_document": "https://www.ohchr.org/en/hr-bodies/upr/documentation, or the symbol of the "
    "document behind https://undocs.org/",
}
# Raised where a reader gives other statements for the same file: what was read is read anew.
READER: Final = 1
ENGLISH: Final = "en"
# A shorter statement has the language of its document.
LETTERS_FOR_LANGUAGE: Final = 40
NO_LANGUAGE: Final = "not known"
# Letters of a speech that its language is told from: more of them cost more than the speech.
READ_OF_SPEECH: Final = 3_000

# What a file's name may hold and an identifier should not.
_NO_NAME: Final = re.compile(r"[^\w.() -]")

_PRELUDE: Final = re.compile(r"\Athis (?:paper|file) cannot be used: ")

Progress = Callable[[float, float, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of the files: for those whose heading does not."""

    state: str | None = None
    date: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document.

    Attributes
    ----------
    unit
        What tells it from every other of its corpus.
    document
        As in the column of its statements.
    filename, sha256
        The file, and its fingerprint.
    ccode, date, kind
        Of a paper of a review: the state under review, and as found or given; null in a speech.
    frame
        Its statements, columns ``STATEMENTS`` and those of its source.
    """

    unit: str
    document: str
    filename: str
    sha256: str
    ccode: int | None
    date: str | None
    kind: str | None
    language: str | None
    frame: pl.DataFrame


@dataclass(slots=True)
class Found:
    """What was read of a corpus.

    Attributes
    ----------
    documents
        Those that are new or other than before.
    already
        How many are here already, from the same file, read by the same reader.
    skipped
        Files left out, with reasons.
    left_out
        reason -> number of passages or paragraphs that are no statement.
    notes
        What was odd about files that were read.
    taken_out
        How many control and direction characters were taken out.
    """

    documents: list[Document] = field(default_factory=list)
    already: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    taken_out: int = 0


def documents_in(
    corpus: str,
    path: Path,
    asked: Asked,
    known: dict[str, str],
    progress: Progress | None = None,
) -> Found:
    """Return the documents of a corpus that ``path`` holds.

    Parameters
    ----------
    corpus
        One of ``CORPORA``.
    path
        See the table above.
    known
        unit -> fingerprint of the speeches that were read before, which are not read again.
    progress
        Called with the share done, the seconds left and what is being read.

    Raises
    ------
    MissingFile, UnrecognisedFile, SourceError
        When nothing is there, or nothing of it can be used; with the reasons.
    UsageError
        When a single paper lacks what must be given: its state, date or kind.
    """
    clock = _Clock(progress)
    if corpus == "general_debate":
        return _debates(path, known, clock)
    return _papers(corpus, path, asked, clock)


def report_name(ccode: int, year: int) -> str | None:
    """Return the name of a report in the identifiers of its statements: ``slovenia``.

    The names of the derived table where it has the report; otherwise the state's own, run together.
    """
    written = _written_names().get((ccode, year))
    name = name_of(ccode, year)
    return written or (fold(name).replace(" ", "") if name else None)


@cache
def _written_names() -> dict[tuple[int, int], str]:
    rows = read_table("upr_report_names").select("ccode", "year", "name").iter_rows()
    return {(int(ccode), int(year)): name for ccode, year, name in rows}


class _Clock:
    """Tells how far the reading is; a hundred times at most."""

    def __init__(self, tell: Progress | None) -> None:
        self._tell = tell
        self._start = time.monotonic()
        self._told = 0.0

    def at(self, share: float, label: str) -> None:
        if self._tell is None or (share - self._told < 0.01 and share < 1):
            return
        self._told = share
        spent = time.monotonic() - self._start
        self._tell(share, spent * (1 - share) / share if share else float("nan"), label)


def _debates(path: Path, known: dict[str, str], clock: _Clock) -> Found:
    found = Found()
    files: dict[str, tuple[str, str]] = {}
    languages: dict[str, str | None] = {}

    def fresh() -> Iterator[Speech]:
        for share, (name, content, reason) in members_with_share(path):
            clock.at(0.95 * share, "speeches")
            each = Skipped(name, reason) if content is None else speech_of(name, content)
            if isinstance(each, Skipped):
                found.skipped.append(each)
            elif each.speech_id in files:
                found.skipped.append(Skipped(name, _again(files[each.speech_id][0])))
            else:
                sha256 = hashlib.sha256(content or b"").hexdigest()
                files[each.speech_id] = (name, sha256)
                if known.get(each.speech_id) == sha256:
                    found.already += 1
                    continue
                # The publishers give English, where our model does not surely find another.
                languages[each.speech_id] = language_of(each.text[:READ_OF_SPEECH]) or ENGLISH
                yield each

    read = debates_of(fresh())
    if not files:
        raise no_speech(path, found.skipped)
    tidied = debate_statements(read)
    lost = _lost(tidied, read.passages["speech_id"].to_list())
    frames = tidied.table.frame.partition_by("document", as_dict=True)
    nothing = tidied.table.frame.clear()
    for unit, language in languages.items():
        name, sha256 = files[unit]
        frame = frames.get((unit,), nothing)
        if unit in lost and frame.is_empty():
            found.skipped.append(Skipped(name, lost[unit]))
            continue
        spoken = frame.with_columns(pl.lit(language, dtype=pl.String).alias("language"))
        found.documents.append(
            Document(unit, unit, name, sha256, None, None, None, language, spoken)
        )
    found.left_out.update(tidied.dropped_by_reason())
    clock.at(1.0, "speeches")
    return found


def _lost(tidied: Tidied, units: list[str]) -> dict[str, str]:
    """Return unit -> why its first passage is no statement; rows are numbered from 1."""
    found: dict[str, str] = {}
    for row, reason in tidied.dropped:
        found.setdefault(units[row - 1], reason)
    return found


def _papers(corpus: str, path: Path, asked: Asked, clock: _Clock) -> Found:
    found = Found()
    units: dict[str, str] = {}
    files = _files(corpus, path, found)
    single = not path.is_dir()
    for count, place in enumerate(files, 1):
        name = place.name if single else place.relative_to(path).as_posix()
        name = name_as_text(name)
        clock.at(count / len(files), "papers")
        try:
            each = _paper(corpus, place, name, asked, found)
        except RightfulError as error:
            if single:
                raise
            found.skipped.append(Skipped(name, _told(error)))
            continue
        if each.unit in units:
            found.skipped.append(Skipped(name, _again(units[each.unit])))
        else:
            units[each.unit] = name
            found.documents.append(each)
    if not units:
        raise _no_paper(corpus, path, found.skipped)
    return found


def _files(corpus: str, path: Path, found: Found) -> list[Path]:
    if path.is_dir():
        files, skipped = files_under(path)
        found.skipped.extend(Skipped(name, reason) for name, reason in skipped)
        return files
    if not path.is_file():
        raise MissingFile(
            "there is no such file or folder",
            where=str(path),
            allowed="a document, or a folder of documents",
            next_step=f"check the path; documents are to be had from {HOMES[corpus]}",
        )
    return [path]


def _paper(corpus: str, path: Path, name: str, asked: Asked, found: Found) -> Document:
    """Read one paper of a review."""
    printed = printed_text(path)
    head = read_heading(printed.text)
    kind = _kind(corpus, head, asked, path)
    date = _date(kind, head, asked, path)
    own = _state_of(head, asked, int(date[:4]), path)
    if corpus == "upr_report":
        each = _report(head, path, name, printed.sha256, printed.text, own, date, found)
    else:
        each = _other(head, name, printed.sha256, printed.text, kind, own, date)
    found.taken_out += printed.taken_out
    found.notes.extend(f"{name}: {line}" for line in printed.skipped)
    if kind == "adoption" and asked.date is None:
        found.notes.append(f"{name}: {date} is the day of print; the adoption itself was earlier")
    return each


def _kind(corpus: str, head: Heading, asked: Asked, path: Path) -> str:
    """Return the kind of a paper, where it is one of the corpus."""
    if head.corrects:
        why = "it corrects another paper and is not whole by itself"
        raise _unusable(why, path, corpus, next_step="leave it out")
    if head.kind == DECISION:
        why = "it is a decision of the Council, in which no state speaks"
        raise _unusable(why, path, corpus, next_step="leave it out")
    if corpus == "upr_report":
        if head.kind in (None, REPORT):
            return REPORT
        raise _unusable(
            f"its kind is {head.kind}", path, corpus, next_step="read it as upr_document"
        )
    kind = asked.kind or head.kind
    if kind is None:
        raise _lacks("kind", "does not say what kind of paper it is", path)
    if kind == REPORT:
        why = "it is a report of the Working Group"
        raise _unusable(why, path, corpus, next_step="read it as upr_report")
    return kind


def _date(kind: str, head: Heading, asked: Asked, path: Path) -> str:
    """Return the day of the heading, or what was given; years may pass from adoption to print."""
    date = (asked.date or head.date) if kind == "adoption" else (head.date or asked.date)
    if date is None:
        raise _lacks("date", "bears no date", path)
    if outside(int(date[:4])):
        why = f"its date is {date}, and the table of states is of the years {span()}"
        raise _unusable(why, path, "upr_document", next_step="check the file")
    return date


def _state_of(head: Heading, asked: Asked, year: int, path: Path) -> int:
    given = None if asked.state is None else state(asked.state, year).ccode
    own = head.ccode or given
    if own is None:
        raise _lacks("state", "names no state", path)
    if given is not None and own != given:
        raise UsageError(
            f"its heading names {name_of(own, year) or own}, not {asked.state}",
            where=str(path),
            allowed="the state of the heading",
            next_step="leave --state out, or correct it",
        )
    if state_of_ccode(own, year) is None:
        raise _unusable(f"its state was none in {year}", path, "upr_document")
    return own


def _report(
    head: Heading, path: Path, name: str, sha256: str, text: str, own: int, date: str, found: Found
) -> Document:
    year = int(date[:4])
    country = report_name(own, year)
    if country is None:
        raise _unusable(f"its state bore no name in {year}", path, "upr_report")
    rows = read_report(text, country, year, own)
    tidied = report_statements(rows)
    language = language_of(text) or ENGLISH
    frame = tidied.table.frame.with_columns(pl.lit(language).alias("language"))
    if frame.is_empty():
        raise _unusable("no state speaks in it", path, "upr_report")
    found.left_out.update(tidied.dropped_by_reason())
    document = frame["document"][0]
    return Document(
        document, document, name, sha256, own, date, REPORT, language, _held(frame, head)
    )


def _held(frame: pl.DataFrame, head: Heading) -> pl.DataFrame:
    """Date statements by the day of the review where no list of ours has its month."""
    if head.held is None or len(frame["date"][0]) > len("2019"):
        return frame
    return frame.with_columns(
        pl.lit(head.held).alias("date"),
        pl.lit(int(head.held[:4]), dtype=frame.schema["year"]).alias("year"),
    )


def _other(
    head: Heading, name: str, sha256: str, text: str, kind: str, own: int, date: str
) -> Document:
    # Files are called alike from one review to the next: the year tells them apart.
    symbol = head.symbol or f"{_NO_NAME.sub('_', PurePosixPath(name).stem)} {date[:4]}"
    frame = _with_languages(read_document(text, kind, symbol, own, date), text)
    unit = f"{kind}:{symbol}:{own}"
    return Document(unit, symbol, name, sha256, own, date, kind, language_of(text), frame)


def _with_languages(frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """Give each statement its language: what is asked beforehand comes in several."""
    whole = language_of(text)
    found = [
        (language_of(said) if len(said) >= LETTERS_FOR_LANGUAGE else None) or whole
        for said in frame["text"]
    ]
    return frame.with_columns(pl.Series("language", found, dtype=STATEMENTS["language"]))


def _again(first: str) -> str:
    return f"is on the same document as another, which is kept: {first}"


def _told(error: RightfulError) -> str:
    next_step = f" ({error.next_step})" if error.next_step else ""
    return f"{_PRELUDE.sub('', error.what)}{next_step}"


def _lacks(what: str, why: str, path: Path) -> UsageError:
    kinds = "national_report, addendum, advance_question, thematic_list, adoption"
    allowed = {
        "state": "a heading with the state under review, or --state",
        "date": "a heading with a date, or --date",
        "kind": f"{kinds}, {', '.join(BY_NO_STATE)}",
    }
    return UsageError(
        f"the paper {why}", where=str(path), allowed=allowed[what], next_step=f"give --{what}"
    )


def _unusable(
    why: str, path: Path, corpus: str, *, next_step: str | None = None
) -> UnrecognisedFile:
    return UnrecognisedFile(
        f"this paper cannot be used: {why}",
        where=str(path),
        allowed=f"a paper of the corpus {corpus}",
        next_step=next_step or f"take it from {HOMES[corpus]}",
    )


def _no_paper(corpus: str, path: Path, skipped: list[Skipped]) -> UnrecognisedFile:
    return UnrecognisedFile(
        "no document could be read",
        where=str(path),
        allowed="documents in English as PDF, Word, HTML or text",
        next_step=f"take them from {HOMES[corpus]}",
        details=tuple(f"{each.name}: {each.reason}" for each in skipped[:MOST_TOLD]),
    )
