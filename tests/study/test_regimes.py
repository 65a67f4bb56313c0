"""The regime as a command: verdicts of a year, changes over years, odd years."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightful.core.errors import UsageError
from rightful.study.regimes import regime, regime_text, write_regime


def test_a_year_has_one_verdict_a_feature_and_reading() -> None:
    found = regime(2002)
    keys = [(row["scheme"], row["reading"], row["feature"]) for row in found["features"]]
    assert len(keys) == len(set(keys)) == 2 * (4 + 9)
    whole = {(row["scheme"], row["reading"]): row["verdict"] for row in found["overall"]}
    assert whole["krasner", "formal"] == "full"
    assert whole["nickel", "strict"] == "almost"
    assert "The human-rights regime in 2002" in regime_text(found)


def test_changes_are_told_with_what_texts_took() -> None:
    text = regime_text(regime())
    assert "When the verdict on a feature changed" in text
    assert "UDHR" in text


def test_a_year_outside_the_checklist_is_told() -> None:
    with pytest.raises(UsageError, match="1945"):
        regime(1815)


@pytest.mark.parametrize("ending", [".html", ".md", ".txt"])
def test_the_report_draws_who_took_from_whom(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"regime{ending}"
    write_regime(out)
    text = out.read_text(encoding="utf-8")
    assert "Who took words from whom" in text or "ribbon" in text
    assert text.count("ICCPR") > 5
    assert ("<svg" in text) == (ending == ".html")


def test_an_unknown_ending_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html"):
        write_regime(tmp_path / "regime.docx")
