"""Codes as words of the index: acts, rights and articles, alone and as one act joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Final

from rightful.core.names import fold
from rightful.discourse.search.filters import Filters

# "ICCPR 7", "ICCPR:7", "ICCPR/7", "ICCPR art. 7": the instrument, then the article.
_CITED: Final = re.compile(
    r"^(?P<of>.*\S?)[\s:/,]+(?:arts?\b\.?\s*|articles?\s+)?(?P<at>\S+)$", re.I
)
_JOIN: Final = " & "


@dataclass(frozen=True)
class Codes:
    """What is coded of one statement: for display, and as the index holds it."""

    acts: tuple[str, ...]
    rights: tuple[str, ...]
    articles: tuple[str, ...]
    terms: tuple[str, ...]


def codes_of(acts: Iterable[Mapping[str, Any]], tagged: Iterable[str] = ()) -> Codes:
    """Return the codes of a statement: its rows of ``ACTS_SCHEMA``, and rights its tags stand for.

    A right by tag alone is found by the right, not by an act on it.
    """
    names: dict[str, None] = {}
    rights: dict[str, None] = dict.fromkeys(tagged)
    articles: dict[str, None] = {}
    terms: dict[str, None] = dict.fromkeys(_terms((), tuple(rights), ()))
    for row in acts:
        kinds = [row["act"], *([f"{row['act']}:{row['kind']}"] if row["kind"] else [])]
        names[kinds[-1]] = None
        rights.update(dict.fromkeys(row["rights"] or ()))
        articles.update(dict.fromkeys(row["articles"] or ()))
        touched = tuple(row["rights"] or ()), tuple(row["articles"] or ())
        terms.update(dict.fromkeys(_terms(tuple(kinds), *touched)))
    return Codes(tuple(names), tuple(rights), tuple(articles), tuple(terms))


def codes_of_article(instrument: str, article: str, rights: Iterable[str]) -> Codes:
    """Return the codes of a treaty's article: itself, and the rights it touches."""
    touched = tuple(rights)
    cited = f"{instrument} {article}"
    return Codes((), touched, (cited,), _terms((), touched, (cited,)))


def asked_codes(filters: Filters) -> str | None:
    """Return the one word of the index that meets act, right and article at once."""
    parts = [
        *([f"act:{filters.act}"] if filters.act else []),
        *([f"right:{filters.right}"] if filters.right else []),
        *([f"article:{cited(filters.article)[-1]}"] if filters.article else []),
    ]
    return _JOIN.join(parts) or None


def cited(article: str) -> tuple[str, ...]:
    """Return what an article is found by: its instrument, itself without and with paragraph."""
    found = _CITED.match(article.strip())
    if found is None:
        return (fold(article),)
    instrument, places = fold(found["of"]), fold(found["at"]).split()
    return tuple(" ".join([instrument, *places[:count]]) for count in range(len(places) + 1))


def parted(article: str) -> tuple[str, str | None]:
    """Return the instrument of a citation as it was typed, and the article where one is named."""
    found = _CITED.match(article.strip())
    return (found["of"], found["at"]) if found else (article.strip(), None)


@lru_cache(maxsize=10_000)  # most statements share their codes with others
def _terms(
    acts: tuple[str, ...], rights: tuple[str, ...], articles: tuple[str, ...]
) -> tuple[str, ...]:
    """Every choice of at most one act, one right and one article: what one filter may ask for."""
    choices = (
        ["", *(f"act:{act}" for act in acts)],
        ["", *(f"right:{right}" for right in rights)],
        ["", *(f"article:{name}" for article in articles for name in cited(article))],
    )
    joined = (_JOIN.join(filter(None, chosen)) for chosen in product(*choices))
    return tuple(term for term in joined if term)
