"""Words and tables as a Word file: real headings and captions, headings of a table on every page.

The page lies across, because tables of many columns stand in it. Title, author and language are
those of the file; every table has a text for readers who hear it. Nothing is drawn here.
"""

from __future__ import annotations

import importlib.util
import io
from functools import singledispatch
from typing import Any, Final

from rightful.core.document import Block, DataTable, Document, Heading, Items, Paragraph, References
from rightful.core.errors import UsageError
from rightful.reports.render.text import with_minus

AUTHOR: Final = "rightful"
FONT, SIZE, SMALL = "Calibri", 10.5, 8.5
SPACE: Final = {"Table text": 1.5, "Table note": 4}  # points around a paragraph
MARGIN: Final = 2.0  # centimetres
THICK, THIN = 8, 4  # eighths of a point
LOWEST_WEIGHT, MOST_WEIGHT = 6, 44
LONGEST_PROPERTY: Final = 255
XML_SIGNS: Final = frozenset("\t\n\r")


def check_word() -> None:
    """Refuse a Word file where its library is not installed.

    Raises
    ------
    UsageError
        Naming what to install.
    """
    if importlib.util.find_spec("docx") is None:
        raise UsageError(
            "Word files need python-docx, of the extra 'documents'",
            allowed="html, latex, text, json",
            next_step="pip install 'rightful[documents]', or choose another format",
        )


def render(document: Document) -> bytes:
    """Return the document as the content of a .docx file.

    Raises
    ------
    UsageError
        When the library is not installed.
    TypeError
        For what is drawn.
    """
    check_word()
    import docx

    file = docx.Document()
    _set_page(file)
    _set_styles(file, document.language)
    _set_properties(file, document)
    file.add_heading(_plain(document.title), level=0)
    if document.kicker:
        file.add_paragraph(_plain(document.kicker), style="Subtitle")
    for number, block in enumerate(document.blocks):
        _draw(block, file, 1 + sum(isinstance(b, DataTable) for b in document.blocks[:number]))
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


@singledispatch
def _draw(block: Block, file: Any, number: int) -> None:
    raise TypeError(f"Word cannot draw a {type(block).__name__} {number} in {file}")


@_draw.register
def _heading(block: Heading, file: Any, number: int) -> None:
    del number
    file.add_heading(_plain(block.text), level=block.level - 1)


@_draw.register
def _paragraph(block: Paragraph, file: Any, number: int) -> None:
    del number
    style = "Table note" if block.role == "note" else None
    file.add_paragraph(_plain(block.text), style=style)


@_draw.register
def _items(block: Items, file: Any, number: int) -> None:
    del number
    for entry in block.entries:
        file.add_paragraph(_plain(entry.text), style="List Bullet")


@_draw.register
def _references(block: References, file: Any, number: int) -> None:
    del number
    for entry in block.entries:
        file.add_paragraph(_plain(entry.citation), style="List Bullet")


@_draw.register
def _table(block: DataTable, file: Any, number: int) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    _caption(file, number, block.caption)
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _describe(table, block)
    _rule(table, "top", THICK)
    _rule(table, "bottom", THICK)
    numeric = block.numeric or (False,) * len(block.columns)
    widths = _widths(file, block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(table.rows, (block.columns, *block.rows), strict=True):
        _keep_whole(row)
        for cell, text, right, width in zip(row.cells, cells, numeric, widths, strict=True):
            cell.width = width
            _fill(cell, text, right)
    _repeat(table.rows[0])


def _fill(cell: Any, text: str, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = "Table text"
    paragraph.add_run(_plain(text))
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_page(file: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE", "1")


def _set_styles(file: Any, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = file.styles
    styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(SIZE)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        styles[name].font.name = FONT
        styles[name].font.color.rgb = RGBColor(0, 0, 0)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    styles["Caption"].font.size = Pt(SIZE)
    for name in SPACE:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(SMALL)
        style.paragraph_format.space_before = Pt(SPACE[name])
        style.paragraph_format.space_after = Pt(SPACE[name])
    standard = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in standard.findall(qn("w:lang")):
        standard.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), {"en": "en-GB"}.get(language, language))
    standard.append(spoken)


def _set_properties(file: Any, document: Document) -> None:
    from datetime import UTC, datetime

    told = file.core_properties
    told.title, told.author, told.language = _short(document.title), AUTHOR, document.language
    told.subject, told.comments = _short(document.kicker), ""
    told.last_modified_by = AUTHOR
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _caption(file: Any, number: int, text: str) -> None:
    """Write a caption that Word counts, on the page of its table."""
    paragraph = file.add_paragraph(style="Caption")
    paragraph.add_run("Table ")
    _field(paragraph, "SEQ Table \\* ARABIC", str(number))
    paragraph.add_run(f". {_plain(text)}")
    paragraph.paragraph_format.keep_with_next = True


def _field(paragraph: Any, code: str, shown: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _describe(table: Any, block: DataTable) -> None:
    """Give the table the title and the description that a screen reader reads."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    words = f"{len(block.rows)} rows; columns: {', '.join(block.columns)}"
    for name, text in (("w:tblCaption", block.caption), ("w:tblDescription", words)):
        element = OxmlElement(name)
        element.set(qn("w:val"), _plain(text))
        table._tbl.tblPr.append(element)


def _rule(table: Any, side: str, size: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    if borders is None:
        borders = OxmlElement("w:tblBorders")
        # The schema has the borders before the layout and the look of a table.
        layout = table._tbl.tblPr.find(qn("w:tblLayout"))
        layout.addprevious(borders)
    borders.append(_line(side, size))


def _line(side: str, size: int) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    return line


def _repeat(row: Any) -> None:
    """Have the row come again on every page, with a rule under it."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        borders.append(_line("bottom", THIN))
        cell._tc.get_or_add_tcPr().append(borders)
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _keep_whole(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _widths(file: Any, block: DataTable) -> list[int]:
    """Return widths that fill the page: each column's wish by its longest word and cell."""
    section = file.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    wishes = []
    for at in range(len(block.columns)):
        cells = [block.columns[at], *(row[at] for row in block.rows)]
        longest = max(len(word) for cell in cells for word in (cell.split() or [""]))
        wish = min(max(map(len, cells)), MOST_WEIGHT) // 2 + 2
        wishes.append(max(longest + 3, wish, LOWEST_WEIGHT))
    return [int(room * wish / sum(wishes)) for wish in wishes]


def _short(text: str) -> str:
    return _plain(text)[:LONGEST_PROPERTY]


def _plain(text: str) -> str:
    """Return text as a Word file holds it: a minus for negative numbers, no control signs."""
    return "".join(sign for sign in with_minus(text) if sign.isprintable() or sign in XML_SIGNS)
