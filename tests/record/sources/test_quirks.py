"""State codes that publishers get wrong or mean otherwise, on the real files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.core.source import Tidied

pytestmark = pytest.mark.shared


def tidied(shared: Path, name: str, edition: str) -> Tidied:
    return published.tidied(shared, name, edition)[1]


def value(result: Tidied, ccode: int, year: int, column: str) -> object:
    """Return the value of one state-year; KeyError where the table has no such row."""
    found = result.table.frame.filter(pl.col("ccode") == ccode, pl.col("year") == year)
    if found.is_empty():
        raise KeyError((ccode, year))
    return found[column][0]


def years(result: Tidied, ccode: int) -> tuple[object, object]:
    held = result.table.frame.filter(pl.col("ccode") == ccode)["year"]
    return held.min(), held.max()


def test_germany_counts_once_in_1990(shared: Path) -> None:
    for name, edition in (("pts", "2024"), ("cirights", "1.22.11.25"), ("lhrs", "4.02")):
        result = tidied(shared, name, edition)
        assert years(result, 260)[1] == 1989
        assert years(result, 255)[0] == 1990
    germany = tidied(shared, "vdem", "15-trimmed")
    assert value(germany, 255, 1990, "v2x_libdem") is not None
    assert years(germany, 260)[1] == 1989


def test_east_germany_ends_in_1990(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    assert years(pts, 265) == (1976, 1990)
    assert value(pts, 265, 1990, "pts_a") == 1


def test_yemen_1990(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    assert (value(pts, 679, 1990, "pts_a"), value(pts, 679, 1990, "pts_s")) == (2, 3)
    assert years(pts, 678)[1] == 1989
    assert years(pts, 680)[1] == 1989
    # CIRIGHTS scores the North in 1990 under its old code and united Yemen from 1991.
    cirights = tidied(shared, "cirights", "1.22.11.25")
    assert years(cirights, 679) == (1991, 2020)
    assert value(tidied(shared, "itt", "country-years-1995-2005"), 679, 1999, "lot") == 3


def test_serbia_from_2006(shared: Path) -> None:
    cirights = tidied(shared, "cirights", "1.22.11.25")
    assert value(cirights, 345, 2007, "tort") == 1
    assert value(cirights, 345, 2016, "tort") == 2
    assert years(cirights, 345) == (1981, 2020)
    assert len(cirights.recoded) == 15
    pts = tidied(shared, "pts", "2024")
    assert value(pts, 345, 2007, "pts_a") == 2
    assert years(pts, 345) == (1976, 2023)


def test_yugoslavia_is_not_scored_twice(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    scores = {
        year: (value(pts, 345, year, "pts_a"), value(pts, 345, year, "pts_s"))
        for year in (1991, 1992, 2006)
    }
    assert scores == {1991: (4, 5), 1992: (3, 5), 2006: (3, 2)}
    reasons = pts.dropped_by_reason()
    assert reasons["another row speaks for Yugoslavia or Serbia that year"] == 3


def test_czechoslovakia_has_its_own_code(shared: Path) -> None:
    for edition in ("4.02", "3.01"):
        lhrs = tidied(shared, "lhrs", edition)
        assert years(lhrs, 315) == (1946, 1992)
        assert years(lhrs, 316)[0] == 1993
    assert value(tidied(shared, "cirights", "1.22.11.25"), 315, 1992, "disap") == 2
    assert years(tidied(shared, "vdem", "14-physical"), 315)[1] == 1992


def test_slovakia_1992_is_no_state_year(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    assert years(pts, 317)[0] == 1993
    assert any("no state alive" in reason and "Czechia" in reason for _, reason in pts.dropped)


def test_soviet_union_1991_and_russia_1992(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    assert years(pts, 365) == (1976, 2023)
    cirights = tidied(shared, "cirights", "1.22.11.25")
    assert value(cirights, 365, 1991, "disap") == 1
    assert value(cirights, 365, 1992, "disap") == 0


def test_viet_nam_1976(shared: Path) -> None:
    pts = tidied(shared, "pts", "2024")
    assert years(pts, 816) == (1976, 2023)
    handbook = tidied(shared, "handbook", "icpsr7761-ed2-part3")
    assert years(handbook, 817)[1] == 1975


def test_v_dem_12_lag_is_taken_back(shared: Path) -> None:
    part = tidied(shared, "vdem", "12-part")
    selected = tidied(shared, "vdem", "12-selected")
    both = part.table.frame.join(selected.table.frame, on=["ccode", "year"], suffix="_selected")
    assert both.height > 8000
    far = (both["v2x_clphy"] - both["v2x_clphy_selected"]).abs()
    assert far.max() == pytest.approx(0, abs=1e-9)


def test_corruption_is_turned_round_once(shared: Path) -> None:
    trimmed = tidied(shared, "vdem", "15-trimmed").table.frame
    demspaces = tidied(shared, "vdem", "14-demspaces").table.frame
    both = trimmed.join(demspaces, on=["ccode", "year"], suffix="_14")
    together = both.select(pl.corr("v2x_pubcorr_rev", "v2x_pubcorr_rev_14")).item()
    assert together > 0.95
    denmark = trimmed.filter(pl.col("ccode") == 390, pl.col("year") == 2000)
    assert denmark["v2x_pubcorr_rev"][0] > 0.95


def test_v_dem_extracts_of_a_version_agree(shared: Path) -> None:
    trimmed = tidied(shared, "vdem", "15-trimmed").table.frame
    for edition in ("15-doubt", "15-ert"):
        other = tidied(shared, "vdem", edition).table.frame
        both = trimmed.join(other, on=["ccode", "year"], suffix="_other")
        assert both.height == trimmed.height == other.height
        far = (both["v2x_polyarchy"] - both["v2x_polyarchy_other"]).abs()
        assert far.max() == pytest.approx(0, abs=1e-9)


def test_silence_of_ucdp_is_a_recorded_zero(shared: Path) -> None:
    ucdp = tidied(shared, "ucdp_osv", "25.1")
    assert value(ucdp, 385, 1999, "killing_present") == 0
    assert value(ucdp, 385, 1999, "row") is None
    assert value(ucdp, 679, 2011, "killing_present") == 1
    # Eritrea killed alone and together with Ethiopia in 2020; only the former can be counted.
    assert value(ucdp, 531, 2020, "killing_low") == 1289
    assert len(ucdp.dropped) == 871


def test_every_alive_state_year_of_ucdp_is_there_once(shared: Path) -> None:
    frame = tidied(shared, "ucdp_osv", "25.1").table.frame
    named = frame["row"].drop_nulls().len()
    assert (named, frame.height - named) == (459, 6383)


def test_israel_has_another_code_in_itt(shared: Path) -> None:
    itt = tidied(shared, "itt", "country-years-1995-2005")
    assert years(itt, 666) == (1995, 2005)
    assert len(itt.recoded) == 33
