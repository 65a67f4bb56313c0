"""How a part of the record becomes rows of evidence."""

from __future__ import annotations

import polars as pl

from rightful.core.evidence import EVIDENCE

OBSERVED, NONE_FOUND = "observed", "none_found"


def evidence_rows(told: pl.DataFrame, **constants: object) -> pl.DataFrame:
    """Return a frame as evidence; columns it lacks are the constants given, or null."""
    whole = told.with_columns(
        pl.lit(value).alias(name) for name, value in constants.items() if name not in told.columns
    )
    return whole.select(
        (pl.col(name) if name in whole.columns else pl.lit(None).alias(name)).cast(kind)
        for name, kind in EVIDENCE.items()
    )


def record_rows(told: pl.DataFrame, right: str, item: str, source: str) -> pl.DataFrame:
    """Return what the record says of an item as evidence: seen unless ``told`` says otherwise."""
    return evidence_rows(
        told,
        right=right,
        item=item,
        found=OBSERVED,
        origin="record",
        proxy=False,
        source=source,
    )


def with_zeros(found: pl.DataFrame, searched: pl.DataFrame, confidence: float) -> pl.DataFrame:
    """Return the values found, and 0 (``none_found``) in searched state-years without one.

    Parameters
    ----------
    found
        ccode, year, value and whatever else; at most one row per state-year.
    searched
        ccode, year: where the record would have shown it.
    confidence
        How sure nothing is when nothing was found.
    """
    silent = searched.join(found, on=["ccode", "year"], how="anti").select(
        "ccode",
        "year",
        value=pl.lit(0, pl.Int8),
        found=pl.lit(NONE_FOUND),
        confidence=pl.lit(confidence),
    )
    return pl.concat([found.with_columns(found=pl.lit(OBSERVED)), silent], how="diagonal_relaxed")
