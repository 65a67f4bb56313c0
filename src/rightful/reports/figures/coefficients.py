"""The coefficient plot: estimates with their intervals, zero marked, one panel a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Final

from rightful.reports.figures.sheet import INK, SOFT, colour, sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL: Final = 52  # letters after which a label is broken
PITCH: Final = 0.24  # inches between rows
WIDEST: Final = 4.0  # times the middle width, beyond which a row is cut
SEVERAL: Final = 3  # rows of a panel, from which on one may be cut
TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One estimate: its label, its interval, the panel it stands in, small words at the right."""

    label: str
    estimate: float
    low: float
    high: float
    panel: str
    note: str = ""


def coefficient_plot(rows: Sequence[Coefficient], title: str, note: str) -> Figure:
    """Return the plot; panels in the order in which they first occur, each with its own axis."""
    panels = list(dict.fromkeys(row.panel for row in rows))
    held = {panel: [row for row in rows if row.panel == panel] for panel in panels}
    lines = [sum(_lines(row) for row in held[panel]) for panel in panels]
    figure = sheet(PITCH * sum(lines) + 0.62 * len(panels), title, note)
    with style():
        # A panel's own words and axis take as much as two rows.
        ratios = [count + 1.0 for count in lines]
        drawn = figure.subplots(len(panels), 1, squeeze=False, height_ratios=ratios)
        for axes, panel in zip(drawn[:, 0], panels, strict=True):
            _panel(axes, held[panel], panel)
    return figure


def _lines(row: Coefficient) -> int:
    return fill(row.label, LABEL).count("\n") + 1


def reach(rows: Sequence[Coefficient]) -> tuple[float, float]:
    """Return the span of a panel's axis: of all rows but those far wider than the others.

    Drawn whole, one such row would leave nothing to be read of the rest.
    """
    widths = sorted(row.high - row.low for row in rows)
    most = WIDEST * widths[len(widths) // 2]
    shown = [row for row in rows if row.high - row.low <= most] if len(rows) >= SEVERAL else rows
    low = min(0.0, *(row.low for row in shown))
    high = max(0.0, *(row.high for row in shown))
    air = 0.05 * (high - low)
    return low - air, high + air


def _panel(axes: Axes, rows: Sequence[Coefficient], panel: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    span = reach(rows)
    places = []
    at = 0.0
    for row in rows:
        at += _lines(row) / 2
        places.append(at)
        at += _lines(row) / 2
        _row(axes, row, places[-1], span)
    axes.set_xlim(*span)
    axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    axes.set_yticks(places, [fill(row.label, LABEL) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(at + 0.2, -0.2)
    axes.set_xlabel(panel, fontsize=7, color=SOFT, loc="left")
    axes.grid(axis="x", color="#e6e9eb", linewidth=0.5, zorder=0)
    axes.set_axisbelow(True)


def _row(axes: Axes, row: Coefficient, place: float, span: tuple[float, float]) -> None:
    """Draw one row; an interval that leaves the span ends in an arrow, its numbers beside it."""
    shade = colour(row.low, row.high)
    low, high = max(row.low, span[0]), min(row.high, span[1])
    axes.plot([low, high], [place, place], color=shade, linewidth=1.4, zorder=2)
    filled = shade if row.low > 0 or row.high < 0 else "white"
    if span[0] <= row.estimate <= span[1]:
        (dot,) = axes.plot(row.estimate, place, "o", markersize=4.2, color=shade, zorder=3)
        dot.set_markerfacecolor(filled)
    for edge, beyond, mark in ((low, row.low < low, "<"), (high, row.high > high, ">")):
        if beyond:
            axes.plot(edge, place, mark, markersize=4.5, color=shade, clip_on=False, zorder=3)
    cut = (low, high) != (row.low, row.high)
    numbers = f"{row.estimate:+.2f} ({row.low:+.2f} to {row.high:+.2f}); " if cut else ""
    at = (1.02, place)
    how = ("axes fraction", "data")
    axes.annotate(numbers + row.note, at, xycoords=how, fontsize=6.5, color=SOFT, va="center")
