"""The other papers of a review: what the state writes itself, what it is asked, what it answers.

Each kind is read from its plain text, lines as printed, into statements (columns ``STATEMENTS``):

================  =========================================  ================  =================
kind              what is a statement                        speaker           forum
================  =========================================  ================  =================
national_report   a numbered paragraph                       the state         upr_document
addendum          a numbered paragraph; reasons by number    the state         upr_document
advance_question  what one state asks beforehand             the asking state  upr_document
thematic_list     a recommendation, with the position on it  the recommender   upr_recommendation
adoption          a paragraph on the adoption in the report  the state, or     upr_document
                  of a session of the Council                a member
stakeholders      a numbered paragraph                       no state          other
un_compilation    a numbered paragraph                       no state          other
================  =========================================  ================  =================

Words of others on the state (the last two, and non-governmental organizations at the adoption) have
no ``ccode`` and the state as ``addressee``; so has a recommendation whose state is not read. An
identifier is ``uprdoc:<symbol>:<place>``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.core.errors import UnrecognisedFile, UsageError
from rightful.core.statement import STATEMENTS
from rightful.record.corpora.upr_reports import (
    ccode_written,
    joined,
    numbered,
    printed_lines,
    state_first,
)

KINDS: Final = (
    "national_report",
    "addendum",
    "advance_question",
    "thematic_list",
    "adoption",
    "stakeholders",
    "un_compilation",
)
BY_THE_STATE: Final = ("national_report", "addendum")
BY_NO_STATE: Final = ("stakeholders", "un_compilation")
POSITIONS: Final = {"supported": "accepted", "accepted": "accepted", "noted": "noted"}

_REASONS: Final = re.compile(r"\s*((?:\d{1,3}\.,?\s+)+|Rec\. \d+(?:\.\d+)?\s+)(\S.*)")
_ITEM: Final = re.compile(r"\s*(\d{1,3}\.\d{1,3})\.?\s+(\S.*)")
_POSITION: Final = re.compile(r"\s*(supported|noted|accepted)\b", re.IGNORECASE)
_SOURCE_OF_POSITION: Final = re.compile(r"\s*source of position", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)")
_BULLET: Final = re.compile(r"\A\s*[•\-–·o]\s+(?=\S)")
_CHAPTER: Final = re.compile(r"The review of (?:the )?(.+?) was held on\b")
# Headings of a chapter on an adoption, and who speaks below them.
_VOICES: Final = (
    ("member", re.compile(r"\s*\d?\.?\s*Views expressed by Member", re.IGNORECASE)),
    ("state", re.compile(r"\s*\d?\.?\s*Views expressed by the State", re.IGNORECASE)),
    ("other", re.compile(r"\s*\d?\.?\s*General comments made by", re.IGNORECASE)),
    ("state", re.compile(r"\s*\d?\.?\s*Concluding remarks of the State", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement before it is put into the frame."""

    place: str
    text: str
    ccode: int | None
    response: str | None = None


def read_document(text: str, kind: str, symbol: str, own: int, date: str) -> pl.DataFrame:
    """Return the statements of one paper of a review, columns ``STATEMENTS``.

    Parameters
    ----------
    text
        The paper as plain text, lines as printed.
    kind
        One of ``KINDS``.
    symbol
        Of the document (``A/HRC/28/15/Add.1``), or its name where it has none.
    own
        ccode of the state under review.
    date
        Day, month or year of the paper.

    Raises
    ------
    UsageError
        When the kind is not known.
    UnrecognisedFile
        When nothing of that kind was found in the text.
    """
    if kind not in KINDS:
        raise UsageError(
            f"no kind of paper is called {kind!r}",
            allowed=", ".join(KINDS),
            next_step="name one of them",
        )
    said = list(_said(text, kind, own))
    if not said:
        raise UnrecognisedFile(
            f"nothing of the kind {kind} was found",
            where=symbol,
            allowed="the plain text of the paper, in English, lines as printed",
            next_step="check the kind of the paper",
        )
    return pl.DataFrame(
        [_row(each, kind, symbol, own, date) for each in _unique(said)], schema=STATEMENTS
    )


def recommenders(text: str) -> tuple[str, ...]:
    """Return the states in the brackets of a recommendation, as written, each once."""
    found: dict[str, None] = {}
    for bracket in _IN_BRACKETS.findall(text):
        whole = ccode_written(bracket) is not None
        for name in [bracket] if whole else re.split(r",|;|\band\b", bracket):
            if name.strip() and ccode_written(name.strip()) is not None:
                found[name.strip()] = None
    return tuple(found)


def _said(text: str, kind: str, own: int) -> Iterator[_Said]:
    if kind == "advance_question":
        yield from _questions(text)
    elif kind == "thematic_list":
        yield from _positions(text)
    elif kind == "adoption":
        yield from _adoption(text, own)
    else:
        speaker = own if kind in BY_THE_STATE else None
        lines = printed_lines(text)
        for number, paragraph in numbered(lines):
            yield _Said(str(number), paragraph, speaker)
        if kind == "addendum":
            yield from _reasons(lines, own)


def _reasons(lines: list[str], own: int) -> Iterator[_Said]:
    """Yield the answers to several recommendations at once, and those headed "Rec. 18"."""
    heads: str | None = None
    held: list[str] = []
    for line in [*lines, "0. end"]:
        found = _REASONS.match(line)
        if not found:
            held.append(line)
            continue
        if heads is not None and (heads.startswith("Rec") or heads.count(".") > 1):
            yield _Said(heads, joined(held), own)
        heads, held = " ".join(found[1].split()).rstrip("., "), [found[2]]


def _questions(text: str) -> Iterator[_Said]:
    """Yield what each state asks: below its name in capitals, one statement a bullet or line."""
    asking: tuple[str, int] | None = None
    count = 0
    for block in _blocks(text):
        head = block.rstrip(" :")
        code = ccode_written(_titled(head)) if head and head == head.upper() else None
        on_behalf = re.match(r"([A-Z][A-Z &]+[A-Z]) on behalf of\b", block)
        if code is None and on_behalf:
            code = ccode_written(_titled(on_behalf[1]))
        if code is not None:
            asking, count = (_titled(head), code), 0
        elif asking is not None and len(block.split()) > 4 and _is_prose(block):
            count += 1
            yield _Said(f"{asking[1]}:{count}", block, asking[1])


def _titled(head: str) -> str:
    words = head.replace("&", "and").title()
    return re.sub(r"\b(Of|And|The)\b", lambda found: found[0].lower(), words)


def _is_prose(block: str) -> bool:
    """Say whether a block is words: remains of a Word file's inner workings are not."""
    letters = sum(char.isalpha() or char.isspace() for char in block)
    return letters > 0.85 * len(block) and any(mark in block for mark in ".?")


def _blocks(text: str) -> Iterator[str]:
    """Yield bullets, and paragraphs between blank lines or, unindented, lines."""
    held: list[str] = []
    for line in [*printed_lines(text), ""]:
        fresh = bool(_BULLET.match(line)) or not line[:1].isspace()
        if held and (fresh or not line.strip()):
            yield joined(held)
            held = []
        if line.strip():
            held.append(_BULLET.sub("", line))


def _positions(text: str) -> Iterator[_Said]:
    place, held, over = "", [], True
    for line in printed_lines(html.unescape(text)):
        found = _ITEM.match(line)
        position = _POSITION.match(line)
        if found:
            place, held, over = found[1], [found[2]], False
        elif _SOURCE_OF_POSITION.match(line):
            over = True
        elif place and position:
            words = joined(held)
            response = POSITIONS[position[1].casefold()]
            codes = [ccode_written(name) for name in recommenders(words)]
            for code in codes or [None]:
                yield _Said(place if code is None else f"{place}:{code}", words, code, response)
            place = ""
        elif not over:
            held.append(line)


def _adoption(text: str, own: int) -> Iterator[_Said]:
    """Yield the paragraphs on the adoption of the state's review in a report of the Council."""
    lines = printed_lines(text)
    voice, mine = "", False
    chunk: list[str] = []
    for line in [*lines, "The review of nobody was held on"]:
        chapter = _CHAPTER.search(line)
        heading = next((name for name, head in _VOICES if head.match(line)), None)
        if chapter or heading:
            if mine and voice:
                yield from _voiced(chunk, voice, own)
            chunk = []
        if chapter:
            mine, voice = ccode_written(chapter[1]) == own, ""
        elif heading:
            voice = heading
        else:
            chunk.append(line)


def _voiced(lines: list[str], voice: str, own: int) -> Iterator[_Said]:
    for number, paragraph in numbered(lines):
        if voice == "state":
            yield _Said(str(number), paragraph, own)
        else:
            named = state_first(paragraph) if voice == "member" else None
            yield _Said(str(number), paragraph, ccode_written(named) if named else None)


def _unique(said: list[_Said]) -> Iterator[_Said]:
    """Number places that come twice: a paper may count anew in an annex."""
    seen: dict[str, int] = {}
    for each in said:
        seen[each.place] = seen.get(each.place, 0) + 1
        again = seen[each.place]
        place = each.place if again == 1 else f"{each.place}~{again}"
        yield _Said(place, each.text, each.ccode, each.response)


def _row(said: _Said, kind: str, symbol: str, own: int, date: str) -> dict[str, object]:
    forum = "upr_recommendation" if kind == "thematic_list" else "upr_document"
    return {
        "statement": f"uprdoc:{symbol}:{said.place}",
        "ccode": said.ccode,
        "year": int(date[:4]),
        "date": date,
        "forum": "other" if said.ccode is None and forum == "upr_document" else forum,
        "document": symbol,
        "paragraph": said.place,
        "addressee": None if said.ccode == own else own,
        "voice": "reported" if kind in ("adoption", "thematic_list", *BY_NO_STATE) else "direct",
        "answers": None,
        "response": said.response,
        "tags": kind,
        "language": "en",
        "text": said.text,
    }
