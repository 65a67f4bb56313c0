"""The words of an HTML page, in time that grows with its length whatever it holds.

The standard library's parser takes hours on a megabyte of tags that never end; a reader of files by
strangers cannot use it. This one keeps words only: it needs no tree.

What stands around the text of a page (its menus, head and foot, asides, forms) is left out and
told. A form or head that holds most of the page is taken for its frame, and kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# What stands between their tags is no text of the page.
DROPPED: Final = frozenset({"script", "style", "template", "noscript", "object", "svg", "iframe"})
# What stands around the text; of these the frames may be wrapped around all of it.
AROUND: Final = frozenset({"title", "nav", "footer", "aside", "menu", "select", "button"})
FRAMES: Final = frozenset({"header", "form", "dialog"})
LONGEST_SHOWN: Final = 60
INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd"}
    | {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var"}
    | {"wbr"}
)
LONGEST_TAG: Final = 10_000
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,100})")
_BREAK: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class PageText:
    """Words with blank lines between blocks; how many scripts and the like were dropped.

    ``unclosed`` names what was never closed, so that all after it was dropped; or is empty.
    ``around`` tells what around the text was left out, one line each, with its first words.
    """

    text: str
    dropped: int
    unclosed: str
    around: tuple[str, ...] = ()


class _Around:
    """The pieces of a page that stand around its text: (first word, past the last, tag)."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int]] = []
        self.count: dict[str, int] = {}
        self.pieces: list[tuple[int, int, str]] = []

    def tag(self, name: str, closes: bool, place: int) -> None:
        """Take note of a tag before the word at ``place``; what is never closed is no piece."""
        if name not in AROUND and name not in FRAMES:
            return
        if not closes:
            self.open.append((name, place))
            self.count[name] = self.count.get(name, 0) + 1
            return
        while self.count.get(name, 0):
            last, start = self.open.pop()
            self.count[last] -= 1
            if last == name:
                self.pieces.append((start, place, name))
                break

    def left_out(self, words: list[str]) -> list[tuple[int, int, str]]:
        """Return the outermost pieces to leave out, in order; none where nothing would be left."""
        sizes = [sum(not char.isspace() for char in word) for word in words]
        sure = _outermost(piece for piece in self.pieces if piece[2] in AROUND)
        # A frame is weighed by what it holds beside the pieces that are left out anyway.
        rest = _without(sizes, sure)
        before = [0, *accumulate(rest)]
        light = [
            piece
            for piece in self.pieces
            if piece[2] in FRAMES and 2 * (before[piece[1]] - before[piece[0]]) < before[-1]
        ]
        found = _outermost([*sure, *light])
        return found if any(_without(sizes, found)) else []


def _without(sizes: list[int], pieces: list[tuple[int, int, str]]) -> list[int]:
    rest = list(sizes)
    for start, end, _ in pieces:
        rest[start:end] = [0] * (end - start)
    return rest


def _outermost(pieces: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for piece in sorted(pieces, key=lambda one: (one[0], -one[1])):
        if not found or piece[0] >= found[-1][1]:
            found.append(piece)
    return found


def page_text(page: str) -> PageText:
    """Return the words of a page. Nothing in it is run or fetched; any text is a page."""
    words: list[str] = []
    around = _Around()
    dropped = 0
    place = 0
    while (start := page.find("<", place)) >= 0:
        words.append(html.unescape(page[place:start]))
        if page.startswith("<!--", start):
            end = page.find("-->", start + 4)
            if end < 0:
                return _told(words, around, dropped, "a comment")
            place = end + 3
            continue
        tag = _TAG.match(page, start)
        end = _end_of_tag(page, start) if tag or page.startswith(("<!", "<?"), start) else -1
        if end < 0:  # no tag: "a < b"
            words.append("<")
            place = start + 1
            continue
        place = end
        name = tag[2].casefold() if tag else ""
        if tag and not tag[1] and name in DROPPED and not page.endswith("/>", start, end):
            dropped += 1
            closing = re.compile(rf"</{name}\b[^>]{{0,100}}>", re.IGNORECASE).search(page, end)
            if closing is None:
                return _told(words, around, dropped, f"<{name}>")
            place = closing.end()
        elif tag and name not in INLINE:
            words.append(_BREAK)
            around.tag(name, bool(tag[1]), len(words))
    words.append(html.unescape(page[place:]))
    return _told(words, around, dropped, "")


def _told(words: list[str], around: _Around, dropped: int, unclosed: str) -> PageText:
    """Return the page's text without what stands around it."""
    lines, parts, place = [], [], 0
    for start, end, name in around.left_out(words):
        parts += words[place:start]
        place = end
        text = " ".join("".join(words[start:end]).split())
        if text:
            more = "…" if len(text) > LONGEST_SHOWN else ""
            lines.append(f"<{name}>: {text[:LONGEST_SHOWN]}{more}")
    return PageText("".join([*parts, *words[place:]]), dropped, unclosed, tuple(lines))


def _end_of_tag(page: str, start: int) -> int:
    """Return the place after a tag, or -1 where it does not end soon; ">" in quotes ends none."""
    end = first = page.find(">", start, start + LONGEST_TAG)
    while end >= 0 and (page.count('"', start, end) % 2 or page.count("'", start, end) % 2):
        # A few tries: an apostrophe that is no quotation mark must not swallow the page.
        following = page.find(">", end + 1, min(start + LONGEST_TAG, end + 300))
        if following < 0:
            return first + 1
        end = following
    return end + 1 if end >= 0 else -1
