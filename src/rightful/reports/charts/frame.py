"""The frame of a chart: how years and values become places, ticks, and the width of text."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from rightful.core.answer import Floats, Ints

SIZE = 13.0  # of chart text, in units that are pixels where the drawing is shown at its width
_NARROW = frozenset("ijltfrI.,:;'|!()[] -–−·")
_WIDE = frozenset("mwMW@%—")


@dataclass(frozen=True)
class Box:
    """A rectangle that a label takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share any area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Drawing:
    """A drawn chart: its markup and the boxes of every label, for checking overlap."""

    svg: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Frame:
    """Where things stand: the drawing's size, the plot inside it, the ranges of the axes."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first_year: float
    last_year: float
    low: float
    high: float

    def x(self, year: float) -> float:
        """Return where a moment lies; a whole year runs from ``year`` to ``year + 1``."""
        share = (year - self.first_year) / (self.last_year - self.first_year)
        return self.left + share * (self.right - self.left)

    def mid(self, year: int) -> float:
        """Return where the value of a whole year is drawn: in the middle of it."""
        return self.x(year + 0.5)

    def y(self, value: float) -> float:
        """Return the height of a value, held inside the plot."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def mids(self, years: Ints) -> list[float]:
        """Return the places of whole years, as ``mid`` of each."""
        return self._places(years.astype(np.float64) + 0.5)

    def edges(self, years: Ints) -> list[float]:
        """Return where years begin, as ``x`` of each."""
        return self._places(years.astype(np.float64))

    def _places(self, moments: Floats) -> list[float]:
        share = (moments - self.first_year) / (self.last_year - self.first_year)
        found: list[float] = (self.left + share * (self.right - self.left)).tolist()
        return found

    def heights(self, values: Floats) -> list[float]:
        """Return the heights of values, as ``y`` of each."""
        share = (np.clip(values, self.low, self.high) - self.low) / (self.high - self.low)
        found: list[float] = (self.bottom - share * (self.bottom - self.top)).tolist()
        return found


def text_width(text: str, size: float = SIZE) -> float:
    """Return a generous width of the text, whatever sans font the reader has."""
    return size * sum(_advance(mark) for mark in text)


@cache
def _advance(mark: str) -> float:
    if unicodedata.combining(mark):
        return 0.0
    if unicodedata.east_asian_width(mark) in "WF" or ord(mark) >= 0x0E00:
        return 0.62 if 0x2000 <= ord(mark) <= 0x2FFF else 1.0
    if mark in _NARROW:
        return 0.38
    if mark in _WIDE:
        return 0.95
    return 0.72 if mark.isupper() else 0.6


def wrap(text: str, width: float, size: float = SIZE, most: int = 3) -> tuple[str, ...]:
    """Break text at spaces into at most ``most`` lines; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    kept = [clip(line, width, size) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = clip(f"{kept[-1]} …", width, size)
    return tuple(kept)


def clip(text: str, width: float, size: float = SIZE) -> str:
    """Return the text, shortened with an ellipsis where it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    kept = text.rstrip(" …")
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept}…"


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Return round values inside the range, at most about ``most``."""
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(m * power for m in (1, 2, 5, 10, 20) if span / (m * power) <= most)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return tuple(round((first + i) * step, 10) for i in range(count))


def year_ticks(frame: Frame, spacing: float = 56.0) -> tuple[int, ...]:
    """Return the years to be labelled so that no two labels touch."""
    years = int(frame.last_year - frame.first_year)
    per_year = (frame.right - frame.left) / max(years, 1)
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50) if s * per_year >= spacing), 100)
    first = math.ceil(frame.first_year / step) * step
    found = tuple(range(int(first), int(frame.last_year), step))
    return found or (int(frame.first_year),)
