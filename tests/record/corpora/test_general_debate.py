"""Speeches as their publishers give them: cut, searched, and set beside the table in hand."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import MissingFile, RightfulError, UnrecognisedFile
from rightful.record.corpora import members
from rightful.record.corpora.general_debate import (
    SHORTEST_SENTENCE,
    flags_of,
    is_hit,
    passages_of,
    read_debates,
    sentences_of,
)
from rightful.record.corpora.members import decoded
from rightful.record.corpora.tidied import debate_statements

SPEECH = (
    "238. We thank Mr. Example for his words. He quoted para. 7 of the report. "
    "Human rights are ours to keep. “They are everybody's.” The harvest was good. "
    "The rain came late this year. The roads were built. "
    "No State may interfere in the internal affairs of another. We thank you all."
)


def made_up(folder: Path, content: bytes = SPEECH.encode()) -> Path:
    session = folder / "Session 72 - 2017"
    session.mkdir(parents=True)
    (session / "KHM_72_2017.txt").write_bytes(content)
    (session / "notes.txt").write_text("no speech")
    (session / "SVN_72_2017.txt").write_text("")
    return folder


def test_titles_and_stray_numbers_do_not_end_a_sentence():
    said = sentences_of(SPEECH)
    assert said[0] == "238. We thank Mr. Example for his words."
    assert said[1] == "He quoted para. 7 of the report."
    assert said[3] == "“They are everybody's.”"
    assert len(said) == 9


def test_a_passage_is_a_hit_with_its_neighbours_and_neighbours_merge():
    found = passages_of(sentences_of(SPEECH))
    assert [(each.first, each.last, each.hits) for each in found] == [(1, 3, 1), (6, 8, 1)]
    assert found[1].text.startswith("The roads were built. No State may")
    # Windows that touch are one passage: sentences 0-1 and 2-3 around hits 0 and 3.
    touching = passages_of(["Torture is wrong.", "Filler one.", "Filler two.", "Torture it is."])
    assert [(each.first, each.last, each.hits) for each in touching] == [(0, 3, 2)]


def test_flags_that_are_labels_only_count_on_a_hit():
    assert flags_of("We will build the road.")["com"] == 0
    flags = flags_of("We will uphold human rights and reject double standards.")
    assert (flags["com"], flags["hr"], flags["dbl"], flags["sov"]) == (1, 1, 1, 0)


def test_what_is_no_hit_is_told_from_what_is():
    assert is_hit("The GENOCIDE was denied.")
    assert is_hit("Others meddle here.")
    assert not is_hit("Trade in antigenocides grew.")
    assert not is_hit("They depoliticized the fund.")
    assert not is_hit("Nothing came to interfere with free navigation.")


def test_a_folder_a_zip_and_a_tar_hold_the_same(tmp_path):
    folder = made_up(tmp_path / "folder")
    packed, tarred = tmp_path / "a.zip", tmp_path / "a.tar.gz"
    with zipfile.ZipFile(packed, "w") as archive, tarfile.open(tarred, "w:gz") as tape:
        for place in sorted(folder.rglob("*.txt")):
            archive.write(place, place.relative_to(folder))
            tape.add(place, str(place.relative_to(folder)))
    read = [read_debates(path) for path in (folder, packed, tarred)]
    assert all(each.passages.equals(read[0].passages) for each in read)
    assert read[0].passages.height == 2
    assert {(each.name.split("/")[-1], each.reason) for each in read[0].skipped} == {
        ("notes.txt", "is not named by state, session and year"),
        ("SVN_72_2017.txt", "is empty"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_the_publisher(tmp_path, encoding):
    read = read_debates(made_up(tmp_path / "x", SPEECH.encode(encoding)))
    assert "“They are everybody's.”" in read.passages["text"][0]


def test_passages_become_statements_with_the_agreed_identifiers(tmp_path):
    tidied = debate_statements(read_debates(made_up(tmp_path / "x")))
    frame = tidied.table.frame
    assert frame["statement"].to_list() == ["ungdc:KHM_72_2017:0", "ungdc:KHM_72_2017:1"]
    assert frame["ccode"].to_list() == [811, 811]


def test_a_bomb_is_left_out_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(members, "LARGEST_MEMBER", 1000)
    folder = made_up(tmp_path / "x")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("KHM_72_2017.txt", SPEECH)
        archive.writestr("KHM_73_2018.txt", b"a" * 1_000_000)
    (folder / "KHM_74_2019.txt").write_bytes(b"a" * 2000)
    for path in (tmp_path / "a.zip", folder):
        assert any("larger than" in each.reason for each in read_debates(path).skipped)


def test_what_is_not_there_and_what_is_no_archive_is_refused(tmp_path):
    with pytest.raises(MissingFile):
        read_debates(tmp_path / "nowhere")
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UnrecognisedFile):
        read_debates(tmp_path / "a.zip")
    with pytest.raises(UnrecognisedFile, match="no speech was found"):
        read_debates(tmp_path)


@given(st.text(alphabet=st.sampled_from(" .!?\"”')(“‘'Aa1Mr\n\tHumanrights"), max_size=300))
def test_nothing_but_white_space_is_lost(text):
    said = sentences_of(text)
    assert " ".join(said) == " ".join(text.split())
    assert all(len(sentence) >= SHORTEST_SENTENCE for sentence in said[:-1])


@given(st.binary(max_size=300))
def test_any_bytes_are_readable(content):
    text, encoding = decoded(content)
    if encoding in ("cp1252", "latin-1", "utf-8"):
        assert text.encode(encoding) == content


@given(st.binary(max_size=300))
def test_any_archive_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "a.tar"
    path.write_bytes(content)
    with pytest.raises(RightfulError):
        read_debates(path)


@pytest.mark.shared
def test_agreement_with_the_table_in_hand(shared, tmp_path):
    """Every third speech at hand: the same passages, and nearly always the same text."""
    folder = shared / "text" / "ungdc"
    speeches = _table(folder / "ungdc_case_speeches.csv.gz").gather_every(3)
    for name, text in speeches.select("speech_id", "text").iter_rows():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    read = read_debates(tmp_path)
    key = ["speech_id", "passage", "first_sent", "last_sent", "n_hits"]
    published = _table(folder / "ungdc_hr_passages.csv.gz").filter(
        pl.col("speech_id").is_in(speeches["speech_id"].to_list())
    )
    ours = read.passages.cast(pl.String).with_columns(_single("text").alias("ours"))
    both = published.join(ours.select(*key, "ours"), on=key, how="left")
    same_ids = published.join(ours, on=["speech_id", "passage"], how="semi").height
    assert same_ids >= 0.99 * published.height
    assert ours.height <= 1.01 * published.height
    same = both.filter(_single("text") == pl.col("ours")).height
    assert same >= 0.95 * published.height
    # Where the text differs, it is by quotation marks and hyphens that the table has lost.
    bare = both.filter(_bare("text") == _bare("ours")).height
    assert bare >= 0.99 * published.height


def _table(path: Path) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(gzip.decompress(path.read_bytes())), infer_schema_length=0)


def _single(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"\s+", " ").str.strip_chars()


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[\"”’')\s-]", "")
