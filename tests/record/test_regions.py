"""Regions: every state that ever was lies in one, and none in two."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from rightful.record.instruments import read_table
from rightful.record.regions import REGIONS, region_of, with_region
from rightful.record.state_table import all_states


def test_every_code_has_a_region() -> None:
    for spell in all_states():
        if spell.ccode is not None:
            assert region_of(spell.ccode) in REGIONS, spell.name


def test_the_spans_do_not_overlap() -> None:
    spans = read_table("regions").select(pl.col("first_ccode", "last_ccode").cast(int)).rows()
    assert all(first <= last for first, last in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("ccode", "region"),
    [
        (2, "western"),
        (305, "western"),
        (640, "middle_east_north_africa"),
        (625, "sub_saharan_africa"),
        (704, "eastern_europe_central_asia"),
        (811, "asia_pacific"),
        (40, "latin_america"),
        (1, None),
    ],
)
def test_known_states(ccode: int, region: str | None) -> None:
    assert region_of(ccode) == region


def test_rows_keep_their_order() -> None:
    frame = pl.DataFrame({"ccode": [811, 2, 811], "year": [1, 2, 3]})
    assert with_region(frame)["region"].to_list() == ["asia_pacific", "western", "asia_pacific"]
