"""A report as blocks: what is shown, apart from how; each renderer draws every block.

Document
└── Block
    ├── Heading Paragraph Items Glance     words
    ├── DataTable References               tables and sources
    └── Chart Panels Lanes Ranges Timeline Ribbons Descent, drawn, each with table and alternative
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Heading:
    """A section title with a stable anchor; ``beside`` is that of ``Paragraph``."""

    text: str
    anchor: str
    level: int = 2
    beside: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Plain text; ``role`` is one of lede, body, caption, note, limit.

    ``strand`` colours a mark beside it; ``sources`` are anchors of the references it rests on.
    ``beside`` is what the words point at, ``drawing`` or ``tables`` (the folded ones): a format
    that does not hold it leaves the words out.
    """

    text: str
    role: str = "body"
    strand: str = ""
    sources: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class Items:
    """A list of paragraphs of equal rank."""

    entries: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Cell:
    """One figure at a glance: strand, title, big words with their unit, small words."""

    strand: str
    title: str
    big: str
    small: str
    unit: str = ""


@dataclass(frozen=True)
class Glance:
    """A row of cells."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DataTable:
    """A table with a caption; numbers are formatted, ``numeric`` marks right-aligned columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    folded: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class Band:
    """An interval over years, shape (Y,) each; NaN breaks it, ``hatched`` sets it off."""

    years: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    strand: str
    label: str
    hatched: bool = False


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
    """A dated mark: ``year`` with its fraction, a short label; ``latest`` it can have been."""

    year: float
    label: str
    strand: str = "promise"
    latest: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart drawn from data, with its table and its text alternative.

    Attributes
    ----------
    low, high
        Range of the vertical axis; ``None`` takes the data's.
    low_word, high_word
        What the ends of the axis mean; both or neither.
    alternative
        What a reader who cannot see the chart must know.
    table
        The numbers drawn.
    first_year, last_year
        Range of the horizontal axis; ``None`` takes the data's.
    observed_until
        Last year of data; what lies right of it is marked as unknown.
    readings
        (year, what is read there), for pointing at a year.
    sources
        Anchors of the references behind the numbers.
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
    height: int = 300
    first_year: int | None = None
    last_year: int | None = None
    observed_until: int | None = None
    readings: tuple[tuple[int, str], ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panels:
    """Charts of one kind, side by side, small; ``key`` says how their drawings are read."""

    title: str
    anchor: str
    caption: str
    charts: tuple[Chart, ...]
    source_note: str = ""
    sources: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Lane:
    """Probabilities of one right over years, shape (Y,) each; NaN breaks them.

    ``filled`` is drawn as an area, ``outline`` as a thin line, ``dashed`` as a dashed one.
    ``mark`` is the year from which the area has stood above one half without a break,
    ``known_until`` the last year of which it is known whether anything binds.
    """

    label: str
    note: str
    years: NDArray[np.int64]
    filled: NDArray[np.float64]
    outline: NDArray[np.float64]
    dashed: NDArray[np.float64] | None = None
    mark: int | None = None
    known_until: int | None = None


@dataclass(frozen=True)
class Lanes:
    """Probabilities of several rights on one time axis, one lane each."""

    title: str
    anchor: str
    caption: str
    alternative: str
    lanes: tuple[Lane, ...]
    tables: tuple[DataTable, ...] = ()
    source_note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Range:
    """One number with its interval, named; ``head`` starts a group of rows."""

    label: str
    mean: float
    low: float
    high: float
    strand: str
    note: str
    head: str = ""


@dataclass(frozen=True)
class Ranges:
    """Numbers with their intervals on one axis, around zero."""

    title: str
    anchor: str
    caption: str
    alternative: str
    rows: tuple[Range, ...]
    low_word: str = ""
    high_word: str = ""
    table: DataTable | None = None
    source_note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """One instrument in time: spans that bind and acts that do not.

    A span is (start, end, whether it lasts past its end); without an end it runs to the edge.
    Years carry their fraction. ``note`` says in words what the track shows.
    """

    label: str
    note: str
    spans: tuple[tuple[float, float | None, bool], ...] = ()
    acts: tuple[float, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Instruments in time, one track each."""

    title: str
    anchor: str
    caption: str
    alternative: str
    tracks: tuple[Track, ...]
    first_year: int
    last_year: int
    table: DataTable | None = None
    source_note: str = ""


@dataclass(frozen=True)
class Stretch:
    """Years of one answer, ``last`` included; no classes where nothing can be told."""

    first: int
    last: int
    classes: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Ribbon:
    """Stretches of years of one reading, oldest first; ``note`` says in words what it shows."""

    label: str
    stretches: tuple[Stretch, ...]
    note: str


@dataclass(frozen=True)
class Ribbons:
    """Classes of years under several readings, one ribbon each, dated marks above them.

    ``key`` names the classes drawn, (class, its words); ``unknown`` the words for what cannot be
    told, empty where all can.
    """

    title: str
    anchor: str
    caption: str
    alternative: str
    ribbons: tuple[Ribbon, ...]
    key: tuple[tuple[str, str], ...]
    unknown: str = ""
    events: tuple[Event, ...] = ()
    table: DataTable | None = None
    source_note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """An instrument: ``lane`` names its kind; ``year`` is that of its text."""

    name: str
    year: int
    lane: str


@dataclass(frozen=True)
class Edge:
    """The share, in (0, 1], of the passages of ``target`` that are closest to ``source``."""

    source: str
    target: str
    share: float


@dataclass(frozen=True)
class Descent:
    """A graph of descent with its words; lanes stand in the order in which nodes name them."""

    title: str
    anchor: str
    alternative: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    marked: str
    caption: str = ""
    source_note: str = ""


@dataclass(frozen=True)
class Reference:
    """One source in the list at the end; ``rows`` is the anchor of the rows that were read."""

    anchor: str
    citation: str
    detail: str
    address: str
    name: str = ""
    rows: str = ""


@dataclass(frozen=True)
class References:
    """The list of sources."""

    entries: tuple[Reference, ...] = ()


Block = (
    Heading
    | Paragraph
    | Items
    | Glance
    | DataTable
    | Chart
    | Panels
    | Lanes
    | Ranges
    | Timeline
    | Ribbons
    | Descent
    | References
)


@dataclass(frozen=True)
class Document:
    """A whole report in reading order."""

    title: str
    kicker: str
    language: str
    blocks: tuple[Block, ...]
