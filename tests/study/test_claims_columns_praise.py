"""Praise in reviews: an expected share of speakers, of states under review alone."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from rightful.record.baseline import Baseline, shipped
from rightful.record.reviews import reviews
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At
from rightful.study.claims_columns.praise import FEWEST, Praise, praised

MADE = ("ccode", "year", "addressee", "act", "target", "probability")


def _said(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MADE, orient="row")


def test_each_speaker_counts_once_by_the_chance_that_it_praises() -> None:
    rows = [
        (1, 2010, 811, "praise", 811, 0.5),
        (1, 2010, 811, "praise", 811, 0.5),
        (2, 2010, 811, "praise", 20, 0.9),
        (3, 2010, 811, "recommend", 811, 0.9),
        (4, 2010, 811, "praise", None, 0.9),
        (5, 2010, 811, "praise", 811, 1.0),
        (811, 2010, 811, "praise", 811, 0.9),
        (811, 2010, None, "report_measure", None, 0.9),
    ]
    assert praised(_said(rows)).rows() == [(811, 2010, pytest.approx((0.75 + 1) / 5))]


def test_a_few_speakers_are_no_review() -> None:
    rows = [(one, 2010, 811, "praise", 811, 1.0) for one in range(1, FEWEST)]
    assert praised(_said(rows)).is_empty()


def test_only_states_under_review_have_a_share(tmp_path) -> None:
    spine = pl.DataFrame(schema={"ccode": pl.Int32, "year": pl.Int32, "region": pl.Int64})
    found = Praise().columns(At(spine, Baseline(shipped()), Store(tmp_path)))
    held = reviews().select("ccode", year=pl.col("month").str.head(4).cast(pl.Int32))
    assert found.join(held, on=["ccode", "year"], how="anti").is_empty()
    assert found["praised"].is_between(0, 1).all()
    assert found["praised"].null_count() == 0
    assert not found.select("ccode", "year").is_duplicated().any()
    cambodia = found.filter(pl.col("ccode") == 811).sort("year")
    assert cambodia["year"].to_list() == [2009, 2014]
    assert found.height > 250
