"""Series of the measure of material pressure, one column a series."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from rightful.study.claims_columns._contract import KEY, At
from rightful.study.strands import fit_strands


def pressed(at: At, names: Sequence[str]) -> pl.DataFrame:
    """Return ``ccode``, ``year`` and those of ``names`` whose source is in the store.

    Null where the publisher's file does not cover the year.
    """
    found = fit_strands(at.store, {}, 0, _quiet, ("pressure",)).frame
    rows = found.filter(pl.col("series").is_in(names))
    wide = rows.pivot("series", index=KEY, values="mean").with_columns(pl.col(KEY).cast(pl.Int32))
    return wide.select(*KEY, *(name for name in names if name in wide.columns))


def _quiet(_fraction: float, _left: float, _label: str) -> None:
    """Tell nobody."""
