"""Coverage: counts of the shipped ratings, and which parts stand on too few."""

from __future__ import annotations

import pytest

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import FAMILIES
from rightful.record.baseline import Baseline, shipped
from rightful.record.items import declared
from rightful.record.states import state_years
from rightful.study.coverages import coverage, coverage_text


def test_every_rating_is_counted_once_by_decade_and_by_region() -> None:
    total = Baseline(shipped()).frame("ratings").height
    for by in ("decade", "region"):
        rows = [row for row in coverage(by) if row["family"] in FAMILIES]
        assert [row["item"] for row in rows] == declared()["item"].to_list()
        assert sum(row["state_years"] for row in rows) == total
        head = {"family", "right", "item", "source", "standard", "main", "first", "last"}
        for row in rows:
            parts = row.keys() - head - {"state_years", "latent"}
            assert sum(row[name] for name in parts) == row["state_years"]


def test_what_is_missing_is_the_rest_of_the_living() -> None:
    counted, missing = (coverage("decade", "justice", each) for each in (False, True))
    alive = state_years(1990, 1999).height
    for row, rest in zip(counted, missing, strict=True):
        assert rest["1990s"] == pytest.approx(1 - row["1990s"] / alive, abs=0.001)
        assert rest["1950s"] == 1


def test_the_other_strands_are_counted_too() -> None:
    rows = coverage("region", "opportunity")
    assert {row["source"] for row in rows} == {"opportunity"}
    assert all(row["state_years"] > 5000 for row in rows)


def test_short_parts_are_named() -> None:
    text = coverage_text(coverage())
    assert "no latent series of its own: wosoc_p" in text
    assert text.endswith("no latent series: economic_social")


def test_unknown_names_are_told() -> None:
    with pytest.raises(UnknownName, match="decade"):
        coverage("decad")
    with pytest.raises(UnknownName, match="justice"):
        coverage("region", "justce")
    with pytest.raises(UsageError, match="economic_social"):
        coverage("region", "economic_social")
