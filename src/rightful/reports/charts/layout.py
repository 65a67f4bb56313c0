"""Where things stand in a ``Chart``: ranges, ticks, and margins that follow from the words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from rightful.core.document import Chart
from rightful.reports import series
from rightful.reports.charts import labels
from rightful.reports.charts.frame import Frame, text_width, ticks, wrap
from rightful.reports.charts.labels import Marks

_ENDS = 18.0  # row above the plot that says what the ends of its axis mean
_READING = 18.0  # row under the axis in which a year that is pointed at is read


@dataclass(frozen=True)
class Layout:
    """The frame, the dated marks with their rows, and the lines of their key."""

    frame: Frame
    marks: Marks
    keys: tuple[str, ...]


def lay_out(chart: Chart, width: float) -> Layout | None:
    """Lay the chart out for a width; None where it holds no known value."""
    years = _years(chart)
    if years is None:
        return None
    low, high = _values(chart)
    left = _left(chart, low, high)
    right = width - _right(chart, width)
    rough = Frame(width, 0, left, right, 0, 0, *years, low, high)
    marks = labels.place(chart.events, rough)
    keys = labels.key(marks, width)
    pitch = 20.0 if marks.numbered else labels.ROW
    top = 12 + marks.rows * pitch if marks.marks else 10.0
    top += _ENDS - (0 if marks.marks else 4) if chart.high_word else 0.0
    plot = float(chart.height)
    if width < 900 and chart.height > 200:
        plot = max(chart.height * 0.8, 200.0)
    bottom = top + plot
    below = 24 + (_READING if chart.readings else 0) + len(keys) * 17 + (6 if keys else 0)
    frame = replace(rough, top=top, bottom=bottom, height=math.ceil(bottom + below))
    return Layout(frame, marks, keys)


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


def _left(chart: Chart, low: float, high: float) -> float:
    return max(text_width(tick_text(chart, v)) for v in tick_values(chart, low, high)) + 12


def _right(chart: Chart, width: float) -> float:
    names = [line.label for line in chart.lines if line.label]
    widest = max(
        (text_width(part) for name in names for part in name_lines(name, width)), default=0.0
    )
    return widest + 14 if names else 10.0


def name_lines(label: str, width: float) -> tuple[str, ...]:
    """Return the name of a line, broken for the width of the drawing."""
    return wrap(label, 88 if width < 500 else 130, most=4)


def tick_values(chart: Chart, low: float, high: float) -> tuple[float, ...]:
    """Return the values that are marked on the vertical axis."""
    if chart.percent:
        return (0.0, 25.0, 50.0, 75.0, 100.0) if chart.height >= 200 else (0.0, 50.0, 100.0)
    return ticks(low, high, 7 if chart.height >= 200 else 4)


def tick_text(chart: Chart, value: float) -> str:
    """Return how a marked value is written."""
    text = f"{value:g}".replace("-", "−")
    return f"{text}%" if chart.percent else text
