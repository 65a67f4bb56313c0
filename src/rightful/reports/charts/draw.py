"""Draws a ``Chart`` as SVG for a given width: bands, lines, dated marks, names on the lines."""

from __future__ import annotations

import html
import math
from dataclasses import replace

import numpy as np

from rightful.core.answer import Floats, Ints
from rightful.core.document import Band, Chart, Line
from rightful.reports import series
from rightful.reports.charts import labels
from rightful.reports.charts.frame import (
    SIZE,
    Box,
    Drawing,
    Frame,
    text_width,
    ticks,
    wrap,
    year_ticks,
)
from rightful.reports.charts.labels import EndLabel, Marks
from rightful.reports.markup import Markup, join, short, tag

_READING = 18.0  # row under the axis in which a year that is pointed at is read


def draw(chart: Chart, width: float, suffix: str, readable: bool = True) -> Drawing | None:
    """Return the drawing, or None where the chart holds no known value.

    ``suffix`` keeps identifiers apart when the page holds several drawings of one chart;
    ``readable`` adds what shows when a year is pointed at.
    """
    years = _years(chart)
    if years is None:
        return None
    if not readable:
        chart = replace(chart, readings=())
    frame, marks, keys = _frame(chart, width, *years)
    ends = _ends(chart, frame)
    ident = f"{chart.anchor}-{suffix}"
    body = join(
        (
            _title(chart, ident),
            _hatches(chart, ident),
            _grid(chart, frame),
            _unknown(chart, frame, ident),
            (_band(band, frame, ident) for band in chart.bands),
            _stems(marks, frame),
            (_line(line, frame) for line in chart.lines),
            _marks(marks, frame),
            _axis(frame),
            (_end(label) for label in ends),
            _key(keys, frame),
            _readings(chart, frame),
        )
    )
    boxes = [label.box for label in ends] + labels.boxes(marks, frame) + _axis_boxes(frame)
    return Drawing(_svg(frame, ident, body), tuple(boxes))


def _svg(frame: Frame, ident: str, body: Markup) -> Markup:
    return tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {frame.width:g} {frame.height:g}",
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
        cls=f"chart w{frame.width:g}",
        direction="ltr",
    )


def _title(chart: Chart, ident: str) -> Markup:
    return join(
        (
            tag("title", chart.title, id=f"{ident}-t"),
            tag("desc", chart.alternative, id=f"{ident}-d"),
        )
    )


def _years(chart: Chart) -> tuple[float, float] | None:
    """Return the range of the time axis: every known year, and every dated mark near it."""
    known = [line.years[series.known(line.values)] for line in chart.lines]
    found = np.concatenate(known) if known else np.array([])
    if not found.size:
        return None
    first, last = float(found.min()), float(found.max()) + 1
    last = max([last, *(math.floor(event.year) + 1 for event in chart.events)])
    first = min([first, *(math.floor(event.year) for event in chart.events)])
    first = float(chart.first_year) if chart.first_year is not None else first
    last = float(chart.last_year + 1) if chart.last_year is not None else last
    return first, max(last, first + 1)


def _frame(
    chart: Chart, width: float, first: float, last: float
) -> tuple[Frame, Marks, tuple[str, ...]]:
    """Lay the frame out: margins follow from the words that must fit in them."""
    low, high = _values(chart)
    left = _left(chart, width, low, high)
    right = width - _right(chart, width)
    rough = Frame(width, 0, left, right, 0, 0, first, last, low, high)
    marks = labels.place(chart.events, rough)
    keys = labels.key(marks, width)
    pitch = 20.0 if marks.numbered else labels.ROW
    top = 12 + marks.rows * pitch if marks.marks else 10.0
    plot = chart.height if width >= 900 else max(chart.height * 0.8, min(chart.height, 200))
    bottom = top + plot
    below = 24 + (_READING if chart.readings else 0) + len(keys) * 17 + (6 if keys else 0)
    frame = replace(rough, top=top, bottom=bottom, height=math.ceil(bottom + below))
    return frame, marks, keys


def _values(chart: Chart) -> tuple[float, float]:
    arrays = [line.values for line in chart.lines]
    arrays += [edge for band in chart.bands for edge in (band.low, band.high)]
    found = np.concatenate([array[np.isfinite(array)] for array in arrays])
    low = float(found.min()) if chart.low is None else chart.low
    high = float(found.max()) if chart.high is None else chart.high
    if high <= low:
        return low - 0.5, high + 0.5
    air = 0.0 if chart.percent else 0.04 * (high - low)
    return low - air, high + air


def _left(chart: Chart, width: float, low: float, high: float) -> float:
    marks = max(text_width(_tick_text(chart, v)) for v in _ticks(chart, low, high))
    words = [line for word in (chart.high_word, chart.low_word) for line in _axis_word(word)]
    widest = max((text_width(word, 12) for word in words), default=0.0)
    return marks + 12 if width < 500 else max(marks, widest) + 12


def _right(chart: Chart, width: float) -> float:
    names = [line.label for line in chart.lines if line.label]
    widest = max((text_width(part) for name in names for part in _name(name, width)), default=0.0)
    return widest + 14 if names else 10.0


def _name(label: str, width: float) -> tuple[str, ...]:
    return wrap(label, 74 if width < 500 else 120)


def _axis_word(word: str) -> tuple[str, ...]:
    return wrap(word, 70, 12, most=2)


def _ticks(chart: Chart, low: float, high: float) -> tuple[float, ...]:
    if chart.percent:
        return (0.0, 25.0, 50.0, 75.0, 100.0) if chart.height >= 200 else (0.0, 50.0, 100.0)
    return ticks(low, high, 7 if chart.height >= 200 else 4)


def _tick_text(chart: Chart, value: float) -> str:
    text = f"{value:g}".replace("-", "−")
    return f"{text}%" if chart.percent else text


def _hatches(chart: Chart, ident: str) -> Markup:
    strands = {band.strand for band in chart.bands if band.hatched}
    patterns = [
        tag(
            "pattern",
            tag("path", d="M0 0V5", cls=f"h {strand}"),
            id=f"{ident}-h-{strand}",
            width="5",
            height="5",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        for strand in sorted(strands)
    ]
    return tag("defs", patterns) if patterns else Markup("")


def _grid(chart: Chart, frame: Frame) -> Markup:
    parts, words = [], _words(chart, frame)
    for value in _ticks(chart, frame.low, frame.high):
        y = frame.y(value)
        parts.append(tag("path", d=f"M{frame.left:.1f} {y:.1f}H{frame.right:.1f}", cls="grid"))
        if all(abs(y - taken) > 15 for taken, _ in words):
            parts.append(_text(_tick_text(chart, value), frame.left - 6, y + 4, "a", "end"))
    parts += [_text(word, frame.left - 6, y + 4, "a s", "end") for y, word in words]
    if frame.width < 500:
        for word, y in ((chart.high_word, frame.top + 13), (chart.low_word, frame.bottom - 6)):
            parts += [_text(word, frame.left + 5, y, "a s halo")] if word else []
    return join(parts)


def _words(chart: Chart, frame: Frame) -> list[tuple[float, str]]:
    """Return the words at the ends of the axis with their heights; numbers give way to them."""
    if frame.width < 500:
        return []
    # On a percentage axis the ends are numbers that must stay, so the words stand inside.
    inset = 16.0 if chart.percent else 2.0
    upper = [
        (frame.top + inset + 13 * i, line) for i, line in enumerate(_axis_word(chart.high_word))
    ]
    lower = [
        (frame.bottom - inset - 13 * i, line)
        for i, line in enumerate(reversed(_axis_word(chart.low_word)))
    ]
    return upper + lower


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
            parts.append(_text(str(mark.number), mark.x, y + 4, "n", "middle"))
            continue
        parts.append(tag("circle", cx=mark.x, cy=y, r=3.8, cls=f"dot {mark.strand}"))
        for i, line in enumerate(reversed(mark.lines)):
            parts.append(_text(line, mark.x + 8, y + 4.5 - i * labels.ROW, f"t {mark.strand}"))
    return join(parts)


def _axis(frame: Frame) -> Markup:
    parts = [tag("path", d=f"M{frame.left:.1f} {frame.bottom:.1f}H{frame.right:.1f}", cls="axis")]
    for year in year_ticks(frame):
        x = frame.mid(year)
        parts.append(tag("path", d=f"M{x:.1f} {frame.bottom:.1f}v4", cls="axis"))
        parts.append(_text(str(year), x, frame.bottom + 18, "a", "middle"))
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
        found.append(EndLabel(_name(line.label, frame.width), x, y, y, line.strand, strong))
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
    lines = [
        _text(line, label.x, first + i * (SIZE + 1), cls) for i, line in enumerate(label.lines)
    ]
    return join((leader, lines))


def _key(keys: tuple[str, ...], frame: Frame) -> Markup:
    start = frame.height - len(keys) * 17 + 10
    return join(_text(line, 0.0, start + i * 17, "t promise") for i, line in enumerate(keys))


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


def _text(words: str, x: float, y: float, cls: str, anchor: str | None = None) -> Markup:
    return tag("text", words, x=x, y=y, cls=cls, text_anchor=anchor)
