"""The items of political opportunity: which column speaks to which dimension, cut where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

from rightful.core.errors import DataError

TABLE: Final = "opportunity_items.csv"
COLUMNS: Final = ("dimension", "need", "variable", "breaks", "sign", "standard", "lag", "note")
DIMENSIONS: Final = ("openness", "stability", "allies", "repression")
# Two items cannot tell which of them is the alignment: its chains settle on either (R-hat 1.7).
# Its items are shown as they are and make no series of their own.
SHOWN: Final = "alignment"
PRACTICE: Final = "practice/physical_integrity"
# One table per accreditation status; a zero of one is told by a row of another.
NHRI: Final = tuple(f"nhri/2020-{status}" for status in "abcd")


@dataclass(frozen=True)
class OpportunityItem:
    """One column read as ordered categories.

    Attributes
    ----------
    dimension, need, variable
        What it speaks to, the table it stands in, its column.
    breaks
        Ascending: the category is the number of breaks below the value; empty with ``codes``.
    codes
        Published code -> category; a code that is absent says nothing.
    sign
        +1 where a higher category is a higher dimension, -1 where it is a lower one.
    lag
        Years by which the item is older than the state-year it speaks to.
    note
        What it says, for the codebook.
    """

    dimension: str
    need: str
    variable: str
    breaks: tuple[float, ...]
    codes: dict[int, int]
    sign: int
    lag: int
    note: str

    @property
    def name(self) -> str:
        """Name within its dimension."""
        return self.variable

    @property
    def categories(self) -> int:
        """Number of ordered categories."""
        return max(self.codes.values()) + 1 if self.codes else len(self.breaks) + 1

    @property
    def publisher(self) -> str:
        """The source, without its edition."""
        return self.need.split("/")[0]


@cache
def opportunity_items() -> tuple[OpportunityItem, ...]:
    """Return the items of the package's own table."""
    file = resources.files("rightful.measures.strands") / TABLE
    return read_items(pl.read_csv(file.read_bytes(), infer_schema=False))


def read_items(table: pl.DataFrame) -> tuple[OpportunityItem, ...]:
    """Return the items of a table with the columns ``COLUMNS``, all text.

    Raises
    ------
    DataError
        When a dimension is unknown, breaks do not ascend, or a cell is no number.
    """
    if tuple(table.columns) != COLUMNS:
        raise DataError(f"columns are {table.columns}", where=TABLE, allowed=", ".join(COLUMNS))
    return tuple(_item(row, place) for place, row in enumerate(table.iter_rows(named=True), 1))


def needed(items: tuple[OpportunityItem, ...]) -> tuple[str, ...]:
    """Return the tables that the items stand in, each once, in order."""
    names = [name for item in items for name in (NHRI if item.need == "nhri" else (item.need,))]
    return tuple(dict.fromkeys(names))


def _item(row: dict[str, str], place: int) -> OpportunityItem:
    where = f"{TABLE}, row {place}"
    try:
        codes = _codes(row["breaks"]) if "=" in row["breaks"] else {}
        breaks = () if codes else tuple(float(cell) for cell in row["breaks"].split(";"))
        sign, lag = int(row["sign"]), int(row["lag"])
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(f"a cell is no number: {error}", where=where) from error
    known = (*DIMENSIONS, SHOWN)
    if row["dimension"] not in known:
        raise DataError(f"no dimension {row['dimension']!r}", where=where, allowed=", ".join(known))
    if list(breaks) != sorted(set(breaks)) or sign not in (1, -1) or lag not in (0, 1):
        raise DataError(
            f"breaks {breaks}, sign {sign}, lag {lag}",
            where=where,
            allowed="ascending breaks, sign 1 or -1, lag 0 or 1",
        )
    if row["standard"] != "fixed":
        raise DataError(
            f"standard is {row['standard']!r}",
            where=where,
            allowed="fixed: items are calibrated on a sample that cannot show a standard move",
        )
    words = (row["dimension"], row["need"], row["variable"])
    return OpportunityItem(*words, breaks, codes, sign, lag, row["note"])


def _codes(cell: str) -> dict[int, int]:
    pairs = (part.split("=") for part in cell.split(";"))
    return {int(code): int(category) for code, category in pairs}
