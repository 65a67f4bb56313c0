"""A term as the user types it, and where it stands in texts: any case, any inflection of number.

What is typed is data: letters and digits count, everything else parts words, so that no pattern
language reaches the matcher. It runs in linear time in compiled code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl

from rightful.core.errors import UsageError

LONGEST: Final = 200  # characters of a term
MOST_WORDS: Final = 12
_CURLY: Final = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "‐": "-",
}
# Scripts that write no spaces: a word's end cannot be seen in them.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]")
WORD_PATTERN: Final = r"[\p{L}\p{M}\p{N}]+"
# Words that carry no matter: no term can be made of them alone, and no collocate is one.
STOP_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "may",
        "me",
        "might",
        "more",
        "most",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "same",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "thus",
        "to",
        "too",
        "two",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yet",
        "you",
        "your",
    ]
)
_FEWEST_STEM: Final = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term: ``words`` as they are matched, ``pattern`` in the matcher's own language."""

    term: str
    words: tuple[str, ...]
    pattern: str


def phrase(term: str) -> Phrase:
    """Read a term.

    Raises
    ------
    UsageError
        When it is empty, too long, or made of stop words alone.
    """
    if len(term) > LONGEST:
        raise UsageError(
            f"a term of {len(term)} characters cannot be looked for",
            allowed=f"up to {LONGEST} characters and {MOST_WORDS} words",
            next_step='name a word or a short phrase: rightful diffusion "human security"',
        )
    plain = plain_text(term)
    places = _places(plain)
    words = tuple(plain[start:end] for start, end in places)
    if not words or len(words) > MOST_WORDS or all(word in STOP_WORDS for word in words):
        said = "is too long" if len(words) > MOST_WORDS else "holds no word that could spread"
        raise UsageError(
            f"the term {term!r} {said}",
            allowed=f"1 to {MOST_WORDS} words, at least one of them no article or preposition",
            next_step='name a word or a short phrase: rightful diffusion "human security"',
        )
    parts = [_word_pattern(words[0])]
    for before, after in pairwise(places):
        hyphen = plain[before[1] : after[0]].strip() == "-"
        # "non-interference" is also written in one word or in two.
        gap = r"[\s-]*" if hyphen else r"[\s-]+"
        parts.append(gap + _word_pattern(plain[after[0] : after[1]]))
    start, end = _edge(words[0], words[0][0]), _edge(words[-1], words[-1][-1])
    return Phrase(" ".join(words), words, start + "".join(parts) + end)


def plain_text(text: str) -> str:
    """Return a text in lower case, no accents on Latin letters, quotes and dashes made plain."""
    told = "".join(_CURLY.get(sign, sign) for sign in text)
    told = told.encode("utf-8", "replace").decode()
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", told))
    return unicodedata.normalize("NFC", bare).lower()


def plain_column(column: pl.Expr) -> pl.Expr:
    """Return what ``plain_text`` does, over a column of texts."""
    return (
        column.fill_null("")
        .str.replace_many(list(_CURLY), list(_CURLY.values()))
        .str.normalize("NFKD")
        .str.replace_all("[\u0300-\u036f]", "")
        .str.normalize("NFC")
        .str.to_lowercase()
    )


def root(word: str) -> str:
    """Return a word without the ending of its number (Harman's s-stemmer, in three rules).

    Harman, "How effective is suffixing?", JASIS 42 (1991).
    """
    if not word.isascii() or len(word) <= _FEWEST_STEM:
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def _places(plain: str) -> list[tuple[int, int]]:
    """Return where words begin and end: runs of letters, marks and numbers."""
    kinds = [unicodedata.category(sign)[0] in "LMN" for sign in plain]
    begins = [at for at, word in enumerate(kinds) if word and (at == 0 or not kinds[at - 1])]
    return [(at, next((e for e in range(at, len(kinds)) if not kinds[e]), len(kinds)))
            for at in begins]  # fmt: skip


def _edge(word: str, sign: str) -> str:
    """Return the pattern of a word's end, where its script and sign have one."""
    seen = sign.isalpha() or sign.isdecimal()
    return r"\b" if seen and not _UNSPACED.search(word) else ""


def _word_pattern(word: str) -> str:
    """Return a pattern of a word and its inflections: plural, possessive, -ed and -ing."""
    stem = root(word)
    if _UNSPACED.search(word) or not word.isascii() or not word.isalpha():
        return re.escape(word)
    if len(stem) < _FEWEST_STEM:
        return rf"{stem}(?:'s)?"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return rf"{stem[:-1]}(?:y|ies|ied|ying)(?:'s?)?"
    if stem.endswith("e"):
        return rf"{stem[:-1]}(?:e|es|ed|ing)(?:'s?)?"
    return rf"{stem}(?:s|es|ed|ing)?(?:'s?)?"
