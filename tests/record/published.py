"""Publishers' files, read and tidied once for all tests of a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rightful.core.source import Tidied
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
