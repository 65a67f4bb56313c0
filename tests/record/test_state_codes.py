"""Properties of the glue: never a state that is not there, whatever the code, year and order."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rightful.record.state_bearers import KEYS, Key
from rightful.record.state_table import names, withdrawn_codes
from rightful.record.states import all_states, ccode_of, state_of_ccode, state_years

CODES: dict[Key, list[str]] = {
    "cow": sorted({str(found.ccode) for found in all_states() if found.ccode}),
    "gw": sorted({str(found.gwcode) for found in all_states() if found.gwcode}),
    "vdem": sorted({str(found.vdem_id) for found in all_states() if found.vdem_id}),
    "iso3": sorted({found.iso3 for found in all_states() if found.iso3} | set(withdrawn_codes())),
    "iso2": sorted({found.iso2 for found in all_states() if found.iso2}),
    "name": sorted({name.name for name in names()}),
}
YEARS = st.integers(1945, 2030)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Key, list[str], list[int]]:
    key = draw(st.sampled_from(KEYS))
    codes = draw(st.lists(st.sampled_from(CODES[key]) | st.text(max_size=6), max_size=8))
    return key, codes, [draw(YEARS) for _ in codes]


def _ask(key: Key, codes: list[str], years: list[int]) -> pl.DataFrame:
    return ccode_of(key, pl.Series(codes, dtype=pl.String), pl.Series(years, dtype=pl.Int64))


def _alive(ccode: int, year: int) -> bool:
    """Read the table anew: a membership of this ccode touches the year."""
    return any(
        found.ccode == ccode
        and found.cow_start is not None
        and max(found.start, found.cow_start) <= date(year, 12, 31)
        and min(found.end or date.max, found.cow_end or date.max) >= date(year, 1, 1)
        for found in all_states()
    )


@given(questions())
def test_a_ccode_that_is_given_was_alive_and_else_a_note_says_why(
    asked: tuple[Key, list[str], list[int]],
) -> None:
    found = _ask(*asked)
    assert found.columns == ["ccode", "note"]
    assert found.schema["ccode"] == pl.Int32
    assert found.height == len(asked[1])
    for (ccode, note), year in zip(found.iter_rows(), asked[2], strict=True):
        assert (ccode is None) != (note is None)
        assert ccode is None or _alive(ccode, year)


@given(questions())
def test_each_row_is_answered_by_itself(asked: tuple[Key, list[str], list[int]]) -> None:
    key, codes, years = asked
    together = _ask(*asked).rows()
    assert together == _ask(key, codes[::-1], years[::-1]).rows()[::-1]
    assert together == [
        _ask(key, [code], [year]).row(0) for code, year in zip(codes, years, strict=True)
    ]


@given(st.sampled_from(CODES["cow"]), YEARS)
def test_a_ccode_is_itself_or_nothing(code: str, year: int) -> None:
    assert _ask("cow", [code], [year])["ccode"][0] in (int(code), None)


@given(st.sampled_from(KEYS), st.data())
def test_a_code_names_one_state_a_year(key: Key, data: st.DataObject) -> None:
    """A state of the year is reached by its own code: what goes out comes back."""
    year = data.draw(YEARS)
    ccode = data.draw(st.sampled_from([int(code) for code in CODES["cow"]]))
    found = state_of_ccode(ccode, year)
    own = {"vdem": "vdem_id", "cow": "ccode", "gw": "gwcode"}.get(key, key)
    code = getattr(found, own) if found else None
    if code is not None:
        back = _ask(key, [str(code)], [year])["ccode"][0]
        # GW 678 and V-Dem 14 pass from one state to another within 1990.
        assert back == ccode or (ccode, year) == (678, 1990) or (back is None and key == "gw")


def test_the_state_years_are_those_that_the_codes_give() -> None:
    panel = state_years(1945, 2025)
    every = pl.DataFrame({"ccode": CODES["cow"]}).join(
        pl.DataFrame({"year": range(1945, 2026)}), how="cross"
    )
    given_back = ccode_of("cow", every["ccode"], every["year"])
    held = every.select("year").with_columns(given_back["ccode"]).drop_nulls()
    assert sorted(held.select("ccode", "year").rows()) == panel.select("ccode", "year").rows()
    assert panel.filter(pl.col("year") >= 1946, pl.col("year") <= 2023).height == 11_882
