"""Reports of the UPR Working Group as the United Nations print them, read paragraph by paragraph.

The plain text of a report (from PDF or Word, lines as printed) becomes the rows that the source
``upr_dialogue`` tidies: section A (presentation by the state under review), B (dialogue) and II
(the outcome in one row), the paragraph's number, and who speaks. A paragraph counts only where its
number follows the one before: a "12." at the start of a line within a paragraph is no paragraph.

Who speaks (``speaker_rule``): ``sectionA``, the state under review; ``named``, the paragraph begins
with a state; ``pattern``, it begins with words that answer or conclude; ``procedural``; and
``continuation``, none of these, which is read as the state under review going on.

Set beside the table of paragraphs that others derived from other prints of the reports on Slovenia
(2010, 2014): all of its 218 paragraphs, none besides, under the same section and number; 216
(99.1 %) with the same letters (the two outcomes differ: the prints are two versions); 217 by the
same rule for the speaker, and the same speaker but for "United Kingdom", which we give in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.core.errors import UnrecognisedFile
from rightful.record.sources._upr_speakers import SUR, ccode_named

PROCEDURAL: Final = "(procedural)"
REPORT_SCHEMA: Final = {
    "country": pl.String,
    "year": pl.Int32,
    "section": pl.String,
    "para": pl.Int32,
    "speaker": pl.String,
    "speaker_rule": pl.String,
    "text": pl.String,
    "src": pl.String,
}

_SYMBOL: Final = re.compile(r"A/HRC/[A-Z0-9./]+")
_LEADERS: Final = re.compile(r"\.{5,}|(?:\. ){5,}")
_HEADINGS: Final = {
    "A": re.compile(r"\s*A\.\s+Presentation by the State under review\s*\Z", re.IGNORECASE),
    "B": re.compile(r"\s*B\.\s+Interactive dialogue and responses\b.*", re.IGNORECASE),
    "II": re.compile(
        r"\s*II\.\s+Conclusions and/?\s*(?:or)?\s*recommendations?\b.*", re.IGNORECASE
    ),
}
_PAGE: Final = re.compile(
    r"\s*(?:\d{1,4}|(?:GE\.\d{2}-\d{4,6}(?:\s.*)?)|(?:\d{0,4}\s*A/HRC/[A-Z0-9./]+\s*\d{0,4}))\s*\Z"
)
_ANNEX: Final = re.compile(r"\s*Annex(?:es)?(?:\s+I)?\s*\Z")
_NUMBERED: Final = re.compile(r"\s*(\d{1,3})\.\s+(\S.*)")
_ANSWERS: Final = re.compile(
    r"(?:the (?:delegation|government|(?:deputy |prime |vice-?)?minister|head|permanent|attorney|"
    r"state|country|ambassador|representative)\b|with regards?\b|in (?:response|reply|answer|"
    r"conclusion|closing|relation|its)\b|regarding\b|on (?:the|questions?|issues?)\b|respond|reply|"
    r"concerning\b|with respect\b|as (?:for|to|regards)\b|referring\b|turning\b|finally,|lastly,)",
    re.IGNORECASE,
)
_OF_PROCEDURE: Final = re.compile(
    r"(?:during the (?:interactive )?dialogue|(?:a number of|many|several) delegations|"
    r"the following delegations|recommendations made|additional statements)",
    re.IGNORECASE,
)
# "The former Yugoslav Republic of Macedonia" has six words, and no name has more than ten.
_LONGEST_NAME: Final = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed: section (A, B, II, or empty), number (null for II), text."""

    section: str
    number: int | None
    text: str


def read_report(text: str, country: str, year: int, own: int) -> pl.DataFrame:
    """Return the paragraphs of a report, columns ``REPORT_SCHEMA``.

    Parameters
    ----------
    text
        The report as plain text, lines as printed.
    country, year
        Names of the report in its statements' identifiers: ``slovenia`` and the year of print.
    own
        ccode of the state under review.

    Raises
    ------
    UnrecognisedFile
        When the text has no section of a Working Group's report.
    """
    rows = [
        (country, year, each.section, each.number, *_speaker(each, own), each.text, "txt")
        for each in paragraphs_of_report(text)
    ]
    if not rows:
        raise UnrecognisedFile(
            "no section of a Working Group's report was found",
            where=f"{country} {year}",
            allowed="a text with 'A. Presentation by the State under review' and what follows it",
            next_step="give the English text of the report A/HRC/../.., not of another document",
        )
    return pl.DataFrame(rows, schema=REPORT_SCHEMA, orient="row")


def paragraphs_of_report(text: str) -> list[Paragraph]:
    """Return the paragraphs of sections A and B and the whole of section II; empty without."""
    sections: dict[str, list[str]] = {}
    current = ""
    for line in printed_lines(text):
        entered = next((name for name, head in _HEADINGS.items() if head.match(line)), None)
        if entered is not None and entered not in sections:
            current = entered
            sections[current] = [line.split(".", 1)[1]] if entered == "II" else []
        elif current == "II" and _ANNEX.match(line):
            break
        elif current:
            sections[current].append(line)
    found: list[Paragraph] = []
    last: int | None = None
    for name in ("A", "B"):
        for number, said in numbered(sections.get(name, []), last):
            found.append(Paragraph(name, number, said))
            last = number
    if "II" in sections:
        found.append(Paragraph("II", None, joined(sections["II"])))
    return found


def printed_lines(text: str) -> list[str]:
    """Return the lines of a UN document without page numbers, running heads and contents."""
    lines = re.split(r"\r\n|[\n\r\f\v]", text)
    return [line for line in lines if not (_PAGE.match(line) or _LEADERS.search(line))]


def numbered(lines: Sequence[str], last: int | None = None) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of each numbered paragraph; each number follows the one before.

    ``last`` is the number of the paragraph before; without it, any number may begin. Lines before
    the first number, and headings between paragraphs, are left out.
    """
    held: list[str] = []
    blank = False
    for line in lines:
        found = _NUMBERED.match(line)
        if found and (last is None or int(found[1]) == last + 1):
            if held and last is not None:
                yield last, joined(held)
            last, held = int(found[1]), [found[2]]
        elif held and not (blank and _is_heading(line)):
            held.append(line)
        blank = not line.strip()
    if held and last is not None:
        yield last, joined(held)


def _is_heading(line: str) -> bool:
    """Say whether a line after a blank one looks like a heading: short, no sentence."""
    bare = line.strip()
    return (
        bool(bare)
        and len(bare) < 80
        and bare[0].isupper()
        and not bare.endswith((".", ";", ":", ",", "-"))
        and ". " not in bare
    )


def joined(lines: Sequence[str]) -> str:
    """Return lines as one text; a word broken at a hyphen keeps its hyphen, as the UN print it."""
    text = " ".join(" ".join(line.split()) for line in lines if line.strip())
    return re.sub(r"(?<=[a-z])- (?=[a-z])(?!- (?:and|or)\b)", "-", text)


def _speaker(paragraph: Paragraph, own: int) -> tuple[str, str]:
    """Return who speaks, and by which rule that was found."""
    if paragraph.section == "A":
        return SUR, "sectionA"
    if paragraph.section == "II":
        return "", "outcome"
    if _OF_PROCEDURE.match(paragraph.text):
        return PROCEDURAL, "procedural"
    named = state_first(paragraph.text)
    if named is not None:
        return (SUR if ccode_written(named) == own else named), "named"
    return SUR, "pattern" if _ANSWERS.match(paragraph.text) else "continuation"


def state_first(text: str) -> str | None:
    """Return the name of the state with which a text begins, as written, or ``None``."""
    words = text.split(maxsplit=_LONGEST_NAME + 1)[: _LONGEST_NAME + 1]
    if words and words[0].casefold() == "the":
        words = words[1:]
    for length in range(len(words), 0, -1):
        name = re.sub(r"(?:['’]s)?[,.:;]*\Z", "", " ".join(words[:length]))
        if name and any(ccode_named(spelt) is not None for spelt in _spellings(name)):
            return name
    return None


def ccode_written(name: str) -> int | None:
    """Return the ccode of a name as the United Nations write it, or ``None``."""
    return next((code for spelt in _spellings(name) if (code := ccode_named(spelt))), None)


def _spellings(name: str) -> tuple[str, ...]:
    upper = name[0].upper() + name[1:]
    return (name, upper, name.replace("’", "'"), upper.replace("’", "'"))
