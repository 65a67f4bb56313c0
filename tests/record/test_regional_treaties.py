"""The regional treaties: spells that can be, known facts, and what the spiral makes of them."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.errors import BadRows
from rightful.record.agenda_register import CHECKED, LAST_YEAR
from rightful.record.commitments import memberships
from rightful.record.regional_treaties import (
    INSTRUMENTS,
    check_parties,
    regional_steps,
    regional_treaties,
    regional_years,
    regions_known,
)
from rightful.record.state_codes import state_years
from rightful.spiral.from_law import REGISTER, binding_rows, complaint_rows, step_rows
from rightful.spiral.units import AT_LARGE, unit
from rightful.study import spiral_record

GREECE, RUSSIA, UNITED_KINGDOM, TURKEY, FRANCE, SWITZERLAND = 350, 365, 200, 640, 220, 225
CZECHOSLOVAKIA, CZECHIA, SERBIA, GERMANY, WEST_GERMANY = 315, 316, 345, 255, 260
BRAZIL, ARGENTINA, GUATEMALA, TRINIDAD, VENEZUELA, COLOMBIA = 140, 160, 90, 52, 101, 100
UNITED_STATES, CUBA, CANADA = 2, 40, 20
MOROCCO, SOUTH_AFRICA, NIGERIA, ANGOLA, SOUTH_SUDAN = 600, 560, 475, 540, 626
# Parties at the end: 46 of the Council of Europe; 23 and Venezuela, which is contested; 53 of the
# African Union's 54 parties (the Sahrawi republic is not in the COW list).
PARTIES = {"ECHR": 46, "ACHR": 24, "ACHPR": 53}
NOW, ONE = "regional treaties", pl.Int32


def _row(ccode: int, year: int) -> tuple[str, bool] | None:
    mine = regional_years().filter(ccode=ccode, year=year).select("instrument", "petition").rows()
    assert len(mine) <= 1
    return mine[0] if mine else None


def _steps(ccode: int) -> list[tuple[int, str]]:
    mine = regional_steps().filter(ccode=ccode)
    return mine.select("year", pl.col("act_id").str.split(":").list.get(3)).rows()


def _law(name: str) -> list[pl.DataFrame]:
    years = state_years(1950, LAST_YEAR).select(pl.col("ccode", "year").cast(ONE))
    return spiral_record._law(unit(name), years)


def _spell(**other: object) -> pl.DataFrame:
    row = (
        regional_treaties()
        .frame.filter(iso3="TTO")
        .with_columns(**{name: pl.lit(value) for name, value in other.items()})
    )
    return row.cast(dict(regional_treaties().frame.schema))  # type: ignore[arg-type]


def test_every_row_has_one_code_an_authority_and_enough_confidence() -> None:
    frame = regional_treaties().frame
    assert set(frame["instrument"]) == set(INSTRUMENTS)
    assert set(frame["checked"]) <= set(CHECKED)
    assert frame["authority"].null_count() == 0
    assert frame["known_until"].unique().to_list() == [LAST_YEAR]
    assert frame.filter(pl.col("iso3").is_null() == pl.col("ccode").is_null()).is_empty()
    assert frame.filter(~pl.col("confidence").is_between(0.6, 1.0)).is_empty()


def test_a_party_has_one_row_a_year_and_petitions_once_open_stay_open() -> None:
    years = regional_years()
    assert years.unique(["ccode", "year"]).height == years.height
    closing = pl.col("petition").cast(pl.Int8).diff().over("ccode", "instrument") < 0
    assert years.filter(closing).is_empty()


def test_petitions_are_open_everywhere_since_protocol_11() -> None:
    assert regional_years().filter(pl.col("year") >= 1999, ~pl.col("petition")).is_empty()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_all_parties_are_there(instrument: str) -> None:
    now = regional_years().filter(instrument=instrument, year=LAST_YEAR)
    assert now.height == PARTIES[instrument]


def test_all_members_of_the_council_of_europe_are_parties_in_2010() -> None:
    members = memberships().filter(
        pl.col("body") == "CoE", pl.col("first_year") <= 2010, pl.col("last_year") >= 2010
    )
    parties = regional_years().filter(instrument="ECHR", year=2010)
    assert members.filter(~pl.col("ccode").is_in(parties["ccode"].to_list())).is_empty()
    assert members["ccode"].n_unique() == parties.height


@pytest.mark.parametrize(
    ("ccode", "year", "row"),
    [
        (UNITED_KINGDOM, 1952, None),
        (UNITED_KINGDOM, 1953, ("ECHR", False)),
        (UNITED_KINGDOM, 1965, ("ECHR", False)),
        (UNITED_KINGDOM, 1966, ("ECHR", True)),
        (GREECE, 1970, ("ECHR", False)),
        (GREECE, 1971, None),
        (GREECE, 1973, None),
        (GREECE, 1974, ("ECHR", False)),
        (GREECE, 1985, ("ECHR", True)),
        (TURKEY, 1986, ("ECHR", False)),
        (TURKEY, 1987, ("ECHR", True)),
        (FRANCE, 1973, None),
        (FRANCE, 1981, ("ECHR", True)),
        (SWITZERLAND, 1974, ("ECHR", True)),
        (WEST_GERMANY, 1989, ("ECHR", True)),
        (GERMANY, 1991, ("ECHR", True)),
        (CZECHOSLOVAKIA, 1992, ("ECHR", True)),
        (CZECHIA, 1993, ("ECHR", True)),
        (SERBIA, 2003, None),
        (SERBIA, 2004, ("ECHR", True)),
        (RUSSIA, 1997, None),
        (RUSSIA, 2022, ("ECHR", True)),
        (RUSSIA, 2023, None),
        (COLOMBIA, 1977, None),
        (COLOMBIA, 1978, ("ACHR", True)),
        (GUATEMALA, 1978, ("ACHR", True)),
        (ARGENTINA, 1983, None),
        (ARGENTINA, 1984, ("ACHR", True)),
        (BRAZIL, 1991, None),
        (BRAZIL, 1992, ("ACHR", True)),
        (TRINIDAD, 1999, ("ACHR", True)),
        (TRINIDAD, 2000, None),
        (VENEZUELA, 2013, ("ACHR", True)),
        (VENEZUELA, 2016, None),
        (UNITED_STATES, 2000, None),
        (CUBA, 2000, None),
        (CANADA, 2000, None),
        (NIGERIA, 1985, None),
        (NIGERIA, 1986, ("ACHPR", True)),
        (ANGOLA, 1990, None),
        (ANGOLA, 1991, ("ACHPR", True)),
        (SOUTH_AFRICA, 1995, None),
        (SOUTH_AFRICA, 1996, ("ACHPR", True)),
        (SOUTH_SUDAN, 2015, None),
        (SOUTH_SUDAN, 2016, ("ACHPR", True)),
        (MOROCCO, 2020, None),
    ],
)
def test_what_is_known(ccode: int, year: int, row: tuple[str, bool] | None) -> None:
    assert _row(ccode, year) == row


@pytest.mark.parametrize(
    ("ccode", "steps"),
    [
        (UNITED_KINGDOM, [(1951, "joined"), (1966, "petition_accepted")]),
        (GREECE, [(1953, "joined"), (1974, "joined"), (1985, "petition_accepted")]),
        (ARGENTINA, [(1984, "joined")]),
        (COLOMBIA, [(1973, "joined")]),
        # What the envoy of its assembly deposited in 2019 was no step of the government.
        (VENEZUELA, [(1977, "joined")]),
        (CZECHIA, []),
    ],
)
def test_steps_are_dated_by_the_act_and_not_by_its_effect(
    ccode: int, steps: list[tuple[int, str]]
) -> None:
    assert _steps(ccode) == steps


@pytest.mark.parametrize(
    "bad",
    [
        _spell(last_year=1990),
        _spell(joined_year=1992),
        _spell(petition_from=2000),
        _spell(petition_from=1990),
        _spell(accepted_year=1995),
        pl.concat([_spell(), _spell(first_year=1995, petition_from=1995)]),
    ],
    ids=["backwards", "joined late", "petition late", "petition early", "accepted late", "meet"],
)
def test_spells_that_cannot_be_are_refused(bad: pl.DataFrame) -> None:
    check_parties(_spell())
    with pytest.raises(BadRows):
        check_parties(bad)


def test_years_past_the_table_are_not_claimed() -> None:
    years = pl.DataFrame({"year": [LAST_YEAR, LAST_YEAR + 1]})
    assert regions_known(years)["year"].to_list() == [LAST_YEAR]


def _years(*years: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"ccode": [1] * len(years), "year": years}, schema={"ccode": ONE, "year": ONE}
    )


def _petition(*years: int) -> pl.DataFrame:
    return _years(*years).with_columns(
        instrument=pl.lit("ECHR"), confidence=pl.lit(0.7), source=pl.lit(NOW),
        rows=pl.concat_list(pl.lit("a row")),
    )  # fmt: skip


def test_open_petitions_count_beside_the_procedures_of_the_united_nations() -> None:
    held = _years(1990).with_columns(instrument=pl.lit("ICCPR-OP1"))
    told = complaint_rows(held, _years(1970, 1980, 1990), "torture", _petition(1980, 1990))
    columns = ("year", "value", "confidence", "source", "rows")
    assert told.sort("year").select(columns).rows() == [
        (1970, 0, 0.95, REGISTER, None),
        (1980, 1, 0.7, NOW, ["a row"]),
        (1990, 2, 0.7, f"{NOW}; {REGISTER}", ["ICCPR-OP1", "a row"]),
    ]


def test_what_binds_and_steps_keep_their_own_confidence_and_source() -> None:
    own = pl.concat(
        [_years(1980).with_columns(confidence=pl.lit(0.7), source=pl.lit(NOW)), _years(1990)],
        how="diagonal",
    )
    binds = binding_rows(own.with_columns(binds=pl.lit(value=True)), "torture")
    assert binds.select("confidence", "source").rows() == [(0.7, NOW), (0.99, REGISTER)]
    steps = step_rows(own.with_columns(act_id=pl.lit("a")), _years(1980, 1990), "torture")
    assert steps.sort("year").select("confidence", "source").rows() == [
        (0.7, NOW),
        (0.95, REGISTER),
    ]


@pytest.mark.parametrize(
    ("ccode", "year", "values"),
    [
        (BRAZIL, 1991, {"LC": 0}),
        (BRAZIL, 1992, {"LC": 1}),
        (ARGENTINA, 1984, {"LT": 1, "LC": 1, "C2": 1}),
        (GUATEMALA, 1977, {"LT": 0, "LC": 0, "C2": 0}),
        (GUATEMALA, 1978, {"LT": 1, "LC": 1, "C2": 1}),
        (TURKEY, 1960, {"LT": 1, "LC": 0}),
        (GREECE, 1972, {"LC": 0}),
    ],
)
def test_the_spiral_knows_them(ccode: int, year: int, values: dict[str, int]) -> None:
    told = pl.concat(_law("torture")).filter(ccode=ccode, year=year)
    found = dict(told.select("item", "value").rows())
    assert {item: min(found[item], 1) for item in values} == values


def test_at_large_they_count_too() -> None:
    complaints = _law(AT_LARGE)[1].filter(ccode=BRAZIL)
    assert complaints.filter(pl.col("value") > 0)["year"].min() == 1992


@pytest.mark.parametrize("name", ["torture", AT_LARGE])
def test_a_cell_has_one_row(name: str) -> None:
    told = pl.concat(_law(name))
    assert told.unique(["ccode", "year", "item"]).height == told.height


def test_rights_that_a_treaty_does_not_promise_are_not_bound_by_it() -> None:
    told = pl.concat(_law("housing"))
    assert not told["rows"].explode().drop_nulls().str.starts_with("regional_treaties").any()
