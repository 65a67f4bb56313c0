"""Material pressure: known goals, spells that can be, and a few known facts."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.record.agenda_register import CHECKED
from rightful.record.sanctions_register import GOALS, pressure_years, rights_sanctions

CHILE, CAMBODIA, SWEDEN, SOUTH_AFRICA, MYANMAR, HONDURAS = 155, 811, 380, 560, 775, 91


def _value(ccode: int, year: int) -> int | None:
    mine = pressure_years().filter(pl.col("ccode") == ccode, pl.col("year") == year)
    return mine["value"].max()  # type: ignore[return-value]


def test_every_spell_has_a_sender_a_known_goal_an_authority_and_one_code() -> None:
    frame = rights_sanctions().frame
    assert set(frame["goal"]) == set(GOALS)
    assert set(frame["checked"]) <= set(CHECKED)
    assert frame["authority"].null_count() == frame["sender"].null_count() == 0
    assert frame.filter(pl.col("iso3").is_null() == pl.col("ccode").is_null()).is_empty()
    assert frame["last_year"].null_count() == 0


def test_every_year_is_that_of_a_living_state() -> None:
    assert pressure_years()["ccode"].null_count() == 0
    assert set(pressure_years()["value"]) == {1, 2}


@pytest.mark.parametrize(
    ("ccode", "year", "value"),
    [
        (CHILE, 1976, 2),
        (CHILE, 1974, 1),
        (SOUTH_AFRICA, 1977, 2),
        (MYANMAR, 1997, 2),
        (CAMBODIA, 2019, 1),
        (CAMBODIA, 2020, 2),
        (CHILE, 1991, None),
        (SWEDEN, 2000, None),
    ],
)
def test_what_is_known(ccode: int, year: int, value: int | None) -> None:
    assert _value(ccode, year) == value


def test_pressure_for_democracy_alone_is_not_pressure_for_rights() -> None:
    frame = rights_sanctions().frame
    coup = frame.filter(pl.col("iso3") == "HND", pl.col("first_year") == 2009)
    assert set(coup["goal"]) == {"democracy"}
    assert _value(HONDURAS, 2009) is None
