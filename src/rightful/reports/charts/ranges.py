"""Draws ``Ranges``: numbers with their intervals on one axis, zero marked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rightful.core.document import Range, Ranges
from rightful.reports.charts.canvas import canvas, text
from rightful.reports.charts.frame import Box, Drawing, Frame, text_width, ticks, wrap
from rightful.reports.markup import Markup, join, tag

_PITCH = 26.0
_HEAD = 30.0
_LINE = 15.0
_LONGEST = 230.0  # width at which a label is broken


@dataclass(frozen=True)
class _Place:
    """Where a row stands: the middle of its whisker, its label's lines, the top of its head."""

    row: Range
    y: float
    label: tuple[str, ...]
    head: float


def draw(ranges: Ranges, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is nothing to draw."""
    rows = [row for row in ranges.rows if math.isfinite(row.mean + row.low + row.high)]
    if not rows:
        return None
    ident = f"{ranges.anchor}-{suffix}"
    narrow = width < 500
    places, foot = _places(rows, width, narrow)
    frame = _frame(places, width, foot, narrow)
    boxes: list[Box] = []
    parts = [_row(place, frame, narrow, boxes) for place in places]
    svg = canvas(ranges, ident, (width, frame.height), _axis(ranges, frame, places), parts)
    return Drawing(svg, tuple(boxes))


def _places(rows: list[Range], width: float, narrow: bool) -> tuple[list[_Place], float]:
    """Return where every row stands, and the foot of the plot."""
    found, y = [], 4.0
    for row in rows:
        head = y
        y += _HEAD if row.head else 0
        # In a narrow drawing the words stand above the whisker, the number at their right.
        room = width - text_width(row.note) - 12 if narrow else _LONGEST
        label = wrap(row.label, room, most=3)
        above = len(label) * _LINE + 4 if narrow else max(0.0, (len(label) - 2) * _LINE / 2)
        y += above
        found.append(_Place(row, y + _PITCH / 2, label, head))
        y += _PITCH + (0 if narrow else max(0.0, (len(label) - 1) * _LINE / 2))
    return found, y + 4


def _frame(places: list[_Place], width: float, foot: float, narrow: bool) -> Frame:
    labels = [text_width(line) for place in places for line in place.label]
    left = 8.0 if narrow else max(labels) + 14
    note = max(text_width(place.row.note) for place in places)
    right = width - (8 if narrow else note + 14)
    low = min(0.0, *(place.row.low for place in places))
    high = max(0.0, *(place.row.high for place in places))
    air = 0.05 * ((high - low) or 1.0)
    return Frame(width, foot + 40, left, right, 0.0, foot, low - air, high + air, 0.0, 1.0)


def _row(place: _Place, frame: Frame, narrow: bool, boxes: list[Box]) -> Markup:
    row, y = place.row, place.y
    parts = []
    if row.head:
        base = place.head + 18
        parts.append(text(row.head, 0.0, base, "a b"))
        boxes.append(Box(0, base - 11, text_width(row.head), base + 3))
    start, end, at = frame.x(row.low), frame.x(row.high), frame.x(row.mean)
    parts += [
        tag("path", d=f"M{start:.1f} {y:.1f}H{end:.1f}", cls=f"whisker {row.strand}"),
        tag(
            "path",
            d=f"M{start:.1f} {y - 5:.1f}v10M{end:.1f} {y - 5:.1f}v10",
            cls=f"cap {row.strand}",
        ),
        tag("circle", cx=at, cy=y, r=5, cls=f"dot {row.strand}"),
        *_words(place, frame, narrow, boxes),
    ]
    return tag("g", parts)


def _words(place: _Place, frame: Frame, narrow: bool, boxes: list[Box]) -> list[Markup]:
    """Return the label's lines at the left and the number at the right."""
    row, count = place.row, len(place.label)
    first = place.y - 15 - (count - 1) * _LINE if narrow else place.y - (count - 1) * _LINE / 2
    parts = []
    for i, line in enumerate(place.label):
        middle = first + i * _LINE
        parts.append(text(line, 0.0, middle + 4.5, f"t {row.strand} halo"))
        boxes.append(Box(0, middle - 7, text_width(line), middle + 7))
    note, middle = text_width(row.note), first if narrow else place.y
    at, anchor = (frame.width, "end") if narrow else (frame.right + 10, None)
    left = frame.width - note if narrow else at
    boxes.append(Box(left, middle - 7, left + note, middle + 7))
    return [*parts, text(row.note, at, middle + 4.5, "t halo", anchor)]


def _axis(ranges: Ranges, frame: Frame, places: list[_Place]) -> Markup:
    """Return the lines of round values, broken where the words of a group stand."""
    parts = []
    values = ticks(frame.first_year, frame.last_year, 4 if frame.width < 500 else 7)
    spans = _spans(frame, places)
    for value in values:
        x = frame.x(value)
        path = "".join(f"M{x:.1f} {top:.1f}V{bottom:.1f}" for top, bottom in spans)
        parts.append(tag("path", d=path, cls="zero" if value == 0 else "grid"))
        parts.append(text(f"{value:g}".replace("-", "−"), x, frame.bottom + 16, "a", "middle"))
    for word, x, anchor in (
        (ranges.low_word, frame.left, "start"),
        (ranges.high_word, frame.right, "end"),
    ):
        parts += [text(word, x, frame.bottom + 33, "a s", anchor)] if word else []
    return join(parts)


def _spans(frame: Frame, places: list[_Place]) -> list[tuple[float, float]]:
    """Return the heights at which lines may run: rows, not words."""
    if frame.width < 500:
        return [(place.y - 6, place.y + 9) for place in places]
    heads = [place for place in places if place.row.head]
    tops = [0.0, *(place.head + _HEAD - 4 for place in heads)]
    ends = [*(place.head + 4 for place in heads), frame.bottom]
    return [(top, end) for top, end in zip(tops, ends, strict=True) if end > top + 1]
