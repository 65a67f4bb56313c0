"""Draws ``Ribbons``: one ribbon per reading on one time axis, dated marks above, the key below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rightful.core.document import Ribbon, Ribbons, Stretch
from rightful.reports.charts import labels
from rightful.reports.charts.canvas import canvas, text
from rightful.reports.charts.frame import (
    Box,
    Drawing,
    Frame,
    text_width,
    wrap,
    year_ticks,
)
from rightful.reports.charts.labels import Marks
from rightful.reports.markup import Markup, join, tag

_CELL = 26.0  # height of a ribbon
_GAP = 12.0  # between ribbons
_BELOW = 15.0  # row under a ribbon for labels that its cells do not hold
_HEAD = 19.0  # row above a ribbon for its name, in a narrow drawing
_LINE = 17.0
_SWATCH = 26.0
_TILE = 8
# What keeps a class apart without colour: lines and dots on its ground, in a tile of eight.
_MARKS: Final[dict[str, str]] = {
    "1": "M0 0L8 8M8 0L0 8",
    "2": "M-1 1L1 -1M0 8L8 0M7 9L9 7",
    "2L": "M-1 7L1 9M0 0L8 8M7 -1L9 1",
    "3": "M4 3v2M0 -1v2M8 -1v2M0 7v2M8 7v2",
    "3a": "M0 5L2 3L4 5L6 3L8 5",
    "3b": "M0 4H8",
    "3c": "M3 4h2M0 0h1M7 0h1M0 8h1M7 8h1",
    "3d": "M4 2v4M2 4h4",
    "4": "M4 0V8",
    "5": "M2 0V8M6 0V8",
}


@dataclass(frozen=True)
class _Row:
    """A ribbon with the places of its labels: (stretch, x, whether below)."""

    ribbon: Ribbon
    top: float
    labels: tuple[tuple[Stretch, float, bool], ...]


@dataclass(frozen=True)
class _Entry:
    """An entry of the key: the class, None for what cannot be told, its lines, where it stands."""

    name: str | None
    lines: tuple[str, ...]
    x: float
    y: float


def draw(ribbons: Ribbons, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is no year."""
    stretches = [one for ribbon in ribbons.ribbons for one in ribbon.stretches]
    if not stretches:
        return None
    narrow, ident = width < 500, f"{ribbons.anchor}-{suffix}"
    left = 4.0 if narrow else max(text_width(one.label) for one in ribbons.ribbons) + 14
    rough = Frame(width, 0, left, width - 6, 0, 0, *_span(ribbons, stretches), 0.0, 1.0)
    marks = labels.place(ribbons.events, rough)
    numbers = labels.key(marks, width)
    pitch = 20.0 if marks.numbered else labels.ROW
    top = 12 + marks.rows * pitch if marks.marks else 4.0
    rows, bottom = _rows(ribbons, replace(rough, top=top), narrow)
    entries, foot = _entries(ribbons, width, bottom + 42)
    height = foot + len(numbers) * _LINE + (6 if numbers else 0)
    frame = replace(rough, top=top, bottom=bottom, height=height)
    boxes = [*labels.boxes(marks, frame), *_axis_boxes(frame)]
    parts = (
        _patterns(ribbons, ident),
        _stems(marks, frame),
        [_ribbon(row, frame, ident, narrow, boxes) for row in rows],
        _marks(marks, frame),
        _axis(frame),
        [_entry(one, ident, boxes) for one in entries],
        _numbers(numbers, foot, boxes),
    )
    return Drawing(canvas(ribbons, ident, (width, height), *parts), tuple(boxes))


def _span(ribbons: Ribbons, stretches: list[Stretch]) -> tuple[float, float]:
    """Return the range of the time axis: every year, and every dated mark."""
    moments = [int(event.year) for event in ribbons.events]
    first = min([*moments, *(one.first for one in stretches)])
    return float(first), float(max([*moments, *(one.last for one in stretches)]) + 1)


def _rows(ribbons: Ribbons, frame: Frame, narrow: bool) -> tuple[list[_Row], float]:
    """Return where every ribbon stands, and the foot of the last."""
    rows, y = [], frame.top
    for ribbon in ribbons.ribbons:
        y += _HEAD if narrow else 0
        placed = _placed(ribbon, frame)
        rows.append(_Row(ribbon, y, placed))
        y += _CELL + (_BELOW if any(below for *_, below in placed) else 0) + _GAP
    return rows, y - _GAP


def _placed(ribbon: Ribbon, frame: Frame) -> tuple[tuple[Stretch, float, bool], ...]:
    """Put a label into its cell, or under it where that is too short and the place is free.

    The longest stretches choose their places first.
    """
    found: list[tuple[Stretch, float, bool]] = []
    taken: list[tuple[float, float]] = []
    for one in sorted(ribbon.stretches, key=lambda one: one.first - one.last):
        start, end = frame.x(one.first), frame.x(one.last + 1)
        half = text_width(one.label) / 2
        if 2 * half + 4 <= end - start:
            found.append((one, (start + end) / 2, False))
            continue
        at = min((start + end) / 2, frame.width - half)
        free = all(at + half + 3 <= left or at - half - 3 >= right for left, right in taken)
        if one.classes and free:
            found.append((one, at, True))
            taken.append((at - half, at + half))
    return tuple(found)


def _patterns(ribbons: Ribbons, ident: str) -> Markup:
    """Return one pattern per class drawn: its ground, and marks that need no colour."""
    return tag("defs", (_pattern(name, ident) for name, _ in ribbons.key))


def _pattern(name: str, ident: str) -> Markup:
    marks = _MARKS.get(name)
    return tag(
        "pattern",
        tag("path", d=f"M0 0h{_TILE}v{_TILE}h-{_TILE}z", cls=f"ph ph-{name}"),
        tag("path", d=marks, cls="ph-mark") if marks else None,
        id=f"{ident}-{name}",
        width=str(_TILE),
        height=str(_TILE),
        patternUnits="userSpaceOnUse",
    )


def _ribbon(row: _Row, frame: Frame, ident: str, narrow: bool, boxes: list[Box]) -> Markup:
    name, x = row.ribbon.label, 0.0 if narrow else frame.left - 10
    base = row.top - 6 if narrow else row.top + _CELL / 2 + 4.5
    anchor = None if narrow else "end"
    start = x if narrow else x - text_width(name)
    boxes.append(Box(start, base - 11, start + text_width(name), base + 3))
    cells = [_cell(one, frame, row.top, ident) for one in row.ribbon.stretches]
    words = [_label(*one, row.top, boxes) for one in row.labels]
    return tag("g", text(name, x, base, "t b halo", anchor), cells, words)


def _cell(one: Stretch, frame: Frame, top: float, ident: str) -> Markup:
    """Draw a stretch: one class, a stripe per class, the lowest at the foot, or an empty edge."""
    x, width = frame.x(one.first), frame.x(one.last + 1) - frame.x(one.first)
    edge = {"x": x, "y": top, "width": width, "height": _CELL}
    if not one.classes:
        return tag("rect", **edge, cls="ph-none")
    high = _CELL / len(one.classes)
    stripes = (
        tag("rect", x=x, y=top + i * high, width=width, height=high, fill=f"url(#{ident}-{name})")
        for i, name in enumerate(reversed(one.classes))
    )
    return join((*stripes, tag("rect", **edge, cls="ph-edge")))


def _label(one: Stretch, x: float, below: bool, top: float, boxes: list[Box]) -> Markup:
    half = text_width(one.label) / 2
    base = top + _CELL + 13 if below else top + _CELL / 2 + 4.5
    boxes.append(Box(x - half, base - 10, x + half, base + 2))
    return text(one.label, x, base, "t b halo" if one.classes else "a halo", "middle")


def _stems(marks: Marks, frame: Frame) -> Markup:
    return join(
        tag(
            "path",
            cls=f"stem {mark.strand}",
            d=f"M{mark.x:.1f} {labels.mark_height(mark, frame):.1f}V{frame.bottom:.1f}",
        )
        for mark in marks.marks
    )


def _marks(marks: Marks, frame: Frame) -> Markup:
    parts = []
    for mark in marks.marks:
        y = labels.mark_height(mark, frame)
        size = 8.5 if marks.numbered else 3.8
        parts.append(tag("circle", cx=mark.x, cy=y, r=size, cls=f"dot {mark.strand}"))
        if marks.numbered:
            parts.append(text(str(mark.number), mark.x, y + 4, "n", "middle"))
        for i, line in enumerate(reversed(mark.lines)):
            parts.append(text(line, mark.x + 8, y + 4.5 - i * labels.ROW, f"t {mark.strand} halo"))
    return join(parts)


def _axis(frame: Frame) -> Markup:
    y = frame.bottom + 4
    parts = [tag("path", d=f"M{frame.left:.1f} {y:.1f}H{frame.right:.1f}", cls="axis")]
    for year in year_ticks(frame):
        x = frame.mid(year)
        parts.append(tag("path", d=f"M{x:.1f} {y:.1f}v4", cls="axis"))
        parts.append(text(str(year), x, y + 18, "a", "middle"))
    return join(parts)


def _axis_boxes(frame: Frame) -> list[Box]:
    half = text_width("2000") / 2
    places = [frame.mid(year) for year in year_ticks(frame)]
    return [Box(x - half, frame.bottom + 11, x + half, frame.bottom + 25) for x in places]


def _entries(ribbons: Ribbons, width: float, top: float) -> tuple[list[_Entry], float]:
    """Return where the entries of the key stand, row by row, and the foot of the key."""
    names: list[tuple[str | None, str]] = [(name, f"{name} {told}") for name, told in ribbons.key]
    names += [(None, ribbons.unknown)] if ribbons.unknown else []
    found: list[_Entry] = []
    x, y, high = 0.0, top, 0
    for name, told in names:
        lines = wrap(told, width - _SWATCH - 8)
        wide = _SWATCH + 8 + _widest(lines)
        if x and x + wide > width:
            x, y, high = 0.0, y + high * _LINE + 3, 0
        found.append(_Entry(name, lines, x, y))
        x, high = x + wide + 18, max(high, len(lines))
    return found, y + high * _LINE


def _widest(lines: Iterable[str]) -> float:
    return max(map(text_width, lines), default=0.0)


def _entry(one: _Entry, ident: str, boxes: list[Box]) -> Markup:
    edge = {"x": one.x, "y": one.y, "width": _SWATCH, "height": 14.0}
    parts = [tag("rect", **edge, cls="ph-none")]
    if one.name is not None:
        fill = tag("rect", **edge, fill=f"url(#{ident}-{one.name})")
        parts = [fill, tag("rect", **edge, cls="ph-edge")]
    x = one.x + _SWATCH + 8
    for i, line in enumerate(one.lines):
        base = one.y + 11.5 + i * _LINE
        boxes.append(Box(x, base - 11, x + text_width(line), base + 3))
        parts.append(text(line, x, base, "a"))
    return join(parts)


def _numbers(lines: tuple[str, ...], foot: float, boxes: list[Box]) -> Markup:
    """Return the names of numbered marks, line by line."""
    parts = []
    for i, line in enumerate(lines):
        base = foot + 18 + i * _LINE
        boxes.append(Box(0, base - 11, text_width(line), base + 3))
        parts.append(text(line, 0.0, base, "t promise"))
    return join(parts)
