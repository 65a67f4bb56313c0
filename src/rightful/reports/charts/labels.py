"""Labels that do not collide: dated marks in rows above the plot, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rightful.core.document import Event
from rightful.reports.charts.frame import SIZE, Box, Frame, text_width, wrap

ROW = 16.0  # height of one row of dated marks
_NEAR = 7.0  # marks closer than this share one label
_LONGEST = 190.0  # width at which the label of a mark is broken
_DISC = 9.0  # radius of a numbered mark


@dataclass(frozen=True)
class Mark:
    """A dated mark: place, row above the plot (0 is the nearest), lines of its label, colour."""

    x: float
    row: int
    lines: tuple[str, ...]
    strand: str
    events: tuple[Event, ...]
    number: int = 0


@dataclass(frozen=True)
class Marks:
    """All dated marks; numbered ones carry their words in a key below the plot."""

    marks: tuple[Mark, ...]
    numbered: bool

    @property
    def rows(self) -> int:
        """Number of rows taken above the plot."""
        return max((mark.row + max(len(mark.lines), 1) for mark in self.marks), default=0)


def group(events: Sequence[Event], frame: Frame) -> list[list[Event]]:
    """Put events that lie closer than a few pixels under one mark, oldest first."""
    groups: list[list[Event]] = []
    for event in sorted(events, key=lambda one: (one.year, one.label)):
        if groups and frame.x(event.year) - frame.x(groups[-1][0].year) < _NEAR:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def place(events: Sequence[Event], frame: Frame, most_rows: int = 9) -> Marks:
    """Give each mark a row so that no label meets another label or a stem.

    Where names do not fit, marks carry numbers and the names go to a key.
    """
    groups = group(events, frame)
    named = _stack(groups, frame, numbered=False)
    fits = all(_end(mark) <= frame.width for mark in named.marks)
    if fits and named.rows <= most_rows and frame.width >= 500:
        return named
    return _stack(groups, frame, numbered=True)


def _stack(groups: list[list[Event]], frame: Frame, numbered: bool) -> Marks:
    # From the right: a label must lie above every mark whose stem it would cross.
    placed: list[Mark] = []
    for number, events in reversed(list(enumerate(groups, start=1))):
        x = frame.x(events[0].year)
        lines = () if numbered else _lines(events)
        start = x - _DISC if numbered else x
        end = x + _DISC + 2 if numbered else x + 10 + _widest(lines)
        crossed = [
            mark
            for mark in placed
            if start <= mark.x + (_DISC + 2 if numbered else 0)
            and mark.x - (_DISC if numbered else 5) <= end
        ]
        row = max((mark.row + max(len(mark.lines), 1) for mark in crossed), default=0)
        placed.append(Mark(x, row, lines, events[0].strand, tuple(events), number))
    return Marks(tuple(reversed(placed)), numbered)


def _lines(events: Sequence[Event]) -> tuple[str, ...]:
    return wrap(_names(events), _LONGEST, most=6)


def _names(events: Sequence[Event]) -> str:
    """Return the labels of a mark; "(by)" where its day is the latest it can have been."""
    return ", ".join(f"{one.label} (by)" if one.latest else one.label for one in events)


def _widest(lines: Sequence[str]) -> float:
    return max((text_width(line) for line in lines), default=0.0)


def _end(mark: Mark) -> float:
    return mark.x + 8 + _widest(mark.lines)


def boxes(marks: Marks, frame: Frame) -> list[Box]:
    """Return the boxes of the marks' labels."""
    found = []
    for mark in marks.marks:
        y = mark_height(mark, frame)
        if marks.numbered:
            found.append(Box(mark.x - _DISC, y - _DISC, mark.x + _DISC, y + _DISC))
            continue
        for i, line in enumerate(reversed(mark.lines)):
            base = y - i * ROW
            found.append(Box(mark.x + 8, base - 7, mark.x + 8 + text_width(line), base + 7))
    return found


def mark_height(mark: Mark, frame: Frame) -> float:
    """Return the height of the mark's dot."""
    pitch = ROW if mark.lines else 2 * _DISC + 2
    return frame.top - 12 - mark.row * pitch


def key(marks: Marks, width: float) -> tuple[str, ...]:
    """Return the key of numbered marks as lines no wider than ``width``."""
    if not marks.numbered:
        return ()
    lines: list[str] = []
    for mark in marks.marks:
        years = sorted({int(event.year) for event in mark.events})
        when = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        lines += wrap(f"{mark.number}  {_names(mark.events)} {when}", width, most=6)
    return tuple(lines)


@dataclass(frozen=True)
class EndLabel:
    """The name of a line, right of its last point; ``wanted`` is the height of that point."""

    lines: tuple[str, ...]
    x: float
    wanted: float
    y: float
    strand: str
    strong: bool

    @property
    def box(self) -> Box:
        """The rectangle it takes up."""
        half = len(self.lines) * (SIZE + 1) / 2
        width = max(text_width(line) for line in self.lines)
        return Box(self.x, self.y - half, self.x + width, self.y + half)


def spread(labels: Sequence[EndLabel], top: float, bottom: float) -> list[EndLabel]:
    """Move labels up or down, as little as a single pass can, until none overlap."""
    done: list[EndLabel] = []
    edge = top
    for label in sorted(labels, key=lambda one: one.wanted):
        half = (label.box.bottom - label.box.top) / 2
        y = max(label.wanted, edge + half)
        done.append(_at(label, y))
        edge = y + half + 2
    edge = bottom
    for i in range(len(done) - 1, -1, -1):
        half = (done[i].box.bottom - done[i].box.top) / 2
        done[i] = _at(done[i], min(done[i].y, edge - half))
        edge = done[i].y - half - 2
    return done


def _at(label: EndLabel, y: float) -> EndLabel:
    return EndLabel(label.lines, label.x, label.wanted, y, label.strand, label.strong)
