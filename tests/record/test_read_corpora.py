"""Publishers' corpora read into the user's store: whole, once, and in the place of what was."""

from __future__ import annotations

import contextlib
import gzip
import io
import math
import os
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record.test_own_statements import pdf

from rightful.core.errors import (
    MissingFile,
    RightfulError,
    StoreError,
    UnknownName,
    UnrecognisedFile,
    UsageError,
)
from rightful.core.statement import STATEMENTS
from rightful.record import read_corpora
from rightful.record.all_statements import (
    all_statements,
    not_read,
    users_state,
    users_statements,
)
from rightful.record.corpora import members, whole
from rightful.record.corpora.general_debate import Debates
from rightful.record.corpora.tidied import debate_statements, report_statements
from rightful.record.corpora.whole import report_name
from rightful.record.own_statements import add_file
from rightful.record.read_corpora import (
    read_corpus,
    read_documents,
    read_statements,
    readings,
    remove_reading,
)
from rightful.record.states import ccode_of, state_years
from rightful.record.store import Store

CAMBODIA, SLOVENIA, NORWAY, MEXICO = 811, 349, 385, 70
SPEECH = (
    "We thank the President of this Assembly. Human rights are ours to keep, we made this up. "
    "The harvest was good this year. The rain came late. The roads were built by many hands. "
    "No State may interfere in the internal affairs of another. We thank you all."
)
SHORTER = "We thank the President of this Assembly. Human rights are ours. The harvest was good."
REPORT = """
             United Nations                                        A/HRC/99/15
             General Assembly                                      Distr.: General
                                                                   19 December 2019

                                                                   Original: English
Human Rights Council
Forty-third session
24 February–20 March 2020

            Report of the Working Group on the Universal Periodic
            Review*

            Slovenia

            Introduction
    1.    The review of Slovenia was held at the 13th meeting, on 12 November
          2019. It was made up.

    A.    Presentation by the State under review
          5.     The made-up minister spoke of a plan.

    B.    Interactive dialogue and responses by the State under review
          6.     During the interactive dialogue, 2 delegations made statements.
          7.     Norway asked about a made-up law.
          8.     While welcoming the plan, Mexico noted that it was made up.
          9.     In response to Norway, the delegation said that the law was under review.

     II.      Conclusions and/or recommendations
          10. The recommendations below will be examined:
"""
NATIONAL = """
   United Nations                     A/HRC/WG.6/34/SVN/1
                                      6 August 2019
   National report submitted in accordance with a made-up paragraph
   Slovenia
   1. We made up a law on schools and on the roads that lead to them.
   2. We made up another, which everybody in the country can read at home.
"""
QUESTIONS = """ADVANCE QUESTIONS TO SLOVENIAGenerated on a day

NORWAY

  •   What of the made-up law, and when will it go away for good?

MEXICO

  •   ¿Cuándo se derogará la ley inventada, y qué medidas se han previsto para las personas
      que sufrieron por ella durante todos estos años en el país?
"""


def speeches(folder: Path, **texts: str) -> Path:
    """Write speeches as their publishers do: a folder a session."""
    for name, text in texts.items():
        _, session, year = name.split("_")
        place = folder / f"Session {session} - {year}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def read_speeches(root: Path, path: Path, **more):
    return read_corpus(root, "general_debate", path, **more)


def texts_of(root: Path) -> dict[str, str]:
    return dict(read_statements(root).select("statement", "text").iter_rows())


# ------------------------------------------------------------------ speeches


def test_speeches_become_statements_once(tmp_path):
    folder = speeches(tmp_path / "in", KHM_38_1983=SPEECH, SVN_72_2017=SPEECH)
    told: list[tuple[float, float, str]] = []
    first = read_speeches(tmp_path, folder, progress=lambda *each: told.append(each))
    assert (first.id, first.documents, first.statements) == ("read:1", 2, 4)
    assert told[-1] == (1.0, 0.0, "speeches")
    assert all(0 < share <= 1 and not math.isnan(left) for share, left, _ in told)
    frame = read_statements(tmp_path)
    assert frame.schema == pl.Schema(STATEMENTS)
    assert frame["statement"].to_list()[:2] == ["ungdc:KHM_38_1983:0", "ungdc:KHM_38_1983:1"]
    # Who held the seat is kept: it was not who governed.
    seats = read_statements(tmp_path, "general_debate").select("document", "seat").unique()
    assert dict(seats.iter_rows())["SVN_72_2017"] is None
    assert dict(seats.iter_rows())["KHM_38_1983"]
    again = read_speeches(tmp_path, folder)
    assert (again.id, again.documents, again.statements, again.already) == (None, 0, 0, 2)
    assert not (tmp_path / "statements" / "read-2.parquet").exists()


def test_a_newer_version_of_a_speech_supersedes_it_whole(tmp_path):
    old = speeches(tmp_path / "old", KHM_72_2017=SPEECH, SVN_72_2017=SPEECH)
    new = speeches(tmp_path / "new", KHM_72_2017=SHORTER, SVN_72_2017=SPEECH, MEX_72_2017=SPEECH)
    read_speeches(tmp_path, old)
    before = users_state(tmp_path)
    found = read_speeches(tmp_path, new)
    assert (found.documents, found.superseded, found.already) == (2, 1, 1)
    assert users_state(tmp_path) != before
    held = texts_of(tmp_path)
    assert [name for name in held if "KHM" in name] == ["ungdc:KHM_72_2017:0"]
    assert held["ungdc:KHM_72_2017:0"] == SHORTER
    assert len(held) == 5
    # What was read before stays on the disk and in the ledger.
    assert (tmp_path / "statements" / "read-1.parquet").exists()
    acts = pl.read_parquet(tmp_path / "statements" / "readings.parquet")["act"].to_list()
    assert acts == ["read", "read", "superseded", "read", "read"]


def test_another_reader_reads_the_same_files_anew(tmp_path, monkeypatch):
    folder = speeches(tmp_path / "in", KHM_72_2017=SPEECH)
    read_speeches(tmp_path, folder)
    monkeypatch.setattr(read_corpora, "READER", whole.READER + 1)
    found = read_speeches(tmp_path, folder)
    assert (found.documents, found.superseded, found.already) == (1, 1, 0)


def test_a_reading_is_removed_texts_and_all(tmp_path):
    read_speeches(tmp_path, speeches(tmp_path / "a", KHM_72_2017=SPEECH))
    read_speeches(tmp_path, speeches(tmp_path / "b", SVN_72_2017=SPEECH))
    assert readings(tmp_path)["id"].to_list() == ["read:1", "read:2"]
    assert remove_reading(tmp_path, "READ:1") == 2
    assert {name.split(":")[1] for name in texts_of(tmp_path)} == {"SVN_72_2017"}
    assert not (tmp_path / "statements" / "read-1.parquet").exists()
    with pytest.raises(UnknownName, match="read:2"):
        remove_reading(tmp_path, "read:1")
    with pytest.raises(UnknownName):
        remove_reading(tmp_path / "none", "read:1")
    # What was removed may be read again.
    assert read_speeches(tmp_path, tmp_path / "a").documents == 1


def test_what_is_no_speech_is_listed_with_the_reason(tmp_path):
    folder = speeches(tmp_path / "in", KHM_72_2017=SPEECH, VAT_72_2017=SPEECH, ZAF_39_1984=SPEECH)
    (folder / "KHM_72_2017.txt").write_text(SHORTER)
    (folder / "README.pdf").write_bytes(b"%PDF")
    (folder / "._KHM_72_2017.txt").write_bytes(b"\0")
    (folder / "Cambodia 2017.txt").write_text(SPEECH)
    (folder / "SVN_72_2017.txt").write_text(" \n")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "gone").symlink_to(folder / "nowhere")
    found = read_speeches(tmp_path, folder)
    assert found.documents == 1
    reasons = {name.split("/")[-1]: reason for name, reason in found.skipped}
    assert reasons["README.pdf"] == "does not end in .txt"
    assert reasons["._KHM_72_2017.txt"] == "is a twin that macOS leaves beside a file"
    assert reasons["Cambodia 2017.txt"] == "is not named by state, session and year"
    assert reasons["SVN_72_2017.txt"] == "is empty"
    assert reasons["round"] == "is a link to a folder: not followed"
    assert reasons["gone"] == "is no file"
    assert "no state" in reasons["VAT_72_2017.txt"]
    assert "Central African Republic" in reasons["ZAF_39_1984.txt"]
    # The same speech twice: the first by name is kept, the other told.
    assert "same document as another" in reasons["KHM_72_2017.txt"]
    assert len(found.skipped) == 9
    assert set(texts_of(tmp_path)) == {"ungdc:KHM_72_2017:0"}


def test_a_year_without_a_debate_costs_its_file_only(tmp_path):
    odd = ("THA_99_9999", "THA_99_0001", "THA_01_1945", "THA_99_2099")
    folder = speeches(tmp_path / "in", KHM_72_2017=SPEECH, **dict.fromkeys(odd, SPEECH))
    (folder / "THA_٧٢_٢٠١٧.txt").write_text(SPEECH, encoding="utf-8")
    found = read_speeches(tmp_path, folder)
    assert found.documents == 1
    reasons = {name.split("/")[-1]: reason for name, reason in found.skipped}
    assert {reasons[f"{name}.txt"] for name in odd} == {"is of a year without a debate"}
    assert reasons["THA_٧٢_٢٠١٧.txt"] == "is not named by state, session and year"


def test_names_that_lead_out_of_an_archive_are_only_names(tmp_path):
    outside = tmp_path / "outside.txt"
    archive = tmp_path / "in" / "a.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../outside.txt", "written outside")
        packed.writestr("../../KHM_72_2017.txt", SPEECH)
        packed.writestr("/SVN_72_2017.txt", SPEECH)
        packed.writestr("folder/", "")
    tape = tmp_path / "in" / "a.tar.gz"
    with tarfile.open(tape, "w:gz") as tarred:
        link = tarfile.TarInfo("MEX_72_2017.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tarred.addfile(link)
        info = tarfile.TarInfo("../NOR_72_2017.txt")
        info.size = len(SPEECH)
        tarred.addfile(info, io.BytesIO(SPEECH.encode()))
    assert read_speeches(tmp_path, archive).documents == 2
    found = read_speeches(tmp_path, tape)
    assert found.skipped == (("MEX_72_2017.txt", "is no file"),)
    assert found.documents == 1
    assert not outside.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "statements"]


def test_ten_thousand_empty_files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for number in range(10_000):
            packed.writestr(f"KHM_{number % 90:02d}_{1946 + number}.txt", "")
    with pytest.raises(UnrecognisedFile, match="no speech was found") as caught:
        read_speeches(tmp_path, tmp_path / "in.zip")
    assert "0TJX8Y" in str(caught.value)
    assert len(str(caught.value)) < 5_000
    with zipfile.ZipFile(tmp_path / "in.zip", "a") as packed:
        packed.writestr("KHM_72_2017.TXT", SPEECH)
    found = read_speeches(tmp_path, tmp_path / "in.zip")
    assert (found.documents, len(found.skipped)) == (1, 10_000)


def test_a_folder_that_may_not_be_read_is_listed(tmp_path, monkeypatch):
    folder = speeches(tmp_path / "in", KHM_72_2017=SPEECH)
    (folder / "shut").mkdir()
    whole = os.scandir

    def guarded(place):
        if Path(place).name == "shut":  # the system's own refusal does not reach its administrator
            raise PermissionError(13, "Permission denied")
        return whole(place)

    monkeypatch.setattr("os.scandir", guarded)
    found = read_speeches(tmp_path, folder)
    assert found.skipped == (("shut", "cannot be read: Permission denied"),)


def test_more_files_than_are_read_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(members, "MOST_MEMBERS", 1)
    folder = speeches(tmp_path / "in", KHM_72_2017=SPEECH, SVN_72_2017=SPEECH)
    (reason,) = (reason for _, reason in read_speeches(tmp_path, folder).skipped)
    assert "after the first" in reason


def test_speeches_without_a_hit_count_as_read(tmp_path):
    folder = speeches(tmp_path / "in", KHM_72_2017="We thank you all for this made-up hour.")
    found = read_speeches(tmp_path, folder)
    assert (found.documents, found.statements) == (1, 0)
    assert read_speeches(tmp_path, folder).already == 1
    assert read_statements(tmp_path).height == 0


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (dict(corpus="general_debates"), UnknownName),
        (dict(state="Norway"), UsageError),
        (dict(date="2014"), UsageError),
        (dict(corpus="upr_report", kind="addendum"), UsageError),
        (dict(corpus="upr_report", date="2014-02-30"), UsageError),
        (dict(corpus="upr_document", kind="poem"), UnknownName),
        (dict(path=Path("nowhere")), MissingFile),
        (dict(corpus="upr_report", path=Path("nowhere")), MissingFile),
    ],
)
def test_what_is_not_known_is_told(tmp_path, given, error):
    asked = {"corpus": "general_debate", "path": tmp_path, **given}
    with pytest.raises(error):
        read_corpus(tmp_path / "home", **asked)
    assert not (tmp_path / "home").exists()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.text(
            alphabet=st.characters(exclude_characters="\0/", exclude_categories=["Cs"]),
            min_size=1,
            max_size=20,
        ).filter(lambda name: name not in (".", "..") and len(name.encode()) < 80)
        | st.sampled_from(["KHM_72_2017.txt", "XXX_00_0000.txt", "SVN_99_9999.txt"]),
        st.binary(max_size=80),
        max_size=4,
    )
)
def test_any_folder_is_read_or_refused(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("any")
    (root / "in").mkdir()
    for name, content in files.items():
        (root / "in" / name).write_bytes(content)
    for corpus in ("general_debate", "upr_report", "upr_document"):
        with contextlib.suppress(RightfulError):
            found = read_corpus(root / "home", corpus, root / "in")
            assert found.documents + len(found.skipped) == len(files)


def test_a_killed_writing_leaves_what_was(tmp_path, monkeypatch):
    read_speeches(tmp_path, speeches(tmp_path / "a", KHM_72_2017=SPEECH))
    monkeypatch.setattr(read_corpora, "_append", lambda *_: (_ for _ in ()).throw(OSError(28, "x")))
    with pytest.raises(StoreError, match="disk is full"):
        read_speeches(tmp_path, speeches(tmp_path / "b", SVN_72_2017=SPEECH))
    assert len(texts_of(tmp_path)) == 2


def test_a_damaged_ledger_is_told(tmp_path):
    read_speeches(tmp_path, speeches(tmp_path / "a", KHM_72_2017=SPEECH))
    (tmp_path / "statements" / "readings.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match="cannot be read again"):
        read_statements(tmp_path)


# ------------------------------------------------------------------ papers of a review


def test_a_report_says_itself_whose_and_when_it_is(tmp_path):
    (tmp_path / "r.txt").write_text(REPORT, encoding="utf-8")
    found = read_corpus(tmp_path, "upr_report", tmp_path / "r.txt")
    assert (found.documents, found.statements) == (1, 4)
    frame = read_statements(tmp_path, "upr_report")
    assert frame.select("statement", "ccode", "date", "addressee").rows() == [
        ("upr:slovenia-2019:A:5", SLOVENIA, "2019-11-12", None),
        ("upr:slovenia-2019:B:7", NORWAY, "2019-11-12", SLOVENIA),
        ("upr:slovenia-2019:B:8", MEXICO, "2019-11-12", SLOVENIA),
        ("upr:slovenia-2019:B:9", SLOVENIA, "2019-11-12", NORWAY),
    ]
    assert frame["speaker_doubt"].to_list()[2] == (
        "corrected from SUR: Mexico is the one who speaks"
    )
    assert found.left_out["a note of procedure"] == 1
    assert read_corpus(tmp_path, "upr_report", tmp_path / "r.txt").already == 1


def test_a_folder_of_papers_is_sorted_by_corpus(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "r.txt").write_text(REPORT, encoding="utf-8")
    (folder / "n.txt").write_text(NATIONAL, encoding="utf-8")
    (folder / "q.txt").write_text(QUESTIONS, encoding="utf-8")
    (folder / "c.txt").write_text(NATIONAL.replace("SVN/1", "SVN/1/Corr.1"), encoding="utf-8")
    (folder / "d.txt").write_text("A/HRC/DEC/43/112\n25 March 2020\nSlovenia", encoding="utf-8")
    (folder / "x.doc").write_bytes(b"\xd0\xcf")
    reports = read_corpus(tmp_path, "upr_report", folder)
    assert reports.documents == 1
    reasons = dict(reports.skipped)
    assert "its kind is national_report (read it as upr_document)" in reasons["n.txt"]
    assert "files that end in .doc are not read" in reasons["x.doc"]
    papers = read_corpus(tmp_path, "upr_document", folder, date="2019")
    assert papers.documents == 2
    assert papers.languages == {"en": 3, "es": 1}
    reasons = dict(papers.skipped)
    assert "read it as upr_report" in reasons["r.txt"]
    assert "corrects another" in reasons["c.txt"]
    assert "decision" in reasons["d.txt"]
    held = read_statements(tmp_path, "upr_document")
    assert held.select("statement", "ccode", "date").rows() == [
        ("uprdoc:A/HRC/WG.6/34/SVN/1:1", SLOVENIA, "2019-08-06"),
        ("uprdoc:A/HRC/WG.6/34/SVN/1:2", SLOVENIA, "2019-08-06"),
        ("uprdoc:q 2019:385:1", NORWAY, "2019"),
        ("uprdoc:q 2019:70:1", MEXICO, "2019"),
    ]


def test_what_a_paper_does_not_say_must_be_given(tmp_path):
    path = tmp_path / "q.txt"
    path.write_text(QUESTIONS, encoding="utf-8")
    with pytest.raises(UsageError, match="give --date"):
        read_corpus(tmp_path, "upr_document", path)
    with pytest.raises(UsageError, match="names Slovenia, not Norway"):
        read_corpus(tmp_path, "upr_document", path, "Norway", "2019")
    bare = tmp_path / "b.txt"
    bare.write_text("1. We made up a law.\n2. And another one.", encoding="utf-8")
    with pytest.raises(UsageError, match="give --kind"):
        read_corpus(tmp_path, "upr_document", bare)
    with pytest.raises(UsageError, match="give --state"):
        read_corpus(tmp_path, "upr_document", bare, date="2019", kind="addendum")
    found = read_corpus(tmp_path, "upr_document", bare, "Norway", "2019", "addendum")
    assert found.statements == 2
    with pytest.raises(UsageError, match="Czechoslovakia"):
        read_corpus(tmp_path, "upr_document", bare, "Czechoslovakia", "2019", "addendum")


def test_the_same_paper_of_another_day_supersedes(tmp_path):
    path = tmp_path / "b.txt"
    path.write_text("1. We made up a law.\n2. And another one.", encoding="utf-8")
    for date in ("2019", "2019-05"):
        found = read_corpus(tmp_path, "upr_document", path, "Norway", date, "addendum")
    assert (found.documents, found.superseded) == (1, 1)
    assert set(read_statements(tmp_path)["date"]) == {"2019-05"}


def test_word_and_html_are_read_too(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in REPORT.splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "r.docx")
    (tmp_path / "r.html").write_text(
        "<script>x()</script>" + "".join(f"<p>{line}</p>" for line in REPORT.splitlines()),
        encoding="utf-8",
    )
    for name in ("r.docx", "r.html"):
        read_corpus(tmp_path / name[2:], "upr_report", tmp_path / name)
        ids = read_statements(tmp_path / name[2:])["statement"].to_list()
        assert [each[-3:] for each in ids] == ["A:5", "B:7", "B:8", "B:9"]


def test_a_pdf_is_read_line_by_line(tmp_path):
    pytest.importorskip("pypdf")
    lines = [line.strip().replace("(", r"\(").replace(")", r"\)") for line in REPORT.splitlines()]
    shown = [line.replace("\u2013", "-") for line in lines if line]
    pages = [") Tj 0 -14 Td (".join(part) for part in (shown[:12], shown[12:])]
    (tmp_path / "r.pdf").write_bytes(pdf(*pages))
    found = read_corpus(tmp_path, "upr_report", tmp_path / "r.pdf")
    assert found.statements == 4
    ids = read_statements(tmp_path)["statement"].to_list()
    assert [each[-3:] for each in ids] == ["A:5", "B:7", "B:8", "B:9"]


def test_every_state_has_a_name_for_its_report_that_is_read_back():
    known = state_years(2015, 2024).select("ccode", "year")
    names = [report_name(ccode, year) for ccode, year in known.iter_rows()]
    back = ccode_of("name", pl.Series(names), known["year"])["ccode"]
    assert back.to_list() == known["ccode"].to_list()
    assert report_name(732, 2012) == "republicofkorea"


# ------------------------------------------------------------------ all together


def test_what_was_read_takes_the_place_of_the_extract(tmp_path, monkeypatch):
    rows = [
        ("ungdc:KHM_72_2017:0", "KHM_72_2017", "an old cut"),
        ("ungdc:KHM_72_2017:9", "KHM_72_2017", "an old cut"),
        ("ungdc:NOR_72_2017:0", "NOR_72_2017", "kept"),
        ("other:1", "KHM_72_2017", "of another corpus"),
    ]
    pulled = pl.DataFrame(
        [
            {**dict.fromkeys(STATEMENTS), "statement": a, "document": b, "text": c}
            for a, b, c in rows
        ],
        schema=STATEMENTS,
    )
    monkeypatch.setattr("rightful.record.all_statements.statements", lambda _: pulled)
    store = Store(tmp_path)
    assert all_statements(store).equals(pulled.sort("statement"))
    read_speeches(tmp_path, speeches(tmp_path / "a", KHM_72_2017=SPEECH))
    own = tmp_path / "own.txt"
    own.write_text("We made this up as well.")
    add_file(tmp_path, own, NORWAY, "2014", "domestic")
    found = all_statements(store)
    assert found.schema == pl.Schema(STATEMENTS)
    ids = found["statement"].to_list()
    assert len(set(ids)) == len(ids) == 5
    assert [name for name in ids if name.startswith("ungdc:KHM")] == [
        "ungdc:KHM_72_2017:0",
        "ungdc:KHM_72_2017:1",
    ]
    assert "an old cut" not in set(found["text"])
    assert {"kept", "of another corpus", "We made this up as well."} <= set(found["text"])
    assert users_statements(tmp_path).height == 3
    assert not_read(pulled, tmp_path)["statement"].to_list() == ["ungdc:NOR_72_2017:0", "other:1"]
    assert read_documents(tmp_path).rows() == [("ungdc", "KHM_72_2017")]


def test_the_state_of_the_ledgers_follows_what_counts(tmp_path):
    states = [users_state(tmp_path)]
    read_speeches(tmp_path, speeches(tmp_path / "a", KHM_72_2017=SPEECH))
    states.append(users_state(tmp_path))
    assert users_state(tmp_path) == states[-1]
    own = tmp_path / "own.txt"
    own.write_text("We made this up as well.")
    add_file(tmp_path, own, NORWAY, "2014", "domestic")
    states.append(users_state(tmp_path))
    remove_reading(tmp_path, "read:1")
    states.append(users_state(tmp_path))
    assert len(set(states)) == 4


# ------------------------------------------------------------------ real files


@pytest.mark.shared
def test_agreement_with_the_tables_in_hand(shared, tmp_path):
    """A third of the speeches at hand, in the publishers' layout: the derived identifiers."""
    folder = shared / "text" / "ungdc"
    full = _table(folder / "ungdc_case_speeches.csv.gz").gather_every(3)
    speeches(tmp_path / "in", **dict(full.select("speech_id", "text").iter_rows()))
    read_speeches(tmp_path, tmp_path / "in")
    published = _table(folder / "ungdc_hr_passages.csv.gz").filter(
        pl.col("speech_id").is_in(full["speech_id"].implode())
    )
    derived = debate_statements(
        Debates(sentences=published.clear(), passages=published, speeches=0, skipped=())
    ).table.frame
    ours = read_statements(tmp_path)
    same = derived.join(ours, on=["statement", "ccode", "year"], how="semi")
    assert same.height >= 0.95 * derived.height
    assert ours.height <= 1.05 * derived.height


@pytest.mark.shared
def test_the_slovenian_papers(shared, tmp_path):
    folder = shared / "text" / "upr"
    papers = _table(folder / "slovenia_upr_documents_4cycles.csv.gz").filter(
        pl.col("symbol").is_in(["A/HRC/14/15", "A/HRC/28/15", "A/HRC/28/15/Add.1"])
    )
    (tmp_path / "in").mkdir()
    for number, text in enumerate(papers["text"]):
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    assert read_corpus(tmp_path, "upr_report", tmp_path / "in").documents == 2
    published = _table(folder / "upr_wg_report_paragraphs_2008-2014.csv.gz")
    derived = report_statements(published.filter(pl.col("country") == "slovenia")).table.frame
    key = ["statement", "ccode", "date", "document", "addressee"]
    same = derived.join(read_statements(tmp_path), on=key, how="semi", nulls_equal=True)
    assert same.height >= 0.95 * derived.height > 0
    found = read_corpus(tmp_path, "upr_document", tmp_path / "in", "Slovenia", "2014")
    assert found.documents == 2  # the addendum, the list by theme
    assert found.statements > 200


def _table(path: Path) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(gzip.decompress(path.read_bytes())), infer_schema_length=0)
