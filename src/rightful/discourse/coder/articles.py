"""Instruments and articles that a sentence names: "article 7 of the Covenant" is ``ICCPR:7``."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from rightful.discourse.coder.subjects import instrument_patterns

_NUMBER: Final = r"\d{1,2}(?: ?\(\d{1,2}\)| ?\([a-z]\)| bis)?"
_ARTICLES: Final = re.compile(
    rf"\b(?:articles?|art) ({_NUMBER}(?:(?:, ?| and | or |, and | to )(?:article )?{_NUMBER})*)"
    r"(?:,? paragraphs? [0-9(), a-z]{1,20}?,?)? (?:of|in) (?:the |its )?"
)
_FIRST_OF: Final = re.compile(r"\d{1,2}")
# How far behind "article 7 of the" the instrument may stand.
_REACH: Final = 110
# A national constitution's article is no instrument's.
_DOMESTIC: Final = re.compile(
    r"^(?:[a-z0-9']+ ){0,3}?"
    r"(?:constitution|(?:penal |criminal |civil |labour |family )*(?:code|law|act))\b"
)
_ANY: Final = (
    r"covenant|convention|declaration|\bcat\b|cedaw|c?erd\b|\bcrc\b|crpd|statute|charter|protocol|"
    r"cped|\bced\b|iccpr|icescr|icr?mw|udhr|echr|pact of san"
)


def articles_of(said: pl.Series) -> pl.Series:
    """Return what each sentence names, an empty list where nothing; see ``articles_in``."""
    names = said.str.contains(_ANY)
    found = [
        articles_in(sentence) if named else () for sentence, named in zip(said, names, strict=True)
    ]
    return pl.Series("articles", found, dtype=pl.List(pl.String))


def articles_in(sentence: str) -> tuple[str, ...]:
    """Return what a folded sentence in lower case names: ``ICCPR:7``, ``CAT`` without article."""
    found: list[str] = []
    rest = sentence
    for match in reversed(list(_ARTICLES.finditer(sentence))):
        behind = rest[match.end() : match.end() + _REACH]
        instrument = None if _DOMESTIC.match(behind) else _first(behind)
        if instrument:
            numbers = _FIRST_OF.findall(re.sub(r"\([^)]*\)", "", match.group(1)))
            found = [f"{instrument}:{number}" for number in numbers] + found
            rest = rest[: match.start()]
    found += [name for name in _all(rest) if not any(f.startswith(f"{name}:") for f in found)]
    return tuple(dict.fromkeys(found))


def _first(text: str) -> str | None:
    starts = [
        (match.start(), order, name)
        for order, (name, pattern) in enumerate(instrument_patterns())
        if (match := pattern.search(text))
    ]
    return min(starts)[2] if starts else None


def _all(text: str) -> list[str]:
    # A longer name takes its words away, so "Optional Protocol to the Convention ..." is one.
    names: list[str] = []
    for name, pattern in instrument_patterns():
        if pattern.search(text):
            names.append(name)
            text = pattern.sub(" ", text)
    return names
