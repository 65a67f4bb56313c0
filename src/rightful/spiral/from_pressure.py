"""Items of pressure: material pressure on the state for human rights (P)."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.spiral.rows import OBSERVED, evidence_rows, with_zeros

SANCTIONS: Final = "register of material pressure for human rights"
# Aid cut by one donor, and what was threatened in private, is not in the register.
NO_PRESSURE: Final = 0.7


def pressure_rows(listed: pl.DataFrame, searched: pl.DataFrame) -> pl.DataFrame:
    """Return P from ccode, year, value, confidence, source, rows: spells of pressure.

    In every state-year ``searched`` that is not listed it is 0, none found.
    """
    found = listed.with_columns(found=pl.lit(OBSERVED))
    silent = searched.join(listed, on=["ccode", "year"], how="anti")
    none = with_zeros(listed.select("ccode", "year").head(0), silent, NO_PRESSURE)
    return pl.concat([_rows(found), _rows(none)])


def _rows(told: pl.DataFrame) -> pl.DataFrame:
    return evidence_rows(
        told, right="unspecified", item="P", origin="record", proxy=False, source=SANCTIONS
    )
