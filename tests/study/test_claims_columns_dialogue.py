"""Columns and tables of reviews: what is counted, in which review, and what is null."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.coding import SPEECH_ACTS
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.dialogue import (
    Dialogue,
    review_families,
    review_rights,
    reviews_held,
)

CAMBODIA, AUSTRIA = 811, 305  # Cambodia was reviewed in December 2009 and in January 2014.


def _said() -> pl.DataFrame:
    """Return a speech of 2005, one answer, one question and two recommendations of 2009."""
    rows = {
        "statement": ["a", "b", "c", "d", "e", "f"],
        "ccode": [CAMBODIA, CAMBODIA, AUSTRIA, AUSTRIA, AUSTRIA, AUSTRIA],
        "year": [2005, 2009, 2009, 2009, 2009, 2012],
        "forum": [
            "general_debate",
            *["upr_dialogue"] * 2,
            *["upr_recommendation"] * 3,
        ],
        "document": ["speech", *["report"] * 2, *["list"] * 3],
        "addressee": [None, None, CAMBODIA, CAMBODIA, CAMBODIA, CAMBODIA],
        "response": [None, None, None, "accepted", "noted", "accepted"],
        "rights": [["torture"], ["torture"], [], ["torture"], ["torture"], ["torture"]],
        "justify": [0.0, 0.5, 0.0, 0.0, 0.0, 0.0],
        "concede": [0.0, 0.2, 0.0, 0.0, 0.0, 0.0],
        "invoke": [0.0, 0.0, 0.4, 0.8, 0.0, 0.0],
        "recognize": [0.9, 0.0, 0.0, 0.0, 0.0, 0.0],
    }
    kinds = dict.fromkeys(("ccode", "year", "addressee"), pl.Int32)
    frame = pl.DataFrame(rows, schema_overrides=kinds)
    return frame.with_columns(pl.lit(0.0).alias(a) for a in SPEECH_ACTS if a not in frame.columns)


def test_reasons_of_both_sides_are_counted_in_their_review() -> None:
    (one,) = reviews_held(_said()).to_dicts()
    assert (one["ccode"], one["year"], one["cycle"]) == (CAMBODIA, 2009, 1)
    # What was put in 2012 belongs to no review.
    assert (one["own"], one["put"]) == (1, 3)
    assert one["engaged"] == pytest.approx(0.6)
    assert one["reasons"] == pytest.approx(0.6 + 0.4 + 0.8)


def test_families_are_of_what_names_a_right() -> None:
    (one,) = review_families(_said()).to_dicts()
    assert (one["family"], one["put"]) == ("physical_integrity", 2)
    assert one["reasoned"] == pytest.approx(0.4)


def test_acceptance_is_set_beside_what_was_avowed_before() -> None:
    (one,) = review_rights(_said()).to_dicts()
    assert (one["right"], one["asked"], one["accepted"]) == ("torture", 2, 0.5)
    assert (one["avowed"], one["spoken"]) == (pytest.approx(0.9), 1)


def test_a_first_review_without_any_acceptance_recorded_no_answer() -> None:
    silent = _said().with_columns(pl.lit("noted").alias("response"))
    assert review_rights(silent).is_empty()


def test_nothing_is_told_beyond_what_the_reports_cover() -> None:
    spine = pl.DataFrame(
        {"ccode": CAMBODIA, "year": [1990, 2008, 2009, 2013, 2014, 2018, 2019], "region": 1},
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    )
    held = Dialogue().columns(At(spine, Baseline(shipped()), Store())).sort("year")
    assert held["under_review"].to_list() == [None, 0.0, 1.0, *[None] * 4]
    first, second = held["reasons_met"][2], held["reasons_met"][4]
    assert first != second
    assert held["reasons_met"].to_list() == [None, 0.0, first, first, second, second, None]
    assert held["steps"].null_count() == 0


def test_steps_are_null_where_a_core_treatys_table_ends_before() -> None:
    spine = pl.DataFrame(
        {"ccode": CAMBODIA, "year": [1992, 1993, 2022, 2023], "region": 1},
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    )
    held = Dialogue().columns(At(spine, Baseline(shipped()), Store())).sort("year")["steps"]
    assert held[0] > 1  # Cambodia joined six treaties
    assert held.to_list()[2:] == [0.0, None]
