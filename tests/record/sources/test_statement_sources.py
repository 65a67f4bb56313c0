"""Sources of statements: who speaks, for whom, to whom, when; on texts of our own making."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record import published

from rightful.core.errors import BadRows
from rightful.core.statement import STATEMENT_VARIABLES
from rightful.record.catalogue import source
from rightful.record.seats import seat_of, seats
from rightful.record.sources._statement import plain, speaks_for_group
from rightful.record.sources._upr_speakers import (
    SUR,
    askers_in,
    ccode_named,
    checked_speaker,
    first_sentence,
    lacks_own_words,
    states_in,
)
from rightful.record.statements import statement_sources
from rightful.record.states import state_of_ccode

CHILE, NORWAY, GERMANY, KENYA = 155, 385, 255, 501


def tidied(name: str, rows: pl.DataFrame, place: int = 0) -> pl.DataFrame:
    each = source(name)
    return each.tidy(rows, each.editions[place]).table.frame


# --- speaking for a group


@pytest.mark.parametrize(
    "text",
    [
        "On behalf of the European Union, I thank the chair.",
        "We make this up. Speaking on behalf of the Group of 77, we regret it.",
        "I have the honour to speak today on behalf of the Nordic countries.",
        "12. On behalf of the nine countries of the European Community I wish to add this.",
        "Chile, speaking on behalf of the Rio Group, invented a proposal.",
        "I speak on behalf of the Caribbean Community.",
    ],
)
def test_speaks_for_a_group(text: str) -> None:
    assert speaks_for_group(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "On behalf of my Government and delegation I greet you.",
        "We support the statement made by Norway on behalf of the European Union.",
        "Speaking on behalf of the European Union, Mr. Nobody said so.",
        "They advocate on behalf of minority communities.",
        "On behalf of Chile, I thank the European Union.",
        "The Assembly acts on behalf of all Member States.",
    ],
)
def test_speaks_for_itself(text: str | None) -> None:
    assert not speaks_for_group(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert speaks_for_group(text) in (True, False)
    assert checked_speaker(text, SUR, CHILE).name
    assert isinstance(lacks_own_words(text, CHILE), bool)
    assert len(first_sentence(text)) <= max(len(text), 1)


def test_a_megabyte_paragraph_is_read_in_time() -> None:
    start = time.perf_counter()
    for piece in ("we say on behalf of ", "While noting, Norway ", "we ", ", the "):
        text = piece * (1_000_000 // len(piece))
        assert speaks_for_group(text) is False
        checked_speaker(text, SUR, CHILE)
    assert time.perf_counter() - start < 4


def test_control_and_direction_marks_go_and_markup_stays() -> None:
    text = " a\x00b\x1b[2J \u202eright\u202c <script>alert(1)</script>\nשלום "
    kept = pl.DataFrame({"text": [text]}).select(plain("text"))["text"][0]
    assert kept == "a b [2J  right  <script>alert(1)</script>\nשלום"


# --- who speaks in a review


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway asked about a made-up law.", "Norway"),
        ("While welcoming a made-up law, Norway remained concerned about it.", "Norway"),
        ("Referring to Kenya’s recommendation, Norway recommended (a) a law.", "Norway"),
        ("Noting the law, the Republic of Korea asked about it.", "Republic of Korea"),
        ("While Norway appreciated the law, it regretted the delay.", "Norway"),
        ("Regarding detention, the representative of Norway asked for numbers.", "Norway"),
        ("The Democratic Republic of the Congo took note.", "Democratic Republic of the Congo"),
        ("Palestine noted progress.", "Palestine"),
    ],
)
def test_another_state_speaks(text: str, name: str) -> None:
    found = checked_speaker(text, SUR, CHILE)
    assert found.name == name
    assert found.doubt is not None
    assert found.doubt.startswith("corrected from SUR")


@pytest.mark.parametrize(
    "text",
    [
        "The delegation stated that Norway asked a fair question.",
        "In response to Norway, the delegation stated that the law was new.",
        "Responding to Kenya, Norway and Germany, Chile noted the law.",
        "On detention, Chile noted that Norway had asked.",
        "The Government had passed a law, and Norway had helped.",
        "On the question of land, the Minister thanked Norway.",
        "Regarding the law (Norway, Kenya, Germany), it was new.",
        "In response to what, in passing, Norway raised, the law was new.",
        "It said that, as to prisons, Norway noted well.",
        "",
    ],
)
def test_the_state_under_review_speaks(text: str) -> None:
    found = checked_speaker(text, SUR, CHILE)
    assert found.name == SUR
    assert found.doubt is None


def test_own_name_wins_over_the_published_one() -> None:
    bissau = ccode_named("Guinea-Bissau")
    assert bissau is not None
    found = checked_speaker("Guinea-Bissau gave assurances.", "Guinea", bissau)
    assert (found.name, found.doubt) == (SUR, "corrected from Guinea: own name")
    assert checked_speaker("Guinea gave advice.", "Guinea", bissau).name == "Guinea"
    assert checked_speaker("Norway asked.", "Norway", CHILE).doubt is None


def test_names_inside_names() -> None:
    assert states_in("Niger and Nigeria") == (436, 475)
    assert states_in("Guinea-Bissau, Papua New Guinea") == (404, 910)
    assert states_in("Holy See and Palestine") == ()


def test_who_is_answered() -> None:
    assert askers_in("In response to Norway, the delegation said so.", CHILE) == (NORWAY,)
    assert askers_in("On a question from Kenya on land, Chile said so.", CHILE) == (KENYA,)
    assert askers_in("Chile had made a treaty with Norway.", CHILE) == ()


def review(*paragraphs: tuple[str, str, str]) -> pl.DataFrame:
    """Return a made-up report on Chile, printed in 2009: (speaker, rule, text) of each."""
    schema = source("upr_dialogue").example().schema
    rows = [
        (row, "chile", "2009", "B", str(20 + row), speaker, rule, text, "txt")
        for row, (speaker, rule, text) in enumerate(paragraphs, 1)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_dialogue() -> None:
    frame = tidied(
        "upr_dialogue",
        review(
            ("Norway", "named", "Norway asked about a law."),
            ("Kenya", "named", "Kenya praised a law."),
            (SUR, "pattern", "In response to Norway, the delegation said the law was new."),
            (SUR, "continuation", "The law was new."),
            (SUR, "continuation", "Noting the law, Germany asked about it."),
            (SUR, "continuation", "Nothing tells who says this."),
            ("Kenya", "named", "Kenya asked again."),
        ),
    )
    assert frame["statement"].to_list() == [f"upr:chile-2009:B:{n}" for n in range(21, 28)]
    assert frame["ccode"].to_list() == [NORWAY, KENYA, CHILE, CHILE, GERMANY, CHILE, KENYA]
    assert frame["addressee"].to_list() == [CHILE, CHILE, NORWAY, None, CHILE, None, CHILE]
    first, second, fifth = (f"upr:chile-2009:B:{n}" for n in (21, 22, 25))
    assert frame["answers"].to_list() == [None, None, first, second, None, fifth, None]
    doubts = [(doubt or "")[:9] for doubt in frame["speaker_doubt"]]
    assert doubts == ["", "", "", "", "corrected", "doubted: ", ""]
    assert frame["speaker_as_published"].to_list()[4] == SUR
    assert set(frame["voice"]) == {"reported"}
    assert set(frame["date"]) == {"2009-05"}


def test_review_is_dated_by_its_month_not_by_print() -> None:
    rows = review((SUR, "sectionA", "We make this up.")).with_columns(
        country=pl.lit("cambodia"), year=pl.lit("2010"), section=pl.lit("A")
    )
    frame = tidied("upr_dialogue", rows)
    assert frame.select("date", "year", "year_as_published").row(0) == ("2009-12", 2009, 2010)
    assert frame["statement"][0] == "upr:cambodia-2010:A:21"


# --- seats


def test_seats_are_dated_states_with_an_authority() -> None:
    assert seats().height > 10
    for ccode, first, last, holder, why, authority in seats().iter_rows():
        assert first <= last
        assert state_of_ccode(ccode, first) is not None, (ccode, first)
        assert holder
        assert why
        assert authority
    assert not seats().select("ccode", "first_year").is_duplicated().any()
    assert "Democratic Kampuchea" in str(seat_of(811, 1983))
    assert seat_of(811, 1994) is None


def debate(*rows: tuple[str, str, str]) -> pl.DataFrame:
    schema = source("general_debate").example().schema
    full = [
        (n, speech, iso3, year, "0", "1", "3", "Made up.")
        for n, (speech, iso3, year) in enumerate(rows, 1)
    ]
    return pl.DataFrame(full, schema=schema, orient="row")


def test_general_debate() -> None:
    each = source("general_debate")
    rows = debate(
        ("KHM_38_1983", "KHM", "1983"),
        ("CHN_26_1971", "CHN", "1971"),
        ("ZAF_39_1984", "ZAF", "1984"),
        ("EU_72_2017", "EU", "2017"),
        ("UKR_30_1975", "UKR", "1975"),
        ("CHN_27_1972", "CHN", "1972"),
        ("YMD_30_1975", "YMD", "1975"),
    )
    result = each.tidy(rows, each.editions[0])
    frame = result.table.frame.sort("row")
    assert frame["ccode"].to_list() == [811, 713, 710, 680]
    assert [bool(seat) for seat in frame["seat"]] == [True, True, False, False]
    assert frame["statement"][0] == "ungdc:KHM_38_1983:0"
    reasons = dict(result.dropped)
    assert set(reasons) == {3, 4, 5}
    assert "Central African Republic" in reasons[3]
    assert reasons[4] == "spoken by no state of the list"
    assert "republic of the Soviet Union" in reasons[5]
    assert {row for row, _ in result.recoded} == {2, 7}


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_no_passage_is_lost_whatever_it_holds(texts: list[str]) -> None:
    rows = debate(*((f"NOR_70_{n}", "NOR", "2015") for n in range(len(texts))))
    frame = tidied("general_debate", rows.with_columns(pl.Series("text", texts)))
    assert frame.height == len(texts)
    for before, after in zip(texts, frame.sort("row")["text"], strict=True):
        assert after == after.strip()
        assert not {c for c in after if ord(c) < 32} - set("\t\n\r")
        assert [c for c in after if c.isalnum()] == [c for c in before if c.isalnum()]


# --- the other corpora


def test_recommendations_and_pledges() -> None:
    frame = tidied("upr_recommendations", source("upr_recommendations").example())
    assert frame["statement"].to_list() == ["upr-rec:1", "upr-rec:2"]
    assert frame["response"].to_list() == ["accepted", "noted"]
    assert frame["addressee"].to_list() == [811, 811]
    rows = source("upr_pledges").example().with_columns(text=pl.lit("%u2022 made up"))
    pledges = tidied("upr_pledges", rows)
    assert set(pledges["response"]) == {"pledged"}
    assert set(pledges["text"]) == {"\u2022 made up"}


def test_votes_are_told_in_our_words() -> None:
    frame = tidied("assembly_roll_calls", source("assembly_roll_calls").example())
    assert set(frame["ccode"]) == {CHILE}
    assert set(frame["voice"]) == {"vote"}
    assert sorted(text.split(" the ")[0] for text in frame["text"]) == [
        "Abstained on",
        "Voted against",
    ]
    assert all("human rights in Chile" in text for text in frame["text"])


def test_a_vote_of_taipei_is_not_chinas() -> None:
    each = source("assembly_roll_calls")
    tibet = "584"
    rows = pl.DataFrame(
        {"row": pl.Series([1], dtype=pl.Int32), "country_code": ["CN"], tibet: ["Y"]}
    )
    result = each.tidy(rows, each.editions[0])
    assert result.table.frame.height == 0
    assert len(result.dropped) == 1


def test_council_keeps_a_speech_once() -> None:
    each = source("security_council")
    known, other = "UNSC_2014_SPV.7138_spch002_RF", "UNSC_2018_SPV.9999_spch001_UA2"
    rows = pl.DataFrame(
        {
            "row": pl.Series([1, 2, 3], dtype=pl.Int32),
            "file": [known, other, other],
            "place": ["1", "2", "2"],
            "text": ["Made up.", "Made\r\nup.", "Made\r\nup."],
            "component": ["claim", "premise", "claim"],
        }
    )
    result = each.tidy(rows, each.editions[1])
    frame = result.table.frame
    assert frame.select("statement", "ccode", "date", "text").rows() == [
        ("unsc:UNSC_2018_SPV.9999_spch001:2", 369, "2018", "Made up.")
    ]
    assert len(result.dropped) == 2
    assert "evaluation" not in frame.columns


def test_summaries_fall_into_paragraphs() -> None:
    frame = tidied("state_department", source("state_department").example())
    assert frame["statement"].to_list() == [
        "us-state:KHM:2022:1",
        "us-state:NOR:2021:1",
        "us-state:NOR:2021:2",
    ]
    assert set(frame["ccode"]) == {2}
    assert frame["addressee"].to_list() == [811, NORWAY, NORWAY]
    assert frame["issues"].to_list() == [0, 0, 1]


@pytest.mark.parametrize("name", statement_sources())
def test_statements_are_declared_and_stay_here(name: str) -> None:
    each = source(name)
    declared = {variable.name for variable in each.variables}
    assert {variable.name for variable in STATEMENT_VARIABLES} <= declared
    assert {"ccode", "year", "row", "for_group"} <= declared
    assert each.exportable is False
    frame = each.tidy(each.example(), each.editions[0]).table.frame
    assert frame.height
    for column in ("statement", "date", "forum", "document", "paragraph", "voice", "text"):
        assert frame[column].null_count() == 0, column
    assert set(frame["language"]) == {"en"}


def test_unknown_section_or_paragraph_is_told() -> None:
    each = source("upr_dialogue")
    rows = review(("Norway", "named", "Norway asked.")).with_columns(para=pl.lit("x"))
    with pytest.raises(BadRows, match="row 1: para"):
        each.tidy(rows, each.editions[0])


# --- the publishers' files


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
@pytest.mark.parametrize("name", [*statement_sources(), "treaty_texts", "debate_speakers"])
def test_rows_arrive_or_are_told(name: str, shared: Path) -> None:
    for edition in source(name).editions:
        height, result = published.tidied(shared, name, edition.name)
        kept = result.table.frame["row"].n_unique()
        assert kept + len(result.dropped) == height
        # Blank rows, repeats, and states of which no text is about make up the rest.
        if name not in ("security_council", "assembly_roll_calls"):
            assert kept >= 0.95 * height
        assert all(reason for _, reason in result.dropped)


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_cases_are_there(shared: Path) -> None:
    frame = published.tidied(shared, "upr_dialogue", "paragraphs-2008-2014")[1].table.frame
    cases = {
        "upr:cambodia-2010:A:6": (811, "2009-12"),
        "upr:cambodia-2010:A:18": (811, "2009-12"),
        "upr:cambodia-2010:B:44": (210, "2009-12"),
        "upr:cambodia-2010:B:66": (2, "2009-12"),
        "upr:cambodia-2014:B:53": (811, "2014-01"),
        "upr:cambodia-2014:B:115": (811, "2014-01"),
    }
    found = frame.filter(pl.col("statement").is_in(list(cases)))
    rows = found.select("statement", "ccode", "date").rows()
    assert {statement: (ccode, day) for statement, ccode, day in rows} == cases


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_speakers_are_corrected_as_measured(shared: Path) -> None:
    frame = published.tidied(shared, "upr_dialogue", "paragraphs-2008-2014")[1].table.frame
    doubt = frame["speaker_doubt"].drop_nulls()
    assert doubt.str.starts_with("corrected").sum() == 197
    assert doubt.str.starts_with("doubted").sum() == 5
    assert frame.filter(pl.col("ccode") == pl.col("addressee")).height == 0
    assert frame["answers"].drop_nulls().is_in(frame["statement"].to_list()).all()
