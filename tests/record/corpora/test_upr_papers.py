"""Papers of a review as the United Nations print them."""

from __future__ import annotations

import contextlib
import gzip
import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import RightfulError, UnrecognisedFile, UsageError
from rightful.record.corpora.tidied import report_statements
from rightful.record.corpora.upr_documents import KINDS, read_document, recommenders
from rightful.record.corpora.upr_reports import joined, numbered, read_report, state_first

SLOVENIA, NORWAY, MEXICO = 349, 385, 70
REPORT = """Contents
          A.     Presentation by the State under review...................   5-7   3
     I.   Summary of the proceedings of the review process

    A.    Presentation by the State under review
          5.     The made-up minister spoke of a self-
          evident plan and of paragraph
          12. as it stood.
          6.     She went on.

                                                                  3
\x0cA/HRC/99/15

          It was a long speech.

    B.    Interactive dialogue and responses by the State under review
          7.     During the interactive dialogue, 2 delegations made statements.
          8.     Norway asked about a made-up law.
          9.     The former Yugoslav Republic of Macedonia welcomed the plan.
          10.    Regarding the made-up law, it was under review.
          11.    Schools had been built.

     II.      Conclusions and/or recommendations
          12. The recommendations below will be examined:
          12.1  Repeal the made-up law (Norway, Mexico);
Annex
          Composition of the delegation
"""


def test_paragraphs_sections_and_speakers():
    rows = read_report(REPORT, "slovenia", 2099, SLOVENIA)
    found = rows.select("section", "para", "speaker", "speaker_rule").rows()
    assert found == [
        ("A", 5, "SUR", "sectionA"),
        ("A", 6, "SUR", "sectionA"),
        ("B", 7, "(procedural)", "procedural"),
        ("B", 8, "Norway", "named"),
        ("B", 9, "former Yugoslav Republic of Macedonia", "named"),
        ("B", 10, "SUR", "pattern"),
        ("B", 11, "SUR", "continuation"),
        ("II", None, "", "outcome"),
    ]
    assert rows["text"][0] == (
        "The made-up minister spoke of a self-evident plan and of paragraph 12. as it stood."
    )
    assert rows["text"][1] == "She went on. It was a long speech."
    assert rows["text"][7].endswith("(Norway, Mexico);")


def test_paragraphs_become_statements_with_the_agreed_identifiers():
    rows = read_report(REPORT, "slovenia", 2014, SLOVENIA)
    frame = report_statements(rows).table.frame
    asked = frame.row(by_predicate=pl.col("statement") == "upr:slovenia-2014:B:8", named=True)
    assert (asked["ccode"], asked["addressee"]) == (NORWAY, SLOVENIA)
    assert "upr:slovenia-2014:A:5" in frame["statement"].to_list()


def test_what_is_no_report_is_refused():
    with pytest.raises(UnrecognisedFile):
        read_report("1. A text.", "slovenia", 2014, SLOVENIA)


def test_states_are_found_at_the_start_and_in_brackets():
    assert state_first("The Republic of Moldova asked") == "Republic of Moldova"
    assert state_first("Côte d’Ivoire noted") == "Côte d’Ivoire"
    assert state_first("Regarding Norway, it said") is None
    assert recommenders("Do it (no. 4) (Norway, Mexico) (Chile)") == ("Norway", "Mexico", "Chile")


def test_paragraphs_of_the_state():
    paper = "1.  We built roads.\n2.  We wrote laws.\nRec. 3 We decline it.\n"
    own = read_document(paper, "national_report", "A/X/1", SLOVENIA, "2014-11-04")
    assert own["statement"].to_list() == ["uprdoc:A/X/1:1", "uprdoc:A/X/1:2"]
    assert set(own["forum"]) == {"upr_document"}
    answers = read_document(paper, "addendum", "A/X/1", SLOVENIA, "2014-11-04")
    assert answers["paragraph"].to_list() == ["1", "2", "Rec. 3"]
    others = read_document(paper, "stakeholders", "A/X/3", SLOVENIA, "2014")
    assert others["ccode"].to_list() == [None, None]
    assert others["addressee"].to_list() == [SLOVENIA, SLOVENIA]
    assert set(others["forum"]) == {"other"}


def test_questions_are_of_those_who_ask():
    paper = (
        "ADVANCE QUESTIONS TO SLOVENIA\n\nNORWAY\n\n  •   What of the made-up law, and\n"
        "      when will it go?\n\nMEXICO\n\n  •   Who will pay for the made-up plan?\n"
    )
    asked = read_document(paper, "advance_question", "AQ", SLOVENIA, "2014")
    assert asked["ccode"].to_list() == [NORWAY, MEXICO]
    assert asked["text"][0] == "What of the made-up law, and when will it go?"
    assert asked["addressee"].to_list() == [SLOVENIA, SLOVENIA]


def test_positions_are_told_for_each_recommender():
    paper = (
        "Theme: made up\n115.1 Repeal the made-up law (Norway, Mexico);\n"
        "Source of position: A/X/1\nSupported\n115.2 Keep the other;\nNoted\n"
    )
    told = read_document(paper, "thematic_list", "A/X/1", SLOVENIA, "2014")
    assert told.select("ccode", "response").rows() == [
        (NORWAY, "accepted"),
        (MEXICO, "accepted"),
        (None, "noted"),
    ]
    assert set(told["forum"]) == {"upr_recommendation"}


def test_the_adoption_is_read_from_the_state_s_own_chapter():
    paper = (
        "1. The review of Norway was held on a day.\n"
        "   1. Views expressed by the State under review\n2. It was glad.\n"
        "3. The review of Slovenia was held on a day.\n"
        "   1. Views expressed by the State under review\n4. It thanked all.\n"
        "   2. Views expressed by Member and observer States\n5. Mexico was content.\n"
        "   3. General comments made by other stakeholders\n6. A made-up society was not.\n"
    )
    told = read_document(paper, "adoption", "A/X/2", SLOVENIA, "2014")
    assert told.select("paragraph", "ccode").rows() == [
        ("4", SLOVENIA),
        ("5", MEXICO),
        ("6", None),
    ]


def test_an_unknown_kind_is_refused():
    with pytest.raises(UsageError, match="no kind of paper"):
        read_document("1. x", "poem", "A", SLOVENIA, "2014")


@given(st.text(max_size=200), st.sampled_from(KINDS))
def test_any_text_is_read_or_refused(text, kind):
    with contextlib.suppress(RightfulError):
        assert read_document(text, kind, "A", SLOVENIA, "2014").height


@given(st.lists(st.text(alphabet="ab 1.\n", max_size=20), max_size=10))
def test_numbers_follow_one_another(lines):
    numbers = [number for number, _ in numbered(lines)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    assert "\n" not in joined(lines)


@pytest.mark.shared
def test_agreement_with_the_table_in_hand(shared):
    folder = shared / "text" / "upr"
    papers = _table(folder / "slovenia_upr_documents_4cycles.csv.gz")
    published = _table(folder / "upr_wg_report_paragraphs_2008-2014.csv.gz").filter(
        pl.col("country") == "slovenia"
    )
    same_ids = same_text = same_speaker = 0
    for year, symbol in ((2010, "A/HRC/14/15"), (2014, "A/HRC/28/15")):
        text = papers.row(
            by_predicate=(pl.col("symbol") == symbol)
            & (pl.col("doc_type") == "working_group_report"),
            named=True,
        )["text"]
        rows = read_report(text, "slovenia", year, SLOVENIA)
        ours = {(row["section"], row["para"]): row for row in rows.iter_rows(named=True)}
        for row in published.filter(pl.col("year") == str(year)).iter_rows(named=True):
            own = ours.pop((row["section"], int(row["para"]) if row["para"] else None), None)
            same_ids += own is not None
            same_text += own is not None and _letters(own["text"]) == _letters(row["text"])
            same_speaker += own is not None and own["speaker_rule"] == row["speaker_rule"]
        assert not ours
    assert same_ids == published.height
    assert same_text >= 0.95 * published.height
    assert same_speaker >= 0.95 * published.height


def _letters(text: str) -> str:
    """Return the plain letters: the table was decoded wrongly elsewhere."""
    return re.sub("[^a-z0-9]", "", text.casefold().encode("ascii", "ignore").decode())


def _table(path):
    return pl.read_csv(io.BytesIO(gzip.decompress(path.read_bytes())), infer_schema_length=0)
