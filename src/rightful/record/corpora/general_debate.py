"""The UN General Debate Corpus as its publishers give it: one text file a speech.

Jankin, Baturo and Dasandi (doi:10.7910/DVN/0TJX8Y) publish folders ``Session 72 - 2017/`` of files
``KHM_72_2017.txt``, or one archive of them. A speech is cut into sentences; sentences that hit one
of our patterns are kept with one sentence either side, overlapping windows merged.

The cut and the patterns are our own. They were fitted to the table of passages that others derived
from the same speeches. On the 1,322 full speeches at hand they give all of its 2,907 passages and
none besides, 99.8 % with the same first and last sentence and 96.6 % with the same text; the texts
that differ do so by white space, quotation marks and hyphens alone.
``den``, ``part`` and ``com`` are weak labels of hits, close to those of the table but not fitted to
the last row: they decide nothing about which passages there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from rightful.core.errors import UnrecognisedFile
from rightful.record.corpora.members import decoded, members

_NAMED: Final = re.compile(r"([A-Z]{2,4})_([0-9]{1,2})_([0-9]{4})")
FIRST_DEBATE: Final = 1946

# "Mr. Arce" and "para. 27" do not end a sentence.
_ABBREVIATIONS: Final = (
    "Mr", "Mrs", "Ms", "Dr", "St", "No", "para", "paras", "H.E", "U.S", "U.N",
)  # fmt: skip
_AFTER_SENTENCE: Final = re.compile(r"[.!?][\"”')]?\s(?=[\"“‘'(]?[A-Z0-9])")
_ABBREVIATED: Final = re.compile(
    rf"\b(?:{'|'.join(re.escape(word) for word in _ABBREVIATIONS)})\.\s\Z"
)
# As many letters as the longest abbreviation and the word boundary before it need.
_BEFORE: Final = max(map(len, _ABBREVIATIONS)) + 3
# A shorter piece is a stray number ("238.") or a title, and belongs to what follows.
SHORTEST_SENTENCE: Final = 12
CONTEXT: Final = 1  # sentences kept either side of a hit
HOME: Final = "https://doi.org/10.7910/DVN/0TJX8Y"
MOST_TOLD: Final = 20  # files named in an error

# What makes a sentence a hit; the other flags are labels of hits.
HITS: Final = ("hr", "sov", "dbl")
_FLAGS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "hr": r"human[- ]rights?\b|fundamental freedoms?|political prisoners?|tortur|\bgenocid|"
        r"ethnic cleansing|crimes? against humanity|universal declaration\b|"
        r"freedom of (?:the press|(?:speech|expression|press|religion|assembly|association|"
        r"opinion)\b)|international covenants?\b|(?:enforced|forced) disappearances?|"
        r"amnesty international|special rapporteur|prisoners? of conscience|death penalty|"
        r"international criminal court\b|civil and political rights|universal periodic review|"
        r"rule of law.*democra",
        "sov": r"non-?\s?interferen|non-?\s?intervention\b|(?:internal|domestic) affairs|"
        r"domestic jurisdiction|meddl|interfer(?:e|ence|ing|es) in (?:the|our|its|their|any)\b",
        "dbl": r"double[- ]standards?|selectiv|\bpolitici[sz]|hypocri",
        "den": r"slander|calumn|under the (?:pretext|guise|cloak) of|baseless|unfounded|"
        r"\bfabricat(?:ed|ions?) (?:charge|accus|alleg)|false (?:charge|accusation|allegation)|"
        r"so-called human rights",
        "part": r"western values|asian values|peculiarit|particularit|specificit|"
        r"historical, (?:cultural|religious)|cultural backgrounds?|national characteristics|"
        r"cultural characteristics|western concept",
        "com": r"\bwe will\b|(?:our|its|their) (?:\w+ )?commitment|(?:is|are|am|remains?) "
        r"(?:\w+ )?committed to|(?:has|have|had) (?:adopted|ratified|signed|acceded|established|"
        r"enacted)",
    }.items()
}
FLAGS: Final = tuple(_FLAGS)
# Every hit holds one of these: most sentences need no more than this look.
_ROOTS: Final = (
    "human", "freedom", "prisoner", "tortur", "genocid", "ethnic c", "universal", "covenant",
    "disappear", "amnesty", "rapporteur", "death p", "criminal c", "political r", "rule of law",
    "interfer", "interven", "affairs", "jurisdiction", "meddl", "standard", "selectiv", "politici",
    "hypocri",
)  # fmt: skip

SENTENCE_SCHEMA: Final = {
    "speech_id": pl.String,
    "iso3": pl.String,
    "year": pl.Int32,
    "sent_no": pl.Int32,
    "n_sent": pl.Int32,
    **dict.fromkeys(FLAGS, pl.Int32),
    "sentence": pl.String,
}
PASSAGE_SCHEMA: Final = {
    "speech_id": pl.String,
    "iso3": pl.String,
    "year": pl.Int32,
    "passage": pl.Int32,
    "first_sent": pl.Int32,
    "last_sent": pl.Int32,
    "n_hits": pl.Int32,
    "text": pl.String,
}


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech: ``speech_id`` as the publishers name it, ``text`` as they print it."""

    speech_id: str
    iso3: str
    session: int
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences ``first`` to ``last`` of a speech, counted from 0, around ``hits`` hits."""

    number: int
    first: int
    last: int
    hits: int
    text: str


@dataclass(frozen=True, slots=True)
class Debates:
    """What a folder or an archive of speeches holds.

    Attributes
    ----------
    sentences
        One row per sentence that hits a pattern, columns ``SENTENCE_SCHEMA``.
    passages
        One row per passage, columns ``PASSAGE_SCHEMA``: what the source ``general_debate`` tidies.
    speeches
        How many speeches were read.
    skipped
        Files left out, with reasons.
    """

    sentences: pl.DataFrame
    passages: pl.DataFrame
    speeches: int
    skipped: tuple[Skipped, ...]


def read_debates(path: Path) -> Debates:
    """Return the hits and passages of every speech in a folder or an archive.

    Raises
    ------
    MissingFile
        When nothing is there.
    UnrecognisedFile
        When it cannot be read, or holds no file named like ``KHM_72_2017.txt``.
    """
    read = debates_of(speeches_in(path))
    if not read.speeches:
        raise no_speech(path, read.skipped)
    return read


def debates_of(speeches: Iterable[Speech | Skipped]) -> Debates:
    """Return the hits and passages of speeches; of those that come twice, the first."""
    skipped: list[Skipped] = []
    hits: list[dict[str, object]] = []
    found: list[dict[str, object]] = []
    seen: set[str] = set()
    for each in speeches:
        if isinstance(each, Skipped):
            skipped.append(each)
        elif each.speech_id in seen:
            skipped.append(Skipped(each.speech_id, "comes twice; the first is kept"))
        else:
            seen.add(each.speech_id)
            said = sentences_of(each.text)
            hits.extend(_hit_rows(each, said))
            found.extend(_passage_rows(each, said))
    return Debates(
        sentences=pl.DataFrame(hits, schema=SENTENCE_SCHEMA),
        passages=pl.DataFrame(found, schema=PASSAGE_SCHEMA),
        speeches=len(seen),
        skipped=tuple(skipped),
    )


def no_speech(path: Path, skipped: Sequence[Skipped]) -> UnrecognisedFile:
    """Return the error of a folder or an archive without a speech."""
    return UnrecognisedFile(
        "no speech was found",
        where=str(path),
        allowed="text files named by state, session and year: KHM_72_2017.txt",
        next_step=f"name the folder or the archive that the publishers of the corpus give: {HOME}",
        details=tuple(f"{each.name}: {each.reason}" for each in skipped[:MOST_TOLD]),
    )


def speeches_in(path: Path) -> Iterator[Speech | Skipped]:
    """Yield the speeches of a folder or an archive, and the files that are none.

    Raises
    ------
    MissingFile, UnrecognisedFile
        As ``read_debates``.
    """
    for name, content, reason in members(path):
        if content is None:
            yield Skipped(name, reason)
        else:
            yield speech_of(name, content)


def speech_of(name: str, content: bytes) -> Speech | Skipped:
    """Return the speech in a file, or why there is none."""
    named = _NAMED.fullmatch(PurePosixPath(name).stem)
    if named is None:
        return Skipped(name, "is not named by state, session and year")
    if not FIRST_DEBATE <= int(named[3]) <= date.today().year:
        return Skipped(name, "is of a year without a debate")
    text, _ = decoded(content)
    if not text.strip():
        return Skipped(name, "is empty")
    return Speech(named[0], named[1], int(named[2]), int(named[3]), text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a speech, white space made single; joined, they are the speech."""
    plain = " ".join(text.split())
    said: list[str] = []
    start = 0
    for end in (*_ends(plain), len(plain)):
        if end - start >= SHORTEST_SENTENCE:
            said.append(plain[start:end])
            start = end + 1
    return [*said, plain[start:]] if start < len(plain) else said


def _ends(plain: str) -> Iterator[int]:
    """Yield where sentences may end: the place of the white space after them."""
    for found in _AFTER_SENTENCE.finditer(plain):
        before = plain[max(0, found.end() - _BEFORE) : found.end()]
        if not _ABBREVIATED.search(before):
            yield found.end() - 1


def flags_of(sentence: str) -> dict[str, int]:
    """Return 0 or 1 for each of ``FLAGS``; those that are no hits only count on a hit."""
    lower = sentence.lower()
    hit = is_hit(sentence)
    return {name: int(hit and bool(pattern.search(lower))) for name, pattern in _FLAGS.items()}


def is_hit(sentence: str) -> bool:
    """Say whether a sentence is on human rights, sovereignty or double standards."""
    lower = sentence.lower()
    return any(root in lower for root in _ROOTS) and any(
        _FLAGS[name].search(lower) for name in HITS
    )


def passages_of(said: Sequence[str]) -> list[Passage]:
    """Return the passages around the hits of a speech, numbered from 0."""
    windows: list[list[int]] = []
    for place in (number for number, sentence in enumerate(said) if is_hit(sentence)):
        first, last = max(0, place - CONTEXT), min(len(said) - 1, place + CONTEXT)
        if windows and first <= windows[-1][1] + 1:
            windows[-1][1:] = [last, windows[-1][2] + 1]
        else:
            windows.append([first, last, 1])
    return [
        Passage(number, first, last, hits, " ".join(said[first : last + 1]))
        for number, (first, last, hits) in enumerate(windows)
    ]


def _hit_rows(speech: Speech, said: Sequence[str]) -> Iterator[dict[str, object]]:
    for number, sentence in enumerate(said):
        if is_hit(sentence):
            yield {
                **_key(speech),
                "sent_no": number,
                "n_sent": len(said),
                **flags_of(sentence),
                "sentence": sentence,
            }


def _passage_rows(speech: Speech, said: Sequence[str]) -> Iterator[dict[str, object]]:
    for passage in passages_of(said):
        yield {
            **_key(speech),
            "passage": passage.number,
            "first_sent": passage.first,
            "last_sent": passage.last,
            "n_hits": passage.hits,
            "text": passage.text,
        }


def _key(speech: Speech) -> dict[str, object]:
    return {"speech_id": speech.speech_id, "iso3": speech.iso3, "year": speech.year}
