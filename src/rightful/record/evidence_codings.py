"""Analysts' codings of evidence: our own twelve process cases, and what a user added."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from rightful.core.evidence import CODING
from rightful.record.evidence_file import coded_states
from rightful.record.own_evidence import own_history, with_standing

__all__ = ["all_codings", "coded_states", "process_cases", "settled_cases"]


@cache
def process_cases() -> pl.DataFrame:
    """Return our own codings of the process cases, columns ``core.evidence.CODING``."""
    return _codings("process_cases")


@cache
def settled_cases() -> pl.DataFrame:
    """Return the process cases with the adjudicator's values in the place of the coders'."""
    judged, coded = _codings("adjudications"), process_cases()
    cell = ["iso3", "right", "item", "year"]
    touched = coded.join(judged.select(cell[:3]).unique(), on=cell[:3], how="semi")
    untouched = coded.join(judged.select(cell[:3]).unique(), on=cell[:3], how="anti")
    kept = _by_year(touched).join(_by_year(judged), on=cell, how="anti")
    return pl.concat([untouched, kept, judged])


def _codings(name: str) -> pl.DataFrame:
    folder = files("rightful.record") / "tables" / name
    found = sorted(one.name for one in folder.iterdir() if one.name.endswith(".csv"))
    parts = [
        pl.read_csv((folder / one).read_bytes(), schema_overrides=CODING).select(list(CODING))
        for one in found
    ]
    return pl.concat([pl.DataFrame(schema=CODING), *parts])


def _by_year(codings: pl.DataFrame) -> pl.DataFrame:
    """Return a row per year of every span."""
    years = pl.int_ranges("year", pl.col("last_year") + 1, dtype=pl.Int32)
    return codings.with_columns(year=years).explode("year").with_columns(last_year="year")


def all_codings(store_root: Path) -> pl.DataFrame:
    """Return every coding that counts, columns ``core.evidence.CODING``.

    Our own process cases as adjudicated, then the user's own codings in order of adding. A user's
    coding under the name of one of our coders supersedes ours of the same cell. What nobody looked
    for is left out. ``coded_states`` says what the column ``iso3`` means.

    Raises
    ------
    StoreError
        When the user's codings cannot be read.
    """
    ours, own = settled_cases(), own_history(store_root)
    # A part that no user's coder shares stays as it is written.
    shared = pl.col("coder").is_in(own["coder"].unique().to_list())
    numbered = (
        ours.filter(shared)
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int32), id=pl.lit(""), number=pl.lit(0, pl.Int32))
    )
    own = own.drop("current")
    told = with_standing(pl.concat([numbered.select(own.columns), own]))
    counts = told.filter("current", pl.col("value").is_not_null())
    return pl.concat([ours.filter(~shared), counts.select(list(CODING))])
