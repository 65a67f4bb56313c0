"""Membership of the Council of Europe, the OAS and the OAU/AU, to say who can be bound."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import polars as pl
import rdata

BODIES: Final = {"coe": "CoE", "oas": "OAS", "oau": "AU", "au": "AU"}
FULL_MEMBER: Final = 1


def memberships(folder: Path) -> list[dict[str, str]]:
    """Return one row per state and organization: first and last year seen as full member.

    The table of intergovernmental organizations (Correlates of War, version 3) ends in 2014.
    """
    path = folder / "igo" / "state_year_format3.rda"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = next(iter(rdata.read_rda(path).values()))
    present = [column for column in BODIES if column in frame.columns]
    table = pl.from_pandas(frame[["ccode", "year", *present]].astype("int64"))
    long = table.unpivot(present, index=["ccode", "year"]).filter(pl.col("value") == FULL_MEMBER)
    spans = (
        long.with_columns(body=pl.col("variable").replace_strict(BODIES))
        .group_by("ccode", "body")
        .agg(first_year=pl.col("year").min(), last_year=pl.col("year").max())
        .sort("body", "ccode")
    )
    columns = ("ccode", "body", "first_year", "last_year")
    return [{name: str(row[name]) for name in columns} for row in spans.iter_rows(named=True)]
