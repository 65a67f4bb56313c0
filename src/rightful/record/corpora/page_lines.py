"""Lines of printed pages made into paragraphs, running heads and page numbers left out.

A text layer gives lines and where each begins. A paragraph begins after a blank line, after a gap
wider than that between lines, or with an indented line. A line that stands at the same height at
the edge of most pages, numbers aside, is a running line. Where the layer does not tell places, only
blank lines part paragraphs and nothing is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any, Final

# Gap to the next line, in usual gaps, from which a paragraph ends.
WIDE_GAP: Final = 1.35
# Indent of a first line, in sizes of its letters.
INDENT: Final = (0.8, 8.0)
# Lines at the top and at the foot of a page among which running lines are looked for.
EDGE: Final = 3
# Heights closer than this, in points, are the same.
SAME_HEIGHT: Final = 3.0
LONGEST_SHOWN: Final = 60
# What a page draws: bytes of its streams and its forms', unpacked, and steps. A page
# of print has some thousands of steps; a drawn map a hundred thousand.
MOST_CONTENT: Final = 5_000_000
MOST_STEPS: Final = 300_000
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "”", '"', "’", ")", "۔", "।", "。", "؟")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as printed, and where it begins, in points from the foot and left; None: not told."""

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0


def lines_of(page: Any) -> list[PageLine]:
    """Return the lines of a page of ``pypdf``, in its order.

    Raises
    ------
    ValueError
        When it draws more than can be read in a moment.
    """
    # Refused before it is parsed: that takes the time.
    if content_size(page) > MOST_CONTENT:
        raise ValueError(f"its content is larger than {MOST_CONTENT:,} bytes")
    steps = 0

    def count(*_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise ValueError(f"it draws in more than {MOST_STEPS:,} steps")

    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        # Letters may be drawn in units of one and stretched by either matrix.
        pieces.append((text, x, y, abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1]))))

    text = page.extract_text(visitor_operand_before=count, visitor_text=visit)
    if steps > MOST_STEPS:  # the library swallows errors of a form
        count()
    if "".join(piece for piece, *_ in pieces).split() != text.split():
        return [PageLine(line) for line in text.split("\n")]
    return _joined(pieces)


def content_size(page: Any) -> int:
    """Return the bytes that a page and its forms draw from, unpacked, up to just over the cap."""
    size = 0
    content = _resolved(page.get("/Contents"))
    for each in content if isinstance(content, list) else [content]:
        size += _unpacked(each)
        if size > MOST_CONTENT:
            return size
    seen: set[int] = set()
    waiting = [page]
    while waiting and size <= MOST_CONTENT:
        resources = _resolved(waiting.pop().get("/Resources"))
        drawn = _resolved(resources.get("/XObject")) if isinstance(resources, dict) else None
        for form in map(_resolved, drawn.values() if isinstance(drawn, dict) else ()):
            is_form = isinstance(form, dict) and form.get("/Subtype") == "/Form"
            if is_form and id(form) not in seen and size <= MOST_CONTENT:
                seen.add(id(form))
                size += _unpacked(form)
                waiting.append(form)
    return size


def _resolved(part: Any) -> Any:
    return part.get_object() if hasattr(part, "get_object") else part


def _unpacked(part: Any) -> int:
    stream = _resolved(part)
    return len(stream.get_data()) if hasattr(stream, "get_data") else 0


def _joined(pieces: list[tuple[str, float, float, float]]) -> list[PageLine]:
    lines: list[PageLine] = []
    words: list[str] = []
    place: tuple[float, float, float] | None = None
    for text, *where in pieces:
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if number:
                lines.append(PageLine("".join(words), *(place or (None, None, 0.0))))
                words, place = [], None
            words.append(part)
            if place is None and part.strip():
                place = (where[0], where[1], where[2])
    lines.append(PageLine("".join(words), *(place or (None, None, 0.0))))
    return lines


def without_running(pages: list[list[PageLine]]) -> tuple[list[list[PageLine]], list[str]]:
    """Return the pages without their running lines, and a line on each that was left out."""
    edges = [_edges(page) for page in pages]
    counted = Counter(key for edge in edges for key in set(edge.values()))
    spoken = sum(any(line.text.strip() for line in page) for page in pages)
    running = {key for key, count in counted.items() if count >= 2 and 2 * count > spoken}
    told: dict[str, str] = {}
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        kept.append([line for place, line in enumerate(page) if edge.get(place) not in running])
        for place, key in edge.items():
            if key in running:
                told.setdefault(key, page[place].text)
    if not any(line.text.strip() for page in kept for line in page):
        return pages, []
    return kept, [f"on {counted[key]} pages: {_short(text)}" for key, text in told.items()]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def _edges(page: list[PageLine]) -> dict[int, str]:
    """Return the lines at the edges of a page by number: what they say, numbers aside, and where.

    A line is keyed by its height in steps; one at the border of two steps may be missed.
    """
    placed = [(one.y, place) for place, one in enumerate(page) if one.y is not None]
    order = [place for _, place in sorted(placed, reverse=True)]
    outer = {*order[:EDGE], *order[-EDGE:]}
    return {place: _key(page[place]) for place in sorted(outer)}


def _key(line: PageLine) -> str:
    height = round((line.y or 0.0) / SAME_HEIGHT)
    return f"{height} {re.sub(r'[0-9]+', '#', ' '.join(line.text.split())).casefold()}"


def paragraphs_of(page: list[PageLine]) -> str:
    """Return the text of a page with blank lines between its paragraphs."""
    usual, margin = _usual_gap(page), _margin(page)
    parts: list[str] = []
    before: PageLine | None = None
    for line in page:
        if before is not None:
            parts.append("\n\n" if _begins(before, line, usual, margin) else "\n")
        parts.append(line.text)
        before = line
    return "".join(parts)


def _begins(before: PageLine, line: PageLine, usual: float | None, margin: float | None) -> bool:
    """Say whether a paragraph begins with a line."""
    if None in (before.y, line.y, before.x, line.x) or margin is None:
        return False
    assert before.y is not None and line.y is not None  # noqa: PT018
    assert before.x is not None and line.x is not None  # noqa: PT018
    ended = before.text.rstrip().endswith(_SENTENCE_ENDS)
    gap = before.y - line.y
    if usual is not None and gap > WIDE_GAP * usual:
        return True
    if gap < 0:  # the next column: a paragraph may go on there
        return ended
    size = line.size or 10.0
    indented = INDENT[0] * size <= line.x - margin <= INDENT[1] * size
    return indented and (ended or before.x - margin < INDENT[0] * size)


def _usual_gap(page: list[PageLine]) -> float | None:
    """Return the gap between lines of one paragraph; None where too few lines tell."""
    told = [one for one in page if one.y is not None]
    gaps = [
        before.y - line.y
        for before, line in pairwise(told)
        if before.y is not None and line.y is not None and before.y - line.y >= 0.9 * line.size > 0
    ]
    # A quarter of the gaps at least are within paragraphs.
    return quantiles(gaps, n=4, method="inclusive")[0] if len(gaps) > 1 else None


def _margin(page: list[PageLine]) -> float | None:
    """Return where most lines begin; of several the leftmost."""
    begins = Counter(round(one.x) for one in page if one.x is not None)
    if not begins:
        return None
    most = max(begins.values())
    return float(min(x for x, count in begins.items() if count == most))
