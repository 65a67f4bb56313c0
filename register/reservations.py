"""Code, by rule, that a reservation or declaration exists and which articles it names.

The UN Treaty Collection's texts are read and never kept: only the class of each block and the
numbers of the instrument's own articles that its reserving sentences name. The blocks mix
reservations, understandings and declarations and carry no dates; objections are not in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rightful.record.sources.un_treaties import INSTRUMENTS

# Highest article of each instrument that the blocks can name; a larger number is another text's.
LAST_ARTICLE: Final = {
    "GENOCIDE": 19,
    "ICERD": 25,
    "ICESCR": 31,
    "ICESCR-OP": 22,
    "ICCPR": 53,
    "ICCPR-OP1": 14,
    "CEDAW": 30,
    "OP-CEDAW": 21,
    "CAT": 33,
    "OPCAT": 37,
    "CRC": 54,
    "OP-CRC-AC": 13,
    "OP-CRC-SC": 17,
    "OP-CRC-IC": 24,
    "ICCPR-OP2": 11,
    "ICMW": 93,
    "CRPD": 50,
    "OP-CRPD": 18,
    "CPED": 45,
    "REFUGEE": 46,
    "REFUGEE-P1967": 11,
    "ROME": 128,
}
_RESERVES: Final = re.compile(
    r"reserv(?:es|ed|ation)|not\s+(?:consider|regard|hold)\s+itself\s+(?:as\s+)?bound"
    r"|not\s+(?:be\s+)?bound|does\s+not\s+recogni[sz]e|do(?:es)?\s+not\s+accept"
    r"|(?:shall|will|does|do|may|to)\s+not\s+apply|not\s+to\s+apply|not\s+applicable"
    r"|without\s+prejudice|subject\s+to\s+the|only\s+(?:to\s+the\s+extent|with\s+the\s+consent)"
    r"|to\s+the\s+extent|insofar\s+as|in\s+so\s+far\s+as|provided\s+that",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(
    r"reserv(?:es|ed|ation)|not\s+(?:consider|regard|hold)\s+itself\s+(?:as\s+)?bound"
    r"|not\s+(?:be\s+)?bound|does\s+not\s+recogni[sz]e|do(?:es)?\s+not\s+accept"
    r"|(?:shall|will|does)\s+not\s+apply|not\s+to\s+apply",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"reserves?\s+(?:its\s+|the\s+)?right\s+to\s+(?:formulate|attach|make)|at\s+the\s+time\s+of"
    r"\s+ratification|upon\s+ratif",
    re.IGNORECASE,
)
_WITHDRAWN: Final = re.compile(r"withdr(?:aw|awn|ew|awal)", re.IGNORECASE)
# What a partial withdrawal leaves standing, up to the next thing withdrawn.
_KEPT: Final = re.compile(
    r"(?:(?:keep|maintain|retain)\w*\s+in\s+(?:effect|force)|continues?\s+to\s+apply)"
    r"((?:(?!withdr).)*)",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE: Final = re.compile(
    r"\barticles?\s*\(?((?:[IVX]+|\d{1,3})\b(?:[^.;]{0,12}?(?:,|and|to|or|\()\s*\(?"
    r"(?:articles?\s+)?(?:[IVX]+|\d{1,3})\b)*)",
    re.IGNORECASE,
)
# A number that belongs to another text: the constitution, the Charter, a code, a law.
_ELSEWHERE: Final = re.compile(
    r"^(?:(?![Aa]rticle|Covenant|Convention|Protocol)[^.;]){0,60}\bof\s+(?:the|its|our|their|this)?\s*(?:[A-Z][\w-]*\s+){0,4}"
    r"(?:Constitution|Charter|Code|Law|Act|Statute of|Decree|Vienna|European|Family|Penal|Civil)"
)
_SENTENCE: Final = re.compile(r"(?<=[.;”\"])\s*(?=[A-Z“\"(\d])")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Statement:
    """One state's block on one instrument: its class and the articles it names."""

    party: str
    instrument: str
    kind: str
    articles: tuple[int, ...]
    note: str


def statements(folder: Path) -> list[Statement]:
    """Return the coded blocks of every instrument under ``folder`` (the raw data folder)."""
    blocks: dict[tuple[str, str], str] = {}
    for stem, instrument in INSTRUMENTS.items():
        path = folder / "un_treaties_2015" / "declarations" / f"{stem}.txt"
        if path.exists():
            for party, text in _blocks(path):
                blocks[party, instrument] = text
    return [code(party, instrument, text, blocks) for (party, instrument), text in blocks.items()]


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    for block in path.read_text(encoding="utf-8").split("\n#"):
        name, _, text = block.lstrip("#").partition("\n")
        if name.strip():
            yield name.strip(), text.strip()


def code(party: str, instrument: str, text: str, blocks: dict[tuple[str, str], str]) -> Statement:
    """Return the class and articles of one block.

    ``reservation`` where a sentence excludes or limits, ``declaration`` where none does,
    ``withdrawn`` where the block only reports a withdrawal, ``unread`` where it is empty.
    """
    note, shared = "coded by rule", bool(re.match(r"See chapter IV\.3", text))
    if shared:
        # One text for both Covenants: which one an article belongs to, it does not tell.
        text = blocks.get((party, "ICESCR"), "")
        note = "coded by rule from the ICESCR block, whose articles may be of either Covenant"
    if not text.strip(" ."):
        return Statement(party, instrument, "unread", (), "the table's block is empty")
    sentences = _sentences(text)
    strong = [s for s in sentences if _STRONG.search(s) and not _LATER.search(s)]
    weak = [s for s in sentences if _RESERVES.search(s) and not _LATER.search(s)]
    if shared:
        return Statement(party, instrument, "reservation" if strong else "declaration", (), note)
    kept = " ; ".join(match.group(1) for s in strong for match in _KEPT.finditer(s))
    if kept and all(_WITHDRAWN.search(s) for s in strong):
        return Statement(party, instrument, "reservation", _articles(kept, instrument), note)
    if strong and all(_WITHDRAWN.search(s) for s in strong):
        return Statement(party, instrument, "withdrawn", _articles(text, instrument), note)
    if strong:
        return Statement(party, instrument, "reservation", _named(weak, text, instrument), note)
    return Statement(party, instrument, "declaration", _articles(text, instrument), note)


def _sentences(text: str) -> list[str]:
    """Split a block; a bare heading such as "Article 10" belongs to the sentence after it."""
    whole: list[str] = []
    heading = ""
    for part in _SENTENCE.split(text):
        if re.fullmatch(r"[\s\"“”\d.()a-z]*Articles?\s+[\d,\s\"“”:().and]*", part):
            heading += part
        elif part.strip():
            whole.append(f"{heading} {part}".strip())
            heading = ""
    return whole


def _named(sentences: list[str], text: str, instrument: str) -> tuple[int, ...]:
    """Return the articles of the reserving sentences, else those of the whole block."""
    return _articles(" ; ".join(sentences), instrument) or _articles(text, instrument)


def _articles(text: str, instrument: str) -> tuple[int, ...]:
    found: set[int] = set()
    for match in _ARTICLE.finditer(text):
        if _ELSEWHERE.match(text[match.end() :]):
            continue
        plain = _without_paragraphs(match.group(1))
        plain = re.sub(r"paragraphs?\s*\d+(?:\s*(?:,|and)\s*\d+)*", " ", plain)
        found |= {_number(part) for part in re.findall(r"\b(?:[IVX]+|\d{1,3})\b", plain)}
    return tuple(sorted(n for n in found if 0 < n <= LAST_ARTICLE[instrument]))


def _without_paragraphs(listed: str) -> str:
    """Leave out numbers in brackets: article 14 (5) and (6) is one article, "articles (14)" too.

    The bracket may be open at the end, where the match stopped at its number.
    """
    if re.match(r"\s*\(?\d{1,3}\)", listed):
        return listed
    return re.sub(r"\(\s*\w+\s*\)?", " ", listed)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
