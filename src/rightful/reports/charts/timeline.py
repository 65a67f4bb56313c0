"""Draws a ``Timeline``: one track per instrument, a bar while it binds, a ring for other acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rightful.core.document import Timeline, Track
from rightful.reports.charts.canvas import canvas, text
from rightful.reports.charts.frame import Box, Drawing, Frame, text_width, wrap, year_ticks
from rightful.reports.markup import Markup, join, tag

_PITCH = 22.0
_LINE = 15.0
_NOTE = 300.0  # width at which a note is broken, beside the bars


@dataclass(frozen=True)
class _Row:
    """A track with its words broken to fit: the middle of its bar, where its words begin."""

    track: Track
    label: tuple[str, ...]
    note: tuple[str, ...]
    y: float
    top: float


def draw(timeline: Timeline, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is no track."""
    if not timeline.tracks:
        return None
    ident = f"{timeline.anchor}-{suffix}"
    narrow = width < 500
    rows, foot = _stacked(timeline, width) if narrow else _beside(timeline, width)
    left = 4.0 if narrow else _widest(line for row in rows for line in row.label) + 12
    right = width - (8 if narrow else _widest(line for row in rows for line in row.note) + 16)
    span = float(timeline.first_year), float(timeline.last_year + 1)
    frame = Frame(width, foot + 26, left, right, 4, foot, *span, 0.0, 1.0)
    boxes: list[Box] = []
    tracks = [_track(row, frame, narrow, boxes) for row in rows]
    svg = canvas(timeline, ident, (width, frame.height), _axis(frame, rows, narrow), tracks)
    return Drawing(svg, tuple(boxes))


def _widest(lines: Iterable[str]) -> float:
    return max(map(text_width, lines), default=0.0)


def _beside(timeline: Timeline, width: float) -> tuple[list[_Row], float]:
    """Put label and note left and right of the bar; a long note takes several lines."""
    rows, y = [], 8.0
    room = min(_NOTE, width * 0.38)
    for track in timeline.tracks:
        label, note = wrap(track.label, width * 0.25), wrap(track.note, room, most=4)
        high = max(_PITCH, max(len(label), len(note)) * _LINE + 6)
        rows.append(_Row(track, label, note, y + high / 2, y))
        y += high
    return rows, y + 2


def _stacked(timeline: Timeline, width: float) -> tuple[list[_Row], float]:
    """Put label and note above the bar, on one line where both fit."""
    rows, y = [], 2.0
    for track in timeline.tracks:
        fits = text_width(track.label) + text_width(track.note) + 14 <= width
        label = wrap(track.label, width, most=2)
        note = wrap(track.note, width, most=3)
        lines = 1 if fits else len(label) + len(note)
        rows.append(_Row(track, label, note, y + lines * _LINE + 10, y))
        y += lines * _LINE + 22
    return rows, y + 2


def _track(row: _Row, frame: Frame, narrow: bool, boxes: list[Box]) -> Markup:
    parts = [_span(frame, row.y, *span) for span in row.track.spans]
    parts += [
        tag("circle", cx=_held(frame, act), cy=row.y, r=4, cls="ring promise")
        for act in row.track.acts
    ]
    words = _above(row, frame) if narrow else _around(row, frame)
    for line, x, base, cls, anchor in words:
        width = text_width(line)
        start = x - width if anchor == "end" else x
        boxes.append(Box(start, base - 11, start + width, base + 3))
        parts.append(text(line, x, base, cls, anchor))
    return tag("g", parts)


_Words = list[tuple[str, float, float, str, str | None]]  # line, x, base, class, anchor


def _around(row: _Row, frame: Frame) -> _Words:
    def bases(count: int) -> list[float]:
        return [row.y + 4.5 + (i - (count - 1) / 2) * _LINE for i in range(count)]

    left = zip(row.label, bases(len(row.label)), strict=True)
    right = zip(row.note, bases(len(row.note)), strict=True)
    return [
        *((line, frame.left - 10, base, "t b promise", "end") for line, base in left),
        *((line, frame.right + 12, base, "a", None) for line, base in right),
    ]


def _above(row: _Row, frame: Frame) -> _Words:
    first = row.top + 12
    if row.y - row.top < 2 * _LINE:
        label, note = row.label[0], row.note[0] if row.note else ""
        return [
            (label, 0.0, first, "t b promise", None),
            (note, frame.width, first, "a", "end"),
        ]
    lines = [*((line, "t b promise") for line in row.label), *((line, "a") for line in row.note)]
    return [(line, 0.0, first + i * _LINE, cls, None) for i, (line, cls) in enumerate(lines)]


def _span(frame: Frame, y: float, start: float, end: float | None, lasts: bool) -> Markup:
    x, until = _held(frame, start), frame.right if end is None else _held(frame, end)
    bar = tag("rect", x=x, y=y - 5, width=max(until - x, 2), height=10, cls="span promise")
    # An arrow: it lasted when the tables end, and nothing is known after them.
    tip = tag("path", d=f"M{until:.1f} {y - 5:.1f}l6 5l-6 5z", cls="span promise")
    return join((bar, tip if lasts else None))


def _held(frame: Frame, year: float) -> float:
    return min(max(frame.x(year), frame.left), frame.right)


def _axis(frame: Frame, rows: list[_Row], narrow: bool) -> Markup:
    """Return the years; between stacked rows their lines give way to the words."""
    parts = []
    spans = [(row.y - 8, row.y + 8) for row in rows] if narrow else [(frame.top, frame.bottom)]
    for year in year_ticks(frame):
        x = frame.x(year)
        path = "".join(f"M{x:.1f} {top:.1f}V{bottom:.1f}" for top, bottom in spans)
        parts.append(tag("path", d=path, cls="grid"))
        parts.append(text(str(year), x, frame.bottom + 18, "a", "middle"))
    return join(parts)
