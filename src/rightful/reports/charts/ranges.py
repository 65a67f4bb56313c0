"""Draws ``Ranges``: numbers with their intervals on one axis, zero marked."""

from __future__ import annotations

import math

from rightful.core.document import Range, Ranges
from rightful.reports.charts.canvas import canvas, text
from rightful.reports.charts.frame import Box, Drawing, Frame, text_width, ticks, wrap
from rightful.reports.markup import Markup, join, tag

_PITCH = 26.0
_HEAD = 30.0


def draw(ranges: Ranges, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is nothing to draw."""
    rows = [row for row in ranges.rows if math.isfinite(row.mean + row.low + row.high)]
    if not rows:
        return None
    ident = f"{ranges.anchor}-{suffix}"
    heights = _heights(rows, narrow := width < 500)
    frame = _frame(rows, width, heights[-1], narrow)
    boxes: list[Box] = []
    parts = [_row(row, frame, y, narrow, boxes) for row, y in zip(rows, heights, strict=False)]
    size = (width, frame.height)
    svg = canvas(ranges, ident, size, _axis(ranges, frame), parts)
    return Drawing(svg, tuple(boxes))


def _heights(rows: list[Range], narrow: bool) -> list[float]:
    """Return the middle of every row, then the foot of the plot."""
    found, y = [], 4.0
    for row in rows:
        y += _HEAD if row.head else 0
        y += 16 if narrow else 0
        found.append(y + _PITCH / 2)
        y += _PITCH
    return [*found, y + 4]


def _frame(rows: list[Range], width: float, foot: float, narrow: bool) -> Frame:
    left = 8.0 if narrow else min(max(text_width(row.label) for row in rows) + 14, 240)
    note = max(text_width(row.note) for row in rows)
    right = width - (8 if narrow else note + 14)
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, *(row.high for row in rows))
    air = 0.05 * ((high - low) or 1.0)
    return Frame(width, foot + 40, left, right, 0.0, foot, low - air, high + air, 0.0, 1.0)


def _row(row: Range, frame: Frame, y: float, narrow: bool, boxes: list[Box]) -> Markup:
    parts = []
    if row.head:
        up = 36 if narrow else 22
        parts.append(text(row.head, 0.0, y - up + 4, "a b"))
        boxes.append(Box(0, y - up - 7, text_width(row.head), y - up + 7))
    start, end, at = frame.x(row.low), frame.x(row.high), frame.x(row.mean)
    words_y = y - 14 if narrow else y
    room = frame.width - text_width(row.note) - 8 if narrow else frame.left - 8
    label = wrap(row.label, room, most=1)[0]
    parts += [
        text(label, 0.0, words_y + 4.5, f"t {row.strand} halo"),
        tag("path", d=f"M{start:.1f} {y:.1f}H{end:.1f}", cls=f"whisker {row.strand}"),
        tag(
            "path",
            d=f"M{start:.1f} {y - 5:.1f}v10M{end:.1f} {y - 5:.1f}v10",
            cls=f"cap {row.strand}",
        ),
        tag("circle", cx=at, cy=y, r=5, cls=f"dot {row.strand}"),
        text(
            row.note,
            frame.width if narrow else frame.right + 10,
            words_y + 4.5,
            "t halo",
            "end" if narrow else None,
        ),
    ]
    boxes.append(Box(0, words_y - 7, text_width(label), words_y + 7))
    note = text_width(row.note)
    first = frame.width - note if narrow else frame.right + 10
    boxes.append(Box(first, words_y - 7, first + note, words_y + 7))
    return tag("g", parts)


def _axis(ranges: Ranges, frame: Frame) -> Markup:
    parts = []
    values = ticks(frame.first_year, frame.last_year, 4 if frame.width < 500 else 7)
    for value in values:
        x = frame.x(value)
        cls = "zero" if value == 0 else "grid"
        parts.append(tag("path", d=f"M{x:.1f} {frame.top:.1f}V{frame.bottom:.1f}", cls=cls))
        parts.append(text(f"{value:g}".replace("-", "−"), x, frame.bottom + 16, "a", "middle"))
    for word, x, anchor in (
        (ranges.low_word, frame.left, "start"),
        (ranges.high_word, frame.right, "end"),
    ):
        parts += [text(word, x, frame.bottom + 33, "a s", anchor)] if word else []
    return join(parts)
