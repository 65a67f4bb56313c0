"""What the head of a paper says of itself, and what it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.record.corpora.upr_documents import KINDS
from rightful.record.corpora.upr_headings import DECISION, REPORT, read_heading

SLOVENIA, BOLIVIA, KINGDOM = 349, 145, 200
HEAD = """   United Nations            {symbol}
   General Assembly          Distr.: General
                             4 March 2015
Human Rights Council
28 February\u20132 March 2015
   {title}
   {state}
"""
OF_GROUP = "Report of the Working Group on the Universal Periodic\n   Review*"


def head(symbol: str, title: str, state: str = "Slovenia*") -> str:
    return HEAD.format(symbol=symbol, title=title, state=state)


@pytest.mark.parametrize(
    ("symbol", "title", "kind"),
    [
        ("A/HRC/28/15", OF_GROUP, REPORT),
        ("A/HRC/28/15/Add.1", f"{OF_GROUP}\nAddendum", "addendum"),
        ("A/HRC/WG.6/20/SVN/1", "National report submitted", "national_report"),
        ("A/HRC/WG.6/20/SVN/2", "Compilation prepared by the Office", "un_compilation"),
        ("A/HRC/WG.6/20/SVN/3", "Summary prepared by the Office", "stakeholders"),
        ("A/HRC/DEC/28/111", "Decision adopted by the Human Rights Council", DECISION),
        ("A/HRC/28/2", "Report of the Human Rights Council on its\nsession", "adoption"),
        ("no symbol", "Summary of Stakeholders\u2019 submissions", "stakeholders"),
        ("no symbol", "Something made up", None),
    ],
)
def test_kinds(symbol, title, kind):
    found = read_heading(head(symbol, title))
    assert found.kind == kind
    assert found.symbol == (symbol if symbol.startswith("A/") else None)
    assert found.date == "2015-03-04"
    # The report of a session is on many states.
    assert found.ccode == (None if kind == "adoption" else SLOVENIA)


@pytest.mark.parametrize(
    ("name", "ccode"),
    [
        ("Bolivia (Plurinational State of)", BOLIVIA),
        ("UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND", KINGDOM),
        ("United Kingdom of Great Britain and\n   Northern Ireland*", KINGDOM),
        ("Nowhereland", None),
    ],
)
def test_states_are_written_in_many_ways(name, ccode):
    assert read_heading(head("A/HRC/28/15", OF_GROUP, name)).ccode == ccode


@pytest.mark.parametrize(
    "title",
    [
        "ADVANCE QUESTIONS TO SLOVENIA \u2013 ADD.1",
        "ADVANCE QUESTIONS TO SLOVENIAGenerated on 2 May",
        "Advance questions to Slovenia",
    ],
)
def test_questions_have_a_state_and_no_date(title):
    found = read_heading(f"{title}\n\nNORWAY\n  Since 31 December 2010, what was made up?")
    assert (found.kind, found.ccode, found.date) == ("advance_question", SLOVENIA, None)


def test_lists_by_theme_have_a_symbol_and_no_state():
    found = read_heading(
        "Recommendation\nPosition\n115.1 Repeal it (Norway);\n"
        "Source of Position: A/HRC/28/15/Add.1 - Para.3\nSupported\nSlovenia\n"
    )
    assert (found.kind, found.symbol) == ("thematic_list", "A/HRC/28/15/Add.1")
    assert (found.ccode, found.date) == (None, None)


def test_the_days_of_a_session_are_no_date():
    text = head("A/HRC/28/15", OF_GROUP).replace("4 March 2015", "")
    assert read_heading(text).date is None


def test_the_day_of_the_review_and_corrections():
    text = head("A/HRC/28/15/Corr.1", OF_GROUP) + (
        "1. The review of Slovenia was held at the 3rd\n meeting, on Tuesday, 4 November 2014."
    )
    found = read_heading(text)
    assert (found.held, found.corrects) == ("2014-11-04", True)


@given(st.text(max_size=400))
def test_any_text_has_a_heading_or_none(text):
    found = read_heading(text)
    assert found.kind in (None, REPORT, DECISION, *KINDS)
