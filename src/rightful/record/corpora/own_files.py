"""A user's own file, read into passages: PDF, Word, plain text, Markdown, HTML.

Nothing in a file is run or fetched: scripts and styles of a page are dropped, entities of XML that
lead out of the file are not read. Every script and direction of writing is kept (NFC); control
characters and the marks that override the direction of writing are taken out and counted. Pages
that cannot be read are listed while the others are kept.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import logging
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from rightful.core.errors import MissingFile, SourceError, UnrecognisedFile, UsageError
from rightful.record.corpora.members import decoded
from rightful.record.corpora.page_lines import (
    PageLine,
    content_size,
    lines_of,
    paragraphs_of,
    without_running,
)
from rightful.record.corpora.page_text import page_text

LARGEST_FILE: Final = 200_000_000  # bytes, packed or unpacked
MOST_TEXT: Final = 20_000_000  # characters
MOST_PAGES: Final = 10_000
MOST_DRAWN: Final = 100_000_000  # bytes of content of all pages, unpacked
MOST_MARKS: Final = 2_000_000  # elements and attributes of a Word file, roughly
LONGEST_PASSAGE: Final = 2_000  # characters
KINDS: Final = (".pdf", ".docx", ".txt", ".md", ".html", ".htm")

# Control characters but for tabs and ends of lines; overrides of the direction; half characters.
_TAKEN_OUT: Final = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_HALVES: Final = re.compile("[\ud800-\udfff]")
_BETWEEN_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")
_LINE_ENDS: Final = {
    "\r\n": "\n",
    "\r": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n\n",
    "\f": "\n\n",
}
_SENTENCE_END: Final = re.compile(r"[.!?…؟۔।][\"'”’»)\]]*\s|[。！？]")
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# How sure the detection of a language must be, and on how many letters it rests.
SURE: Final = 0.9
FEWEST_LETTERS: Final = 20
READ_FOR_LANGUAGE: Final = 20_000


@dataclass(frozen=True, slots=True)
class FilePassage:
    """A passage and where it is: ``p3:2`` on page 3, ``7`` or ``7:2`` in paragraph 7."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class FileText:
    """What was read from a file.

    Attributes
    ----------
    sha256, kind
        Fingerprint of the file; its ending.
    passages
        In order; none is empty, none longer than ``LONGEST_PASSAGE`` characters.
    skipped
        What was left out, and why, one line each.
    taken_out
        How many control and direction characters were taken out.
    language
        ISO 639-1 code as detected, or ``None`` where it cannot be told.
    """

    sha256: str
    kind: str
    passages: tuple[FilePassage, ...]
    skipped: tuple[str, ...]
    taken_out: int
    language: str | None


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The text of a file, lines as printed; the other fields are as those of ``FileText``."""

    sha256: str
    text: str
    skipped: tuple[str, ...]
    taken_out: int


@dataclass(slots=True)
class _Read:
    """(anchor, text) of pages or paragraphs as read, and what was skipped."""

    parts: list[tuple[str, str]]
    skipped: list[str]


def read_own_file(path: Path) -> FileText:
    """Return the passages of a user's file.

    Raises
    ------
    MissingFile
        When it is not there.
    UnrecognisedFile
        When it is of no kind that is read, or is not what its ending says.
    SourceError
        When it is encrypted, corrupt, empty, too large, or a scan without text.
    UsageError
        When the library for its kind is not installed.
    """
    kind = _kind(path)
    content = _content(path)
    read = _READERS[kind](content, path)
    skipped, taken_out = list(read.skipped), 0
    passages: list[FilePassage] = []
    size = 0
    for anchor, text in read.parts:
        plain, count = cleaned(text)
        size += len(plain)
        if size > MOST_TEXT:
            raise _unusable(
                f"it holds more than {MOST_TEXT:,} characters of text", path, "split the file"
            )
        taken_out += count
        passages.extend(_anchored(anchor, plain))
    if not passages:
        raise _no_text(kind, path, skipped)
    return FileText(
        sha256=hashlib.sha256(content).hexdigest(),
        kind=kind,
        passages=tuple(passages),
        skipped=tuple(skipped),
        taken_out=taken_out,
        language=language_of(" ".join(passage.text for passage in passages[:200])),
    )


def printed_text(path: Path) -> PrintedText:
    """Return the text of a file with its lines as they are printed; raises as ``read_own_file``."""
    kind = _kind(path)
    content = _content(path)
    if kind in (".txt", ".md"):
        read = _Read([("", decoded(content)[0])], [])
    elif kind == ".pdf":
        read = _pdf(content, path, tidied=False)
    else:
        read = _READERS[kind](content, path)
    # A page goes on where the one before ended; paragraphs of Word and HTML stand apart.
    text, taken_out = cleaned(("\n" if kind == ".pdf" else "\n\n").join(t for _, t in read.parts))
    if len(text) > MOST_TEXT:
        raise _unusable(
            f"it holds more than {MOST_TEXT:,} characters of text", path, "split the file"
        )
    if not text.strip():
        raise _no_text(kind, path, read.skipped)
    return PrintedText(hashlib.sha256(content).hexdigest(), text, tuple(read.skipped), taken_out)


def _kind(path: Path) -> str:
    kind = path.suffix.casefold()
    if kind not in KINDS:
        raise UnrecognisedFile(
            f"files that end in {kind or 'nothing'} are not read",
            where=str(path),
            allowed=", ".join(KINDS),
            next_step="save the text as one of these",
        )
    return kind


def cleaned(text: str) -> tuple[str, int]:
    """Return a text without control and overriding characters, in NFC, and how many were taken."""
    bare, count = _TAKEN_OUT.subn("", text)
    return unicodedata.normalize("NFC", _HALVES.sub("\ufffd", bare)), count


def cut(paragraph: str, longest: int = LONGEST_PASSAGE) -> list[str]:
    """Return a paragraph in pieces of at most ``longest`` characters, cut at ends of sentences.

    Where no sentence ends, the cut is at white space; where there is none, in mid-word. Nothing
    but white space at the cuts is lost.
    """
    pieces: list[str] = []
    start = 0
    while len(paragraph) - start > longest:
        end = _cut_at(paragraph, start, start + longest)
        pieces.append(paragraph[start:end].strip())
        start = end
    pieces.append(paragraph[start:].strip())
    return [piece for piece in pieces if piece]


def language_of(text: str) -> str | None:
    """Return the language of a text (ISO 639-1), or ``None`` where it cannot be told.

    It cannot where ``py3langid`` is not installed, the text is short, or two are as likely.
    """
    if sum(char.isalpha() for char in text[:READ_FOR_LANGUAGE]) < FEWEST_LETTERS:
        return None
    model = _model_of_languages()
    if model is None:
        return None
    found, chance = model.classify(text[:READ_FOR_LANGUAGE])
    return str(found) if chance >= SURE else None


def _model_of_languages() -> Any:
    """Return the model of languages, read once, or ``None`` where it is not installed."""
    try:
        module = importlib.import_module("py3langid.langid")
    except ImportError:
        return None
    return _identifier(module)


@cache
def _identifier(module: Any) -> Any:
    return module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)


def _content(path: Path) -> bytes:
    try:
        # A pipe or a device may never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise _unusable("it is no regular file", path, "name a file")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise MissingFile(
            "there is no such file", where=str(path), next_step="check the path"
        ) from None
    except (OSError, ValueError) as error:
        raise _unusable(f"it cannot be read: {error}", path, "check the path") from error
    if len(content) > LARGEST_FILE:
        raise _unusable(f"it is larger than {LARGEST_FILE:,} bytes", path, "split the file")
    if not content.strip():
        raise _unusable("it is empty", path, "check that it was saved whole")
    return content


def _plain(content: bytes, path: Path) -> _Read:  # noqa: ARG001
    return _paragraphs(decoded(content)[0])


def _paragraphs(text: str) -> _Read:
    blocks = [block for block in _blocks(text) if block.strip()]
    return _Read([(str(number), block) for number, block in enumerate(blocks, 1)], [])


def _blocks(text: str) -> list[str]:
    """Return what stands between blank lines, whatever the file ends its lines with."""
    for end, plain in _LINE_ENDS.items():
        text = text.replace(end, plain)
    return _BETWEEN_PARAGRAPHS.split(text)


def _html(content: bytes, path: Path) -> _Read:  # noqa: ARG001
    page = page_text(decoded(content)[0])
    skipped = [f"{page.dropped} scripts and styles were dropped"] if page.dropped else []
    if page.unclosed:
        skipped.append(f"{page.unclosed} is never closed: what follows it was dropped")
    skipped += [f"around the text: {piece}" for piece in page.around]
    return _Read(_paragraphs(page.text).parts, skipped)


def _docx(content: bytes, path: Path) -> _Read:
    docx = _library("docx", "python-docx")
    _check_packed(content, path)
    try:
        document = docx.Document(io.BytesIO(content))
        paragraphs = _word_paragraphs(document.element.body)
    except Exception as error:  # the library may raise anything on a broken file
        raise _unusable(
            f"it cannot be read as Word: {type(error).__name__}: {error}", path, "save it again"
        ) from error
    notes = ("footnotes", "endnotes", "comments")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    skipped = [f"{note} are not read" for note in notes if f"word/{note}.xml" in names]
    kept = [(str(number), text) for number, text in enumerate(paragraphs, 1) if text.strip()]
    return _Read(kept, skipped)


def _word_paragraphs(body: Any) -> list[str]:
    """Return the words of paragraphs; those of a text box in one are its own paragraphs."""
    found: list[list[str]] = []
    within: list[list[str]] = []
    # One walk, for paragraphs may lie in one another.
    walk = _library("lxml.etree", "python-docx").iterwalk
    tags = [f"{_WORD}{name}" for name in ("p", "t", "tab", "br", "cr")]
    for event, part in walk(body, events=("start", "end"), tag=tags):
        if part.tag != tags[0]:
            if event == "start" and within:
                within[-1].append(part.text or "" if part.tag == tags[1] else " ")
        elif event == "start":
            within.append([])
            found.append(within[-1])
        else:
            within.pop()
    return ["".join(words) for words in found]


def _check_packed(content: bytes, path: Path) -> None:
    """Refuse what is no archive, unpacks to too much, or declares entities or too many parts."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        # A member is never unpacked beyond the size that it declares.
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > LARGEST_FILE:
            raise _unusable(
                f"it unpacks to more than {LARGEST_FILE:,} bytes", path, "save it without pictures"
            )
        declares, marks = False, 0
        for info in archive.infolist():
            part = archive.read(info)
            # An archive says which part is XML, whatever it is called: all are counted.
            marks += part.count(b"<") + part.count(b"=")
            if marks > MOST_MARKS:
                raise _unusable(
                    f"it has more than {MOST_MARKS:,} elements and attributes", path, "split it"
                )
            is_xml = info.filename.endswith((".xml", ".rels"))
            declares |= is_xml and (b"<!DOCTYPE" in part or b"<!ENTITY" in part)
    except SourceError:
        raise
    except Exception as error:  # a broken archive may raise anything
        raise _unusable(
            f"it is no Word file (.docx): {type(error).__name__}: {error}", path, "save it again"
        ) from error
    if declares:
        raise _unusable("it declares XML entities, which no Word file does", path, "save it again")


def _pdf(content: bytes, path: Path, tidied: bool = True) -> _Read:
    """Return the pages: in paragraphs without running lines, or as they are printed."""
    pypdf = _library("pypdf", "pypdf")
    with _quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            encrypted = reader.is_encrypted
            # Many are encrypted with an empty password: anybody may open them.
            opened = not encrypted or bool(reader.decrypt(""))
            count = len(reader.pages) if opened else 0
        except Exception as error:  # the library may raise anything on a broken file
            raise _unusable(
                f"it cannot be read as PDF: {type(error).__name__}: {error}",
                path,
                "print it to a new PDF, or save its text",
            ) from error
        if not opened:
            raise _unusable("it is encrypted", path, "take off its password")
        if count > MOST_PAGES:
            raise _unusable(f"it has more than {MOST_PAGES:,} pages", path, "split the file")
        return _pages(reader, count, tidied)


def _pages(reader: Any, count: int, tidied: bool) -> _Read:
    read = _Read([], [])
    kept: list[tuple[str, list[PageLine]]] = []
    size = drawn = 0
    for number in range(1, count + 1):
        try:
            page = reader.pages[number - 1]
            drawn += content_size(page)
            if drawn > MOST_DRAWN:
                rest = f"page {number} and those after it"
                read.skipped.append(f"{rest}: what is drawn is larger than {MOST_DRAWN:,} bytes")
                break
            lines = lines_of(page)
        except Exception as error:  # one bad page does not cost the others
            read.skipped.append(f"page {number}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if not any(line.text.strip() for line in lines):
            read.skipped.append(f"page {number}: no text, perhaps a picture")
            continue
        kept.append((f"p{number}", lines))
        size += sum(len(line.text) for line in lines)
        if size > MOST_TEXT:  # said by the caller
            break
    if not tidied:
        read.parts += [(name, "\n".join(line.text for line in lines)) for name, lines in kept]
        return read
    bare, running = without_running([lines for _, lines in kept])
    read.skipped += [f"running line {each}" for each in running]
    read.parts += [
        (name, paragraphs_of(lines)) for (name, _), lines in zip(kept, bare, strict=True)
    ]
    return read


def _anchored(anchor: str, text: str) -> Iterator[FilePassage]:
    """Yield the passages of a page or paragraph; a page's are numbered, a paragraph's if cut."""
    on_page = anchor.startswith("p")
    blocks = _blocks(text) if on_page else [text]
    pieces = [piece for block in blocks for piece in cut(" ".join(block.split()))]
    for number, piece in enumerate(pieces, 1):
        whole = not on_page and len(pieces) == 1
        yield FilePassage(anchor if whole else f"{anchor}:{number}", piece)


def _cut_at(paragraph: str, start: int, end: int) -> int:
    """Return where to cut: after the last sentence before ``end``, at a space, or there."""
    ends = [found.end() for found in _SENTENCE_END.finditer(paragraph, start, end)]
    if ends:
        return ends[-1]
    space = paragraph.rfind(" ", start + 1, end)
    return end if space < 0 else space


def _library(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{package} is needed to read this file and is not installed",
            allowed="rightful with its extra `documents`",
            next_step="run `pip install 'rightful[documents]'`, or save the file as .txt",
        ) from error


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a library's own log from the terminal: what matters is told by us."""
    log = logging.getLogger(name)
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _no_text(kind: str, path: Path, skipped: list[str]) -> SourceError:
    scanned = kind == ".pdf" and any("no text" in line for line in skipped)
    return SourceError(
        "no text was found in the file" + (": it looks like a scan" if scanned else ""),
        where=str(path),
        allowed="a file with text in it",
        next_step="run it through text recognition (OCR) first" if scanned else "check the file",
        details=tuple(skipped[:20]),
    )


def _unusable(why: str, path: Path, next_step: str) -> SourceError:
    return SourceError(
        f"this file cannot be used: {why}",
        where=str(path),
        allowed=f"a readable file ({', '.join(KINDS)}) of at most {LARGEST_FILE:,} bytes",
        next_step=next_step,
    )


_READERS: Final = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
}
