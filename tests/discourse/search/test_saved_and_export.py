"""Saved searches, and hits as files."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.discourse.search import export, saved
from rightful.discourse.search.filters import Filters, filters_of
from rightful.discourse.search.find import Hit
from rightful.discourse.search.languages import language_of
from rightful.discourse.search.snippet import Snippet

FILTERS = Filters(state=(811, 710), act="promise", first=1990)


def test_a_search_is_kept_listed_replaced_and_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "new" / "searches.json"
    assert saved.listed(file) == ()
    saved.save(file, "my search", "tortur*", FILTERS)
    saved.save(file, "another", "", Filters())
    saved.save(file, "another", "law", Filters())
    assert [one.name for one in saved.listed(file)] == ["another", "my search"]
    assert saved.saved(file, "my search") == saved.Saved("my search", "tortur*", FILTERS)
    assert saved.saved(file, "another").query == "law"
    saved.remove(file, "another")
    assert [one.name for one in saved.listed(file)] == ["my search"]
    assert list(file.parent.iterdir()) == [file]


def test_an_unknown_search_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "searches.json"
    saved.save(file, "torture", "torture", Filters())
    for ask in (saved.saved, saved.remove):
        with pytest.raises(UnknownName, match="did you mean torture"):
            ask(file, "tortur")


@pytest.mark.parametrize("name", ["", " a", "../x", "a\nb", "x" * 61, "a/b", "\x1b[1m"])
def test_a_name_is_checked(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        saved.save(tmp_path / "s.json", name, "a", Filters())
    assert not list(tmp_path.iterdir())


def test_a_query_that_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        saved.save(tmp_path / "s.json", "a", "(a", Filters())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"format": 2, "searches": {}}',
        '{"format": 1, "searches": {"a": {"query": 1, "filters": {}}}}',
        '{"format": 1, "searches": {"a": {"query": "a", "filters": {"other": 1}}}}',
        '{"format": 1, "searches": {"a": {"query": "a", "filters": {"first": "x"}}}}',
        '{"format": 1, "searches": {"a": {"query": "a", "filters": {"state": [true]}}}}',
        '{"format": 1, "searches": {"a": {"query": "a", "filters": {"last": 1e400}}}}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_damaged_file_is_told_and_kept(tmp_path: Path, content: str) -> None:
    file = tmp_path / "s.json"
    file.write_text(content, errors="surrogateescape")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="cannot be read"):
        saved.save(file, "a", "a", Filters())
    assert file.read_bytes() == before


def test_filters_survive_json() -> None:
    told = json.loads(json.dumps(FILTERS.as_dict()))
    assert told == {"state": [811, 710], "act": "promise", "first": 1990}
    assert filters_of(told) == FILTERS
    assert Filters().as_dict() == {}


@pytest.mark.parametrize(
    ("document", "link"),
    [
        ("A/HRC/26/16", "https://undocs.org/A/HRC/26/16"),
        ("A/HRC/26/16/Add.1", "https://undocs.org/A/HRC/26/16/Add.1"),
        ("S/PV.7154", "https://undocs.org/S/PV.7154"),
        ("CCPR/C/KHM/CO/2", "https://undocs.org/CCPR/C/KHM/CO/2"),
        ("E/1987/3(SUPP)", "https://undocs.org/E/1987/3(SUPP)"),
        ("KHM_72_2017", None),
        ("Report of the Working Group: namibia 2011", None),
        ("A/HRC/26/16?x=1", None),
        ("A/../../etc", None),
        ("javascript:alert(1)", None),
        ("A", None),
        (None, None),
    ],
)
def test_a_symbol_is_linked_and_nothing_else(document: str | None, link: str | None) -> None:
    assert export.link_of(document) == link


def _hit(**changed: object) -> Hit:
    values = {
        "kind": "statement",
        "statement": "=cmd()",
        "ccode": 811,
        "year": 2014,
        "date": "2014-01-28",
        "forum": "upr_dialogue",
        "document": "A/HRC/26/16",
        "paragraph": "12",
        "addressee": 2,
        "voice": "reported",
        "answers": None,
        "response": None,
        "language": "en",
        "title": None,
        "acts": ("promise", "concede:step"),
        "rights": ("torture",),
        "articles": ("CAT 2",),
        "coding": "coded",
        "basis": "text",
        "text": 'It will, "surely",\nstop <b>torture</b>',
        "score": 1.23456,
        "snippet": Snippet("stop <b>torture</b> | *now*", ((8, 15),)),
    }
    return Hit(**{**values, **changed})  # type: ignore[arg-type]


def _rows() -> list[dict[str, Any]]:
    names = {811: "Cambodia"}
    return [export.row_of(hit, lambda code, year: names.get(code)) for hit in (_hit(), _hit())]


def test_csv_holds_every_column_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(export.as_text(_rows(), ".csv", {}))))
    assert len(rows) == 2
    assert tuple(rows[0]) == export.COLUMNS
    assert rows[0]["statement"] == "'=cmd()"
    assert rows[0]["state"] == "Cambodia"
    assert rows[0]["addressee_name"] == "2"  # a code that no name is known for
    assert rows[0]["link"] == "https://undocs.org/A/HRC/26/16"
    assert rows[0]["acts"] == "promise; concede:step"
    assert rows[0]["text"] == _hit().text
    assert rows[0]["answers"] == ""


def test_no_cell_turns_text_or_a_terminal_and_a_text_keeps_its_lines() -> None:
    row = {"document": "a\x1b[31m\u202egpj\nb", "text": "one\r\n\x1btwo\u2066", "title": "\t=1"}
    (told,) = csv.DictReader(io.StringIO(export.as_text([row], ".csv", {})))
    assert told["document"] == "a [31mgpj b"
    assert told["text"] == "one\n two"
    assert told["title"].startswith("'")


def test_json_holds_what_was_asked_and_what_was_found() -> None:
    told = json.loads(export.as_text(_rows(), ".json", {"query": "stop", "total": 5}))
    assert (told["query"], told["total"], len(told["hits"])) == ("stop", 5, 2)
    assert told["hits"][0]["statement"] == "=cmd()"
    assert told["hits"][0]["date"] == "2014-01-28"
    assert tuple(told["hits"][0]) == export.COLUMNS


def test_markdown_shows_signs_as_they_stand() -> None:
    text = export.as_text(_rows(), ".md", {"query": "<x> *", "total": 5})
    assert "<" not in text
    assert text.startswith("# Search: &lt;x&gt; \\*")
    assert "[A/HRC/26/16, 12](https://undocs.org/A/HRC/26/16)" in text
    assert "stop &lt;b&gt;**torture**&lt;/b&gt; \\| \\*now\\*" in text
    assert "Acts: promise, concede:step." in text


def test_another_ending_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\.csv, \.json, \.md"):
        export.as_text([], ".xlsx", {})


@given(st.text("ab<&", max_size=40), st.integers(0, 20), st.integers(1, 20))
def test_marks_take_nothing_from_a_text(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    shown = Snippet(text, ((start, end),) if start < end else ())
    assert shown.marked("[", "]").replace("[", "").replace("]", "") == text
    page = shown.as_html().replace("<mark>", "").replace("</mark>", "")
    assert html.unescape(page) == text
    assert "<" not in page


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The government of the state is not in a position to answer.", "en"),
        ("ការធ្វើទារុណកម្មត្រូវបានហាមឃាត់", "km"),
        ("我们尊重人权，保障一切", "zh"),
        ("人権は尊重されなければならない", "ja"),
        ("", None),
        ("12 345 --", None),
        ("CAT", None),
    ],
)
def test_a_language_is_told_or_left_open(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_language_needs_the_model_where_words_do_not_tell() -> None:
    pytest.importorskip("py3langid", reason="needs the extra 'text'")
    assert (
        language_of("Le gouvernement s'engage à respecter tous les droits de la personne") == "fr"
    )
    assert language_of("Права человека должны соблюдаться во всех странах мира") == "ru"
