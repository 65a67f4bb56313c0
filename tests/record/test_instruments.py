"""The table of instruments and articles: known names, dates in order, rights that exist."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import UnknownName
from rightful.core.names import CORE_TREATIES, RIGHTS, RIGHTS_BY_FAMILY
from rightful.record.instruments import (
    KINDS,
    OBLIGATIONS,
    SCOPES,
    articles,
    forbids,
    instrument_names,
    instrument_of,
    instruments,
    protects,
)

FIXED = (
    *CORE_TREATIES,
    *("ICCPR-OP1", "ICCPR-OP2", "ICESCR-OP", "OP-CEDAW", "OPCAT", "OP-CRPD"),
    *("OP-CRC-AC", "OP-CRC-SC", "OP-CRC-IC", "GENOCIDE", "REFUGEE", "REFUGEE-P1967", "ROME"),
    *("ECHR", "ACHR", "ACHPR", "CAT-20", "CAT-21", "CAT-22", "ICERD-14", "ICCPR-41"),
    *("ILO-C029", "ILO-C087", "ILO-C098", "ILO-C100", "ILO-C105", "ILO-C111", "ILO-C138"),
    *("ILO-C182", "ILO-C155", "ILO-C187", "ILO-P029", "OP-CEDAW-8"),
)
WAITS = {
    "day30",
    "day90",
    "month1",
    "month3",
    "month12",
    "first_after_day60",
    "first_after_month3",
    "deposit",
    "declaration",
}


def test_every_fixed_name_is_there_once() -> None:
    assert set(FIXED) <= set(instrument_names())
    assert len(set(instrument_names())) == len(instrument_names())


def test_core_flags_are_the_nine() -> None:
    core = instruments().frame.filter(pl.col("core") == 1)["instrument"]
    assert set(core) == set(CORE_TREATIES)


def test_kinds_parents_and_rules_are_known() -> None:
    frame = instruments().frame
    assert set(frame["kind"]) <= set(KINDS)
    assert set(frame["parent"].drop_nulls()) <= set(instrument_names())
    assert frame.filter(pl.col("kind") != "treaty")["parent"].null_count() == 0
    assert set(frame["in_force_rule"].drop_nulls()) <= WAITS


def test_no_instrument_is_in_force_before_its_adoption_or_its_parent() -> None:
    frame = instruments().frame
    assert frame.filter(pl.col("in_force") <= pl.col("adopted")).is_empty()
    parents = frame.select(parent="instrument", parent_in_force="in_force")
    both = frame.join(parents, on="parent", how="inner")
    assert both.filter(pl.col("in_force") < pl.col("parent_in_force")).is_empty()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("ICCPR", date(1976, 3, 23)),
        ("ICESCR", date(1976, 1, 3)),
        ("ICERD", date(1969, 1, 4)),
        ("CEDAW", date(1981, 9, 3)),
        ("CAT", date(1987, 6, 26)),
        ("CRC", date(1990, 9, 2)),
        ("ICMW", date(2003, 7, 1)),
        ("CPED", date(2010, 12, 23)),
        ("CRPD", date(2008, 5, 3)),
        ("OP-CRPD", date(2008, 5, 3)),
        ("OPCAT", date(2006, 6, 22)),
        ("GENOCIDE", date(1951, 1, 12)),
        ("ROME", date(2002, 7, 1)),
        ("ILO-C087", date(1950, 7, 4)),
    ],
)
def test_general_entry_into_force(name: str, day: date) -> None:
    found = instruments().frame.filter(pl.col("instrument") == name)["in_force"].item()
    assert found == day


def test_articles_name_known_things() -> None:
    frame = articles().frame
    assert set(frame["instrument"]) <= set(instrument_names())
    assert set(frame["right"]) <= set(RIGHTS)
    assert set(frame["scope"]) <= set(SCOPES)
    assert set(frame["obligation"]) <= set(OBLIGATIONS)
    assert set(frame["basis"]) == {"express", "composite"}


def test_every_right_has_an_article() -> None:
    named = {right for rights in RIGHTS_BY_FAMILY.values() for right in rights}
    assert named <= set(articles().frame["right"])


def test_torture_is_forbidden_by_covenant_convention_and_regions() -> None:
    assert set(forbids("torture")) == {
        ("ICCPR", "7"),
        ("CAT", "2"),
        ("CAT", "16"),
        ("ECHR", "3"),
        ("ACHR", "5"),
        ("ACHPR", "5"),
    }


def test_disappearance_is_express_only_in_its_convention() -> None:
    assert {name for name, _ in forbids("disappearance", express=True)} == {"CPED"}
    assert ("ICCPR", "9") in forbids("disappearance")


@pytest.mark.parametrize("right", RIGHTS_BY_FAMILY["physical_integrity"])
def test_the_statute_binds_persons_not_states(right: str) -> None:
    assert forbids(right)
    assert "ROME" not in {name for name, _ in forbids(right)}


def test_children_and_migrants_do_not_count_for_everyone() -> None:
    assert not {"CRC", "ICMW", "CRPD"} & {name for name, _ in forbids("torture")}
    assert ("ICCPR", "19") in protects("speech")


def test_names_are_found_in_any_case_and_unknown_ones_suggest() -> None:
    assert instrument_of("iccpr-op1") == "ICCPR-OP1"
    with pytest.raises(UnknownName) as caught:
        instrument_of("ICPR")
    assert "ICCPR" in caught.value.suggestions
    with pytest.raises(UnknownName):
        forbids("happiness")


@given(st.sampled_from(RIGHTS))
def test_forbidding_is_part_of_protecting(right: str) -> None:
    assert set(forbids(right, express=True)) <= set(forbids(right)) <= set(protects(right))
