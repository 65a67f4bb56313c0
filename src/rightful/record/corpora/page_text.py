"""The words of an HTML page, in time that grows with its length whatever it holds.

The standard library's parser takes hours on a megabyte of tags that never end; a reader of files by
strangers cannot use it. This one keeps words only: it needs no tree.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

# What stands between their tags is no text of the page.
DROPPED: Final = frozenset({"script", "style", "template", "noscript", "object", "svg", "iframe"})
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
    """

    text: str
    dropped: int
    unclosed: str


def page_text(page: str) -> PageText:
    """Return the words of a page. Nothing in it is run or fetched; any text is a page."""
    words: list[str] = []
    dropped = 0
    place = 0
    while (start := page.find("<", place)) >= 0:
        words.append(html.unescape(page[place:start]))
        if page.startswith("<!--", start):
            end = page.find("-->", start + 4)
            if end < 0:
                return PageText("".join(words), dropped, "a comment")
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
                return PageText("".join(words), dropped, f"<{name}>")
            place = closing.end()
        elif tag and name not in INLINE:
            words.append(_BREAK)
    words.append(html.unescape(page[place:]))
    return PageText("".join(words), dropped, "")


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
