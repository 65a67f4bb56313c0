"""Draws who took words from whom: instruments in lanes by kind, placed by year, ribbons of share.

A ribbon's width is a share of the later text; what descends from the marked source is drawn solid,
the rest dashed, so that nothing rests on colour. Every ribbon says its share when pointed at, and
the table beside the drawing holds them all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rightful.core.document import DataTable, Descent, Edge, Node
from rightful.reports.charts.canvas import text
from rightful.reports.charts.frame import Box, Drawing, Frame, text_width, year_ticks
from rightful.reports.markup import Markup, join, tag

_ROW: Final = 30.0  # between rows of one lane
_LANE: Final = 26.0  # between lanes, room for the name of the next one
_NODE: Final = 20.0  # height of a node
_WIDEST: Final = 22.0  # width of a ribbon of share 1
_PAD: Final = 6.0
_FOOT: Final = 26.0


def table(descent: Descent) -> DataTable:
    """Return every share that is drawn, largest first."""
    ordered = sorted(descent.edges, key=lambda one: (-one.share, one.source, one.target))
    rows = tuple((one.source, one.target, _percent(one.share)) for one in ordered)
    columns = ("earlier text", "later text", "share of the later text")
    return DataTable(descent.title, columns, rows, (False, False, True), folded=True)


def draw(descent: Descent, width: float, suffix: str) -> Drawing | None:
    """Return the drawing for one width, None where there is no instrument."""
    if not descent.nodes:
        return None
    years = [node.year for node in descent.nodes]
    room = max(_width(node) for node in descent.nodes) / 2
    left, right = 4 + room, width - 4 - room
    span = float(min(years)), float(max(years)) + 1
    frame = Frame(width, 0.0, left, right, 0.0, 0.0, *span, 0.0, 1.0)
    placed, heads, foot = _place(descent.nodes, frame)
    ident = f"{descent.anchor}-{suffix}"
    svg = tag(
        "svg",
        tag("title", descent.title, id=f"{ident}-t"),
        tag("desc", descent.alternative, id=f"{ident}-d"),
        _axis(frame, foot),
        [_ribbon(edge, placed, descent.marked) for edge in _back_to_front(descent.edges)],
        [text(lane, 0, y, "t b halo") for lane, y in heads],
        [_node(name, box) for name, box in placed.items()],
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {math.ceil(foot + _FOOT):g}",
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
        cls=f"chart w{width:g}",
        direction="ltr",
    )
    names = [Box(0, y - 11, text_width(lane), y + 3) for lane, y in heads]
    return Drawing(svg, (*placed.values(), *names))


def _place(
    nodes: Sequence[Node], frame: Frame
) -> tuple[dict[str, Box], list[tuple[str, float]], float]:
    """Put each node under its year, in the first row of its lane where it meets no other."""
    placed: dict[str, Box] = {}
    heads = []
    top = 0.0
    for lane in dict.fromkeys(node.lane for node in nodes):
        heads.append((lane, top + 14))
        top += _LANE
        ends: list[float] = []
        for node in sorted((one for one in nodes if one.lane == lane), key=lambda one: one.year):
            half = _width(node) / 2
            x = frame.mid(node.year)
            free = (i for i, end in enumerate(ends) if end + 4 <= x - half)
            row = next(free, len(ends))
            ends[row : row + 1] = [x + half]
            y = top + row * _ROW
            placed[node.name] = Box(x - half, y, x + half, y + _NODE)
        top += len(ends) * _ROW
    return placed, heads, top


def _width(node: Node) -> float:
    return text_width(node.name) + 2 * _PAD


def _node(name: str, box: Box) -> Markup:
    middle = (box.left + box.right) / 2
    shape = tag(
        "rect",
        x=box.left,
        y=box.top,
        width=box.right - box.left,
        height=box.bottom - box.top,
        rx="4",
        fill="var(--paper)",
        stroke="var(--ink)",
    )
    return join((shape, text(name, middle, box.bottom - 5.5, "t", "middle")))


def _back_to_front(edges: Sequence[Edge]) -> list[Edge]:
    """Wide ribbons first, so that narrow ones stay visible on them."""
    return sorted(edges, key=lambda one: -one.share)


def _ribbon(edge: Edge, placed: dict[str, Box], marked: str) -> Markup:
    start, end = placed[edge.source], placed[edge.target]
    x1, x2 = (start.left + start.right) / 2, (end.left + end.right) / 2
    if start.bottom < end.top:
        y1, y2 = start.bottom, end.top
        bend = f"{x1:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {(y1 + y2) / 2:.1f}"
    else:
        # Beside or above: an arc over both, so that it does not hide the nodes between.
        y1, y2 = start.top, end.top if end.top <= start.top else end.bottom
        over = min(y1, y2) - 16
        bend = f"{x1:.1f} {over:.1f} {x2:.1f} {over:.1f}"
    ours = edge.source == marked
    return tag(
        "path",
        tag("title", f"{edge.source} to {edge.target}: {_percent(edge.share)}"),
        d=f"M{x1:.1f} {y1:.1f}C{bend} {x2:.1f} {y2:.1f}",
        cls="line promise" if ours else "line world",
        stroke_width=f"{max(edge.share * _WIDEST, 1):.1f}",
        stroke_opacity=".8" if ours else ".45",
        stroke_dasharray=None if ours else "7 2",
        style="stroke-linecap:butt",
    )


def _axis(frame: Frame, foot: float) -> Markup:
    parts = []
    for year in year_ticks(frame):
        x = frame.mid(year)
        parts.append(tag("path", d=f"M{x:.1f} 0V{foot:.1f}", cls="grid"))
        parts.append(text(str(year), x, foot + 18, "a", "middle"))
    return join(parts)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
