"""States on an agenda: spells that can be, states that lived, and a few known facts."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.errors import BadRows
from rightful.record.agenda_register import (
    BODIES,
    CHECKED,
    KINDS,
    LAST_YEAR,
    agenda_years,
    check_spells,
    country_agenda,
    spell_years,
)

CHILE, CAMBODIA, SWEDEN, SOUTH_AFRICA, SOVIET_UNION = 155, 811, 380, 560, 365
COMMISSION_ENDS = 2006


def _values(ccode: int, year: int) -> set[int]:
    return set(agenda_years().filter(pl.col("ccode") == ccode, pl.col("year") == year)["value"])


def test_every_spell_has_a_known_body_and_kind_an_authority_and_one_code() -> None:
    frame = country_agenda().frame
    assert set(frame["body"]) == set(BODIES)
    assert set(frame["kind"]) == set(KINDS)
    assert set(frame["checked"]) <= set(CHECKED)
    assert frame["authority"].null_count() == 0
    assert frame.filter(pl.col("iso3").is_null() == pl.col("ccode").is_null()).is_empty()


def test_every_spell_ends_and_no_body_works_outside_its_life() -> None:
    frame = country_agenda().frame
    assert frame["last_year"].null_count() == 0
    commission = frame.filter(pl.col("body") == "CHR", pl.col("kind") != "mandate")
    assert commission.filter(pl.col("last_year") >= COMMISSION_ENDS).is_empty()
    council = frame.filter(pl.col("body") == "HRC")
    assert council.filter(pl.col("first_year") < COMMISSION_ENDS).is_empty()


def test_the_confidential_procedure_is_mild() -> None:
    secret = country_agenda().frame.filter(pl.col("kind") == "confidential")
    assert set(secret["value"]) == {1}


def test_every_year_is_that_of_a_living_state() -> None:
    years = agenda_years()
    assert years["ccode"].null_count() == 0
    assert years["year"].max() == LAST_YEAR
    assert years.unique(["ccode", "year", "rows"]).height == years.height


@pytest.mark.parametrize(
    ("ccode", "year", "value"),
    [
        (CHILE, 1975, 2),
        (CHILE, 1989, 2),
        (CAMBODIA, 2000, 1),
        (SOUTH_AFRICA, 1967, 2),
        (SOVIET_UNION, 1949, 1),
    ],
)
def test_what_is_known_is_there(ccode: int, year: int, value: int) -> None:
    assert max(_values(ccode, year)) == value


@pytest.mark.parametrize(("ccode", "year"), [(SWEDEN, 1990), (CHILE, 1972), (CHILE, 1992)])
def test_who_was_on_no_agenda_is_not_there(ccode: int, year: int) -> None:
    assert not _values(ccode, year)


def _spells(**changes: list[object]) -> pl.DataFrame:
    told: dict[str, list[object]] = {
        "iso3": ["CHL", "CHL"],
        "ccode": [None, None],
        "body": ["CHR", "CHR"],
        "kind": ["mandate", "mandate"],
        "first_year": [1975, 1979],
        "last_year": [1979, 1990],
        "value": [1, 2],
        "confidence": [0.9, 0.9],
        "authority": ["one", "another"],
    }
    frame = pl.DataFrame({**told, **changes})
    return frame.with_columns(pl.col("ccode").cast(pl.Int64))


KEY = ("iso3", "ccode", "body", "kind")


def test_spells_may_meet_in_a_year_and_no_more() -> None:
    check_spells(_spells(), KEY, "made up")
    with pytest.raises(BadRows, match="agree where they meet"):
        check_spells(_spells(last_year=[1980, 1990]), KEY, "made up")


def test_a_spell_that_runs_backwards_is_refused() -> None:
    with pytest.raises(BadRows, match="ends before it begins"):
        check_spells(_spells(last_year=[1979, 1978]), KEY, "made up")


def test_a_spell_of_a_state_that_did_not_live_is_refused() -> None:
    with pytest.raises(BadRows, match="did not live"):
        spell_years(_spells(iso3=["CHL", "SSD"]), "made_up", ("body",))
