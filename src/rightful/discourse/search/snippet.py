"""The part of a text that shows why it was found, with the places that were.

A snippet is plain text and a list of places; only the functions here put marks around them, and the
one for web pages escapes everything that stood in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rightful.discourse.search import words
from rightful.discourse.search.query import And, Node, Not, Or, Phrase, Word

WIDTH: Final = 240  # characters
# A text is looked through in parts, so that a megabyte without a hit in front costs little.
PART: Final = 20_000
MOST_PARTS: Final = 10  # looked at word by word
HINT: Final = 3  # letters
_DOTS: Final = "…"
_SLACK: Final = 25  # characters by which an end may move to the next space


@dataclass(frozen=True)
class Snippet:
    """Plain text in one line, and the (start, end) of what was found in it."""

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str = "«", after: str = "»") -> str:
        """Return the text with marks around what was found."""
        return self._joined(before, after, str)

    def as_html(self) -> str:
        """Return the text for a web page: escaped, what was found in ``<mark>``."""
        return self._joined("<mark>", "</mark>", html.escape)

    def _joined(self, before: str, after: str, told: Callable[[str], str]) -> str:
        made, done = [], 0
        for start, end in self.places:
            made += [told(self.text[done:start]), before, told(self.text[start:end]), after]
            done = end
        return "".join([*made, told(self.text[done:])])


def snippet(text: str, asked: Node, *, stemmed: bool, width: int = WIDTH) -> Snippet:
    """Return the part of a text with the most of what was asked; its beginning where none is.

    ``stemmed`` says whether the text was indexed by stems.
    """
    plain = words.clean(text)
    wanted = list(_wanted(asked))
    hints, looked = _hints(wanted), 0
    for start in range(0, len(plain), PART):
        part = plain[start : start + PART]
        if looked == MOST_PARTS or (len(plain) > PART and not _may_hold(part, hints)):
            continue
        looked += 1
        places = _places(part, wanted, stemmed=stemmed)
        if places:
            return _cut(plain, [(a + start, b + start) for a, b in places], width)
    return _cut(plain, [], width)


def _wanted(asked: Node) -> Iterator[Word | Phrase]:
    """Whatever must or may be there; what must be absent is never shown."""
    if isinstance(asked, And | Or):
        for part in asked.parts:
            yield from _wanted(part)
    elif not isinstance(asked, Not):
        yield asked


def _hints(wanted: list[Word | Phrase]) -> tuple[str, ...]:
    """The first letters of every word asked for: a stem shares them with its forms."""
    return tuple({form[:HINT] for one in wanted for form in words.forms(one.text)[:1]})


def _may_hold(part: str, hints: tuple[str, ...]) -> bool:
    """Whether looking closely may pay; accents and other scripts are always looked at."""
    lowered = part.lower()
    return not part.isascii() or any(hint in lowered for hint in hints)


def _places(text: str, wanted: list[Word | Phrase], *, stemmed: bool) -> list[tuple[int, int]]:
    found = [place for one in wanted for place in _runs(text, one)]
    tokens = words.tokens(text, stemmed=stemmed) if wanted else []
    by_text: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        by_text.setdefault(token.text, []).append(number)
    marked: set[int] = set()
    for one in wanted:
        if isinstance(one, Word) and one.prefix:
            found += _beginnings(text, one)
        else:
            marked |= _row(one, tokens, by_text, stemmed=stemmed)
    found += [(tokens[number].start, tokens[number].end) for number in marked]
    return _apart(found)


def _row(
    one: Word | Phrase, tokens: list[words.Token], by_text: dict[str, list[int]], *, stemmed: bool
) -> set[int]:
    """Numbers of the words that make up a word or phrase, wherever it stands."""
    terms = words.stems(one.text) if stemmed else words.forms(one.text)
    if not terms:
        return set()
    reach = len(terms) + (one.slop if isinstance(one, Phrase) else 0)
    exact = reach == len(terms)
    marked: set[int] = set()
    for first in by_text.get(terms[0], []):
        if exact:
            if [token.text for token in tokens[first : first + reach]] == terms:
                marked.update(range(first, first + reach))
            continue
        near = range(max(0, first - reach), min(len(tokens), first + reach + 1))
        close = {number for number in near if tokens[number].text in terms}
        if {tokens[number].text for number in close} == set(terms):
            marked |= close
    return marked


def _beginnings(text: str, one: Word) -> list[tuple[int, int]]:
    begins = words.forms(one.text)
    if len(begins) != 1:
        return []
    return [
        (token.start, token.end)
        for token in words.tokens(text, stemmed=False)
        if token.text.startswith(begins[0])
    ]


def _runs(text: str, one: Word | Phrase) -> list[tuple[int, int]]:
    return [
        match.span()
        for run in words.runs(one.text)
        for match in re.finditer(r"\s*".join(map(re.escape, run)), text)
    ]


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, places: list[tuple[int, int]], width: int) -> Snippet:
    start, end = _window(text, places, width)
    before = _DOTS if start > 0 else ""
    after = _DOTS if end < len(text) else ""
    inside = tuple(
        (max(a, start) - start + len(before), min(b, end) - start + len(before))
        for a, b in places
        if a < end and b > start
    )
    return Snippet(f"{before}{text[start:end]}{after}", inside)


def _window(text: str, places: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """Where the most places are, with some words before the first of them."""
    if len(text) <= width or not places:
        return 0, min(len(text), _at_space(text, width, -1) if len(text) > width else len(text))
    room = width * 3 // 4
    count = [sum(a <= other < a + room for other, _ in places) for a, _ in places]
    first = places[count.index(max(count))][0]
    start = max(0, min(first - width // 4, len(text) - width))
    start = _at_space(text, start, 1) if start else 0
    end = min(len(text), start + width)
    return start, _at_space(text, end, -1) if end < len(text) else end


def _at_space(text: str, at: int, step: int) -> int:
    """The nearest end of a word in the direction of ``step``; ``at`` itself where none is near."""
    for moved in range(at, at + step * _SLACK, step):
        if 0 < moved < len(text) and text[moved - (step > 0)].isspace():
            return moved
    return at
