"""A user's own files: read whole, hostile or not, and kept in the user's store."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import sys
import time
import unicodedata
import zipfile
import zlib

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightful.core.errors import (
    MissingFile,
    RightfulError,
    SourceError,
    StoreError,
    UnknownName,
    UnrecognisedFile,
    UsageError,
)
from rightful.core.statement import STATEMENTS
from rightful.record.corpora import own_files, page_lines
from rightful.record.corpora.own_files import cleaned, cut, language_of, printed_text, read_own_file
from rightful.record.corpora.page_lines import PageLine, paragraphs_of, without_running
from rightful.record.own_statements import (
    add_file,
    checked_date,
    own_statements,
    remove_file,
)
from rightful.record.own_statements import own_files as files_added

CAMBODIA, NORWAY, CSSR = 811, 385, 315
docx = pytest.importorskip("docx")
pytest.importorskip("pypdf")


def pdf(*pages: str | None, stream: bytes = b"") -> bytes:
    """Return a PDF with a correct table of its parts; ``None`` is a page without text.

    ``stream``, packed, takes the place of the first page's.
    """
    packed = stream
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
        kind = b""
        if packed and number == 0:
            stream, kind = packed, b"/Filter /FlateDecode"
        head = b"<< /Length %d %s >>" % (len(stream), kind)
        parts.append(head + b"\nstream\n" + stream + b"\nendstream")
        content = len(parts)
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            % content
        )
        kids.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        start,
    )
    return bytes(out)


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def repacked(content: bytes, **members: bytes) -> bytes:
    """Return a Word file with members put in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, members.get(info.filename, old.read(info)))
    return out.getvalue()


def read(folder, name: str, content: bytes | str):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_own_file(path)


def texts(found) -> list[tuple[str, str]]:
    return [(passage.anchor, passage.text) for passage in found.passages]


def test_pages_of_a_pdf(tmp_path):
    found = read(tmp_path, "a.pdf", pdf("We made this up.", None, "So we did."))
    assert texts(found) == [("p1:1", "We made this up."), ("p3:1", "So we did.")]
    assert found.skipped == ("page 2: no text, perhaps a picture",)


def printed(*lines: tuple[int, int, str]) -> str:
    """Return what draws lines at (from the left, from the foot), for ``pdf``."""
    x, y, text = lines[0]
    parts = [f") Tj {x - 72} {y - 720} Td ({text}"]
    for (left, high, _), (x, y, text) in itertools.pairwise(lines):
        parts.append(f") Tj {x - left} {y - high} Td ({text}")
    return "".join(parts)


BODY = (
    (72, 700, "A first paragraph that we made up goes on to"),
    (72, 686, "a second line, and ends."),
    (90, 672, "An indented one begins here and goes on"),
    (72, 658, "at the margin."),
    (72, 632, "A third stands after a gap and goes on to"),
    (72, 618, "its end, p. 4"),
)
PARAGRAPHS = [
    "A first paragraph that we made up goes on to a second line, and ends.",
    "An indented one begins here and goes on at the margin.",
    "A third stands after a gap and goes on to its end, p. 4",
]


def test_a_page_of_a_pdf_is_parted_into_paragraphs_without_running_lines(tmp_path):
    pages = [
        printed(
            (72, 780, "Made-up Ministry"),
            *(BODY if number == 1 else ((72, 700, f"Page {own} has words of its own"),)),
            (300, 30, f"{number} of 3"),
        )
        for number, own in ((1, "one"), (2, "two"), (3, "three"))
    ]
    found = read(tmp_path, "a.pdf", pdf(*pages))
    assert texts(found) == [
        *((f"p1:{place}", text) for place, text in enumerate(PARAGRAPHS, 1)),
        ("p2:1", "Page two has words of its own"),
        ("p3:1", "Page three has words of its own"),
    ]
    assert found.skipped == (
        "running line on 3 pages: Made-up Ministry",
        "running line on 3 pages: 1 of 3",
    )
    as_printed = printed_text(tmp_path / "a.pdf")
    assert "Made-up Ministry\nA first paragraph" in as_printed.text.replace("\n\n", "\n")
    assert as_printed.skipped == ()


def test_pages_that_are_all_alike_are_kept(tmp_path):
    found = read(tmp_path, "a.pdf", pdf("We made this up.", "We made this up."))
    assert (len(found.passages), found.skipped) == (2, ())


def test_a_line_on_one_page_of_two_or_at_another_height_is_kept(tmp_path):
    here, there = printed(*BODY[:2], (72, 30, "Foot")), printed(*BODY[4:], (72, 60, "Foot"))
    found = read(tmp_path, "a.pdf", pdf(here, there))
    assert " ".join(text for _, text in texts(found)).count("Foot") == 2


def test_a_line_on_half_of_the_pages_is_kept(tmp_path):
    words = ("one", "two", "three", "four")
    pages = [
        printed((72, 700, f"Ours {word}"), *([(72, 30, "Foot")] if place < 2 else []))
        for place, word in enumerate(words)
    ]
    assert read(tmp_path, "a.pdf", pdf(*pages)).skipped == ()


_LINES = st.lists(
    st.builds(
        PageLine,
        st.text(st.sampled_from("ab1 ."), max_size=8),
        st.none() | st.sampled_from([72.0, 90.0, 300.0]),
        st.none() | st.floats(0, 800),
        st.sampled_from([0.0, 1.0, 12.0]),
    ),
    max_size=12,
)


@given(st.lists(_LINES, max_size=4))
def test_lines_lose_no_word_but_running_ones(pages):
    kept, told = without_running(pages)
    if not told:
        assert kept == pages
    for page in kept:
        assert paragraphs_of(page).split() == " ".join(line.text for line in page).split()


def test_a_bad_page_does_not_cost_the_others(tmp_path, monkeypatch):
    import pypdf

    whole = pypdf.PageObject.extract_text

    def failing(page, *args, **kwargs):
        if page.page_number == 0:
            raise RecursionError("too deep")
        return whole(page, *args, **kwargs)

    monkeypatch.setattr(pypdf.PageObject, "extract_text", failing)
    found = read(tmp_path, "a.pdf", pdf("Lost.", "Kept."))
    assert texts(found) == [("p2:1", "Kept.")]
    assert found.skipped == ("page 1: RecursionError: too deep",)


def test_a_scan_says_so(tmp_path):
    with pytest.raises(SourceError, match="looks like a scan"):
        read(tmp_path, "a.pdf", pdf(None, None))


def test_an_encrypted_pdf_says_so(tmp_path):
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf("Secret.")))
    writer.encrypt("word", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    with pytest.raises(SourceError, match="encrypted"):
        read(tmp_path, "a.pdf", content.getvalue())


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize("content", [b"no such thing", b"%PDF-1.4\n%%EOF", b"PK\x03\x04rest"])
def test_a_corrupt_file_says_so(tmp_path, name, content):
    with pytest.raises(SourceError, match="cannot be used"):
        read(tmp_path, name, content)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.html"])
def test_an_empty_file_says_so(tmp_path, name):
    with pytest.raises(SourceError, match="it is empty"):
        read(tmp_path, name, b" \n")


def test_paragraphs_and_tables_of_word(tmp_path):
    document = docx.Document()
    document.add_paragraph("First.")
    document.add_paragraph("")
    document.add_table(1, 1).cell(0, 0).text = "In a cell."
    content = io.BytesIO()
    document.save(content)
    found = read(tmp_path, "a.docx", content.getvalue())
    assert texts(found) == [("1", "First."), ("3", "In a cell.")]


def test_entities_of_a_word_file_are_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    evil = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    for encoding in ("utf-8", "utf-16"):
        text = evil.replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding)
        content = repacked(word("a"), **{"word/document.xml": text})
        with pytest.raises(SourceError) as caught:
            read(tmp_path, "a.docx", content)
        assert "SECRET" not in str(caught.value)
        if encoding == "utf-8":
            assert "declares XML entities" in str(caught.value)


def test_a_bomb_in_a_pdf_costs_its_page_only(tmp_path):
    bomb = zlib.compress(b"q " * 60_000_000, 9)
    content = pdf("xxxx", "Kept.", stream=bomb)
    found = read(tmp_path, "a.pdf", content)
    assert texts(found) == [("p2:1", "Kept.")]
    assert found.skipped[0].startswith("page 1: ")


def test_a_page_that_draws_too_much_costs_itself_only(tmp_path, monkeypatch):
    stream = zlib.compress(b"BT /F1 12 Tf 72 720 Td (Much.) Tj ET " * 200_000)
    start = time.monotonic()
    found = read(tmp_path, "a.pdf", pdf("xxxx", "Kept.", stream=stream))
    assert time.monotonic() - start < 10
    assert texts(found) == [("p2:1", "Kept.")]
    assert found.skipped == ("page 1: ValueError: its content is larger than 5,000,000 bytes",)
    monkeypatch.setattr(page_lines, "MOST_STEPS", 100)
    small = pdf("xxxx", "Kept.", stream=zlib.compress(b"q " * 101))
    found = read(tmp_path, "a.pdf", small)
    assert texts(found) == [("p2:1", "Kept.")]
    assert found.skipped == ("page 1: ValueError: it draws in more than 100 steps",)
    monkeypatch.setattr(own_files, "MOST_DRAWN", 70)
    found = read(tmp_path, "a.pdf", pdf("Kept.", "Lost.", "Lost."))
    assert texts(found) == [("p1:1", "Kept.")]
    assert found.skipped[0].startswith("page 2 and those after it: ")


def test_what_a_page_draws_by_a_form_counts(tmp_path, monkeypatch):
    pypdf = pytest.importorskip("pypdf")
    names, numbers = pypdf.generic.NameObject, pypdf.generic.DictionaryObject
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf("xxxx", "Kept.", stream=zlib.compress(b"/X Do"))))
    form = pypdf.generic.StreamObject()
    form.set_data(b"BT /F1 12 Tf 72 720 Td (Form.) Tj ET")
    form[names("/Type")], form[names("/Subtype")] = names("/XObject"), names("/Form")
    resources = writer.pages[0]["/Resources"]
    form[names("/Resources")] = resources  # it lies in itself: a circle
    placed = writer._add_object(form)
    resources[names("/XObject")] = numbers({names("/X"): placed})
    out = io.BytesIO()
    writer.write(out)
    assert ("p1:1", "Form.") in texts(read(tmp_path, "a.pdf", out.getvalue()))
    monkeypatch.setattr(page_lines, "MOST_CONTENT", 40)
    found = read(tmp_path, "a.pdf", out.getvalue())
    assert texts(found) == [("p2:1", "Kept.")]
    assert found.skipped == ("page 1: ValueError: its content is larger than 40 bytes",)


def test_paragraphs_of_word_in_one_another_take_one_walk(tmp_path):
    document = word("Before.", "XX")
    inner = "<w:p>" * 200 + "<w:r><w:t>a </w:t></w:r>" * 20_000 + "</w:p>" * 200
    own = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    nested = own.replace("<w:t>XX</w:t>", f"<w:t>Out</w:t>{inner}<w:t>side.</w:t>")
    start = time.monotonic()
    found = read(tmp_path, "a.docx", repacked(document, **{"word/document.xml": nested.encode()}))
    assert time.monotonic() - start < 3  # a walk for each takes three times that
    assert texts(found)[:2] == [("1", "Before."), ("2", "Outside.")]
    assert "".join(text for anchor, text in texts(found)[2:]).count("a") == 20_000
    assert found.passages[2].anchor.startswith("202:")


def test_a_word_file_of_too_many_parts_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    document = word("Kept.")
    assert texts(read(tmp_path, "a.docx", document)) == [("1", "Kept.")]
    monkeypatch.setattr(own_files, "MOST_MARKS", 100)
    with pytest.raises(SourceError, match="more than 100 elements"):
        read(tmp_path, "a.docx", document)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.txt").mkdir()
    for name in ("pipe.txt", "zero.txt", "folder.txt"):
        for reader in (read_own_file, printed_text):
            with pytest.raises(SourceError, match="no regular file"):
                reader(tmp_path / name)
    (tmp_path / "speech.txt").write_text("Kept.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "speech.txt")
    assert texts(read_own_file(tmp_path / "link.txt")) == [("1", "Kept.")]


def test_a_file_name_that_is_no_text_is_kept_as_text(tmp_path):
    path = tmp_path / os.fsdecode(b"bad\xff\xfename.txt")
    path.write_text("We made this up.")
    add_file(tmp_path, path, CAMBODIA, "2014", "other")
    assert files_added(tmp_path)["filename"].to_list() == ["bad??name.txt"]
    assert own_statements(tmp_path)["document"].to_list() == ["bad??name.txt"]


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(own_files, "LARGEST_FILE", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    with pytest.raises(SourceError, match="unpacks to more than"):
        read(tmp_path, "a.docx", out.getvalue())


def test_too_large_a_file_and_too_much_text_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(own_files, "MOST_TEXT", 100)
    with pytest.raises(SourceError, match="more than 100 characters"):
        read(tmp_path, "a.txt", "words " * 50)
    monkeypatch.setattr(own_files, "LARGEST_FILE", 100)
    with pytest.raises(SourceError, match="larger than 100 bytes"):
        read(tmp_path, "a.txt", "words " * 50)


def test_scripts_of_a_page_are_dropped_and_its_words_kept(tmp_path):
    found = read(
        tmp_path,
        "a.html",
        "<html><style>p{}</style><script>alert('<p>no</p>')</script><p>Human &amp; <b>fr</b>ee"
        "<br>lines<p>Next &lt;script&gt; as text<svg><text>no</text></svg></html>",
    )
    assert [text for _, text in texts(found)] == [
        "Human & free",
        "lines",
        "Next <script> as text",
    ]
    assert found.skipped == ("3 scripts and styles were dropped",)


MENU = "<nav><ul><li><a href='/'>Home</a><li>News</ul></nav>"


def test_what_stands_around_the_text_of_a_page_is_left_out_and_told(tmp_path):
    found = read(
        tmp_path,
        "a.html",
        f"<title>Our ministry</title><header><h1>Ministry</h1>{MENU}</header>"
        "<main><p>We made this up.<aside>Read more</aside><p>So we did.</main>"
        "<form><label>Search<select><option>all</select></form>"
        "<footer>All rights reserved</footer>",
    )
    assert texts(found) == [("1", "We made this up."), ("2", "So we did.")]
    assert found.skipped == (
        "around the text: <title>: Our ministry",
        "around the text: <header>: Ministry Home News",
        "around the text: <aside>: Read more",
        "around the text: <form>: Search all",
        "around the text: <footer>: All rights reserved",
    )


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (f"<form>{MENU}<p>We made this up.</p></form><p>Ours.</p>", ["We made this up.", "Ours."]),
        ("<nav>Home<p>We made this up.</p>", ["Home", "We made this up."]),  # never closed
        ("</nav><p>We made this up.</p></footer>", ["We made this up."]),
        ("<nav>Home</nav>", ["Home"]),  # nothing would be left
        ("<nav><header>Home</nav><p>We made this up.</p></header>", ["We made this up."]),
    ],
)
def test_a_frame_around_everything_is_no_menu(tmp_path, page, kept):
    assert [text for _, text in texts(read(tmp_path, "a.html", page))] == kept


def test_a_script_that_never_ends_is_said(tmp_path):
    found = read(tmp_path, "a.html", "<p>Kept.</p><script>var a = 1;<p>Lost.")
    assert texts(found) == [("1", "Kept.")]
    assert any("never closed" in line for line in found.skipped)


def test_deep_nesting_is_no_trouble(tmp_path):
    depth = 50_000
    found = read(tmp_path, "a.html", "<div>" * depth + "Deep." + "</div>" * depth)
    assert texts(found) == [("1", "Deep.")]


@pytest.mark.parametrize(
    "piece",
    [
        *["<!--", "<a ", "<", "</", "<!", '<a b="', "<a b='>", "<script>", "&", "<![CDATA["],
        *["<nav>", "</nav>", "<form><header>", "<nav>a</nav>", "<aside>a"],
    ],
)
def test_tags_that_never_end_cost_no_more_than_their_length(tmp_path, piece):
    started = time.process_time()
    read(tmp_path, "a.html", "Kept. " + piece * 100_000)
    assert time.process_time() - started < 5


def test_what_is_no_tag_is_kept(tmp_path):
    found = read(tmp_path, "a.html", "a < b <img alt='x > y'>c <!-- no --> d <3")
    assert [text for _, text in texts(found)] == ["a < b", "c d <3"]


def test_control_characters_are_counted_and_scripts_kept(tmp_path):
    text = "حقوق الإنسان\u202e لنا\x07.\n\nសិទ្ធិមនុស្ស។\n\ncafe\u0301"
    found = read(tmp_path, "a.txt", text)
    assert [passage for _, passage in texts(found)] == [
        "حقوق الإنسان لنا.",
        "សិទ្ធិមនុស្ស។",
        "caf\u00e9",
    ]
    assert found.taken_out == 2


def test_a_megabyte_paragraph_is_cut_at_sentences(tmp_path):
    sentence = "This is a made-up sentence of no great length. "
    found = read(tmp_path, "a.txt", sentence * 22_000)
    assert all(len(passage.text) <= 2_000 for passage in found.passages)
    assert all(passage.text.endswith(".") for passage in found.passages)
    assert found.passages[1].anchor == "1:2"
    assert " ".join(text for _, text in texts(found)) == (sentence * 22_000).strip()


def test_other_kinds_and_missing_files_are_refused(tmp_path):
    with pytest.raises(UnrecognisedFile):
        read(tmp_path, "a.exe", "MZ")
    with pytest.raises(MissingFile):
        read_own_file(tmp_path / "none.txt")


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(UsageError, match="documents"):
        read(tmp_path, "a.pdf", pdf("x"))


def test_languages(monkeypatch):
    pytest.importorskip("py3langid")
    english = "The government respects the rights of every person who lives in the country."
    french = "Le gouvernement respecte les droits de toutes les personnes qui vivent au pays."
    assert (language_of(english), language_of(french), language_of("Oui.")) == ("en", "fr", None)
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    assert language_of(english) is None


@given(st.text(max_size=400), st.integers(1, 50))
def test_cutting_loses_only_white_space(text, longest):
    plain = " ".join(text.split())
    pieces = cut(plain, longest)
    assert all(0 < len(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(plain.split())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_a_text_file_is_kept_whole(tmp_path, text):
    """What is kept and what is taken out account for every character that is not white space."""
    if text.startswith("\ufeff"):
        text = text[1:]
    try:
        found = read(tmp_path, "a.txt", text)
    except RightfulError:
        assert not "".join(cleaned(text)[0].split())
        return
    kept = "".join("".join(passage.text for passage in found.passages).split())
    bare, taken = cleaned(unicodedata.normalize("NFC", text))
    assert kept == "".join(bare.split())
    if unicodedata.is_normalized("NFC", text):
        assert len(text) - len(bare) == taken
        assert found.taken_out <= taken


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx"]),
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=100).map(lambda tail: b"%PDF-1.7\n" + tail),
        st.tuples(st.integers(0, 600), st.binary(min_size=1, max_size=9)).map(
            lambda change: (
                pdf("a b c")[: change[0]] + change[1] + pdf("a b c")[change[0] + len(change[1]) :]
            )
        ),
        st.text(alphabet="<>!-[]/ &#;abscriptyle=\"'", max_size=200).map(str.encode),
    ),
)
def test_any_bytes_are_read_or_refused(tmp_path, name, content):
    try:
        found = read(tmp_path, name, content)
    except RightfulError:
        return
    assert found.passages


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 35_000), change=st.binary(min_size=1, max_size=20))
def test_any_damage_to_a_word_file_is_read_or_refused(tmp_path, place, change):
    content = bytearray(WORD)
    content[place % len(WORD) : place % len(WORD) + len(change)] = change
    with contextlib.suppress(RightfulError):
        assert read(tmp_path, "a.docx", bytes(content)).passages


WORD = word("One made-up paragraph.", "Another.")


def made_up(folder, name="speech.txt", text="We made this up.\n\nSo we did."):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_statements_carry_the_columns_that_parts_hand_over(tmp_path):
    added = add_file(tmp_path, made_up(tmp_path), CAMBODIA, "2014-01-28", "domestic", NORWAY, "en")
    frame = own_statements(tmp_path)
    assert frame.schema == pl.Schema(STATEMENTS)
    assert frame["statement"].to_list() == [f"own:{added.id}:1", f"own:{added.id}:2"]
    row = frame.row(0, named=True)
    assert (row["ccode"], row["year"], row["date"]) == (CAMBODIA, 2014, "2014-01-28")
    assert (row["forum"], row["addressee"], row["language"]) == ("domestic", NORWAY, "en")
    assert (row["document"], row["paragraph"]) == ("speech.txt", "1")


def test_the_same_again_adds_nothing(tmp_path):
    path = made_up(tmp_path)
    first = add_file(tmp_path, path, CAMBODIA, "2014", "domestic")
    again = add_file(tmp_path, path, CAMBODIA, "2014", "domestic")
    assert (first.already, again.already) == (False, True)
    assert again.statements == first.statements
    assert pl.read_parquet(tmp_path / "statements" / "ledger.parquet").height == 1
    assert len(list((tmp_path / "statements").glob("*.parquet"))) == 2
    assert own_statements(tmp_path).height == 2


def test_changed_details_supersede_and_keep_the_old(tmp_path):
    path = made_up(tmp_path)
    add_file(tmp_path, path, CAMBODIA, "2014", "domestic")
    changed = add_file(tmp_path, path, NORWAY, "2015", "other")
    assert changed.superseded
    assert set(own_statements(tmp_path)["ccode"]) == {NORWAY}
    assert len(list((tmp_path / "statements").glob(f"{changed.id}-*.parquet"))) == 2
    ledger = pl.read_parquet(tmp_path / "statements" / "ledger.parquet")
    assert ledger["act"].to_list() == ["added", "superseded", "added"]
    assert ledger["number"].to_list() == [1, 2, 3]


def test_removing_takes_the_text_and_keeps_the_line(tmp_path):
    kept = add_file(tmp_path, made_up(tmp_path, "b.txt", "Another one."), NORWAY, "2014", "other")
    path = made_up(tmp_path)
    gone = add_file(tmp_path, path, CAMBODIA, "2014", "domestic")
    assert remove_file(tmp_path, f"own:{gone.id}") == 2
    assert own_statements(tmp_path)["statement"].to_list() == list(kept.statements)
    assert not list((tmp_path / "statements").glob(f"{gone.id}-*.parquet"))
    assert files_added(tmp_path)["id"].to_list() == [kept.id]
    with pytest.raises(UnknownName):
        remove_file(tmp_path, gone.id)
    assert not add_file(tmp_path, path, CAMBODIA, "2014", "domestic").already
    assert own_statements(tmp_path).height == 3


@pytest.mark.parametrize("asked", ["", "own:", "zz", "*"])
def test_nothing_is_removed_by_a_name_that_is_none(tmp_path, asked):
    with pytest.raises(UnknownName):
        remove_file(tmp_path, asked)
    add_file(tmp_path, made_up(tmp_path), CAMBODIA, "2014", "domestic")
    with pytest.raises(UnknownName):
        remove_file(tmp_path, asked)
    assert own_statements(tmp_path).height == 2


def test_an_empty_store_has_no_statements(tmp_path):
    assert own_statements(tmp_path / "none").schema == pl.Schema(STATEMENTS)
    assert not (tmp_path / "none").exists()


def test_a_state_must_be_alive_in_the_year(tmp_path):
    path = made_up(tmp_path)
    for ccode, year, hearer in ((CSSR, "2014", None), (CAMBODIA, "2014", CSSR)):
        with pytest.raises(UsageError, match="no state has the code 315 in 2014"):
            add_file(tmp_path, path, ccode, year, "other", hearer)
    assert not (tmp_path / "statements").exists()
    with pytest.raises(UnknownName, match="no forum"):
        add_file(tmp_path, path, CAMBODIA, "2014", "nowhere")
    with pytest.raises(UsageError, match="language"):
        add_file(tmp_path, path, CAMBODIA, "2014", "other", None, "english!")


@pytest.mark.parametrize("date", ["2014", "2014-01", "2014-01-28", " 2012-02-29 "])
def test_dates(date):
    assert checked_date(date) == date.strip()


@pytest.mark.parametrize(
    "date", ["", "14", "2014-13", "2014-02-29", "2014-1-1", "0000", "28.1.2014", "٢٠١٤", "2014-01-"]
)
def test_what_is_no_date_is_refused(date):
    with pytest.raises(UsageError, match="is no date"):
        checked_date(date)


@pytest.mark.parametrize("date", ["2999", "1700-01-28"])
def test_a_date_outside_the_table_of_states_names_its_option(date):
    with pytest.raises(UsageError, match="no states of the year") as caught:
        checked_date(date)
    assert caught.value.next_step == "correct --date"


def test_a_damaged_store_says_so(tmp_path):
    add_file(tmp_path, made_up(tmp_path), CAMBODIA, "2014", "domestic")
    (tmp_path / "statements" / "ledger.parquet").write_bytes(b"damage")
    with pytest.raises(StoreError, match="cannot be read"):
        own_statements(tmp_path)


def test_an_adding_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    add_file(tmp_path, made_up(tmp_path), CAMBODIA, "2014", "domestic")
    monkeypatch.setattr(
        "rightful.record.own_statements._append", lambda *_: (_ for _ in ()).throw(OSError(28, "x"))
    )
    with pytest.raises(StoreError, match="disk is full"):
        add_file(tmp_path, made_up(tmp_path, "b.txt", "More."), CAMBODIA, "2014", "domestic")
    assert own_statements(tmp_path).height == 2
