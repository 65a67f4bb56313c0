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


def _panel(axes: Axes, rows: Sequence[Coefficient], panel: str) -> None:
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    places = []
    at = 0.0
    for row in rows:
        at += _lines(row) / 2
        places.append(at)
        at += _lines(row) / 2
        shade = colour(row.low, row.high)
        axes.plot([row.low, row.high], [places[-1]] * 2, color=shade, linewidth=1.4, zorder=2)
        filled = shade if row.low > 0 or row.high < 0 else "white"
        axes.plot(
            *(row.estimate, places[-1]),
            *("o",),
            markersize=4.2,
            color=shade,
            markerfacecolor=filled,
            zorder=3,
        )
        axes.annotate(
            row.note,
            (1.01, places[-1]),
            xycoords=("axes fraction", "data"),
            fontsize=6.5,
            color=SOFT,
            va="center",
        )
    axes.set_yticks(places, [fill(row.label, LABEL) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(at + 0.2, -0.2)
    axes.set_xlabel(panel, fontsize=7, color=SOFT, loc="left")
    axes.grid(axis="x", color="#e6e9eb", linewidth=0.5, zorder=0)
    axes.set_axisbelow(True)
