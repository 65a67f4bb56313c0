"""The specification curve: every estimate in order of size, and below it what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rightful.reports.figures.sheet import INK, SOFT, colour, sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UPPER: Final = 2.4  # inches of the estimates
PITCH: Final = 0.135  # inches a level


@dataclass(frozen=True, slots=True)
class Specification:
    """One specification: its estimate, its interval, and (choice, level) of all it chose."""

    estimate: float
    low: float
    high: float
    chosen: tuple[tuple[str, str], ...]
    shown: bool = False


def curve_plot(specifications: Sequence[Specification], unit: str, title: str, note: str) -> Figure:
    """Return the curve; the specification shown elsewhere is ringed."""
    rows = sorted(specifications, key=lambda one: one.estimate)
    levels = list(dict.fromkeys(pair for row in specifications for pair in row.chosen))
    choices = list(dict.fromkeys(choice for choice, _ in levels))
    ordered = [pair for choice in choices for pair in levels if pair[0] == choice]
    lower = PITCH * (len(ordered) + len(choices))
    figure = sheet(UPPER + lower + 0.4, title, note)
    with style():
        upper, below = figure.subplots(2, 1, sharex=True, height_ratios=[UPPER, lower])
        _estimates(upper, rows, unit)
        _choices(below, rows, ordered)
    return figure


def _estimates(axes: Axes, rows: Sequence[Specification], unit: str) -> None:
    axes.axhline(0, color=INK, linewidth=0.8)
    shades = [colour(row.low, row.high) for row in rows]
    places = range(len(rows))
    width = max(0.3, min(2.0, 320 / len(rows)))
    axes.vlines(
        places, [r.low for r in rows], [r.high for r in rows], colors=shades, lw=width, alpha=0.45
    )
    axes.scatter(places, [row.estimate for row in rows], c=shades, s=5, linewidths=0, zorder=3)
    for place, row in enumerate(rows):
        if row.shown:
            axes.scatter([place], [row.estimate], s=46, facecolors="none", edgecolors=INK, zorder=4)
    axes.set_ylabel(unit, fontsize=7, color=SOFT)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _choices(axes: Axes, rows: Sequence[Specification], ordered: Sequence[tuple[str, str]]) -> None:
    ticks, words, at, last = [], [], 0.0, ""
    for choice, level in ordered:
        if choice != last:
            ticks.append(at + 0.5)
            words.append(choice)
            at, last = at + 1, choice
        ticks.append(at + 0.5)
        words.append(level)
        held = [i for i, row in enumerate(rows) if (choice, level) in row.chosen]
        shades = [colour(rows[i].low, rows[i].high) for i in held]
        axes.scatter(
            held, [at + 0.5] * len(held), marker="|", s=16, c=shades, linewidths=0.7, alpha=0.9
        )
        at += 1
    axes.set_ylim(at, 0)
    axes.set_yticks(ticks, words, fontsize=6.5)
    for label in axes.get_yticklabels():
        if label.get_text() in {choice for choice, _ in ordered}:
            label.set_fontweight("bold")
    axes.tick_params(axis="both", length=0, labelbottom=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
