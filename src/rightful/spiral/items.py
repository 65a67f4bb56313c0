"""What the items are called, what their values mean, and how long they stand (``items.csv``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

HIGHEST = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item of evidence.

    Attributes
    ----------
    name
        Its code, as in ``core.evidence``.
    stands_for
        Years after the last observation for which the value may stand; 0 for that year alone.
    counts
        ``latest``: a newer value takes an older's place; ``any``: what was done in any year of the
        window was done.
    label
        What it is.
    values
        What 0, 1 and 2 mean.
    """

    name: str
    stands_for: int
    counts: str
    label: str
    values: tuple[str, str, str]


@cache
def items() -> dict[str, Item]:
    """Return every item, by name."""
    raw = (files("rightful.spiral") / "tables" / "items.csv").read_bytes()
    return {
        row["item"]: Item(
            row["item"],
            row["stands_for"],
            row["counts"],
            row["label"],
            (row["zero"], row["one"], row["two"]),
        )
        for row in pl.read_csv(raw).iter_rows(named=True)
    }
