"""Draws a ``Timeline``: one track per instrument, a bar while it binds, a ring for other acts."""

from __future__ import annotations

from rightful.core.document import Timeline, Track
from rightful.reports.charts.canvas import canvas
from rightful.reports.charts.frame import Box, Drawing, Frame, clip, text_width, year_ticks
from rightful.reports.markup import Markup, join, tag

_PITCH = 22.0


def draw(timeline: Timeline, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is no track."""
    if not timeline.tracks:
        return None
    ident = f"{timeline.anchor}-{suffix}"
    narrow = width < 500
    left = max(text_width(track.label) for track in timeline.tracks) + 12
    left = min(left, width * 0.36)
    note = max(text_width(track.note) for track in timeline.tracks)
    right = width - (6 if narrow else min(note, 260) + 10)
    height = 8 + len(timeline.tracks) * _PITCH + 26
    span = float(timeline.first_year), float(timeline.last_year + 1)
    frame = Frame(width, height, left, right, 4, height - 24, *span, 0.0, 1.0)
    boxes: list[Box] = []
    tracks = [
        _track(track, frame, 8 + (i + 0.5) * _PITCH, narrow, boxes)
        for i, track in enumerate(timeline.tracks)
    ]
    svg = canvas(timeline, ident, (width, height), _axis(frame), tracks)
    return Drawing(svg, tuple(boxes))


def _track(track: Track, frame: Frame, y: float, narrow: bool, boxes: list[Box]) -> Markup:
    label = clip(track.label, frame.left - 10)
    boxes.append(Box(0, y - 8, text_width(label), y + 6))
    parts = [tag("text", label, x=frame.left - 10, y=y + 4.5, cls="t b promise", text_anchor="end")]
    for start, end, lasts in track.spans:
        parts.append(_span(frame, y, start, end, lasts))
    parts += [
        tag("circle", cx=_held(frame, act), cy=y, r=4, cls="ring promise") for act in track.acts
    ]
    if not narrow:
        note = clip(track.note, frame.width - frame.right - 8)
        boxes.append(Box(frame.right + 8, y - 8, frame.right + 8 + text_width(note), y + 6))
        parts.append(tag("text", note, x=frame.right + 8, y=y + 4.5, cls="a"))
    return tag("g", parts)


def _span(frame: Frame, y: float, start: float, end: float | None, lasts: bool) -> Markup:
    x, until = _held(frame, start), frame.right if end is None else _held(frame, end)
    bar = tag("rect", x=x, y=y - 5, width=max(until - x, 2), height=10, cls="span promise")
    # An arrow: it lasted when the tables end, and nothing is known after them.
    tip = tag("path", d=f"M{until:.1f} {y - 5:.1f}l6 5l-6 5z", cls="span promise")
    return join((bar, tip if lasts else None))


def _held(frame: Frame, year: float) -> float:
    return min(max(frame.x(year), frame.left), frame.right)


def _axis(frame: Frame) -> Markup:
    parts = []
    for year in year_ticks(frame):
        x = frame.x(year)
        parts.append(tag("path", d=f"M{x:.1f} {frame.top:.1f}V{frame.bottom:.1f}", cls="grid"))
        parts.append(
            tag("text", str(year), x=x, y=frame.bottom + 18, cls="a", text_anchor="middle")
        )
    return join(parts)
