"""A report as blocks: what is shown, apart from how; each renderer draws every block."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Heading:
    """A section title with a stable anchor."""

    text: str
    anchor: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Plain text; ``role`` is one of lede, body, caption, note, limit."""

    text: str
    role: str = "body"


@dataclass(frozen=True)
class Cell:
    """One figure at a glance: strand, big words, small words."""

    strand: str
    title: str
    big: str
    small: str


@dataclass(frozen=True)
class Glance:
    """A row of cells."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DataTable:
    """A table with a caption; cells are formatted text, ``numeric`` marks right-aligned columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Band:
    """An interval over years, shape (Y,) each; NaN breaks it."""

    years: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    strand: str
    label: str


@dataclass(frozen=True)
class Line:
    """A line over years, shape (Y,); NaN breaks it. ``dash`` keeps it apart without colour."""

    years: NDArray[np.int64]
    values: NDArray[np.float64]
    strand: str
    label: str
    dash: str = ""
    weight: float = 2.4


@dataclass(frozen=True)
class Event:
    """A dated mark: ``year`` with its fraction, a short label."""

    year: float
    label: str
    strand: str = "promise"


@dataclass(frozen=True)
class Chart:
    """A chart drawn from data, with its table and its text alternative.

    Attributes
    ----------
    low, high
        Range of the vertical axis; ``None`` takes the data's.
    low_word, high_word
        What the ends of the axis mean.
    alternative
        What a reader who cannot see the chart must know.
    table
        The numbers drawn.
    """

    title: str
    anchor: str
    caption: str
    alternative: str
    lines: tuple[Line, ...]
    bands: tuple[Band, ...] = ()
    events: tuple[Event, ...] = ()
    low: float | None = None
    high: float | None = None
    low_word: str = ""
    high_word: str = ""
    percent: bool = False
    table: DataTable | None = None
    source_note: str = ""


@dataclass(frozen=True)
class Reference:
    """One source in the list at the end."""

    anchor: str
    citation: str
    detail: str
    address: str


@dataclass(frozen=True)
class References:
    """The list of sources."""

    entries: tuple[Reference, ...] = field(default_factory=tuple)


Block = Heading | Paragraph | Glance | DataTable | Chart | References


@dataclass(frozen=True)
class Document:
    """A whole report in reading order."""

    title: str
    kicker: str
    language: str
    blocks: tuple[Block, ...]
