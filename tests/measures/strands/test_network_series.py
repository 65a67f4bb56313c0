"""Attention, agenda, pressure, shaming and protest: counts as counted, zeros where covered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.measure import Estimates, Measure
from rightful.core.registry import load
from rightful.measures.strands._aid_changes import aid_lost, midpoint_change
from rightful.measures.strands._sanction_cases import in_force
from rightful.measures.strands._ties import with_allies, with_distant

NAMES = ("attention", "agenda", "pressure", "shaming", "protest")
Known = dict[tuple[int, int], float]


def measure(name: str) -> Measure:
    return load("rightful.measures.strands", name, Measure)  # type: ignore[type-abstract]


def fitted(name: str, record: Mapping[str, pl.DataFrame] | None = None) -> Estimates:
    each = measure(name)
    return each.fit(each.example() if record is None else record, seed=1)


def values(estimates: Estimates, series: str) -> Known:
    rows = estimates.frame.filter(pl.col("series") == series)
    return {
        (ccode, year): mean for ccode, year, mean in rows.select("ccode", "year", "mean").rows()
    }


@pytest.mark.parametrize("name", NAMES)
def test_example_gives_every_series_in_its_range(name: str) -> None:
    frame = fitted(name).frame
    declared = {variable.name: variable for variable in measure(name).gives}
    assert set(frame["series"]) == set(declared)
    assert frame.equals(frame.sort("series", "ccode", "year"))
    for series, variable in declared.items():
        means = frame.filter(pl.col("series") == series)["mean"]
        assert variable.low is None or means.min() >= variable.low  # type: ignore[operator]
        assert variable.high is None or means.max() <= variable.high  # type: ignore[operator]
        assert variable.note
        assert len(variable.name) <= 32
        assert len(variable.label) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_rates_have_intervals_and_counts_have_none(name: str) -> None:
    kinds = {variable.name: variable.kind for variable in measure(name).gives}
    for series, sd in fitted(name).frame.select("series", "sd").iter_rows():
        assert (sd is not None) == (kinds[series] == "probability")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_nothing_out(name: str) -> None:
    assert fitted(name, {}).frame.is_empty()


@pytest.mark.parametrize("name", NAMES)
def test_without_a_table_its_series_alone_are_missing(name: str) -> None:
    whole = measure(name).example()
    for absent in whole:
        part = fitted(name, {key: table for key, table in whole.items() if key != absent}).frame
        assert set(part["series"]) <= set(fitted(name).frame["series"])


@pytest.mark.parametrize("name", NAMES)
def test_no_zero_without_the_list_of_states(name: str) -> None:
    record = {
        key: table for key, table in measure(name).example().items() if not key.startswith("facts/")
    }
    counts = fitted(name, record).frame.filter(pl.col("inputs") == 0)
    recorded = {"sanctioning_senders"}  # its publisher records zeros
    assert set(counts["series"]) <= recorded


def test_actions_count_in_whole_years_only() -> None:
    attention = fitted("attention")
    assert values(attention, "urgent_actions") == {(155, 1999): 0.0, (811, 1999): 2.0}
    assert values(attention, "urgent_actions_new") == {(155, 1999): 0.0, (811, 1999): 1.0}
    assert values(attention, "news_articles") == {(811, 1999): 8.0}


def test_reviews_are_zero_only_for_states_that_are_reviewed_at_all() -> None:
    record = measure("agenda").example()
    states = record["facts/state_years"]
    taiwan = states.filter(pl.col("ccode") == 811).with_columns(
        pl.lit(713, pl.Int32).alias("ccode")
    )
    record["facts/state_years"] = pl.concat([states, taiwan])
    agenda = fitted("agenda", record)
    assert values(agenda, "upr_reviewed")[811, 2008] == 0.0
    assert not [key for key in values(agenda, "upr_reviewed") if key[0] == 713]
    assert values(agenda, "upr_reviews_held")[811, 2010] == 1.0
    assert values(agenda, "upr_reviews_held")[155, 2009] == 0.0


def test_roll_calls_on_parts_are_not_counted() -> None:
    agenda = fitted("agenda")
    assert values(agenda, "unga_country_votes")[155, 2009] == 1.0
    assert values(agenda, "unga_country_votes")[811, 2009] == 0.0


def case(first: date, last: date | None) -> pl.DataFrame:
    frame = {"ccode": [2], "sender": [1], "start_date": [first], "end_date": [last], "goal_hr": [1]}
    return pl.DataFrame(frame, schema_overrides={"end_date": pl.Date})


@given(st.integers(1950, 2018), st.integers(0, 60), st.booleans())
def test_a_case_is_in_force_from_its_first_to_its_last_year(
    first: int, length: int, ongoing: bool
) -> None:
    last = min(first + length, 2018)
    cases = case(date(first, 12, 31), None if ongoing else date(last, 12, 31))
    end = 2018 if ongoing else last
    assert in_force(cases)["year"].to_list() == list(range(max(first, 1990), end + 1))


def test_sanctions_against_no_state_are_not_counted() -> None:
    record = measure("pressure").example()
    older = record["sanctions_ist/jpr-2023"].with_columns(ccode=pl.lit(349))
    record["sanctions_ist/jpr-2023"] = older
    held = values(fitted("pressure", record), "sanctions_all")
    assert set(held) == {(155, 1990), (155, 1991), (811, 1990), (811, 1991)}
    assert set(held.values()) == {0.0}


def test_sanctions_by_sender_and_goal() -> None:
    pressure = fitted("pressure")
    assert values(pressure, "sanctions_hr_us")[811, 1990] == 1.0
    assert values(pressure, "sanctions_hr_us")[811, 1991] == 0.0
    assert values(pressure, "sanctions_hr_regional")[811, 1991] == 0.0
    assert values(pressure, "sanctions_all")[811, 1991] == 1.0
    assert values(pressure, "sanctioning_senders")[155, 1990] == 2.0


def test_end_of_aid_is_minus_two() -> None:
    pressure = fitted("pressure")
    assert values(pressure, "us_aid_economic_change") == {(155, 1991): -2.0}
    assert values(pressure, "us_aid_military_change") == {(155, 1991): 2.0}
    assert values(pressure, "donor_pressure") == {(155, 1991): 7.5, (811, 1991): 0.0}


def amounts(value: list[float], years: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"ccode": 2, "year": years, "value": value, "inputs": 1})


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=6))
def test_changes_stay_in_range_and_need_both_years(value: list[float]) -> None:
    change = midpoint_change(amounts(value, list(range(2000, 2000 + len(value)))))
    assert change["value"].is_between(-2.0000001, 2.0000001).all()
    assert midpoint_change(amounts(value, list(range(0, 2 * len(value), 2)))).is_empty()


def test_a_loss_is_never_more_than_all() -> None:
    lost = aid_lost(amounts([10.0, 5.0], [2000, 2001]), amounts([4.0, -9.0], [2000, 2001]))
    assert lost["value"].to_list() == [10.0]
    assert aid_lost(amounts([10.0], [2000]), amounts([-4.0, 9.0], [2000, 2001])).is_empty()


RECEIVED = pl.DataFrame(
    {"ccode": [2, 2, 2, 2], "sender": [20, 40, 365, None], "year": [2010] * 4},
    schema={"ccode": pl.Int32, "sender": pl.Int32, "year": pl.Int32},
)


def test_allies_promise_defence_either_way() -> None:
    pacts = {"ccode1": [20, 2], "ccode2": [2, 40], "year": [2010, 2010], "defense": [1, 0]}
    marked = with_allies(RECEIVED, pl.DataFrame(pacts)).sort("sender")
    assert marked["sender"].to_list() == [20, 40, 365]
    assert marked["tie"].to_list() == [1, 0, 0]


def test_years_that_alliances_do_not_reach_are_left_out() -> None:
    pacts = {"ccode1": [20], "ccode2": [2], "year": [2009], "defense": [1]}
    assert with_allies(RECEIVED, pl.DataFrame(pacts)).is_empty()


def test_distant_states_vote_far_apart() -> None:
    points = {"ccode": [2, 20, 40, 365], "year": [2010] * 4, "ideal_point": [2.0, 1.5, -2.0, 0.0]}
    marked = with_distant(RECEIVED, pl.DataFrame(points)).sort("sender")
    assert marked["tie"].to_list() == [0, 1, 0]
    fewer = pl.DataFrame(points).filter(pl.col("ccode") != 40)
    assert 40 not in with_distant(RECEIVED, fewer)["sender"]


def test_ties_are_null_without_their_tables() -> None:
    record = measure("shaming").example()
    without = {key: record[key] for key in record if not key.startswith(("alliances", "ideal"))}
    series = set(fitted("shaming", without).frame["series"])
    assert not {name for name in series if "allies" in name or "distant" in name}
    assert "upr_accepted_share" in series


def test_recommendations_made_and_received() -> None:
    shaming = fitted("shaming")
    assert values(shaming, "upr_senders") == {(811, 2009): 2.0}
    assert values(shaming, "upr_made") == {(385, 2009): 2.0, (816, 2009): 1.0, (811, 2009): 0.0}


def test_protests_of_the_cut_year_give_rates_and_no_count() -> None:
    protest = fitted("protest")
    assert values(protest, "protests") == {(811, 1998): 2.0}
    assert values(protest, "protesters_least") == {(811, 1998): 200.0}
    assert (155, 2020) in values(protest, "protests_accommodated")
    met = values(protest, "protests_met_with_violence")
    assert met[811, 1998] > met[155, 2020]
