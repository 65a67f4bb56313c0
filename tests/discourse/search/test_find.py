"""Languages, filters, ranking, snippets and hostile texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.search.made_up import acts, articles, statements

from rightful.core.errors import UsageError
from rightful.discourse.search.filters import Filters
from rightful.discourse.search.find import search
from rightful.discourse.search.index import build_index

HOSTILE = 'The delegation <script>alert("x")</script> denied torture.\x1b[31m\u202e & more'
MADE = (
    dict(ccode=811, year=2014, forum="upr_dialogue", document="A/HRC/26/16", text=HOSTILE),
    dict(ccode=2, year=2010, forum="upr_recommendation", addressee=811, response="accepted",
         text="Stop torturing those who are held in the prisons of the state"),
    dict(ccode=2, year=2011, forum="upr_recommendation", addressee=710, response="noted",
         text="Close the prisons to which nobody has a key"),
    dict(ccode=710, year=2011, forum="general_debate", text="我们尊重人权，保障一切"),
    dict(ccode=811, year=2012, forum="domestic", text="ការធ្វើទារុណកម្មត្រូវបានហាមឃាត់"),
    dict(ccode=220, year=2013, forum="domestic", language="fr",
         text="La torture est interdite, et les prisonniers ont des droits"),
    dict(ccode=365, year=1988, forum="domestic", language="ru", text="Права человека и пытки"),
    dict(ccode=651, year=1999, forum="domestic", language="ar", text="التعذيب محظور في بلادنا"),
    dict(ccode=360, year=None, forum="upr_pledge", text=None, tags="Detention"),
)  # fmt: skip
CODED = (
    dict(statement="s0", act="deny_fact", rights=["torture"], articles=["ICCPR 7", "CAT:1"]),
    dict(statement="s0", act="promise", rights=["killing"], articles=["ICCPR art. 6"]),
    dict(statement="s8", act="concede", kind="step", rights=["torture"], articles=["OP-CAT 3"]),
)
LAW = (
    dict(instrument="CAT", article="1", title="Made-up convention", text="Torture is what hurts",
         rights=["torture"], year=1984),
    dict(instrument="ICCPR-OP1", article="2", title="A protocol", text=None, rights=["killing"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("find")
    build_index(made, statements(*MADE), acts(*CODED), articles(*LAW))
    return made


def _found(folder: Path, query: str = "", **filters: object) -> set[str]:
    narrowed = Filters(**filters)  # type: ignore[arg-type]
    return {hit.statement for hit in search(folder, query, narrowed, most=50).hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("人权", {"s3"}),
        ("人", {"s3"}),
        ("保障一切", {"s3"}),
        ("人权保障", set()),  # a comma stands between
        ('"尊重人权"', {"s3"}),
        ("ទារុណកម្ម", {"s4"}),
        ("ទារុណកម្ម*", {"s4"}),
        ("пытки", {"s6"}),
        ("ПЫТКИ", {"s6"}),
        ("التعذيب", {"s7"}),
        ("interdite", {"s5"}),
        ("prisonnier*", {"s5"}),
        ('"les prisonniers"', {"s5"}),
        ("prison", {"s1", "s2"}),  # stems of English only
        ("tortured", {"s0", "s1", "s8", "CAT 1"}),
        ("torture", {"s0", "s1", "s5", "s8", "CAT 1"}),
        ('"torture denied"~3', {"s0"}),
        ('"torture denied"', set()),
        ("killing", {"ICCPR-OP1 2"}),
    ],
)
def test_every_language_is_found(folder: Path, query: str, expected: set[str]) -> None:
    assert _found(folder, query) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (dict(state=(811,)), {"s0", "s4"}),
        (dict(state=(811, 710)), {"s0", "s3", "s4"}),
        (dict(addressee=(710,)), {"s2"}),
        (dict(forum="domestic"), {"s4", "s5", "s6", "s7"}),
        (dict(response="accepted"), {"s1"}),
        (dict(first=2012), {"s0", "s4", "s5"}),
        (dict(last=1999), {"s6", "s7", "CAT 1"}),
        (dict(first=2010, last=2011), {"s1", "s2", "s3"}),
        (dict(kind="article"), {"CAT 1", "ICCPR-OP1 2"}),
        (dict(language="km"), {"s4"}),
        (dict(act="deny_fact"), {"s0"}),
        (dict(act="concede"), {"s8"}),
        (dict(act="concede:step"), {"s8"}),
        (dict(act="concede:admission"), set()),
        (dict(right="torture"), {"s0", "s8", "CAT 1"}),
        (dict(article="ICCPR"), {"s0"}),
        (dict(article="iccpr 7"), {"s0"}),
        (dict(article="CAT"), {"s0", "CAT 1"}),
        (dict(article="ICCPR-OP1"), {"ICCPR-OP1 2"}),
        # One act must meet all: the promise is about killing, the denial about torture.
        (dict(act="deny_fact", right="torture", article="ICCPR 7"), {"s0"}),
        (dict(act="promise", right="torture"), set()),
        (dict(act="promise", article="ICCPR 7"), set()),
        (dict(state=(811,), act="promise", right="killing", last=2014), {"s0"}),
    ],
)
def test_filters_hold_together(folder: Path, filters: dict[str, Any], expected: set[str]) -> None:
    assert _found(folder, "", **filters) == expected
    assert _found(folder, "*", **filters) == expected


def test_a_filter_leaves_the_ranking_as_it_is(folder: Path) -> None:
    alone = {hit.statement: hit.score for hit in search(folder, "torture", most=50).hits}
    narrowed = search(folder, "torture", Filters(state=(811,), first=2000), most=50).hits
    assert [hit.score for hit in narrowed] == [alone["s0"]]


def test_codes_come_after_texts_and_languages_beside_one_another(tmp_path: Path) -> None:
    rows = [{"text": f"a text of some words number{i}", "language": "en"} for i in range(20)]
    french = {"text": "un long texte sur des mots et la torture dans ce monde", "language": "fr"}
    english = {"text": "the long text on words and the torture in this world", "language": "en"}
    coded = {"text": None, "tags": "Torture"}
    build_index(tmp_path, statements(*rows, coded, french, english))
    hits = search(tmp_path, "torture").hits
    assert [hit.basis for hit in hits] == ["text", "text", "codes"]
    assert hits[0].score == pytest.approx(hits[1].score, rel=0.3)


def test_a_beginning_is_ranked_by_the_words_that_have_it(folder: Path, tmp_path: Path) -> None:
    texts = ("torturing " + "many other words " * 9, "torture torture tortured", "none")
    build_index(tmp_path, statements(*({"text": text, "language": "en"} for text in texts)))
    hits = search(tmp_path, "tort*").hits
    assert [hit.statement for hit in hits] == ["s1", "s0"]


def test_hits_come_best_first_page_by_page(folder: Path) -> None:
    whole = search(folder, "torture", most=50)
    pages = [search(folder, "torture", most=2, offset=at).hits for at in (0, 2, 4)]
    assert [hit for page in pages for hit in page] == list(whole.hits)
    scores = [hit.score for hit in whole.hits]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert {page.total for page in (search(folder, "torture", most=n) for n in (1, 3))} == {5}


def test_without_words_the_newest_come_first_and_the_undated_last(folder: Path) -> None:
    years = [hit.year for hit in search(folder, "*", most=50).hits]
    dated = [year for year in years if year is not None]
    assert dated == sorted(dated, reverse=True)
    assert years[len(dated) :] == [None, None]


def test_no_string_spans_two_runs(tmp_path: Path) -> None:
    build_index(tmp_path, statements({"text": "人权，权利"}, {"text": "人权\n利"}))
    assert _found(tmp_path, "人权利") == {"s1"}  # a line's break parts no run, a comma does


def test_only_not_finds_all_others(folder: Path) -> None:
    everything = _found(folder, "*")
    assert _found(folder, "NOT torture") == everything - _found(folder, "torture")
    assert len(everything) == len(MADE) + len(LAW)


def test_words_that_are_in_every_text_are_words_like_others(folder: Path) -> None:
    assert _found(folder, "the of") == {"s1"}


def test_languages_are_detected_and_said(folder: Path) -> None:
    told = {hit.statement: hit.language for hit in search(folder, "*", most=50).hits}
    assert told["s1"] == told["s2"] == "en"
    assert told["s0"] is None  # too much of it is no English: searched by stems all the same
    assert told["s3"] == "zh"
    assert told["s4"] == "km"
    assert told["s8"] is None  # there is no text


def test_without_a_text_codes_are_searched_and_said(folder: Path) -> None:
    (hit,) = search(folder, "concede detention").hits
    assert (hit.statement, hit.basis) == ("s8", "codes")
    facts = search(folder, "*").index
    assert (facts.statements, facts.texts, facts.coded) == (9, 8, 2)


def test_a_paraphrase_stands_in_for_a_text(tmp_path: Path) -> None:
    frame = statements({"text": None, "language": None})
    build_index(tmp_path, frame.with_columns(paraphrase=frame["statement"] + " grants a step"))
    (hit,) = search(tmp_path, '"grants a step"').hits
    assert hit.basis == "paraphrase"


def test_a_snippet_never_hands_on_what_could_run(folder: Path) -> None:
    (hit,) = search(folder, "alert denied", Filters(state=(811,))).hits
    page = hit.snippet.as_html()
    assert "<script" not in page
    assert "&lt;script&gt;<mark>alert</mark>(&quot;x&quot;)" in page
    assert "<mark>denied</mark>" in page
    assert all(sign.isprintable() and sign != "\u202e" for sign in hit.snippet.text)
    assert hit.text == HOSTILE  # nothing is lost


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("torture", "torture"),
        ("tort*", "torture"),
        ("tortures", "torture"),
        ('"denied torture"', "denied"),
        ("denied NOT absent", "denied"),
    ],
)
def test_what_was_found_is_marked(folder: Path, query: str, marked: str) -> None:
    (hit,) = search(folder, query, Filters(state=(811,), forum="upr_dialogue")).hits
    assert f"«{marked}»" in hit.snippet.marked()
    for start, end in hit.snippet.places:
        assert hit.snippet.text[start:end].casefold() in ("torture", "denied")


def test_the_place_is_shown_wherever_it_is_in_a_megabyte(tmp_path: Path) -> None:
    filler = "word after word and nothing more " * 30_000
    texts = (f"{filler} needle {filler}", "x" * 1_000_000, f"{'人' * 100_000}权", "\x00\n\t")
    build_index(tmp_path, statements(*({"text": text} for text in texts)))
    (hit,) = search(tmp_path, "needle").hits
    assert "«needle»" in hit.snippet.marked()
    assert len(hit.snippet.text) < 400
    assert {hit.statement for hit in search(tmp_path, "人权").hits} == {"s2"}
    assert search(tmp_path, "*", most=10).total == 4


def test_marks_of_other_spelling_do_not_hide_a_word(tmp_path: Path) -> None:
    texts = ("co\u0302te d'Ivoire", "im\u00adprisoned", "im\u200bprisoned", "ﬁnal")
    build_index(tmp_path, statements(*({"text": text, "language": "en"} for text in texts)))
    assert _found(tmp_path, "côte") == _found(tmp_path, "cote") == {"s0"}
    assert _found(tmp_path, "imprisoned") == {"s1", "s2"}
    assert _found(tmp_path, "final") == {"s3"}


@pytest.mark.parametrize("query", ["", "  ", "\x00\x1b", "\u202e"])
def test_nothing_is_refused(folder: Path, query: str) -> None:
    with pytest.raises(UsageError, match="nothing is asked"):
        search(folder, query)


@pytest.mark.parametrize(("most", "offset"), [(0, 0), (-1, 0), (10_001, 0), (1, -1), (1, 10**9)])
def test_numbers_out_of_bounds_are_refused(folder: Path, most: int, offset: int) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        search(folder, "a", most=most, offset=offset)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet='torue"()*-~ AND人ទ\ud800', max_size=30))
def test_any_query_is_answered_or_refused(folder: Path, query: str) -> None:
    try:
        found = search(folder, query)
    except UsageError:
        return
    for hit in found.hits:
        text = hit.snippet.text
        assert all(0 <= start < end <= len(text) for start, end in hit.snippet.places)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
def test_any_text_can_be_indexed(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    kept = [text.encode("utf-8", "replace").decode() for text in texts]
    build_index(folder, statements(*({"text": text} for text in kept)))
    assert {hit.text for hit in search(folder, "*").hits} == set(kept)
