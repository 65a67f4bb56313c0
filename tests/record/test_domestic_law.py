"""The law at home: known rights, spells that can be, and a few known facts."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.names import FAMILIES, RIGHTS
from rightful.record.agenda_register import CHECKED
from rightful.record.domestic_law import KINDS, domestic_law, law_years, rights_with_law
from rightful.record.state_codes import state_years

CHILE, SWEDEN, CAMBODIA, SOVIET_UNION, ARGENTINA = 155, 380, 811, 365, 160
LAST = 2023
# States of 2023 whose law nobody has told us; see the decision page.
UNKNOWN_STATES = 12


def _value(ccode: int, year: int) -> int | None:
    mine = law_years("physical_integrity").filter(pl.col("ccode") == ccode, pl.col("year") == year)
    return mine["value"].max()  # type: ignore[return-value]


def test_every_spell_has_a_known_right_and_kind_an_authority_and_one_code() -> None:
    frame = domestic_law().frame
    assert set(frame["right"]) <= {*RIGHTS, *FAMILIES}
    assert set(frame["kind"]) == set(KINDS)
    assert set(frame["checked"]) <= set(CHECKED)
    assert frame["authority"].null_count() == frame["known_until"].null_count() == 0
    assert frame.filter(pl.col("iso3").is_null() == pl.col("ccode").is_null()).is_empty()


def test_no_state_year_has_two_values() -> None:
    for right in rights_with_law():
        years = law_years(right)
        assert years.unique(["ccode", "year"]).height == years.height


def test_a_right_without_rows_gives_a_frame_without_rows() -> None:
    assert law_years("housing").is_empty()
    assert law_years("housing").schema == law_years("physical_integrity").schema


def test_most_living_states_are_there() -> None:
    alive = state_years(LAST, LAST).select("ccode")
    told = law_years("physical_integrity").filter(pl.col("year") == LAST)
    assert alive.join(told, on="ccode", how="anti").height <= UNKNOWN_STATES


@pytest.mark.parametrize(
    ("ccode", "year", "value"),
    [
        (CHILE, 1972, 1),
        (CHILE, 1974, None),
        (SWEDEN, 1960, 0),
        (SWEDEN, 1995, 2),
        (CAMBODIA, 1993, 1),
        (SOVIET_UNION, 1980, 0),
        (ARGENTINA, 1978, None),
        (ARGENTINA, 1984, 1),
    ],
)
def test_what_is_known(ccode: int, year: int, value: int | None) -> None:
    assert _value(ccode, year) == value
