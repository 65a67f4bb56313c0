"""The dossier as Markdown: headings, lists and tables that any reader of it draws."""

from __future__ import annotations

from functools import singledispatch

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
    Panels,
    Paragraph,
    Ranges,
    References,
    Ribbons,
    Timeline,
)
from rightful.reports.charts import descent
from rightful.reports.render.text import source_names

# Characters that would start markup in running text.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|"})


def render(document: Document) -> str:
    """Return the document as Markdown."""
    names = source_names(document)
    parts = [_text(document.kicker), f"# {_text(document.title)}"]
    for block in document.blocks:
        if getattr(block, "beside", "") == "drawing":
            continue
        parts.append(_draw(block))
        parts.append(_sources(block, names))
    return "\n\n".join(part for part in parts if part) + "\n"


def _text(words: str) -> str:
    return " ".join(words.split()).translate(_MARKS)


def _sources(block: Block, names: dict[str, str]) -> str:
    if not isinstance(block, (Chart, Panels, Lanes, Ranges, Ribbons)):
        return ""
    shown = [f"[{_text(names[one])}](#{one})" for one in block.sources if one in names]
    ratings = f" from the ratings of {', '.join(shown)}" if shown else ""
    return f"{_text(block.source_note)}{ratings}."


@singledispatch
def _draw(block: Block) -> str:
    raise TypeError(f"Markdown cannot draw a {type(block).__name__}")


@_draw.register
def _heading(block: Heading) -> str:
    return f'{"#" * block.level} <a id="{block.anchor}"></a>{_text(block.text)}'


@_draw.register
def _paragraph(block: Paragraph) -> str:
    words = _text(block.text)
    return {"lede": f"**{words}**", "note": f"*{words}*", "caption": f"*{words}*"}.get(
        block.role, words
    )


@_draw.register
def _items(block: Items) -> str:
    return "\n".join(f"- {_text(entry.text)}" for entry in block.entries)


@_draw.register
def _glance(block: Glance) -> str:
    rows = tuple(
        (cell.title, f"{cell.big} {cell.unit}".strip(), cell.small) for cell in block.cells
    )
    return _grid(("Strand", "At a glance", "In words"), rows, (False, False, False))


@_draw.register
def _table(block: DataTable) -> str:
    numeric = block.numeric or (False,) * len(block.columns)
    anchor = f'<a id="{block.anchor}"></a>' if block.anchor else ""
    return f"{anchor}**{_text(block.caption)}**\n\n{_grid(block.columns, block.rows, numeric)}"


def _grid(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numeric: tuple[bool, ...]
) -> str:
    rule = tuple("---:" if right else "---" for right in numeric)
    lines = [_line(tuple(map(_text, columns))), _line(rule)]
    return "\n".join([*lines, *(_line(tuple(map(_text, row))) for row in rows)])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


@_draw.register
def _chart(block: Chart) -> str:
    parts = [f"**{_text(block.title)}**", _text(block.alternative)]
    return "\n\n".join([*parts, _table(block.table)] if block.table else parts)


@_draw.register
def _panels(block: Panels) -> str:
    head = f"**{_text(block.title)}**\n\n*{_text(block.caption)}*"
    return "\n\n".join([head, *(_chart(chart) for chart in block.charts)])


@_draw.register
def _lanes(block: Lanes) -> str:
    return "\n\n".join([_figure(block), *(_table(table) for table in block.tables)])


@_draw.register
def _ranges(block: Ranges) -> str:
    return "\n\n".join([_figure(block), *([_table(block.table)] if block.table else [])])


@_draw.register
def _ribbons(block: Ribbons) -> str:
    return "\n\n".join([_figure(block), *([_table(block.table)] if block.table else [])])


@_draw.register
def _timeline(block: Timeline) -> str:
    return f"{_figure(block)}\n\n{_text(block.source_note)}".strip()


@_draw.register
def _descent(block: Descent) -> str:
    return f"{_figure(block)}\n\n{_table(descent.table(block))}"


def _figure(block: Lanes | Ranges | Timeline | Ribbons | Descent) -> str:
    """Return what the figure says in words; its caption explains a drawing that is not here."""
    return f"**{_text(block.title)}**\n\n{_text(block.alternative)}"


@_draw.register
def _references(block: References) -> str:
    lines = []
    for entry in block.entries:
        link = f" <{entry.address}>" if entry.address.startswith(("http://", "https://")) else ""
        lines.append(
            f'- <a id="{entry.anchor}"></a>{_text(entry.citation)}{link} {_text(entry.detail)}'
        )
    return "\n".join(lines)
