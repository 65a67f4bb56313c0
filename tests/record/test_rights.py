"""Rights and families: every right is coded, and what promises it can be found."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.core.names import FAMILIES, RIGHTS_BY_FAMILY, STANDARDS
from rightful.record.items import items_of
from rightful.record.rights import duties, every_duty, families, family_of, rights

CODED = [(right, family) for family, members in RIGHTS_BY_FAMILY.items() for right in members]


def test_every_right_is_coded_once_in_its_family() -> None:
    frame = rights().frame
    assert list(frame.select("right", "family").iter_rows()) == CODED
    assert set(frame["freedom"]) == {"fear", "want"}
    assert set(frame["power_sensitivity"]) == {"high", "medium", "low"}
    assert set(frame["centralization"]) == {"centralized", "mixed", "decentralized"}
    assert frame["reason"].null_count() == 0


def test_physical_integrity_counts_what_forbids_and_others_what_guarantees() -> None:
    assert set(duties("torture")["instrument"]) == {"CAT", "ICCPR", "ACHR", "ACHPR", "ECHR"}
    assert "CAT" in set(duties("fair_trial")["instrument"])
    assert set(duties("women_political")["instrument"]) == {"CEDAW", "ICCPR"}
    assert {"ILO-C087", "ILO-C105"} <= set(duties("workers")["instrument"])
    with pytest.raises(UnknownName, match="torture"):
        duties("tortur")


def test_every_right_is_promised_somewhere() -> None:
    assert set(every_duty()["right"]) == {right for right, _ in CODED}


def test_families_with_a_series_have_items_and_known_standards() -> None:
    assert list(families()) == [name for name in FAMILIES if name != "economic_social"]
    for name, one in families().items():
        assert set(one.standards) <= set(STANDARDS)
        fixed = items_of(name).filter(pl.col("standard") == "fixed")
        # Only an item that keeps its standard can show the reading of the others move.
        long = fixed.filter(~pl.col("item").is_in(["wosoc_p"]))
        assert ("changing" in one.standards) == (long.height > 0)
        assert one.reference_years[0] < one.reference_years[1]
    with pytest.raises(UnknownName, match="physical_integrity"):
        family_of("physical integrty")
