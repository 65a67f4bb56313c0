"""Polity: years without a regime, and years in which one polity follows another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.record.sources.polity import PARTS, SCORES, YIELDS, Polity


def test_years_without_a_regime_are_null_and_say_why() -> None:
    source = Polity()
    frame = source.tidy(source.example(), source.editions[0]).table.frame
    somalia = frame.filter(pl.col("ccode") == 520)
    assert somalia["polity_status"][0] == 77
    assert somalia["polity2"][0] == 0
    assert all(somalia[name].is_null().all() for name in (*SCORES, *PARTS))


def frame(shared: Path) -> pl.DataFrame:
    return published.tidied(shared, "polity", "5-2018")[1].table.frame


@pytest.mark.shared
def test_status_and_scores_agree(shared: Path) -> None:
    coded = pl.col("polity_status") == 0
    for name in (*SCORES, *PARTS):
        assert (frame(shared).select(coded == pl.col(name).is_not_null()).to_series()).all()
    assert frame(shared).filter(pl.col("polity_status") == 66)["polity2"].is_null().all()


@pytest.mark.shared
def test_the_polity_at_the_end_of_the_year_speaks(shared: Path) -> None:
    dropped = published.tidied(shared, "polity", "5-2018")[1].dropped_by_reason()
    assert dropped["another row speaks for the state at the end of that year"] == len(YIELDS)
    held = {(345, 2006): 8, (530, 1993): 1, (625, 2011): -4, (816, 1976): -7}
    for (ccode, year), polity2 in held.items():
        row = frame(shared).filter(pl.col("ccode") == ccode, pl.col("year") == year)
        assert row["polity2"].to_list() == [polity2]


@pytest.mark.shared
def test_the_usa_alone_goes_on_after_2018(shared: Path) -> None:
    assert set(frame(shared).filter(pl.col("year") > 2018)["ccode"]) == {2}
