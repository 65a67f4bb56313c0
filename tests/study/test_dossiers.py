"""The dossier on the shipped baseline: facts that are public record, and what is never said."""

from __future__ import annotations

import json

import pytest

import rightful
from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import RIGHTS_BY_FAMILY

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
    assert {rating.year for rating in answer.ratings} == set(
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
    assert soviet.last_year == 1991
    assert not [p for p in soviet.promises if p.date and p.date.year > 1991]
    assert rightful.dossier("Russia").answer.first_year < 1991


def test_a_misspelt_state_gets_suggestions() -> None:
    with pytest.raises(UnknownName, match="Cambodia"):
        rightful.dossier("Camboda")
