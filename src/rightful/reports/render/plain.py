"""The dossier as plain text for a terminal or a file, as wide as the terminal, 60 to 96 columns."""

from __future__ import annotations

import shutil
import sys
import textwrap
from functools import singledispatch
from typing import Final

import numpy as np

from rightful.core.document import (
    Block,
    Chart,
    DataTable,
    Descent,
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
    Ribbons,
    Timeline,
)
from rightful.reports.charts import descent
from rightful.reports.render.text import columns, sparkline

NARROWEST: Final = 60
WIDEST: Final = 96
_INDENT = "  "
_NAME = 24  # columns kept for the name of a line
_LONGEST = 60  # blocks in a sparkline


def render(document: Document, width: int | None = None) -> str:
    """Return the document as text; drawings and folded tables are left to the other formats."""
    wide = width or _terminal()
    blocks = [block for block in document.blocks if not getattr(block, "beside", "")]
    parts = [_fill(document.kicker, wide), _titled(document.title, "=", wide)]
    parts += [text for block in blocks if (text := _draw(block, wide))]
    parts.append(
        _fill("The tables behind every figure are in the formats html, md and json.", wide)
    )
    return "\n\n".join(parts) + "\n"


def _terminal() -> int:
    """Return the terminal's width, held between the bounds; the widest where none is watching."""
    # A process started with its output closed has none at all.
    if sys.stdout is None or not sys.stdout.isatty():
        return WIDEST
    return min(max(shutil.get_terminal_size((WIDEST, 24)).columns, NARROWEST), WIDEST)


def _fill(text: str, width: int, first: str = "", rest: str | None = None) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,  # OP-CRC-SC is one word
    )


def _titled(text: str, rule: str, width: int) -> str:
    return f"{_fill(text, width)}\n{rule * min(columns(text), width)}"


@singledispatch
def _draw(block: Block, width: int) -> str:
    raise TypeError(f"plain text cannot draw a {type(block).__name__} in {width} columns")


@_draw.register
def _heading(block: Heading, width: int) -> str:
    return _titled(block.text, "-" if block.level == 2 else ".", width)


@_draw.register
def _paragraph(block: Paragraph, width: int) -> str:
    return _fill(block.text, width)


@_draw.register
def _items(block: Items, width: int) -> str:
    entries = [entry for entry in block.entries if not entry.beside]
    return "\n".join(_fill(entry.text, width, "- ", "  ") for entry in entries)


@_draw.register
def _glance(block: Glance, width: int) -> str:
    lines = []
    for cell in block.cells:
        head = f"{cell.title.upper():<10}{cell.big} {cell.unit}".rstrip()
        lines.append(f"{_fill(head, width, '', ' ' * 10)}\n{_fill(cell.small, width, ' ' * 10)}")
    return "\n".join(lines)


@_draw.register
def _table(block: DataTable, width: int) -> str:
    if block.folded:
        return ""
    widths = _widths(block, width)
    lines = [_row(block.columns, widths), "  ".join("-" * one for one in widths)]
    lines += [_row(row, widths) for row in block.rows]
    return f"{_fill(block.caption, width)}\n" + "\n".join(lines)


def _widths(table: DataTable, width: int) -> list[int]:
    """Return column widths that fit: the widest column gives way until they do."""
    grid = (table.columns, *table.rows)
    widths = [max(columns(row[i]) for row in grid) for i in range(len(table.columns))]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    wrapped = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
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
def _chart(block: Chart, width: int) -> str:
    finite = [edge for line in block.lines for edge in line.values[np.isfinite(line.values)]]
    low = block.low if block.low is not None else min(finite, default=0.0)
    high = block.high if block.high is not None else max(finite, default=1.0)
    lines = [_fill(block.title, width)]
    shown = [line for line in reversed(block.lines) if line.label]
    for line in shown or [line for line in block.lines if line.strand == "deed"]:
        if np.isfinite(line.values).any():
            lines.append(_spark(line, line.label, (low, high), width))
    return "\n".join([*lines, _fill(block.alternative, width, _INDENT)])


def _spark(line: Line, label: str, span: tuple[float, float], width: int) -> str:
    """Return a line of blocks between its first and last year, its name behind it."""
    name = f"  {label}" if label else ""
    room = width - len(_INDENT) - len("1946  2023") - min(columns(name), _NAME)
    drawn = sparkline(line, *span, most=min(room, _LONGEST))
    years = f"{_INDENT}{line.years.min()} {drawn} {line.years.max()}"
    return f"{years}{name[: width - len(years)]}".rstrip()


@_draw.register
def _panels(block: Panels, width: int) -> str:
    head = f"{_fill(block.title, width)}\n{_fill(block.caption, width, _INDENT)}"
    return "\n\n".join([head, *(_chart(chart, width) for chart in block.charts)])


@_draw.register
def _lanes(block: Lanes, width: int) -> str:
    lines = [_fill(block.title, width)]
    for lane in block.lanes:
        if np.isfinite(lane.outline).any():
            line = Line(lane.years, lane.filled, "deed", lane.label)
            lines.append(_fill(f"{lane.label}: {lane.note}", width, _INDENT))
            lines.append(_INDENT + _spark(line, "", (0.0, 1.0), width - len(_INDENT)))
    dot = "A dot: nothing in our register binds, or nothing is known."
    return "\n".join([*lines, _fill(dot, width, _INDENT)])


@_draw.register
def _ranges(block: Ranges, width: int) -> str:
    lines = [_fill(block.title, width)]
    for row in block.rows:
        lines += [_fill(row.head, width, _INDENT)] if row.head else []
        lines.append(_fill(f"{row.label}: {row.note}", width, _INDENT * 2))
    return "\n".join(lines)


@_draw.register
def _timeline(block: Timeline, width: int) -> str:
    lines = [_fill(block.title, width)]
    widest = min(max((columns(track.label) for track in block.tracks), default=0), 40)
    for track in block.tracks:
        rest = " " * (widest + 2 * len(_INDENT))
        lines.append(_fill(f"{track.label:<{widest}}  {track.note}", width, _INDENT, rest))
    return "\n".join(lines)


@_draw.register
def _ribbons(block: Ribbons, width: int) -> str:
    lines = [_fill(block.title, width)]
    widest = max((columns(ribbon.label) for ribbon in block.ribbons), default=0)
    rest = " " * (widest + 2 * len(_INDENT))
    for ribbon in block.ribbons:
        lines.append(_fill(f"{ribbon.label:<{widest}}  {ribbon.note}", width, _INDENT, rest))
    if block.events:
        dated = sorted(block.events, key=lambda event: event.year)
        bound = ", ".join(f"{event.label} {int(event.year)}" for event in dated)
        lines.append(_fill(f"Bound: {bound}", width, _INDENT, _INDENT * 2))
    key = "; ".join(f"{name} {told}" for name, told in block.key)
    return "\n".join([*lines, _fill(key, width, _INDENT, _INDENT * 2)])


@_draw.register
def _descent(block: Descent, width: int) -> str:
    return f"{_fill(block.alternative, width)}\n\n{_table(descent.table(block), width)}"


@_draw.register
def _references(block: References, width: int) -> str:
    entries = []
    for entry in block.entries:
        address = "" if entry.address in entry.citation else entry.address
        lines = [_fill(entry.citation, width, "- ", "  ")]
        lines += [_fill(text, width, _INDENT) for text in (entry.detail, address) if text]
        entries.append("\n".join(lines))
    return "\n".join(entries)
