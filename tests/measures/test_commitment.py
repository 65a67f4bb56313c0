"""Commitment depth: a weighted share, bounded, null of nothing, monotone in what binds."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.measures.commitment import Weights, depth, family_depth

PROVISIONS = pl.DataFrame(
    {
        "instrument": ["CAT", "ICCPR", "CAT-22", "ICCPR"],
        "right": ["torture", "torture", "torture", "killing"],
        "role": ["article", "article", "procedure", "article"],
    }
)
NOTHING_RESERVED = pl.DataFrame(
    schema={"ccode": pl.Int32, "year": pl.Int32, "instrument": pl.String, "right": pl.String}
)

KNOWN = pl.DataFrame({"instrument": ["CAT", "ICCPR", "CAT-22"], "known_year": [2010, 2020, 2005]})


def _state_years(count: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        {"ccode": [811] * count, "year": [2000 + i for i in range(count)]},
        schema={"ccode": pl.Int32, "year": pl.Int32},
    )


def _binding(*instruments: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ccode": [811] * len(instruments),
            "year": [2000] * len(instruments),
            "instrument": list(instruments),
        },
        schema={"ccode": pl.Int32, "year": pl.Int32, "instrument": pl.String},
    )


def _torture(binding: pl.DataFrame, reserved: pl.DataFrame = NOTHING_RESERVED) -> float:
    table = depth(_state_years(), PROVISIONS, binding, reserved, KNOWN)
    return float(table.filter(pl.col("right") == "torture")["commitment"][0])


def test_depth_is_the_weighted_share_of_the_register() -> None:
    assert _torture(_binding()) == 0.0
    assert _torture(_binding("CAT")) == pytest.approx(1 / 2.5)
    assert _torture(_binding("CAT", "ICCPR", "CAT-22")) == pytest.approx(1.0)


def test_a_reservation_takes_half_of_its_article() -> None:
    reserved = _binding("CAT").with_columns(pl.lit("torture").alias("right"))
    assert _torture(_binding("CAT"), reserved) == pytest.approx(0.5 / 2.5)


def test_a_procedure_without_an_article_does_not_bind() -> None:
    table = depth(_state_years(), PROVISIONS, _binding("CAT-22"), NOTHING_RESERVED, KNOWN)
    assert table.filter(pl.col("right") == "torture")["binds"].to_list() == [False]


def test_the_family_is_the_mean_of_its_rights() -> None:
    table = depth(_state_years(), PROVISIONS, _binding("ICCPR"), NOTHING_RESERVED, KNOWN)
    family = family_depth(table)
    assert family["commitment"].to_list() == [pytest.approx((1 / 2.5 + 1.0) / 2)]
    assert family["binds"].to_list() == [True]


@given(st.sets(st.sampled_from(["CAT", "ICCPR", "CAT-22"])), st.sampled_from(["CAT", "ICCPR"]))
def test_depth_is_bounded_and_rises_with_what_binds(held: set[str], more: str) -> None:
    before, after = _torture(_binding(*held)), _torture(_binding(*(held | {more})))
    assert 0.0 <= before <= after <= 1.0


def test_weights_that_make_no_depth_are_refused() -> None:
    with pytest.raises(DataError, match="make no depth"):
        Weights(article=0)
    with pytest.raises(DataError, match="roles"):
        depth(
            _state_years(),
            PROVISIONS.with_columns(pl.lit("wish").alias("role")),
            _binding(),
            NOTHING_RESERVED,
            KNOWN,
        )


def test_where_the_register_falls_silent_depth_is_null_not_carried() -> None:
    years = pl.DataFrame(
        {"ccode": [811] * 4, "year": [2005, 2006, 2010, 2011]},
        schema={"ccode": pl.Int32, "year": pl.Int32},
    )
    still = pl.DataFrame(
        {"ccode": [811] * 2, "year": [2006, 2011], "instrument": ["CAT", "ICCPR"]},
        schema={"ccode": pl.Int32, "year": pl.Int32, "instrument": pl.String},
    )
    table = depth(years, PROVISIONS, still, NOTHING_RESERVED, KNOWN)
    torture = table.filter(pl.col("right") == "torture")
    assert torture["commitment"].is_null().to_list() == [False, True, True, True]
    # Known to bind stays true; not bound is known only while every article's table still speaks.
    assert torture["binds"].to_list() == [False, True, False, True]
    killing = table.filter(pl.col("right") == "killing")
    assert killing["commitment"].is_null().sum() == 0
    family = family_depth(table)
    assert family["commitment"].is_null().to_list() == [False, True, True, True]
    nothing = depth(years, PROVISIONS, still.clear(), NOTHING_RESERVED, KNOWN)
    assert nothing.filter(pl.col("right") == "torture")["binds"].to_list() == [
        False,
        False,
        False,
        None,
    ]
