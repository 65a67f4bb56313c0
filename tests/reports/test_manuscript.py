"""Tables for manuscripts: LaTeX without surprises, Word files that open as they should."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.document import (
    Chart,
    DataTable,
    Document,
    Heading,
    Items,
    Paragraph,
    Reference,
    References,
)
from rightful.core.errors import UsageError
from rightful.reports.render import latex, word
from rightful.reports.render.text import with_minus

HOSTILE = "50 % of a_b & {c} \\input{/etc/passwd} $x$ #1 ~^ <b>"
TABLE = DataTable(
    "What came of it",
    ("Claim", "Estimate"),
    (("one", "-0.100 (-0.200 to +0.100)"), ("[two]", "—")),
    (False, True),
    anchor="claims",
)
BLOCKS = (
    Heading("Results", "results"),
    Paragraph("Words."),
    TABLE,
    Paragraph("Below the table.", "note"),
    Items((Paragraph("an entry"),)),
    References((Reference("a", "Hathaway (2002).", "", ""),)),
)
DOCUMENT = Document("Claims weighed", "rightful", "en", BLOCKS)


def read(document: Document = DOCUMENT) -> Any:
    return docx.Document(io.BytesIO(word.render(document)))


def test_latex_has_rules_headings_on_every_page_and_a_caption() -> None:
    tex = latex.render(DOCUMENT)
    for part in ("toprule", "midrule", "bottomrule", "endhead", "caption{What came of it}"):
        assert f"\\{part}" in tex
    assert "\\label{tab:claims}" in tex
    assert "$-$0.100 ($-$0.200 to +0.100)" in tex
    assert "{[two]} & ---" in tex
    assert tex.count("{") == tex.count("}")


def test_signs_of_tex_are_escaped() -> None:
    assert latex.escaped("a_b & 5 % {x} < —") == r"a\_b \& 5 \% \{x\} $<$ ---"
    assert "\\input{" not in latex.escaped(HOSTILE)


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("-0.1 (-2 to 3)", "−0.1 (−2 to 3)"),
        ("1990-2020, doirt-1, OP-2", "1990-2020, doirt-1, OP-2"),
        ("p-value", "p-value"),
    ],
)
def test_negative_numbers_have_a_minus_and_ranges_a_hyphen(given: str, printed: str) -> None:
    assert with_minus(given) == printed


@given(st.text())
def test_no_text_opens_a_command_of_its_own(text: str) -> None:
    tex = latex.escaped(text)
    commands = set(re.findall(r"\\([a-zA-Z]+)", tex))
    known = {"textbackslash", "textasciitilde", "textasciicircum", "textbar", "textquotedbl"}
    assert commands <= known | {"times", "pm", "ldots"}
    bare = re.sub(r"\\[&%$#_{}]", "", tex)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"(?<!\\)[%&#_]", tex)


def test_columns_of_latex_fill_the_line_and_no_more() -> None:
    shares = re.findall(r"dimexpr ([\d.]+)\\linewidth", latex.render(DOCUMENT))
    assert len(shares) == 2
    assert 0.99 < sum(map(float, shares)) <= 1.0


@pytest.mark.parametrize("render", [latex.render, word.render])
def test_what_is_drawn_is_refused(render: Any) -> None:
    chart = Chart("t", "a", "c", "alt", ())
    with pytest.raises(TypeError, match="Chart"):
        render(Document("t", "", "en", (chart,)))


def test_a_word_file_has_headings_properties_and_lies_across() -> None:
    file = read()
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert styles[:3] == ["Title", "Subtitle", "Heading 1"]
    assert "Caption" in styles
    assert "Table note" in styles
    told = file.core_properties
    assert (told.title, told.author, told.language) == ("Claims weighed", "rightful", "en")
    section = file.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    spoken = file.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    assert spoken.get(qn("w:val")) == "en-GB"


def test_a_table_of_word_repeats_its_headings_and_can_be_heard() -> None:
    file = read()
    (table,) = file.tables
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    described = {
        name: table._tbl.tblPr.find(qn(f"w:{name}")).get(qn("w:val"))
        for name in ("tblCaption", "tblDescription")
    }
    assert described == {
        "tblCaption": "What came of it",
        "tblDescription": "2 rows; columns: Claim, Estimate",
    }
    assert [cell.text for cell in rows[0].cells] == ["one", "−0.100 (−0.200 to +0.100)"]
    caption = next(p for p in file.paragraphs if p.style.name == "Caption")
    assert caption.paragraph_format.keep_with_next
    assert "SEQ Table" in caption._p.xml
    body = list(file.element.body)
    assert body.index(caption._p) + 1 == body.index(table._tbl)
    assert body[body.index(table._tbl) + 1].text == "Below the table."


@pytest.mark.parametrize(
    "text", ["a\x00b\x1f", "\u202ertl", "\ud800", "ខ្មែរ", "<w:t>&amp;", "long " * 99]
)
def test_no_text_breaks_a_word_file(text: str) -> None:
    blocks = (Heading(text, "a"), DataTable(text, (text,), ((text,),)))
    made = word.render(Document(text, text, "en", blocks))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
    docx.Document(io.BytesIO(made))


def test_without_the_library_word_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UsageError, match="python-docx"):
        word.render(DOCUMENT)
