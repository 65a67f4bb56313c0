"""How a text becomes words: the same for what is searched and for what is asked.

English words are stemmed, other languages' are lower-cased. Scripts that write no spaces (Han,
kana, Khmer, Thai, Lao, Myanmar, Tibetan) become overlapping pairs of characters, so that any string
of them is found wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from rightful.discourse.search.engine import engine

LONGEST_WORD: Final = 100  # bytes; what is longer is no word of any language
# Stands between two runs of characters, so that no pair spans a gap.
GAP: Final = "¦"
_SCRIPTS: Final = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3005-\u3007"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A letter of no language here, before each word of what we say ourselves; its stem keeps it.
TOLD: Final = "ꙮ"
_WORD: Final = re.compile(r"[^\W_]+")
_UNSPACED: Final = re.compile(f"[{_SCRIPTS}]+")
_BROKEN: Final = re.compile(rf"(?<=[{_SCRIPTS}])\s+(?=[{_SCRIPTS}])")
# Soft hyphens, joiners, marks of direction: seen by nobody, and able to hide or turn text.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Token:
    """A word in a text: its stem or plain form, and where it stands (characters)."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return a text as it is indexed and shown: composed, without control characters."""
    plain = text
    if not text.isascii():
        plain = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
        plain = unicodedata.normalize("NFC", plain)
    return _CONTROL.sub(" ", plain)


def spaced(text: str) -> str:
    """Return the text with every character of an unspaced script replaced by a space."""
    return text if text.isascii() else _UNSPACED.sub(lambda run: " " * len(run[0]), text)


def runs(text: str) -> list[str]:
    """Return the runs of characters in scripts without spaces; a line's break parts no run."""
    return [] if text.isascii() else _UNSPACED.findall(_BROKEN.sub("", text))


def pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run; a lone character stands for itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def paired(text: str) -> str:
    """Return the pairs of all runs, spaces between, for the field of unspaced scripts."""
    return f" {GAP} ".join(" ".join(pairs(run)) for run in runs(text))


def stems(text: str) -> list[str]:
    """Return the stemmed words of an English text."""
    found: list[str] = analyzer(stemmed=True).analyze(spaced(text))
    return found


def forms(text: str) -> list[str]:
    """Return the words of a text, lower-cased and without accents."""
    found: list[str] = analyzer(stemmed=False).analyze(spaced(text))
    return found


def tokens(text: str, *, stemmed: bool) -> list[Token]:
    """Return the words of a text with their places."""
    found = analyzer(stemmed=stemmed).pre_tokenize(spaced(text)).tokens
    return [Token(one.text, one.char_offset_from, one.char_offset_to) for one in found]


def marked(text: str, sign: str, *, stemmed: bool) -> Any:
    """Return the words of a text with a sign before each, as the engine takes them."""
    search = engine()
    found = analyzer(stemmed=stemmed).pre_tokenize(spaced(text)).tokens
    made = [search.Token(sign + one.text, one.position, 0) for one in found]
    return search.PreTokenizedString("", made)


def told(text: str) -> str:
    """Return the words of a text, ``TOLD`` before each: analysed as any other, yet kept apart."""
    return " ".join([TOLD + word for word in _WORD.findall(text)])


@cache
def analyzer(*, stemmed: bool) -> Any:
    """Return the engine's analyzer of English, or of any language."""
    search = engine()
    steps = [
        search.Filter.remove_long(LONGEST_WORD),
        search.Filter.lowercase(),
        search.Filter.ascii_fold(),
    ]
    steps += [search.Filter.stemmer("english")] if stemmed else []
    builder = search.TextAnalyzerBuilder(search.Tokenizer.simple())
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


@cache
def by_spaces() -> Any:
    """Return the analyzer of pairs, which are words already."""
    search = engine()
    return search.TextAnalyzerBuilder(search.Tokenizer.whitespace()).build()
