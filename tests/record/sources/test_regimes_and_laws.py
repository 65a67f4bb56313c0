"""Quirks of the lexical index, the laws on NGOs, press freedom, income and ethnic power."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.core.errors import BadRows
from rightful.core.source import Tidied
from rightful.record.catalogue import source

pytestmark = pytest.mark.shared


def tidied(shared: Path, name: str) -> Tidied:
    return published.tidied(shared, name, source(name).editions[0].name)[1]


def span(shared: Path, name: str, ccode: int) -> tuple[object, object]:
    years = tidied(shared, name).table.frame.filter(pl.col("ccode") == ccode)["year"]
    return years.min(), years.max()


def test_press_of_former_states_stands_under_their_codes(shared: Path) -> None:
    assert span(shared, "fh_press", 315) == (1979, 1992)
    assert span(shared, "fh_press", 316) == (1993, 2016)
    assert span(shared, "fh_press", 365) == (1979, 2016)
    assert span(shared, "fh_press", 345) == (1979, 2016)
    assert span(shared, "fh_press", 678) == (1979, 1988)
    assert span(shared, "fh_press", 679) == (1990, 2016)
    assert span(shared, "fh_press", 260) == (1979, 1988)


def test_press_has_no_1981_and_no_1989(shared: Path) -> None:
    years = set(tidied(shared, "fh_press").table.frame["year"])
    assert set(range(1979, 2017)) - years == {1981, 1989}


def test_laws_on_ngos_use_codes_of_the_list(shared: Path) -> None:
    assert span(shared, "ngo_laws", 345)[1] == 2013
    assert span(shared, "ngo_laws", 816) == (1990, 2013)
    assert span(shared, "ngo_laws", 625) == (1990, 2013)
    assert span(shared, "ngo_laws", 626) == (2011, 2013)
    assert span(shared, "ngo_laws", 341)[1] == 2013
    assert span(shared, "ngo_laws", 347)[1] == 2013


def test_repeated_laws_are_the_same(shared: Path) -> None:
    dropped = tidied(shared, "ngo_laws").dropped_by_reason()
    assert dropped["the state-year is in the file twice, the same"] == 2
    each = source("ngo_laws")
    raw = each.example().head(1)
    again = pl.concat([raw, raw.with_columns(pl.lit(2, dtype=pl.Int32).alias("row"))])
    with pytest.raises(BadRows):
        each.tidy(again, each.editions[0])


def test_viet_nam_stands_once_in_the_lexical_index(shared: Path) -> None:
    dropped = tidied(shared, "lied").dropped_by_reason()
    assert dropped["Viet Nam before 1954, filed under the North's code"] == 9


def test_unexplained_twos_are_null_in_the_lexical_index(shared: Path) -> None:
    frame = tidied(shared, "lied").table.frame
    assert set(frame["legselec"].drop_nulls()) == {0, 1}


def test_income_is_there_for_every_state_to_2019(shared: Path) -> None:
    frame = tidied(shared, "gdp_pop").table.frame
    assert frame["gdppc"].null_count() == 0
    assert frame.filter(pl.col("gdppc_sd") <= 0).is_empty()
    china = frame.filter(pl.col("ccode") == 710, pl.col("year") == 2019)
    assert china["population"][0] == pytest.approx(1400, rel=0.05)


def test_shares_of_ethnic_groups_add_up(shared: Path) -> None:
    frame = tidied(shared, "epr").table.frame
    both = pl.col("epr_excluded_group_pop") + pl.col("epr_inpower_groups_pop")
    assert frame.filter(both > 1.05).is_empty()
    assert frame.filter(both > 0.5).height > 9000
