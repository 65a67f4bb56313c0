"""Decoupling at large: against the panel's own probabilities, and its odd requests."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.study.decouplings import decoupling, decoupling_text
from rightful.study.panels import panel


@pytest.mark.parametrize(
    ("family", "right"),
    [("physical_integrity", "torture"), ("physical_integrity", "any"), ("empowerment", "any")],
)
def test_prevalence_is_the_mean_of_the_panels_probabilities(family: str, right: str) -> None:
    found = decoupling(family=family, right=right)
    rows = panel(family=family).filter(
        pl.col("right") == ("all" if right == "any" else right),
        pl.col("promise_unmet").is_not_null(),
    )
    whole = found["rates"][-1]
    assert whole["stratum"] == "all"
    assert whole["state_years"] == rows.height
    # Some quantized draws against all draws.
    assert whole["prevalence"] == pytest.approx(rows["promise_unmet"].mean(), abs=0.01)
    assert whole["persistence"] + whole["exit"] == pytest.approx(1)


def test_strata_add_up_and_the_text_tells_them() -> None:
    found = decoupling("region")
    *parts, whole = found["rates"]
    assert sum(row["state_years"] for row in parts) == whole["state_years"]
    text = decoupling_text(found)
    assert "Sub-Saharan Africa" in text
    assert "too few to tell" in text
    assert "Resistant" in text


def test_strata_of_an_empty_store_say_what_to_pull(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    for by, source in (("power", "gdp_pop"), ("regime-type", "vdem")):
        with pytest.raises(UnknownName, match=f"rightful pull {source}"):
            decoupling(by)


def test_a_standard_that_a_family_lacks_is_told() -> None:
    with pytest.raises(UnknownName, match="constant"):
        decoupling(family="justice", standard="changing")
    assert decoupling(family="justice")["standard"] == "constant"
