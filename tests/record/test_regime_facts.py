"""The dated facts of the regime: known kinds, years in order, no body before its instrument."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rightful.record.instruments import instruments
from rightful.record.regime_facts import AGENCIES, KINDS, LAST_YEAR, regime_facts, standing


def test_every_fact_has_a_known_kind_an_authority_and_says_whether_it_was_checked() -> None:
    frame = regime_facts().frame
    assert set(frame["kind"]) == set(KINDS)
    assert set(frame["checked"]) == {"text", "recalled"}
    assert frame["authority"].null_count() == frame["first_year"].null_count() == 0


def test_no_fact_ends_before_it_begins() -> None:
    frame = regime_facts().frame
    assert frame.filter(pl.col("last_year") < pl.col("first_year")).is_empty()
    assert frame.filter(pl.col("first_year") > LAST_YEAR).is_empty()


def test_no_treaty_body_works_before_its_treaty_is_in_force() -> None:
    bodies = regime_facts().frame.filter(pl.col("kind") == "treaty_body")
    both = bodies.join(instruments().frame, on="instrument", how="left", suffix="_of")
    assert both["in_force"].null_count() == 0
    assert both.filter(pl.col("in_force") > pl.date(pl.col("first_year"), 12, 31)).is_empty()


def test_every_core_treaty_has_its_body_and_the_register_agrees() -> None:
    frame = instruments().frame
    core = set(frame.filter(pl.col("core") == 1)["instrument"])
    bodies = regime_facts().frame.filter(pl.col("kind") == "treaty_body")
    assert set(bodies["instrument"]) == core


def test_every_agency_says_whether_it_is_independent_and_whom_it_reaches() -> None:
    agencies = regime_facts().frame.filter(pl.col("kind").is_in(AGENCIES))
    assert agencies["independent"].null_count() == agencies["needs_acceptance"].null_count() == 0
    courts = agencies.filter(pl.col("kind") == "court")
    assert courts["compulsory"].null_count() == 0


@given(st.integers(1945, LAST_YEAR + 20))
def test_what_stands_began_and_has_not_ended(year: int) -> None:
    found = standing(year)
    assert (found["first_year"] <= year).all()
    assert (found["last_year"].drop_nulls() >= year).all()
    assert found.is_empty() == (year > LAST_YEAR)


def test_the_commission_gives_way_to_the_council() -> None:
    assert {"commission"} == _makers(2005) - _makers(2006)
    assert {"council"} == _makers(2006) - _makers(2005)


def _makers(year: int) -> set[str]:
    return set(standing(year).filter(pl.col("kind") == "lawmaker")["fact"])


def test_declarations_are_dated_as_in_the_calendar() -> None:
    years = dict(regime_facts().frame.select("fact", "first_year").iter_rows())
    assert (years["udhr"], years["un_charter"]) == (date(1948, 12, 10).year, 1945)
