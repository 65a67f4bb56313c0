"""Phases on the shipped baseline: the acceptance of the Cambodia case, democracies, contracts."""

from __future__ import annotations

from typing import Any

import pytest

from rightful import study
from rightful.core.errors import UnknownName, UsageError
from rightful.core.phase import MARKERS, PHASES, READINGS

THREE = {"3a", "3b", "3c", "3d"}


@pytest.fixture(scope="module")
def cambodia() -> dict[int, dict[str, Any]]:
    return {row["year"]: row for row in study.state_phases("Cambodia")}


@pytest.mark.parametrize("year", range(1994, 2013))
def test_cambodia_after_its_treaties(cambodia: dict[int, dict[str, Any]], year: int) -> None:
    row = cambodia[year]
    revised = set(row["possible"]["revised"])
    assert not revised & {"4", "5"}
    assert revised & THREE
    assert row["markers"]["m3"] is False
    assert "4" in row["possible"]["as_reported"]


def test_cambodia_is_prescriptive_as_reported_where_its_rights_talk_is_sourced(
    cambodia: dict[int, dict[str, Any]],
) -> None:
    for year in (1996, 2004, 2010):
        asked = study.why("KHM", year, reading="as_reported")["reasons"]["as_reported"]["asked"]
        talk = next(one for one in asked if one["question"] == "S1 >= 1")
        if talk["answer"]:
            assert cambodia[year]["as_reported"] == "4"


def test_cambodia_under_mass_killing(cambodia: dict[int, dict[str, Any]]) -> None:
    for year in (1976, 1977, 1978):
        assert all(cambodia[year][reading] == "1" for reading in READINGS)


@pytest.mark.parametrize("name", ["Sweden", "Netherlands", "New Zealand", "Ireland"])
def test_durable_democracies_are_outside_or_consistent(name: str) -> None:
    rows = [row for row in study.state_phases(name) if row["year"] >= 1990]
    for row in rows:
        for reading in READINGS:
            told = row["possible"][reading]
            assert len(told) <= 2, (name, row["year"], reading)
            assert {"0", "5"} & set(told), (name, row["year"], reading)


def test_a_row_keeps_its_contract(cambodia: dict[int, dict[str, Any]]) -> None:
    for row in cambodia.values():
        for reading in READINGS:
            told = row["possible"][reading]
            assert told
            assert set(told) <= set(PHASES[reading])
            assert row[reading] == (told[0] if len(told) == 1 else None)
            assert row["why"][reading]
        assert set(row["markers"]) == set(MARKERS)
        assert row["relegated"] in (True, False, "undetermined")


def test_a_right_of_its_own_does_not_take_general_talk_in_the_revised_reading() -> None:
    found = study.why("Cambodia", 2010, right="speech")
    assert {row["right"] for row in found["evidence"] if row["item"] == "S1"} <= {
        "speech",
        "empowerment",
        "unspecified",
    }
    assert found["right"] == "speech"


def test_switches_against_circularity_change_only_the_revised_reading() -> None:
    plain = study.state_phases("Chile")
    switched = study.state_phases("Chile", variant="without_m3")
    assert [row["as_reported"] for row in plain] == [row["as_reported"] for row in switched]
    assert [row["possible"]["revised"] for row in plain] != [
        row["possible"]["revised"] for row in switched
    ]


def test_the_world_in_a_year_has_every_state_once() -> None:
    rows = study.phase_map(1990)
    assert len({row["ccode"] for row in rows}) == len(rows) > 150
    alone = next(row for row in rows if row["iso3"] == "KHM")
    own = next(row for row in study.state_phases("KHM") if row["year"] == 1990)
    assert alone["possible"] == own["possible"]


def test_a_year_without_phase_says_which_years_have_one() -> None:
    with pytest.raises(UsageError, match="no phase in 1890") as caught:
        study.why("Cambodia", 1890)
    assert "1953 to" in str(caught.value)


def test_a_right_whose_practice_is_not_estimated_is_refused() -> None:
    with pytest.raises(UsageError, match="food is not estimated"):
        study.state_phases("Cambodia", right="food")


def test_names_that_are_none() -> None:
    with pytest.raises(UnknownName):
        study.state_phases("Camboja")
    with pytest.raises(UnknownName, match="reading"):
        study.why("Cambodia", 2000, reading="orthodoxy")
    with pytest.raises(UnknownName, match="variant"):
        study.state_phases("Cambodia", variant="none")


def test_the_world_and_a_state_agree_where_a_code_passed_to_another_person() -> None:
    world = next(row for row in study.phase_map(1995) if row["ccode"] == 345)
    own = next(
        row for row in study.state_phases(str(world["state"]), alive=1995) if row["year"] == 1995
    )
    assert own["possible"] == world["possible"]
