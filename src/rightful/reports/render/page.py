"""The dossier as one self-contained HTML page: no script, no network, no font from elsewhere."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Final
from urllib.parse import quote

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
from rightful.reports.charts import descent, draw, lanes, ranges, ribbon, timeline
from rightful.reports.charts.frame import Drawing
from rightful.reports.markup import Markup, join, tag
from rightful.reports.render.text import source_names
from rightful.reports.sentences.words import MONTHS

# Widths at which every figure is drawn; the page shows the one that fits, print the middle one.
WIDTHS: Final = (1040, 700, 380)
LOWER: Final = 0.55  # height of a printed chart, as a share of the one on the screen
PANELS: Final = {True: 420, False: 340}
FEW: Final = 3  # sources named under a figure; more are counted and linked
DATE: Final = re.compile(rf"\b(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})\b")
RIGHT_TO_LEFT: Final = frozenset(("ar", "fa", "he", "ur"))
Figure = Chart | Lanes | Ranges | Timeline | Ribbons | Descent


@cache
def _style(name: str) -> str:
    return resources.files("rightful.reports.render").joinpath(name).read_text(encoding="utf-8")


@cache
def _sheet() -> str:
    """Return the page's style; the light palette is also that of print and of figure files."""
    return _style("page.css").replace("@LIGHT@", _style("light.css")) + _style("chart.css")


def render(document: Document) -> str:
    """Return the page."""
    names = source_names(document)
    body = join(
        (
            tag("a", "Skip to the content", href="#content", cls="skip"),
            tag("main", _header(document), _sections(document, names), id="content"),
            tag("footer", _footer()),
        )
    )
    way = "rtl" if document.language in RIGHT_TO_LEFT else "ltr"
    page = tag("html", _head(document), tag("body", body), lang=document.language, dir=way)
    return f"<!doctype html>\n{page}\n"


def _head(document: Document) -> Markup:
    # The policy forbids every load: what the page shows is in the page.
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="rightful"),
        tag("title", f"{document.title}: what was promised, what is done"),
        tag("style", Markup(_sheet())),
    )


def _header(document: Document) -> Markup:
    kicker = tag("p", document.kicker, cls="kick")
    first = next((i for i, b in enumerate(document.blocks) if isinstance(b, Heading)), None)
    top = document.blocks if first is None else document.blocks[:first]
    drawn = (_block(block, {}) for block in top)
    return join(
        (tag("header", kicker, tag("h1", tag("bdi", document.title)), drawn), _contents(document))
    )


def _contents(document: Document) -> Markup | None:
    heads = [b for b in document.blocks if isinstance(b, Heading) and b.level == 2]
    links = (tag("li", tag("a", head.text, href=f"#{head.anchor}")) for head in heads)
    return tag("nav", tag("ul", links), aria_label="On this page") if heads else None


def _sections(document: Document, names: dict[str, str]) -> Markup:
    """Put every block under its heading, one landmark per section."""
    groups: list[list[Block]] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            groups.append([block])
        elif groups:
            groups[-1].append(block)
    parts = []
    for group in groups:
        head = group[0]
        assert isinstance(head, Heading)
        drawn = (_block(block, names) for block in group)
        parts.append(tag("section", drawn, aria_labelledby=head.anchor))
    return join(parts)


def _footer() -> Markup:
    return tag(
        "p",
        "Made with rightful from published records, on one machine, without a network. About "
        "states, never about persons: not for asylum or protection decisions.",
    )


def _block(block: Block, names: dict[str, str]) -> Markup:
    if isinstance(block, Figure):
        return _figure(block, names)
    if isinstance(block, Panels):
        return _panels(block, names)
    return _WORDS[type(block)](block, names)


def _heading(block: Heading, _: dict[str, str]) -> Markup:
    return tag(f"h{block.level}", block.text, id=block.anchor, cls=_beside(block) or None)


def _paragraph(block: Paragraph, names: dict[str, str]) -> Markup:
    return tag("p", block.text, _cites(block.sources, names), cls=_marks(block))


def _marks(block: Paragraph) -> str:
    return " ".join(part for part in (block.role, block.strand, _beside(block)) if part)


def _beside(block: Heading | Paragraph) -> str:
    """Mark words that point at what a printed page does not hold."""
    return f"beside-{block.beside}" if block.beside else ""


def _cites(anchors: Sequence[str], names: dict[str, str]) -> Markup | None:
    known = [anchor for anchor in anchors if anchor in names]
    if not known:
        return None
    link = tag(
        "a",
        "sources",
        href="#sources",
        cls="cite",
        title=", ".join(names[anchor] for anchor in known),
    )
    return join((" ", link))


def _items(block: Items, names: dict[str, str]) -> Markup:
    entries = (
        tag(
            "li",
            entry.text,
            _cites(entry.sources, names),
            cls=_marks(entry),
        )
        for entry in block.entries
    )
    return tag("ul", entries, cls="items")


def _glance(block: Glance, _: dict[str, str]) -> Markup:
    cells = (
        tag(
            "div",
            tag("h2", cell.title, cls=cell.strand),
            tag("p", cell.big, tag("small", f" {cell.unit}") if cell.unit else None, cls="big"),
            tag("p", cell.small),
        )
        for cell in block.cells
    )
    return tag("div", cells, cls="glance")


def _table(block: DataTable, _: dict[str, str]) -> Markup:
    if not block.folded:
        return tag("div", _grid(block), cls="open")
    summary = tag("summary", block.caption)
    return tag("details", summary, _scroll(block), id=block.anchor or None)


def _scroll(block: DataTable) -> Markup:
    return tag(
        "div",
        _grid(block, hidden=True),
        cls="scroll",
        tabindex="0",
        role="region",
        aria_label=block.caption,
    )


def _grid(block: DataTable, hidden: bool = False) -> Markup:
    """Return the table; a caption that stands in a summary is kept for screen readers."""
    numeric = block.numeric or (False,) * len(block.columns)
    heads = (
        tag("th", name, scope="col", cls="num" if right else None)
        for name, right in zip(block.columns, numeric, strict=True)
    )
    return tag(
        "table",
        tag("caption", block.caption, cls="heard" if hidden else None),
        tag("thead", tag("tr", heads)),
        tag("tbody", (_row(row) for row in block.rows)),
        cls="numbers" if all(numeric) else None,
    )


def _row(row: tuple[str, ...]) -> Markup:
    cells = "".join(f"<td>{_cell_text(cell)}</td>" for cell in row[1:])
    return Markup(f'<tr><th scope="row">{html.escape(row[0], quote=False)}</th>{cells}</tr>')


def _cell_text(cell: str) -> str:
    """Return a cell's text with its dates unbroken: a narrow column may not split a day."""
    return DATE.sub("\\1\u00a0\\2\u00a0\\3", html.escape(cell, quote=False))


def _references(block: References, _: dict[str, str]) -> Markup:
    entries = []
    for entry in block.entries:
        told = entry.address in entry.citation
        rows = tag("a", "The rows", href=f"#{entry.rows}", cls="rows") if entry.rows else None
        body = (
            *(tag("b", entry.name), " ", _linked(entry.citation)),
            *((" ", _linked(entry.address)) if not told else ()),
            tag("small", entry.detail, " " if rows else None, rows),
        )
        entries.append(tag("li", body, id=entry.anchor))
    return tag("ol", entries, cls="references")


def _linked(words: str) -> Markup:
    """Return the text with its web addresses as links; no other scheme becomes one."""
    parts = re.split(r"(https?://[^\s<>\"]*[^\s<>\".,;)])", words)
    return join(
        tag("a", part, href=part, rel="noreferrer") if i % 2 else part
        for i, part in enumerate(parts)
    )


_WORDS: Final[dict[type, Callable[..., Markup]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Glance: _glance,
    DataTable: _table,
    References: _references,
}


def _draw(block: Figure, width: float, suffix: str, readable: bool) -> Drawing | None:
    if isinstance(block, Chart):
        return draw.draw(block, width, suffix, readable)
    if isinstance(block, Lanes):
        return lanes.draw(block, width, suffix)
    if isinstance(block, Ranges):
        return ranges.draw(block, width, suffix)
    if isinstance(block, Ribbons):
        return ribbon.draw(block, width, suffix)
    if isinstance(block, Descent):
        return descent.draw(block, width, suffix)
    return timeline.draw(block, width, suffix)


def _figure(block: Figure, names: dict[str, str]) -> Markup:
    drawn = [_draw(block, float(width), f"{width}", width == WIDTHS[0]) for width in WIDTHS]
    pictures = [Markup(one.svg) for one in drawn if one is not None]
    pictures += [paper] if (paper := _paper(block)) else []
    if not pictures:
        return tag("p", f"{block.title}: nothing is known that could be drawn.", cls="limit")
    head = tag("figcaption", tag("b", block.title), tag("span", block.caption))
    tables = _tables(block)
    return tag(
        "figure",
        head,
        tag("div", pictures, cls="draw"),
        _source(block, names, tables, _alone(block)),
        (_table(table, names) for table in tables),
        id=block.anchor,
    )


def _tables(block: Figure) -> tuple[DataTable, ...]:
    if isinstance(block, Lanes):
        return block.tables
    if isinstance(block, Descent):
        return (descent.table(block),)
    return (block.table,) if block.table else ()


def _paper(block: Figure) -> Markup | None:
    """Return a lower drawing for the printed page, where height is scarce."""
    if not isinstance(block, Chart):
        return None
    low = replace(block, height=round(block.height * LOWER))
    drawing = _draw(low, float(WIDTHS[1]), "paper", readable=False)
    return tag("div", Markup(drawing.svg), cls="paper") if drawing else None


def _alone(block: Figure) -> Markup | None:
    """Return the drawing that goes into a file of its own, for the figures people reprint."""
    if not isinstance(block, (Chart, Ribbons)):
        return None
    drawing = _draw(block, float(WIDTHS[1]), "file", readable=False)
    return Markup(drawing.svg) if drawing else None


def _panels(block: Panels, names: dict[str, str]) -> Markup:
    charts = []
    pair = len(block.charts) in {1, 2, 4}
    for chart in block.charts:
        drawing = draw.draw(chart, float(PANELS[pair]), "p")
        charts.append(
            tag(
                "div",
                tag("h3", chart.title),
                Markup(drawing.svg) if drawing else None,
                tag("p", chart.caption),
                id=chart.anchor,
            )
        )
    tables = [chart.table for chart in block.charts if chart.table]
    return tag(
        "figure",
        tag("figcaption", tag("b", block.title), tag("span", f"{block.caption} {block.key}")),
        tag("div", charts, cls="panels two" if pair else "panels"),
        _source(block, names, tables, None),
        (_table(table, names) for table in tables),
        id=block.anchor,
    )


def _source(
    block: Figure | Panels,
    names: dict[str, str],
    tables: Sequence[DataTable],
    picture: Markup | None,
) -> Markup:
    anchors = [one for one in getattr(block, "sources", ()) if one in names]
    links: list[object] = [" from the ratings of "] if anchors else []
    if len(anchors) > FEW:
        titles = "; ".join(names[one] for one in anchors)
        links.append(tag("a", f"{len(anchors)} sources", href="#sources", title=titles))
    else:
        for i, one in enumerate(anchors):
            links += [", " if i else None, tag("a", names[one], href=f"#{one}")]
    note = tag("span", block.source_note, links, "." if block.source_note[-1:] != "." else None)
    files = [_csv(_stacked(tables), block.anchor)] if tables else []
    if picture is not None:
        files.append(_svg_file(picture, block.anchor))
    return tag("p", note, files, cls="src")


def _stacked(tables: Sequence[DataTable]) -> DataTable:
    """Return tables of one kind as one, the first column saying which."""
    if len(tables) == 1:
        return tables[0]
    columns = tuple(dict.fromkeys(name for table in tables for name in table.columns))
    rows = []
    for table in tables:
        what = table.caption.split(":")[0]
        for row in table.rows:
            # A table may lack a standard that another has: its cells stay empty.
            held = dict(zip(table.columns, row, strict=True))
            rows.append((what, *(held.get(name, "") for name in columns)))
    return DataTable(tables[0].caption, ("What", *columns), tuple(rows))


def _csv(table: DataTable, name: str) -> Markup:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    shares = [any("%" in row[i] for row in table.rows) for i in range(len(table.columns))]
    heads = zip(table.columns, shares, strict=True)
    writer.writerow([f"{head}, in percent" if share else head for head, share in heads])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return tag(
        "a",
        "Data (CSV)",
        href=f"data:text/csv;charset=utf-8,{quote(text.getvalue(), safe=' ,()')}",
        download=f"{name}.csv",
    )


def _cell(value: str) -> str:
    """Write a number as a spreadsheet reads it, and no text that it would run as a formula."""
    plain = value.replace("−", "-").replace("%", "")
    return f"'{plain}" if plain[:1] in {"=", "+", "@"} else plain


def _svg_file(picture: Markup, name: str) -> Markup:
    style = tag("style", Markup(_style("light.css") + _style("chart.css")))
    start, end = picture.index(">") + 1, len("</svg>")
    alone = f"{picture[:start]}{style}{picture[start:-end]}</svg>"
    packed = base64.b64encode(alone.encode()).decode("ascii")
    return tag(
        "a", "Figure (SVG)", href=f"data:image/svg+xml;base64,{packed}", download=f"{name}.svg"
    )
