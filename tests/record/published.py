"""Publishers' files, read and tidied once for all tests of a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from rightful.core.source import Tidied
from rightful.core.statement import STATEMENTS
from rightful.record.catalogue import source


@cache
def tidied(shared: Path, name: str, edition: str) -> tuple[int, Tidied]:
    """Return the number of rows of an edition's file, and what they become."""
    each = source(name)
    declared = next(known for known in each.editions if known.name == edition)
    places = (shared / "raw", shared / "text")
    path = next(found for place in places for found in place.rglob(declared.filename))
    raw = each.read(path, declared)
    return raw.height, each.tidy(raw, declared)


def said(shared: Path, name: str, edition: str) -> pl.DataFrame:
    """Return the statements of an edition's file, columns as ``STATEMENTS``."""
    frame = tidied(shared, name, edition)[1].table.frame
    return frame.select(pl.col(column).cast(kind) for column, kind in STATEMENTS.items())
