"""Numbers that 32 bits or a range cannot hold are bad rows, never silent gaps."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.errors import BadRows
from rightful.core.variable import Variable
from rightful.record.catalogue import source
from rightful.record.checks import numbers

WHOLE = Variable("dead", "Persons", "integer")
NUMBER = Variable("score", "A score", "number")


def frame(column: str, *cells: object) -> pl.DataFrame:
    rows = pl.Series("row", range(1, len(cells) + 1), dtype=pl.Int32)
    return pl.DataFrame([rows, pl.Series(column, cells, strict=False)])


@pytest.mark.parametrize("cell", ["2147483648", "-2147483649", "1e12", "inf", "-inf", "1e400"])
def test_a_whole_number_beyond_32_bits_is_a_bad_row(cell: str) -> None:
    with pytest.raises(BadRows, match="row 2: dead is") as caught:
        numbers(frame("dead", "1", cell), (WHOLE,), "made up")
    assert [row for row, _ in caught.value.rows] == [2]


@pytest.mark.parametrize("cell", ["inf", "-inf", "1e400"])
def test_an_infinite_number_is_a_bad_row(cell: str) -> None:
    with pytest.raises(BadRows, match="row 2: score is"):
        numbers(frame("score", "1", cell), (NUMBER,), "made up")


def test_floats_of_an_r_file_are_held_to_the_same() -> None:
    with pytest.raises(BadRows, match="row 2: dead is"):
        numbers(frame("dead", 1.0, float("inf")), (WHOLE,), "made up")


def test_the_largest_whole_numbers_stay() -> None:
    kept = numbers(frame("dead", "2147483647", "-2147483648", "NA"), (WHOLE,), "made up")
    assert kept["dead"].to_list() == [2147483647, -2147483648, None]


@pytest.mark.parametrize("code", ["1e12", "inf", "nan", "99999999999"])
def test_a_code_of_the_lhrs_that_is_none_is_a_bad_row(code: str) -> None:
    lhrs = source("lhrs")
    raw = lhrs.example().with_columns(
        COW=pl.when(pl.col("row") == 2).then(pl.lit(code)).otherwise("COW")
    )
    with pytest.raises(BadRows, match="row 2: code is"):
        lhrs.tidy(raw, lhrs.editions[0])
