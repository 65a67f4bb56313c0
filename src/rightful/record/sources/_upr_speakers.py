"""Who speaks in a paragraph of a Working Group's report: the published speaker, checked.

A published speaker rests on the first words of a paragraph, and a paragraph that begins otherwise
was given to the state under review. Two rules correct it, both from the first sentence; where
neither applies and the paragraph stands alone among those of others, it is doubted and left.

1. *Own name*: the sentence begins with the state under review as the one who speaks ("Guinea-Bissau
   emphasized ...", "The delegation of DPRK noted ..."), and another is published: the state under
   review speaks.
2. *Other name*: the sentence has another state as the subject of a verb of the dialogue, at its
   start ("Norway asked ...", "While Norway welcomed ...") or behind an opening clause ("While
   welcoming ..., Germany noted ..."), and the state under review is published: the other state
   speaks. An opening that answers ("In response to ...") never counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from rightful.record.state_codes import ccode_of
from rightful.record.state_table import names

SUR: Final = "SUR"
# The years of the reports in hand bear the same states, but for South Sudan.
NAMED_IN: Final = 2012
FEWEST_LETTERS: Final = 3
LONGEST_SENTENCE: Final = 600
# Spellings of the reports that no list of names should hold.
MISSPELT: Final = {
    "Lao Peoples’ Democratic Republic": 812,
    "Lao’s People Democratic Republic": 812,
    "Bolivarian Republic ofVenezuela": 101,
    "Former Yugoslav Republic of Macedonia": 343,
}

_VERBS: Final = (
    "acknowledged|added|appealed|applauded|appreciated|argued|asked|asserted|called|cautioned|cited|"
    "commended|commented|concluded|congratulated|considered|continued to be concerned|deplored|"
    "drew|echoed|emphasi[sz]ed|encouraged|endorsed|enquired|expressed|felicitated|focused|"
    "formulated|hailed|highlighted|hoped|"
    "indicated|inquired|invited|joined|lauded|looked forward|made (?:a |the following )?(?:\\w+ )?"
    "recommendations?|mentioned|noted|observed|offered|pointed|praised|proposed|put forward|"
    "queried|questioned|"
    "raised|recalled|recogni[sz]ed|recommended|referred|regretted|reiterated|remained concerned|"
    "remarked|requested|said|saluted|shared|sought|stated|stressed|suggested|supported|thanked|took"
    "|underlined|underscored|urged|voiced|wanted|was (?:\\w+ )?(?:concerned|encouraged|interested|"
    "pleased|heartened|impressed)|welcomed|wished|wondered"
)
_VERB: Final = rf"(?:\([a-z]\)\s+)?(?:(?:also|further|then|\w+ly)\s+)?(?:{_VERBS})\b"
_ANSWERING: Final = re.compile(
    r"(?:the delegation\b|(?:in|by way of) (?:\w+ )?(?:response|reply|answer)|respond|reply|answer|"
    r"to (?:the )?questions?\b|as (?:a )?(?:response|reply)\b)",
    re.IGNORECASE,
)
_OWN_WORDS: Final = re.compile(
    r"\b(?:delegation|the (?:minister|government|ambassador|head|president|secretary|"
    r"representative)|he|she|they|we|it said|replied|responded|answer(?:ed)?|response)\b",
    re.IGNORECASE,
)
# Speakers that are no states of the list: their paragraphs are theirs all the same.
NO_STATES: Final = dict.fromkeys(("Holy See", "Palestine", "State of Palestine"), 0)
# The delegation, or a clause of its own, already speaks before another state is named.
_OWN_SUBJECT: Final = re.compile(
    r"(?:\A|,\s+)(?:the (?:\w+ )?delegation|it|he|she)\s|\b(?:replied|responded|answered)\b",
    re.IGNORECASE,
)
# "Responding to Norway", "a question from Mexico on ...", "the issue raised by Chile and Peru".
_TAKEN_UP: Final = re.compile(
    r"\b(?:respon(?:d(?:ed|ing)?|ses?)|repl(?:y|ied|ying)|answer(?:ed|ing)?) to (?:the )?"
    r"[A-Z][^.;]{0,160}"
    r"|\b(?:comments?|questions?|quer(?:y|ies)|issues?|observations?|intervention|remarks?|concerns?|"
    r"points?|statements?|recommendations?|suggestions?|raised|asked|posed|made|expressed)\b"
    r"(?:[^.;]{0,60}?)\b(?:of|from|by) (?:the )?[A-Z][^.;]{0,160}"
)


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as a name or ``SUR``, and why that is not, or may not be, as published."""

    name: str
    doubt: str | None = None


@cache
def _ccodes() -> dict[str, int]:
    """Return name -> ccode of every state, as written in our own table of names."""
    long = {name.name for name in names() if len(name.name) >= FEWEST_LETTERS}
    written = sorted(long | {name[0].upper() + name[1:] for name in long})
    years = pl.Series([NAMED_IN] * len(written), dtype=pl.Int32)
    codes = ccode_of("name", pl.Series(written), years)["ccode"]
    known = {name: code for name, code in zip(written, codes, strict=True) if code is not None}
    return known | MISSPELT | NO_STATES


@cache
def _any_name() -> str:
    longest_first = sorted(_ccodes(), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name) for name in longest_first)


@cache
def _subject_first() -> re.Pattern[str]:
    """Match a paragraph that begins with a state: group 1 its name, group 2 what it does."""
    return re.compile(
        rf"(?:The )?(?:(?:[Dd]elegation|[Rr]epresentative) of )?(?:the )?({_any_name()})\b"
        rf"(?!-)(?:'s|’s)?(?: (?:authorities|delegation))?(?:,[^,]{{1,120}},)?(?:\s+({_VERB}))?",
    )


@cache
def _subject_later() -> re.Pattern[str]:
    """Match ", Germany noted", ", the representative of Sweden asked", "While Chile welcomed"."""
    return re.compile(
        rf"(?:,\s+|\A(?:While|Although)\s+)(?:the )?(?:representative of )?(?:the )?"
        rf"({_any_name()}),?\s+{_VERB}",
    )


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(rf"\b({_any_name()})\b(?!-)")


def ccode_named(name: str) -> int | None:
    """Return the ccode of a name as written, or ``None``."""
    return _ccodes().get(name)


def states_in(text: str) -> tuple[int, ...]:
    """Return the ccodes of the states that a text names, each once, in order."""
    found = (_ccodes()[name] for name in _mention().findall(text))
    return tuple(dict.fromkeys(code for code in found if code))


def askers_in(text: str, own: int) -> tuple[int, ...]:
    """Return the other states whose question or comment the first sentence takes up, as ccodes."""
    sentence = first_sentence(text)
    named = (code for found in _TAKEN_UP.finditer(sentence) for code in states_in(found[0]))
    return tuple(dict.fromkeys(code for code in named if code != own))


def first_sentence(text: str) -> str:
    """Return the first sentence, or as much of it as is read."""
    start = text.lstrip()[:LONGEST_SENTENCE]
    return re.split(r"(?<=[a-z)”\d])\.\s", start, maxsplit=1)[0]


def checked_speaker(text: str, published: str, own: int) -> Speaker:
    """Return who speaks in a paragraph of the dialogue.

    Parameters
    ----------
    text
        The paragraph.
    published
        ``SUR`` or the name of the state that is published as speaker.
    own
        ccode of the state under review.
    """
    sentence = first_sentence(text)
    first = _subject_first().match(sentence[:1].upper() + sentence[1:] if sentence else "")
    starts = _ccodes()[first[1]] if first else None
    if published != SUR:
        is_own = starts == own or ccode_named(published) == own
        return (
            Speaker(SUR, f"corrected from {published}: own name") if is_own else Speaker(published)
        )
    if first and starts != own and first[2]:
        return Speaker(first[1], f"corrected from {SUR}: {first[1]} begins it")
    if not _ANSWERING.match(sentence):
        later = _subject_later().search(sentence)
        if later and _ccodes()[later[1]] != own and not _own_subject(sentence[: later.start()]):
            return Speaker(later[1], f"corrected from {SUR}: {later[1]} is the one who speaks")
    return Speaker(SUR)


def lacks_own_words(text: str, own: int) -> bool:
    """Say whether nothing in the first sentence shows that the state under review speaks."""
    sentence = first_sentence(text)
    return not _OWN_WORDS.search(sentence) and own not in states_in(sentence)


def _own_subject(clause: str) -> bool:
    """Say whether the delegation already speaks before the other state is named."""
    return bool(_OWN_SUBJECT.search(clause))
