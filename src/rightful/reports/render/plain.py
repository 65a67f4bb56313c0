"""The dossier as plain text, at most 100 columns wide, for a terminal or a file."""

from __future__ import annotations

import textwrap
from functools import singledispatch

import numpy as np

from rightful.core.document import (
    Block,
    Chart,
    DataTable,
    Document,
    Glance,
    Heading,
    Items,
    Lanes,
    Line,
    Panels,
    Paragraph,
    Ranges,
    References,
    Timeline,
)
from rightful.reports.render.text import columns, sparkline

WIDTH = 96
_INDENT = "  "


def render(document: Document) -> str:
    """Return the document as text; folded tables are left to the other formats."""
    parts = [document.kicker, f"{document.title}\n{'=' * min(columns(document.title), WIDTH)}"]
    parts[1] = "\n".join(_fill(document.title, "").splitlines() + parts[1].splitlines()[-1:])
    parts += [text for block in document.blocks if (text := _draw(block))]
    parts.append(_fill("The tables behind every figure are in the formats html, md and json.", ""))
    return "\n\n".join(parts) + "\n"


def _fill(text: str, first: str = "", rest: str | None = None) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest
    )


@singledispatch
def _draw(block: Block) -> str:
    raise TypeError(f"plain text cannot draw a {type(block).__name__}")


@_draw.register
def _heading(block: Heading) -> str:
    rule = "-" if block.level == 2 else "."
    return f"{block.text}\n{rule * min(columns(block.text), WIDTH)}"


@_draw.register
def _paragraph(block: Paragraph) -> str:
    return _fill(block.text)


@_draw.register
def _items(block: Items) -> str:
    return "\n".join(_fill(entry.text, "- ", "  ") for entry in block.entries)


@_draw.register
def _glance(block: Glance) -> str:
    lines = []
    for cell in block.cells:
        head = f"{cell.title.upper():<10}{cell.big} {cell.unit}".rstrip()
        lines.append(f"{_fill(head, '', ' ' * 10)}\n{_fill(cell.small, ' ' * 10)}")
    return "\n".join(lines)


@_draw.register
def _table(block: DataTable) -> str:
    if block.folded:
        return ""
    widths = _widths(block)
    lines = [_row(block.columns, widths), "  ".join("-" * width for width in widths)]
    lines += [_row(row, widths) for row in block.rows]
    return f"{_fill(block.caption)}\n" + "\n".join(lines)


def _widths(table: DataTable) -> list[int]:
    """Return column widths that fit: the widest column gives way until they do."""
    grid = (table.columns, *table.rows)
    widths = [max(columns(row[i]) for row in grid) for i in range(len(table.columns))]
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    wrapped = [
        textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(cell) for cell in wrapped)
    lines = []
    for i in range(height):
        parts = [cell[i] if i < len(cell) else "" for cell in wrapped]
        padded = (
            part + " " * max(width - columns(part), 0)
            for part, width in zip(parts, widths, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


@_draw.register
def _chart(block: Chart) -> str:
    finite = [edge for line in block.lines for edge in line.values[np.isfinite(line.values)]]
    low = block.low if block.low is not None else min(finite, default=0.0)
    high = block.high if block.high is not None else max(finite, default=1.0)
    lines = [_fill(block.title)]
    shown = [line for line in reversed(block.lines) if line.label]
    for line in shown or [line for line in block.lines if line.strand == "deed"]:
        if np.isfinite(line.values).any():
            lines.append(_spark(line, line.label, low, high))
    return "\n".join([*lines, _fill(block.alternative, _INDENT)])


def _spark(line: Line, label: str, low: float, high: float) -> str:
    drawn = sparkline(line, low, high)
    years = f"{line.years.min()} {drawn} {line.years.max()}"
    return f"{_INDENT}{years}  {label[: WIDTH - len(years) - 6]}".rstrip()


@_draw.register
def _panels(block: Panels) -> str:
    return "\n\n".join([_fill(block.title), *(_chart(chart) for chart in block.charts)])


@_draw.register
def _lanes(block: Lanes) -> str:
    lines = [_fill(block.title)]
    widest = max((columns(lane.label) for lane in block.lanes), default=0)
    for lane in block.lanes:
        if np.isfinite(lane.outline).any():
            line = Line(lane.years, lane.filled, "deed", lane.label)
            drawn = sparkline(line, 0.0, 1.0, most=45)
            first, last = lane.years.min(), lane.years.max()
            lines.append(f"{_INDENT}{lane.label:<{widest}}  {first} {drawn} {last}")
            lines.append(f"{_INDENT}{'':<{widest}}  {lane.note[: WIDTH - widest - 4]}")
    lines.append(_fill("A dot: nothing in our register binds, or nothing is known.", _INDENT))
    return "\n".join(lines)


@_draw.register
def _ranges(block: Ranges) -> str:
    lines = [_fill(block.title)]
    for row in block.rows:
        lines += [_fill(row.head, _INDENT)] if row.head else []
        lines.append(_fill(f"{row.label}: {row.note}", _INDENT * 2))
    return "\n".join(lines)


@_draw.register
def _timeline(block: Timeline) -> str:
    lines = [_fill(block.title)]
    widest = min(max((columns(track.label) for track in block.tracks), default=0), 40)
    for track in block.tracks:
        lines.append(_fill(f"{track.label:<{widest}}  {track.note}", _INDENT))
    return "\n".join(lines)


@_draw.register
def _references(block: References) -> str:
    entries = []
    for entry in block.entries:
        address = "" if entry.address in entry.citation else entry.address
        lines = [_fill(entry.citation, "- ", "  "), _long(entry.detail), _long(address)]
        entries.append("\n".join(line for line in lines if line))
    return "\n".join(entries)


def _long(text: str) -> str:
    return _fill(text, _INDENT) if text else ""
