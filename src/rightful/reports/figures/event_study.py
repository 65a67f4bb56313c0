"""The event-study plot: a path over years since adoption, with its joint band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Final

from rightful.reports.figures.sheet import ABOVE, INK, SOFT, sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT: Final = 2.2  # inches a panel
MOST_COUNTS: Final = 8  # numbers that fit under a panel


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One point: years since adoption, estimate, its joint band, adopters seen then."""

    time: int
    estimate: float
    low: float
    high: float
    n: int


def event_study_plot(
    paths: Mapping[str, Sequence[PathPoint]], unit: str, title: str, note: str
) -> Figure:
    """Return the plot, one panel a path, two a row, on one scale; counts of adopters below."""
    from matplotlib.ticker import MaxNLocator

    across = min(2, len(paths))
    down = -(-len(paths) // across)
    times = [one.time for points in paths.values() for one in points]
    every = max(1, -(-(max(times) - min(times) + 1) // MOST_COUNTS))
    figure = sheet(HEIGHT * down, title, note)
    with style():
        drawn = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True)
        for axes in drawn.flat[len(paths) :]:
            axes.set_visible(False)
        for axes, (name, points) in zip(drawn.flat, paths.items(), strict=False):
            _panel(axes, fill(name, 44), sorted(points, key=lambda one: one.time), every)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        for axes in drawn[:, 0]:
            axes.set_ylabel(unit, fontsize=7, color=SOFT)
        for axes in drawn[-1]:
            axes.set_xlabel("years since the treaty could first show", fontsize=7, color=SOFT)
    return figure


def _panel(axes: Axes, name: str, points: Sequence[PathPoint], every: int) -> None:
    times = [one.time for one in points]
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.axvline(-0.5, color=SOFT, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.fill_between(
        times, [p.low for p in points], [p.high for p in points], color=ABOVE, alpha=0.16, lw=0
    )
    axes.plot(times, [p.estimate for p in points], "o-", color=ABOVE, markersize=3, linewidth=1.2)
    axes.set_title(name, fontsize=8, loc="left", color=INK)
    for one in (point for point in points if point.time % every == 0):
        axes.annotate(
            f"{one.n}",
            (one.time, 0.01),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="bottom",
            fontsize=6,
            color=SOFT,
        )
