"""What a paper of a review says of itself at its head: symbol, date, state, kind.

Read from the first lines as the United Nations print them. What is not found is ``None``, and
nothing is guessed: lists by theme name no state, questions asked beforehand bear no date.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl

from rightful.record.corpora.upr_reports import ccode_written
from rightful.record.states import ccode_of

REPORT: Final = "working_group_report"
DECISION: Final = "decision"
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# How much of a paper is its head.
_LINES: Final = 60
_LETTERS: Final = 20_000
_MONTH: Final = "|".join(MONTHS)

_SYMBOL: Final = re.compile(
    r"A/HRC/(?:WG\.6/\d{1,3}/([A-Z]{3})/([1-3])|(?:DEC/)?\d{1,3}/(?:L\.)?\d{1,4})"
    r"((?:/(?:Add|Corr|Rev)\.\d{1,2})*)"
)
_POSITION: Final = re.compile(r"source of position:?\s*(A/HRC/[A-Z0-9./]*[A-Z0-9])", re.IGNORECASE)
# Dates of sessions ("8-19 February 2010") follow a hyphen or a dash.
_DATE: Final = re.compile(rf"(?<![-–—\d])\b(\d{{1,2}})\s+({_MONTH})\s+((?:19|20)\d\d)\b")
_HELD: Final = re.compile(
    rf"review of [^.]{{1,120}}? was held at the [^.]{{1,60}}?\bon (?:\w+day,? )?"
    rf"(\d{{1,2}})\s+({_MONTH})\s+((?:19|20)\d\d)"
)
# A name in capitals ends where small letters begin: "SLOVENIAGenerated on".
_ASKED: Final = re.compile(
    r"(?i:advance(?:d)? questions to)\s+(?:(?i:the)\s+)?"
    r"([A-Z][A-Z,’'() -]*[A-Z)](?![a-z])|[A-Z][^\n–]*)"
)
_OF_WORKING_GROUP: Final = re.compile(
    r"report\s+of\s+the\s+working\s+group\s+on\s+the\s+universal\s+periodic\s+review",
    re.IGNORECASE,
)
_OF_COUNCIL: Final = re.compile(r"report\s+of\s+the\s+human\s+rights\s+council\s+on\s+its", re.I)
_PLACES: Final = {"1": "national_report", "2": "un_compilation", "3": "stakeholders"}
_TITLES: Final = (
    ("national_report", re.compile(r"national\s+report\s+(?:submitted|presented)", re.IGNORECASE)),
    ("stakeholders", re.compile(r"summary\s+(?:prepared|of\s+stakeholders)", re.IGNORECASE)),
    ("un_compilation", re.compile(r"compilation\s+(?:prepared|on|of)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of a paper says.

    Attributes
    ----------
    symbol
        ``A/HRC/28/15/Add.1``; of a list by theme, that of the paper with the positions.
    date
        Day of the paper, ``2015-03-04``.
    ccode
        The state under review.
    kind
        A kind of ``upr_documents``, or ``REPORT`` or ``DECISION``.
    corrects
        True where the paper corrects another and is not whole by itself.
    held
        Day of the review, as a report tells it.
    """

    symbol: str | None
    date: str | None
    ccode: int | None
    kind: str | None
    corrects: bool
    held: str | None


def read_heading(text: str) -> Heading:
    """Return what the head of a paper (plain text, lines as printed) says of it."""
    start = html.unescape(text[:_LETTERS])
    lines = [line.strip() for line in start.splitlines() if line.strip()][:_LINES]
    head = "\n".join(lines)
    named = _SYMBOL.search(head)
    position = _POSITION.search(start)
    by_theme = (position is not None and named is None) or _lists_themes(head, position)
    kind = "thematic_list" if by_theme else _kind(head, named)
    # Questions and lists bear no date of their own: one in them is of something else.
    undated = kind in ("advance_question", "thematic_list")
    date = None if undated else _day(_DATE.search(head))
    symbol = position[1] if by_theme and position else named[0] if named else None
    return Heading(
        symbol=symbol,
        date=date,
        ccode=None if by_theme else _state(head, lines, named, date),
        kind=kind,
        corrects="/Corr." in (symbol or ""),
        held=_day(_HELD.search(" ".join(start.split()))),
    )


def _lists_themes(head: str, position: re.Match[str] | None) -> bool:
    return position is not None and head.startswith("Recommendation")


def _kind(head: str, named: re.Match[str] | None) -> str | None:
    if named and named[2]:
        return _PLACES[named[2]]
    if _ASKED.search(head):
        return "advance_question"
    if _OF_WORKING_GROUP.search(head):
        added = "/Add." in named[0] if named else bool(re.search(r"^addendum\b", head, re.I | re.M))
        return "addendum" if added else REPORT
    if named and named[0].startswith("A/HRC/DEC/"):
        return DECISION
    if _OF_COUNCIL.search(head):
        return "adoption"
    return next((kind for kind, title in _TITLES if title.search(head)), None)


def _state(
    head: str, lines: list[str], named: re.Match[str] | None, date: str | None
) -> int | None:
    """Return the state of the symbol, of the title, or of a line that is a name and nothing else.

    The report of a session of the Council is on many states, and has none.
    """
    if named and named[1] and date:
        code = ccode_of("iso3", pl.Series([named[1]]), pl.Series([int(date[:4])]))["ccode"][0]
        if code is not None:
            return int(code)
    asked = _ASKED.search(head)
    if asked:
        return _called(asked[1].split(" - ")[0])
    if _OF_COUNCIL.search(head):
        return None
    pairs = (f"{one} {two}" for one, two in pairwise(lines))
    return next((code for line in (*lines, *pairs) if (code := _called(line))), None)


def _called(line: str) -> int | None:
    """Return the ccode of a name with its footnote's mark, in capitals or not."""
    bare = line.strip(" *†0123456789–-")
    if not 3 < len(bare) < 90:
        return None
    small = re.sub(r"\b(Of|And|The)\b", lambda found: found[0].lower(), bare.title())
    written = (bare, small) if bare == bare.upper() else (bare,)
    tried = (*written, *(re.sub(r"\s*\([^)]*\)", "", name) for name in written))
    return next((code for name in tried if name and (code := ccode_written(name))), None)


def _day(found: re.Match[str] | None) -> str | None:
    if found is None or not 1 <= int(found[1]) <= 31:
        return None
    return f"{found[3]}-{MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"
