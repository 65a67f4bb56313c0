"""The panel: its key, its columns, its companions, in every format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat
import pytest

import rightful
from rightful.core.errors import UnknownName, UsageError
from rightful.record.rights import families
from rightful.study import write_panel

COLUMNS = [
    *("ccode", "gwcode", "iso3", "state", "year", "family", "right", "standard"),
    *("freedom", "power_sensitivity", "centralization"),
    *("practice_mean", "practice_sd", "practice_low", "practice_high", "commitment"),
    *("below_anchor", "promise_unmet", "decoupling_mean", "decoupling_sd"),
]
KEY = ["ccode", "year", "family", "right", "standard"]


def test_columns_key_and_default_standard() -> None:
    panel = rightful.panel()
    assert panel.columns == COLUMNS
    assert panel.select(KEY).is_duplicated().sum() == 0
    assert panel["standard"].unique().to_list() == ["changing"]
    assert set(panel["right"].unique()) == {
        *("all", "torture", "killing", "disappearance", "imprisonment")
    }
    assert rightful.panel("both").height == 2 * panel.height


def test_years_run_from_1946_to_the_newest_graded_report() -> None:
    years = rightful.panel()["year"]
    assert (years.min(), years.max()) == (1946, 2023)


def test_one_germany_a_year() -> None:
    german = rightful.panel().filter(pl.col("ccode").is_in([255, 260]) & (pl.col("right") == "all"))
    assert german["year"].is_duplicated().sum() == 0


def test_promise_unmet_is_below_anchor_or_null() -> None:
    panel = rightful.panel().filter(pl.col("right") == "torture")
    known = panel.drop_nulls("promise_unmet")
    assert (known["promise_unmet"] == known["below_anchor"]).all()
    assert panel.filter(pl.col("year") < 1976)["promise_unmet"].null_count() == (
        panel.filter(pl.col("year") < 1976).height
    )


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".dta"])
def test_written_with_codebook_and_references(tmp_path: Path, ending: str) -> None:
    written = write_panel(tmp_path / f"panel{ending}")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"panel{ending}", "panel.rightful.codebook.csv", "panel.rightful.bib"}
    assert written["rows"] == rightful.panel().height
    book = pl.read_csv(tmp_path / "panel.rightful.codebook.csv")
    assert book["name"].to_list() == COLUMNS
    assert "@" in (tmp_path / "panel.rightful.bib").read_text(encoding="utf-8")


def test_the_other_strands_lie_beside_it(tmp_path: Path) -> None:
    written = write_panel(tmp_path / "panel.csv", strands=True)
    frame = pl.read_csv(written["strands"], infer_schema_length=None)
    assert frame.select("ccode", "year", "series").is_duplicated().sum() == 0
    assert {"opportunity_index", "commitment_costly", "regime_strength"} <= set(frame["series"])
    assert frame["label"].null_count() == 0


def test_rights_carry_their_codes_and_the_family_none() -> None:
    panel = rightful.panel("both", family="all")
    whole = panel.filter(pl.col("right") == "all")
    assert whole["freedom"].null_count() == whole.height
    assert set(panel.filter(pl.col("right") == "workers")["freedom"]) == {"want"}


def test_stata_has_labels_for_the_labelled(tmp_path: Path) -> None:
    write_panel(tmp_path / "panel.dta")
    _, meta = pyreadstat.read_dta(str(tmp_path / "panel.dta"), metadataonly=True)
    assert set(meta.variable_value_labels) == {"family", "right", "standard"}
    assert "Commitment depth" in str(meta.column_names_to_labels["commitment"])


def test_every_family_has_its_rows_under_its_standards() -> None:
    panel = rightful.panel("both", family="all")
    assert panel.select(KEY).is_duplicated().sum() == 0
    found = panel.group_by("family").agg(pl.col("standard").unique().sort())
    assert {name: tuple(sorted(held)) for name, held in found.iter_rows()} == {
        name: tuple(sorted(one.standards)) for name, one in families().items()
    }
    with pytest.raises(UsageError, match="--standard constant"):
        rightful.panel("changing", family="justice")


def test_joint_draws_agree_with_the_summary(tmp_path: Path) -> None:
    write_panel(tmp_path / "panel.parquet", draws=100)
    draws = pl.read_parquet(tmp_path / "panel.rightful.draws.parquet")
    assert draws.columns[len(KEY) :] == [f"practice_{d}" for d in range(1, 101)]
    joined = rightful.panel().join(draws, on=KEY)
    assert joined.height == draws.height == rightful.panel().height
    mean = joined.select(draws.columns[len(KEY) :]).to_numpy().mean(axis=1)
    off = (mean - joined["practice_mean"].to_numpy()) / joined["practice_sd"].to_numpy()
    # The mean of 100 of the posterior's draws: within five of its standard errors nearly always.
    assert np.quantile(np.abs(off), 0.999) < 0.5


def test_more_draws_than_there_are_and_unknown_standards_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="joint draws"):
        write_panel(tmp_path / "panel.csv", draws=10_000)
    with pytest.raises(UnknownName, match="changing"):
        rightful.panel("changin")
    assert list(tmp_path.iterdir()) == []
