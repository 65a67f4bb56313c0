"""Zeros of UCDP on made-up rows."""

from __future__ import annotations

import polars as pl

from rightful.record.catalogue import source


def test_member_of_a_coalition_is_no_zero() -> None:
    ucdp = source("ucdp_osv")
    result = ucdp.tidy(ucdp.example(), ucdp.editions[0])
    years = set(result.table.frame.filter(pl.col("ccode") == 811)["year"])
    # The government of 811 killed in a coalition in 2001: neither a count nor a zero is known.
    assert years == set(range(1989, 2025)) - {2001}
    assert [row for row, _ in result.dropped] == [2, 3]
