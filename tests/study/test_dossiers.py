"""The dossier on the shipped baseline: facts that are public record, and what is never said."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

import rightful
from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import RIGHTS_BY_FAMILY
from rightful.record import states
from rightful.record.baseline import Baseline, shipped
from rightful.record.items import items_of
from rightful.study import dossiers
from rightful.study.own_statements import add_statements
from rightful.study.selves import self_of

OWN_WORDS = """There is no torture in Cambodia, and there has never been any.

We condemn torture: its prohibition is absolute, and we fully recognize it."""
KEYS = ["deeds", "gap", "promises", "sources", "state"]
RIGHTS = RIGHTS_BY_FAMILY["physical_integrity"]


def test_cambodia_promised_what_the_register_of_treaties_says() -> None:
    promises = rightful.dossier("KHM").json()["promises"]
    made = {(p["instrument"], p["act"]): p for p in promises}
    assert made["ICCPR", "accession"]["date"] == "1992-05-26"
    assert made["ICCPR", "accession"]["bound_from"] == "1992-08-26"
    assert made["CAT", "accession"]["date"] == "1992-10-15"
    assert made["CAT", "accession"]["bound_from"] == "1992-11-14"
    assert made["ICERD", "ratification"]["date"] == "1983-11-28"
    assert made["OPCAT", "ratification"]["date"] == "2007-03-30"
    assert made["ICCPR-OP1", "signature"]["bound_from"] is None
    assert all(p["authority"] for p in promises)


def test_the_json_has_the_agreed_shape() -> None:
    page = rightful.dossier("Cambodia").json()
    assert sorted(page) == KEYS
    family = page["deeds"]["physical_integrity"]
    assert sorted(family) == ["changing", "constant"]
    for series in family.values():
        years = len(series["years"])
        for name in ("mean", "low", "high", "percentile", "percentile_low", "percentile_high"):
            assert len(series[name]) == years
    for right in RIGHTS:
        assert len(page["deeds"][right]["p_worst"]) == len(page["deeds"][right]["years"])
    for name in ("physical_integrity", *RIGHTS):
        gap = page["gap"][name]
        for key in ("below_anchor", "promise_unmet", "mean", "low", "high"):
            assert len(gap[key]) == len(gap["years"])


def test_nothing_is_unmet_before_anything_binds() -> None:
    gap = rightful.dossier("KHM").json()["gap"]["torture"]
    by_year = dict(zip(gap["years"], gap["promise_unmet"], strict=True))
    assert by_year[1991] is None
    assert by_year[1992] is not None
    below = dict(zip(gap["years"], gap["below_anchor"], strict=True))
    assert below[1991] is not None
    assert by_year[2000] == below[2000]


def test_a_family_is_below_at_least_as_likely_as_any_of_its_rights() -> None:
    gap = rightful.dossier("KHM").answer.gap
    family = gap["physical_integrity"]["changing"].below_anchor
    for right in RIGHTS:
        assert (family >= gap[right]["changing"].below_anchor - 1e-6).all()


def test_intervals_hold_their_means_and_percentiles_their_range() -> None:
    for series in rightful.dossier("KEN").answer.deeds["physical_integrity"].values():
        assert ((series.low <= series.mean) & (series.mean <= series.high)).all()
        assert ((series.percentile >= 0) & (series.percentile <= 100)).all()
        assert (series.percentile_low <= series.percentile_high).all()


def test_every_rating_points_to_a_source_that_is_listed() -> None:
    answer = rightful.dossier("KHM").answer
    known = {(source.name, source.edition) for source in answer.sources}
    assert answer.ratings
    assert {(rating.source, rating.edition) for rating in answer.ratings} <= known
    rating = [source for source in answer.sources if source.ratings]
    assert all(len(source.sha256) == 64 for source in rating)
    assert len(rating) < len(answer.sources)
    items = set(items_of("physical_integrity")["item"])
    assert {rating.year for rating in answer.ratings if rating.item in items} == set(
        answer.deeds["physical_integrity"]["changing"].years.tolist()
    )


def test_germany_is_one_state_through_its_codes() -> None:
    years = rightful.dossier("Germany").answer.deeds["physical_integrity"]["changing"].years
    assert len(set(years.tolist())) == len(years)
    assert {1989, 1990, 1991} <= set(years.tolist())


def test_serbia_does_not_inherit_acts_only_obligations() -> None:
    promises = rightful.dossier("Serbia").answer.promises
    carried = [promise for promise in promises if promise.carried_from]
    assert all(promise.act == "carried" for promise in carried)
    signed = [p for p in promises if p.act == "signature" and p.date and p.date.year < 1992]
    assert signed == []


@pytest.mark.parametrize("name", ["Palestine", "Holy See"])
def test_a_party_without_a_code_has_promises_and_no_deeds(name: str) -> None:
    answer = rightful.dossier(name).answer
    assert answer.promises
    assert answer.deeds["physical_integrity"] == {}
    for form in ("text", "html", "md", "json"):
        assert rightful.dossier(name).render(form)


@pytest.mark.parametrize("name", ["Tuvalu", "South Sudan", "Kosovo", "North Korea"])
def test_odd_states_render_in_every_form(name: str) -> None:
    page = rightful.dossier(name)
    assert json.loads(page.render("json"))["state"]["name"]
    for form in ("text", "html", "md"):
        assert page.answer.state.name in page.render(form)


def test_a_dead_state_is_found_in_a_year_of_its_life() -> None:
    with pytest.raises(UsageError, match="1992"):
        rightful.dossier("Yugoslavia")
    with pytest.raises(UsageError, match="Yugoslavia"):
        rightful.dossier("Yugoslavia", year=2010)
    years = rightful.dossier("Yugoslavia", year=1985).answer.deeds["physical_integrity"]
    assert years["changing"].years.max() < 1993
    soviet = rightful.dossier("Soviet Union", year=1980).answer
    assert (soviet.first_year, soviet.last_year) == (1946, 1991)
    assert not [p for p in soviet.promises if p.date and p.date > date(1991, 12, 25)]
    assert rightful.dossier("Russia").answer.first_year == 1946


def test_a_former_self_is_told_its_own_years_only() -> None:
    union = rightful.dossier("Egypt", year=1960).answer
    assert (union.state.name, union.state.continued_as) == ("United Arab Republic", "Egypt")
    assert (union.first_year, union.last_year) == (1958, 1971)
    assert {rating.year for rating in union.ratings} <= set(range(1958, 1972))
    dated = [p.date for p in union.promises if p.date]
    assert date(1958, 2, 22) <= min(dated) <= max(dated) <= date(1971, 9, 1)
    genocide = next(p for p in union.promises if p.instrument == "GENOCIDE")
    assert (genocide.act, genocide.carried_from) == ("carried", "Egypt")
    assert genocide.bound_from == date(1958, 2, 22)
    west = rightful.dossier("Germany", year=1980).answer
    assert (west.first_year, west.last_year) == (1955, 1990)
    assert all(p.bound_until == date(1990, 10, 2) for p in west.promises if p.bound_from)


def test_a_former_self_speaks_in_the_past() -> None:
    page = rightful.dossier("Soviet Union", year=1980)
    text = " ".join(page.render("text").split())
    for present in (
        "do worse",
        "is bound",
        "binds since",
        "the world's median is",
        "year it binds",
    ):
        assert present not in text
    assert "The Soviet Union bore this name until 25 December 1991" in text
    assert "The tables of promises end" not in text


def test_a_year_is_no_day() -> None:
    promises = rightful.dossier("Palestine").answer.promises
    opcat = next(p for p in promises if p.instrument == "OPCAT")
    assert (opcat.bound_from, opcat.precision) == (date(2018, 1, 30), "year")
    jamaica = rightful.dossier("Jamaica").answer.promises
    left = next(p for p in jamaica if p.instrument == "ICCPR-OP1" and p.bound_until)
    assert (left.precision, left.until_precision) == ("day", "year")


def test_what_entered_into_force_or_a_birth_dates_is_dated() -> None:
    serbia = rightful.dossier("Serbia").answer.promises
    carried = [p for p in serbia if p.act == "carried"]
    assert {(p.bound_from, p.precision) for p in carried} == {(date(1992, 4, 27), "day")}
    east = rightful.dossier("German Democratic Republic", year=1985).answer.promises
    covenant = next(p for p in east if p.instrument == "ICCPR" and p.bound_from)
    assert (covenant.date, covenant.precision) == (None, "day")


def test_a_carried_obligation_and_the_act_after_it_are_one() -> None:
    cell = rightful.dossier("Serbia").render("text")
    assert "ICERD, ICCPR, ICESCR, CEDAW, CAT, CRC 1992" in cell


def test_what_binds_after_our_tables_end_does_not_count() -> None:
    text = " ".join(rightful.dossier("Croatia").render("text").split())
    assert "bound by seven of the nine core UN human-rights treaties; CPED binds it from" in text
    assert "ratified 2022; binds from 31 August 2022 at the latest" in text


def test_reservations_carry_their_articles() -> None:
    promises = rightful.dossier("United States").answer.promises
    found = {p.instrument: p.articles for p in promises if p.act == "reservation"}
    assert found["ICCPR"] == ("7", "10", "14")


@pytest.mark.parametrize("name", ["Palestine", "Holy See", "European Union", "Cook Islands"])
def test_a_party_without_estimates_has_no_record_of_years(name: str) -> None:
    page = rightful.dossier(name)
    assert (page.answer.first_year, page.answer.last_year) == (None, None)
    text = " ".join(page.render("text").split())
    assert "record 1946" not in text
    assert "promises only" in text
    assert f"for the {page.answer.state.name}" in text


def test_no_year_is_singled_out_before_the_first_grade() -> None:
    answer = rightful.dossier("KHM").answer
    assert answer.deeds["physical_integrity"]["changing"].first_graded == 1976
    assert answer.rights["torture"]["changing"].first_graded == 1976
    assert answer.gap["torture"]["changing"].first_graded == 1976
    text = " ".join(rightful.dossier("KHM").render("text").split())
    assert "of the 48 years since the first grade (1976): 1976–2014 and 2017–2023" in text
    assert "Before 1976 no graded report rates Cambodia" in text
    union = rightful.dossier("Egypt", year=1960).answer
    assert union.deeds["physical_integrity"]["changing"].first_graded is None


def test_the_others_are_others() -> None:
    """The quartiles leave the state out, as its rank and the world's mean do."""
    answer = rightful.dossier("USA").answer
    own = answer.deeds["physical_integrity"]["changing"]
    frame = Baseline(shipped()).frame(
        "estimates",
        (pl.col("right") == "all") & (pl.col("standard") == "changing") & (pl.col("year") == 2023),
        pl.col("family") == "physical_integrity",
    )
    others = frame.filter(pl.col("ccode") != answer.state.ccode)["practice_mean"].median()
    assert own.world_median[-1] == pytest.approx(others)


def test_every_instrument_has_its_title() -> None:
    titles = rightful.dossier("KHM").answer.titles
    assert titles["CRPD"] == "Convention on the Rights of Persons with Disabilities"
    text = rightful.dossier("Soviet Union", year=1980).render("text")
    assert titles["CRPD"] in text
    assert "ICCPR-41" not in text


def test_a_misspelt_state_gets_suggestions() -> None:
    with pytest.raises(UnknownName, match="Cambodia"):
        rightful.dossier("Camboda")


def test_files_of_the_user_stay_out_of_the_page_unless_asked_for(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(dossiers, "MOST_CONTRADICTIONS", 1000)
    shelf, asked = Baseline(shipped()), self_of(states.state("KHM"))
    before = dossiers._contradictions(shelf, asked, dossiers._coded(shelf))
    path = tmp_path / "speech.txt"
    path.write_text(OWN_WORDS, encoding="utf-8")
    add_statements(path, "KHM", "2012-05-01", "domestic", language="en")
    assert dossiers._contradictions(shelf, asked, dossiers._coded(shelf)) == before
    assert "own:" not in rightful.dossier("KHM").render("md")
    found = dossiers._contradictions(shelf, asked, dossiers._coded(shelf, own_files=True))
    places = {where for one in found for _, _, where in one.sides if "own:" in where}
    assert places
    assert all("court, press, your own file speech.txt, paragraph " in one for one in places)


def test_sides_say_where_they_stand_and_how_much_the_pair_weighs() -> None:
    found = rightful.dossier("KHM").answer.contradictions
    assert {one.band for one in found} <= {"strong", "fair", "faint"}
    side = {"source": "upr:x:A:7", "document": "A/HRC/0/0", "forum": "upr_dialogue"}
    assert dossiers._where(side, "7") == (
        "Universal Periodic Review: report of the Working Group, A/HRC/0/0, paragraph 7, upr:x:A:7"
    )
    assert dossiers._where({**side, "forum": None}, None) == "A/HRC/0/0, upr:x:A:7"
