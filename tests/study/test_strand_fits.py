"""One measure on a folder or an empty store: listed, written, refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import UnknownName, UsageError
from rightful.study.strand_fits import measure_strand, strand_text


def quiet(share: float, seconds_left: float, label: str) -> None:
    pass


def test_an_empty_store_gives_no_rows_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    found = measure_strand("attention", None, None, 1, quiet)
    assert {row["state_years"] for row in found["series"]} == {0}
    assert "news/1980-2010" in strand_text(found)


def test_odd_requests_are_told_before_any_fit(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="opportunity"):
        measure_strand("oportunity", None, None, 1, quiet)
    with pytest.raises(UsageError):
        measure_strand("regime", None, tmp_path / "x.docx", 1, quiet)


@pytest.mark.shared
def test_a_folder_is_read_and_the_series_written(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "protest.csv"
    found = measure_strand("protest", shared, out, 1, quiet)
    frame = pl.read_csv(out)
    assert frame.height == sum(row["state_years"] for row in found["series"])
    assert frame["state"].null_count() == 0


def test_a_users_survey_speaks_of_acceptance(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [
        f"{code},{year},w{year},Made-up,{item},{share + rng.normal(0, 0.02):.3f},900,0.016"
        for i, code in enumerate(("KHM", "THA", "LAO", "VNM", "PHL", "IDN", "MYS", "MMR"))
        for year in (2005, 2010, 2015, 2020)
        for item, easy in (("torture_never", -0.05), ("free_speech", 0.05), ("fair_trial", 0.0))
        for share in (0.35 + 0.04 * i + easy + rng.normal(0, 0.03),)
    ]
    own = tmp_path / "own.csv"
    own.write_text("iso3,year,wave,survey,item,share_accepting,n,se\n" + "\n".join(rows) + "\n")
    found = measure_strand("acceptance", None, None, 1, quiet, {"barometers": own})
    held = {row["series"]: row for row in found["series"]}
    assert held["acceptance"]["state_years"] == 32
    assert held["acceptance"]["estimated"]
