"""References in four forms, and the codebook and list of sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rightful.core.errors import DataError, UnknownName, UsageError
from rightful.record import codebook
from rightful.record.citations import citation, cite, keys_of, parse, references
from rightful.record.listing import source_rows
from rightful.record.store import Store

ROOT = Path(__file__).resolve().parents[2]


def test_root_file_is_the_packaged_one() -> None:
    assert (ROOT / "references.bib").resolve() == (
        ROOT / "src" / "rightful" / "record" / "tables" / "references.bib"
    )


def test_every_entry_is_whole() -> None:
    for key, entry in references().items():
        assert entry.key == key
        assert {"title", "year"} <= set(entry.fields)
        assert entry.people, key
        assert entry.kind in ("article", "book", "techreport", "misc")
        assert entry.kind != "article" or "journal" in entry.fields


MENTION = re.compile(r"\[([a-z]+(?:19|20)\d\d[a-z]*)\]|\bkeys? ``?([a-z]+(?:19|20)\d\d[a-z]*)")


def test_every_key_mentioned_in_the_code_resolves() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    mentioned = {first or second for first, second in MENTION.findall(text)}
    assert "fariss2014" in mentioned
    assert mentioned <= set(references())


def test_citation_in_one_line() -> None:
    assert citation("fariss2014") == (
        "Fariss, Christopher J. (2014). Respect for Human Rights has Improved Over Time: Modeling "
        "the Changing Standard of Accountability. American Political Science Review 108(2): "
        "297-318. https://doi.org/10.1017/S0003055414000070"
    )
    assert citation("risse1999spiral").startswith("Risse, Thomas; Ropp, Stephen C.; Sikkink")
    assert citation("pts") == citation("gibney2024pts")


def test_letters_with_marks_are_letters_in_plain_text() -> None:
    text = cite(tuple(references()), "text") + cite(tuple(references()), "ris")
    assert "\\" not in text
    for name in ("Strand, Håvard", "Bartusevičius", "Rüegger", "Chesñevar", "Ørregaard", "Òscar"):
        assert name in text, name


def test_bibtex_can_be_read_back() -> None:
    text = cite(tuple(references()))
    assert {entry.key: entry for entry in parse(text)} == references()


def test_ris() -> None:
    lines = cite(("fariss2014",), "ris").splitlines()
    assert lines[0] == "TY  - JOUR"
    assert "AU  - Fariss, Christopher J." in lines
    assert tuple(line for line in lines if line[:2] in ("SP", "EP")) == ("SP  - 297", "EP  - 318")
    assert lines[-1] == "ER  - "
    assert "ED  - Risse, Thomas" in cite(("risse2013",), "ris")


def test_json_and_text() -> None:
    rows = json.loads(cite(("pts", "gibney2024pts", "fariss2014"), "json"))
    assert [row["key"] for row in rows] == ["gibney2024pts", "fariss2014"]
    assert cite(("fariss2014",), "text") == citation("fariss2014") + "\n"
    assert cite((), "text") == ""


def test_names_of_sources_and_keys() -> None:
    assert keys_of(("PTS", "fariss2014", "pts")) == ("gibney2024pts", "fariss2014")
    with pytest.raises(UnknownName, match="did you mean fariss201"):
        keys_of(("fariss2015",))
    with pytest.raises(UsageError, match="bibtex, ris, json, text"):
        cite(("pts",), "endnote")


def test_braces_must_close() -> None:
    with pytest.raises(DataError, match="a brace is not closed"):
        parse("@misc{key, title = {open}")


def test_codebook_covers_every_source() -> None:
    found = codebook.variables()
    assert {"pts", "cirights", "lhrs", "vdem"} <= set(found)
    assert list(codebook.variables(("pts",))) == ["pts"]
    with pytest.raises(UnknownName):
        codebook.variables(("ptss",))


def test_list_of_sources(tmp_path: Path) -> None:
    rows = {row["name"]: row for row in source_rows(Store(tmp_path))}
    assert len(rows["vdem"]["editions"]) == 7
    assert not any(row["pulled"] for row in rows.values())
    assert rows["ucdp_osv"]["exportable"]
    assert rows["pts"]["editions"][0]["sha256"].startswith("a09d5d81")
