"""`rightful statements`: what it says of files that were added."""

from __future__ import annotations

import json
import os

import pytest

from rightful.core.errors import UnknownName, UsageError
from rightful.core.statement import FORUMS
from rightful.study.own_statements import (
    add_statements,
    added_text,
    forum_named,
    list_statements,
    list_text,
    named_document,
    named_place,
    read_corpus,
    read_text,
    remove_statements,
)


@pytest.fixture
def speech(tmp_path, monkeypatch):
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    path = tmp_path / "speech.txt"
    path.write_text("We made this up.\x07\n\nSo we did.", encoding="utf-8")
    return path


def test_adding_listing_and_removing(speech):
    told = add_statements(speech, "Cambodia", "2014-01-28", "domestic", "Norway", "en")
    assert json.loads(json.dumps(told)) == told
    assert (told["ccode"], told["addressee"], told["passages"]) == (811, 385, 2)
    text = added_text(told)
    assert "speech.txt: 2 passages by Cambodia, 2014-01-28, At home" in text
    assert "taken out: 1" in text
    assert "en (as given)" in text
    (row,) = list_statements()
    assert row["id"] == told["id"]
    assert f"own:{told['id']}  2014-01-28  Cambodia  domestic  2 passages  en" in list_text([row])
    assert remove_statements(told["id"]) == {"id": told["id"], "removed": 2}
    assert list_statements() == []
    assert "No file was added" in list_text([])


def test_adding_again_says_so(speech):
    add_statements(speech, "Cambodia", "2014", "domestic")
    assert "nothing was added" in added_text(add_statements(speech, "KHM", "2014", "domestic"))
    assert "replaces" in added_text(add_statements(speech, "Norway", "2014", "domestic"))


def test_passages_of_two_files_that_are_alike_are_told(speech, tmp_path):
    first = add_statements(speech, "Cambodia", "2014", "domestic")
    again = tmp_path / "again.md"
    again.write_text("So we did.\n\nThis is new.", encoding="utf-8")
    told = add_statements(again, "Cambodia", "2014", "domestic")
    assert (first["repeats"], told["repeats"]) == (0, 1)
    assert "counted once: 1" in added_text(told)
    assert add_statements(again, "Cambodia", "2013", "domestic")["repeats"] == 0


def test_a_forum_is_known_by_its_identifier_and_by_its_title(speech):
    for forum, title in FORUMS.items():
        assert forum_named(forum.upper()) == forum_named(f" {title.lower()} ") == forum
    told = add_statements(speech, "KHM", "2014", "At home: parliament, court, press")
    assert told["forum"] == "domestic"


@pytest.mark.parametrize("asked", ["a talk show", "", "\x1b[31m", "x" * 100_000])
def test_a_forum_that_is_none_is_refused_with_all_that_there_are(speech, asked):
    with pytest.raises(UnknownName) as caught:
        add_statements(speech, "KHM", "2014", asked)
    assert all(f"{name} ({title})" in str(caught.value) for name, title in FORUMS.items())
    assert "\x1b" not in str(caught.value)
    assert list_statements() == []


def test_a_forum_close_to_one_is_offered(speech):
    with pytest.raises(UnknownName, match="did you mean treaty_body"):
        forum_named("treaty bodies")


def test_documents_of_the_user_are_marked_once():
    marked = named_document("own:ab12:3", "speech.pdf")
    assert marked == named_document("own:ab12:3", marked) == "your own file speech.pdf"
    assert named_document("upr:x:1", "report") == "report"
    told = [named_place(one) for one in ("7", "sentences 3-4", None)]
    assert told == ["paragraph 7", "sentences 3-4", ""]


def test_a_language_that_is_not_known_is_said(speech):
    told = add_statements(speech, "Cambodia", "2014", "domestic")
    assert told["language"] is None
    assert "Language: not known" in added_text(told)


def test_states_are_those_of_the_year(speech):
    assert add_statements(speech, "Czechoslovakia", "1985", "domestic")["ccode"] == 315
    with pytest.raises(UsageError, match="was no state in 2014"):
        add_statements(speech, "Czechoslovakia", "2014", "domestic")
    with pytest.raises(UnknownName):
        add_statements(speech, "Nowhereland", "2014", "domestic")


def test_a_year_that_is_not_in_the_table_names_the_option(speech):
    with pytest.raises(UsageError, match="no states of the year 2999") as caught:
        add_statements(speech, "Cambodia", "2999", "domestic")
    assert caught.value.next_step == "correct --date"


@pytest.mark.parametrize("name", [b"\x1b[31m\nx\xe2\x80\xaegpj.txt", b"bad\xff\xfename.txt"])
def test_the_name_of_a_file_moves_no_terminal(speech, name):
    path = speech.rename(speech.parent / os.fsdecode(name))
    told = add_statements(path, "Cambodia", "2014", "domestic")
    json.dumps(told, ensure_ascii=False).encode()
    lines = added_text(told | {"skipped": ["page\x1b[2J 3"]}).encode().decode().split("\n")
    assert all(line.isprintable() for line in lines)
    assert "txt: 2 passages by Cambodia" in lines[0]
    assert len(list_text(list_statements()).encode().split(b"\n")) == 1


def test_a_corpus_is_read_listed_and_removed(speech, tmp_path):
    folder = tmp_path / "speeches"
    folder.mkdir()
    for name in ("KHM_72_2017", "VAT_72_2017"):
        (folder / f"{name}.txt").write_text("Human rights are ours, as we made up here.")
    (folder / "n\x1b[31motes.txt").write_text("no speech")
    add_statements(speech, "Cambodia", "2014", "domestic")
    told = read_corpus("General Debate", folder)
    assert json.loads(json.dumps(told)) == told
    assert (told["id"], told["documents"], told["statements"]) == ("read:1", 1, 1)
    assert "0TJX8Y" in told["home"]
    text = read_text(told)
    assert "general_debate: 1 documents read, 1 statements" in text
    assert "Languages, as detected: en 1" in text
    assert "Skipped: 2 files" in text
    assert "is not named by state, session and year" in text
    assert "\x1b" not in text
    assert "Here already, the same: 1 documents" in read_text(read_corpus("general_debate", folder))
    own, corpus = list_statements()
    assert (own["corpus"], corpus["corpus"]) == (None, "general_debate")
    assert set(own) == set(corpus)
    assert "read:1  general_debate  1 documents  1 statements  speeches" in list_text([corpus])
    assert remove_statements("read:1") == {"id": "read:1", "removed": 1}
    assert [row["id"] for row in list_statements()] == [own["id"]]


def test_many_skipped_files_are_counted_not_all_shown(speech, tmp_path):
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "KHM_72_2017.txt").write_text("Human rights are ours, as we made up here.")
    for number in range(300):
        (folder / f"{number}.txt").write_text("no speech")
    told = read_corpus("general_debate", folder)
    assert told["skipped_by_reason"] == {"is not named by state, session and year": 300}
    text = read_text(told)
    assert "300  is not named" in text
    assert "and 280 more" in text
    assert len(text.splitlines()) < 40
