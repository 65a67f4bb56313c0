"""Draws a ``Chart`` as SVG for a given width: bands, lines, dated marks, names on the lines."""

from __future__ import annotations

import html
from dataclasses import replace

import numpy as np

from rightful.core.answer import Floats, Ints
from rightful.core.document import Band, Chart, Line
from rightful.reports import series
from rightful.reports.charts import labels
from rightful.reports.charts.canvas import canvas, hatching, text
from rightful.reports.charts.frame import SIZE, Box, Drawing, Frame, text_width, year_ticks
from rightful.reports.charts.labels import EndLabel, Marks
from rightful.reports.charts.layout import (
    lay_out,
    name_lines,
    tick_text,
    tick_values,
)
from rightful.reports.markup import Markup, join, short, tag


def draw(chart: Chart, width: float, suffix: str, readable: bool = True) -> Drawing | None:
    """Return the drawing, or None where the chart holds no known value.

    ``suffix`` keeps identifiers apart when the page holds several drawings of one chart;
    ``readable`` adds what shows when a year is pointed at.
    """
    chart = chart if readable else replace(chart, readings=())
    laid = lay_out(chart, width)
    if laid is None:
        return None
    frame, marks = laid.frame, laid.marks
    ends = _ends(chart, frame)
    ident = f"{chart.anchor}-{suffix}"
    body = join(
        (
            _hatches(chart, ident),
            _grid(chart, frame),
            _unknown(chart, frame, ident),
            (_band(band, frame, ident) for band in chart.bands),
            _stems(marks, frame),
            (_line(line, frame) for line in chart.lines),
            _marks(marks, frame),
            _axis(frame),
            (_end(label) for label in ends),
            _key(laid.keys, frame),
            _readings(chart, frame),
        )
    )
    boxes = [label.box for label in ends] + labels.boxes(marks, frame) + _axis_boxes(frame)
    size = (frame.width, frame.height)
    return Drawing(canvas(chart, ident, size, body), tuple(boxes))


def _hatches(chart: Chart, ident: str) -> Markup:
    strands = sorted({band.strand for band in chart.bands if band.hatched})
    lines = {strand: tag("path", d="M0 0V5", cls=f"h {strand}") for strand in strands}
    patterns = [hatching(f"{ident}-h-{strand}", line) for strand, line in lines.items()]
    return tag("defs", patterns) if patterns else Markup("")


def _grid(chart: Chart, frame: Frame) -> Markup:
    parts = []
    for value in tick_values(chart, frame.low, frame.high):
        y = frame.y(value)
        parts.append(tag("path", d=f"M{frame.left:.1f} {y:.1f}H{frame.right:.1f}", cls="grid"))
        parts.append(text(tick_text(chart, value), frame.left - 6, y + 4, "a", "end"))
    # No place in or beside the plot is free for sure, so the words for its ends stand above it.
    ends = f"↑ {chart.high_word} · ↓ {chart.low_word}" if chart.high_word else None
    return join([*parts, text(ends, frame.left, 11.0, "a s") if ends else None])


def _unknown(chart: Chart, frame: Frame, ident: str) -> Markup:
    """Mark what lies after the last year of data: nothing is known there."""
    if chart.observed_until is None or chart.observed_until + 1 >= frame.last_year:
        return Markup("")
    x = frame.x(chart.observed_until + 1)
    width = frame.right - x
    parts = [
        tag("rect", x=x, y=frame.top, width=width, height=frame.bottom - frame.top, cls="unknown")
    ]
    if width > 3:
        parts.append(tag("path", d=f"M{x:.1f} {frame.top:.1f}V{frame.bottom:.1f}", cls="edge"))
    return tag("g", parts, id=f"{ident}-unknown")


def _band(band: Band, frame: Frame, ident: str) -> Markup:
    both = np.where(np.isfinite(band.low + band.high), band.low, np.nan)
    fill = f"url(#{ident}-h-{band.strand})" if band.hatched else None
    cls = f"band {band.strand}{' hatched' if band.hatched else ''}"
    parts = []
    for run in series.runs(band.years, both):
        if run.size == 1:
            # One year alone has no area: its interval is drawn as a bar.
            x, i = frame.mid(int(band.years[run[0]])), run[0]
            top, bottom = frame.y(float(band.high[i])), frame.y(float(band.low[i]))
            parts.append(
                tag("path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}", cls=f"bar {band.strand}")
            )
            continue
        upper = _points(frame, band.years[run], band.high[run])
        lower = _points(frame, band.years[run][::-1], band.low[run][::-1])
        parts.append(tag("path", d=f"M{upper}L{lower}Z", cls=cls, fill=fill))
    return join(parts)


def _points(frame: Frame, years: Ints, values: Floats) -> str:
    places = zip(frame.mids(years), frame.heights(values), strict=True)
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _line(line: Line, frame: Frame) -> Markup:
    parts = []
    for run in series.runs(line.years, line.values):
        if run.size == 1:
            x, y = frame.mid(int(line.years[run[0]])), frame.y(float(line.values[run[0]]))
            parts.append(tag("circle", cx=x, cy=y, r=3.5, cls=f"dot {line.strand}"))
            continue
        points = _points(frame, line.years[run], line.values[run])
        parts.append(
            tag(
                "path",
                d=f"M{points}",
                cls=f"line {line.strand}",
                stroke_width=f"{line.weight:g}",
                stroke_dasharray=line.dash or None,
            )
        )
    return join(parts)


def _stems(marks: Marks, frame: Frame) -> Markup:
    paths = [
        tag(
            "path",
            cls=f"stem {mark.strand}",
            d=f"M{mark.x:.1f} {labels.mark_height(mark, frame):.1f}V{frame.bottom:.1f}",
        )
        for mark in marks.marks
    ]
    return join(paths)


def _marks(marks: Marks, frame: Frame) -> Markup:
    parts = []
    for mark in marks.marks:
        y = labels.mark_height(mark, frame)
        if marks.numbered:
            parts.append(tag("circle", cx=mark.x, cy=y, r=8.5, cls=f"dot {mark.strand}"))
            parts.append(text(str(mark.number), mark.x, y + 4, "n", "middle"))
            continue
        parts.append(tag("circle", cx=mark.x, cy=y, r=3.8, cls=f"dot {mark.strand}"))
        for i, line in enumerate(reversed(mark.lines)):
            parts.append(text(line, mark.x + 8, y + 4.5 - i * labels.ROW, f"t {mark.strand}"))
    return join(parts)


def _axis(frame: Frame) -> Markup:
    parts = [tag("path", d=f"M{frame.left:.1f} {frame.bottom:.1f}H{frame.right:.1f}", cls="axis")]
    for year in year_ticks(frame):
        x = frame.mid(year)
        parts.append(tag("path", d=f"M{x:.1f} {frame.bottom:.1f}v4", cls="axis"))
        parts.append(text(str(year), x, frame.bottom + 18, "a", "middle"))
    return join(parts)


def _axis_boxes(frame: Frame) -> list[Box]:
    half = text_width("2000") / 2
    return [
        Box(frame.mid(year) - half, frame.bottom + 8, frame.mid(year) + half, frame.bottom + 21)
        for year in year_ticks(frame)
    ]


def _ends(chart: Chart, frame: Frame) -> list[EndLabel]:
    found = []
    for line in chart.lines:
        at = series.last_known(line.values)
        if at is None or not line.label:
            continue
        x, y = frame.mid(int(line.years[at])) + 9, frame.y(float(line.values[at]))
        strong = not line.dash and line.strand != "world"
        found.append(EndLabel(name_lines(line.label, frame.width), x, y, y, line.strand, strong))
    return labels.spread(found, frame.top - 6, frame.bottom + 6)


def _end(label: EndLabel) -> Markup:
    leader = None
    if abs(label.y - label.wanted) > 5:
        leader = tag(
            "path",
            cls=f"leader {label.strand}",
            d=f"M{label.x - 7:.1f} {label.wanted:.1f}L{label.x - 2:.1f} {label.y:.1f}",
        )
    first = label.y - (len(label.lines) - 1) * (SIZE + 1) / 2 + 4.5
    cls = f"t {label.strand} halo{' b' if label.strong else ''}"
    lines = [text(line, label.x, first + i * (SIZE + 1), cls) for i, line in enumerate(label.lines)]
    return join((leader, lines))


def _key(keys: tuple[str, ...], frame: Frame) -> Markup:
    start = frame.height - len(keys) * 17 + 10
    return join(text(line, 0.0, start + i * 17, "t promise") for i, line in enumerate(keys))


def _readings(chart: Chart, frame: Frame) -> Markup:
    """Return one invisible strip per year; pointing at it shows the year's numbers, by CSS only."""
    width = (frame.right - frame.left) / (frame.last_year - frame.first_year)
    half = max((text_width(words) for _, words in chart.readings), default=0.0) / 2
    top, bottom, y = short(frame.top), short(frame.bottom), short(frame.bottom + 35)
    parts = []
    for year, words in chart.readings:
        x = short(frame.x(year))
        at = short(min(max(frame.mid(year), half), max(frame.width - half, half)))
        strip = f"M{x} {top}h{width:.1f}V{bottom}H{x}z"
        parts.append(
            f'<g><path d="{strip}"/><text x="{at}" y="{y}">{html.escape(words)}</text></g>'
        )
    found = Markup("".join(parts))
    return tag("g", found, cls="read", text_anchor="middle", aria_hidden="true") if parts else found
