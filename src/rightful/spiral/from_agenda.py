"""Items of attention: the agenda of the United Nations on a state (IA), reports on it (TA)."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.spiral.rows import OBSERVED, evidence_rows, with_zeros

ROLL_CALLS: Final = "register of resolutions voted on by the General Assembly"
MANDATES: Final = "register of country mandates and of resolutions on states"
REPORTS: Final = "yearly reports of Amnesty International, as a published scale rates them"
# Texts adopted without a vote, and those of regional bodies, are not in the registers.
NOT_ON_AGENDA: Final = 0.75
SEVERAL: Final = 2


def roll_call_rows(votes: pl.DataFrame) -> pl.DataFrame:
    """Return IA from ccode, year, ``resolution``: roll calls on resolutions about a state."""
    counted = votes.group_by("ccode", "year").agg(
        value=pl.when(pl.col("resolution").n_unique() >= SEVERAL).then(2).otherwise(1),
        rows=pl.col("resolution").unique().sort(),
    )
    told = counted.with_columns(found=pl.lit(OBSERVED), confidence=pl.lit(0.95))
    return _rows(told, ROLL_CALLS)


def mandate_rows(listed: pl.DataFrame, searched: pl.DataFrame) -> pl.DataFrame:
    """Return IA from ccode, year, value, confidence, source, rows: mandates and resolutions.

    In every state-year ``searched`` that is not listed it is 0, none found, unless another register
    shows it.
    """
    found = listed.with_columns(found=pl.lit(OBSERVED))
    silent = searched.join(listed, on=["ccode", "year"], how="anti")
    none = with_zeros(listed.select("ccode", "year").head(0), silent, NOT_ON_AGENDA)
    return pl.concat([_rows(found, MANDATES), _rows(none, MANDATES)])


def report_rows(reported: pl.DataFrame) -> pl.DataFrame:
    """Return TA, a proxy, from ccode, year: a yearly report on the state was there to be rated."""
    told = reported.unique().with_columns(
        value=pl.lit(1, pl.Int8), found=pl.lit(OBSERVED), confidence=pl.lit(0.7)
    )
    return evidence_rows(
        told, right="unspecified", item="TA", origin="record", proxy=True, source=REPORTS
    )


def _rows(told: pl.DataFrame, source: str) -> pl.DataFrame:
    return evidence_rows(
        told, right="unspecified", item="IA", origin="record", proxy=False, source=source
    )
