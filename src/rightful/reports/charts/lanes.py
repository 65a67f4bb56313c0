"""Draws ``Lanes``: the probability that a promise is unmet, one lane per right, one time axis."""

from __future__ import annotations

import numpy as np

from rightful.core.answer import Floats, Ints
from rightful.core.document import Lane, Lanes
from rightful.reports import series
from rightful.reports.charts.canvas import canvas, hatching
from rightful.reports.charts.frame import Box, Drawing, Frame, text_width, wrap, year_ticks
from rightful.reports.markup import Markup, join, short, tag

_LANE = 46.0  # height of a lane
_GAP = 20.0  # between lanes


def draw(lanes: Lanes, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where nothing is known."""
    known = [lane.years[series.known(lane.outline)] for lane in lanes.lanes]
    found = np.concatenate(known) if known else np.array([])
    if not found.size:
        return None
    narrow = width < 500
    pitch = _LANE + _GAP + (_above(lanes, width) if narrow else 0)
    edges = (4.0, width - 4) if narrow else (_left(lanes), width - _right(lanes))
    span = float(found.min()), float(found.max()) + 1
    height = 4 + len(lanes.lanes) * pitch + 18
    ident = f"{lanes.anchor}-{suffix}"
    boxes: list[Box] = []
    parts = []
    for i, lane in enumerate(lanes.lanes):
        bottom = 4 + (i + 1) * pitch
        frame = Frame(width, height, *edges, bottom - _LANE, bottom, *span, 0.0, 1.0)
        parts.append(_lane(lane, frame, ident, narrow, boxes))
    axis = _axis(Frame(width, height, *edges, 0, height - 22, *span, 0.0, 1.0))
    svg = canvas(lanes, ident, (width, height), _hatch(ident), parts, axis)
    return Drawing(svg, tuple(boxes))


def _above(lanes: Lanes, width: float) -> float:
    """Return the room that label and note take above a lane: one line where all pairs fit."""
    return 24.0 if all(_fits(lane, width) for lane in lanes.lanes) else 40.0


def _fits(lane: Lane, width: float) -> bool:
    return text_width(lane.label) + text_width(lane.note) + 14 <= width


def _left(lanes: Lanes) -> float:
    words = [part for lane in lanes.lanes for part in wrap(lane.label, 150, most=2)]
    return max(text_width(part) for part in words) + 12


def _right(lanes: Lanes) -> float:
    return max(text_width(part) for lane in lanes.lanes for part in _note(lane)) + 12


def _note(lane: Lane) -> tuple[str, ...]:
    return wrap(lane.note, 150, most=2)


def _hatch(ident: str) -> Markup:
    """Return the fill of an unmet promise: the deed's colour, hatched in the promise's."""
    ground = tag("path", d="M0 0h5v5h-5z", cls="area deed")
    return tag("defs", hatching(f"{ident}-h", ground, tag("path", d="M0 0V5", cls="h promise")))


def _lane(lane: Lane, frame: Frame, ident: str, narrow: bool, boxes: list[Box]) -> Markup:
    half = frame.y(0.5)
    parts = [
        tag("path", d=f"M{frame.left:.1f} {frame.bottom:.1f}H{frame.right:.1f}", cls="axis"),
        tag("path", d=f"M{frame.left:.1f} {half:.1f}H{frame.right:.1f}", cls="grid dotted"),
    ]
    if lane.known_until is not None and lane.known_until + 1 < frame.last_year:
        edge = frame.x(lane.known_until + 1)
        silent = f"M{edge:.1f} {frame.top:.1f}H{frame.right:.1f}V{frame.bottom:.1f}H{edge:.1f}Z"
        parts.insert(0, tag("path", d=silent, cls="silent"))
    for run in series.runs(lane.years, lane.filled):
        steps = _steps(frame, lane, run, lane.filled)
        start = short(frame.x(lane.years[run[0]]))
        foot = short(frame.bottom)
        area = f"M{steps}V{foot}H{start}Z"
        parts.append(tag("path", d=area, fill=f"url(#{ident}-h)", cls="unmet"))
    # The area carries its own edge, so the thin line is drawn only where nothing binds.
    bare = np.where(np.isfinite(lane.filled), np.nan, lane.outline)
    parts += [_path(lane, frame, bare, "line deed", "1.6", None)]
    if lane.dashed is not None:
        parts += [_path(lane, frame, lane.dashed, "line ink", "1.4", "5 3")]
    return tag("g", parts, _mark(lane, frame, boxes), _words(lane, frame, narrow, boxes))


def _path(
    lane: Lane, frame: Frame, values: Floats, cls: str, weight: str, dash: str | None
) -> Markup:
    found = [_steps(frame, lane, run, values) for run in series.runs(lane.years, values)]
    d = "".join(f"M{steps}" for steps in found)
    return tag("path", d=d, cls=cls, stroke_width=weight, stroke_dasharray=dash) if d else join(())


def _steps(frame: Frame, lane: Lane, run: Ints, values: Floats) -> str:
    """Draw each year as a step: a probability of a year says nothing of the time between."""
    ends = frame.edges(lane.years[run] + 1)
    points = (f"{y:.1f}H{x:.1f}" for x, y in zip(ends, frame.heights(values[run]), strict=True))
    return f"{frame.x(lane.years[run[0]]):.1f} {'V'.join(points)}"


def _mark(lane: Lane, frame: Frame, boxes: list[Box]) -> Markup | None:
    if lane.mark is None:
        return None
    x, words = frame.x(lane.mark), f"since {lane.mark}"
    width = text_width(words)
    on_left = x - width - 4 > frame.left
    at = x - 4 if on_left else x + 4
    boxes.append(
        Box(at - width if on_left else at, frame.top - 14, at if on_left else at + width, frame.top)
    )
    return join(
        (
            tag("path", d=f"M{x:.1f} {frame.top - 13:.1f}V{frame.bottom:.1f}", cls="since"),
            tag(
                "text",
                words,
                x=at,
                y=frame.top - 3,
                cls="t b halo",
                text_anchor="end" if on_left else None,
            ),
        )
    )


def _words(lane: Lane, frame: Frame, narrow: bool, boxes: list[Box]) -> Markup:
    if narrow:
        return _words_above(lane, frame, boxes)
    parts = []
    for words, x, cls, anchor in (
        (wrap(lane.label, 150, most=2), frame.left - 10, "t b", "end"),
        (_note(lane), frame.right + 8, "t deed", None),
    ):
        first = (frame.top + frame.bottom) / 2 - (len(words) - 1) * 7.5 + 4.5
        for i, line in enumerate(words):
            parts.append(tag("text", line, x=x, y=first + 15 * i, cls=cls, text_anchor=anchor))
    return join(parts)


def _words_above(lane: Lane, frame: Frame, boxes: list[Box]) -> Markup:
    """Put the label at the left and the note at the right, or below it where it is too long."""
    y, width = frame.top - 20, text_width(lane.note)
    fits = _fits(lane, frame.width)
    top, start = (y, frame.right - width) if fits else (y - 16, 0.0)
    boxes.append(Box(0, top - 10, text_width(lane.label), top + 4))
    boxes.append(Box(start, y - 10, start + width, y + 4))
    note_at, anchor = (frame.right, "end") if fits else (0.0, None)
    return join(
        (
            tag("text", lane.label, x=0, y=top, cls="t b"),
            tag("text", lane.note, x=note_at, y=y, cls="t deed", text_anchor=anchor),
        )
    )


def _axis(frame: Frame) -> Markup:
    return join(
        tag(
            "text", str(year), x=frame.mid(year), y=frame.bottom + 19, cls="a", text_anchor="middle"
        )
        for year in year_ticks(frame)
    )
