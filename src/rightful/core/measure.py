"""The contract of a measure: what it needs, what it gives, and a seeded fit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import polars as pl

from rightful.core.errors import DataError
from rightful.core.variable import Variable

Strand = Literal[
    "practice", "commitment", "opportunity", "network", "regime", "acceptance", "discourse"
]
Record = Mapping[str, pl.DataFrame]

WORLD: Final = 0  # the ccode of what holds for the world and for no state
SERIES: Final = {
    "ccode": pl.Int32,
    "year": pl.Int32,
    "series": pl.String,
    "mean": pl.Float64,
    "sd": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "inputs": pl.Int32,
}


@dataclass(frozen=True)
class Estimates:
    """What a measure gives.

    Attributes
    ----------
    frame
        Columns as ``SERIES``: one row per ccode, year and series that something speaks of, sorted
        by series, ccode, year. ``mean`` is the posterior mean of an estimated series or the value
        of an observed one; ``sd``, ``low`` and ``high`` (a 90 % interval) are null where it is
        observed; ``inputs`` counts the records it rests on. No row where nothing speaks.
    diagnostics
        Series or model -> its worst R-hat, least effective size and the like.
    """

    frame: pl.DataFrame
    diagnostics: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        _check_columns(self.frame)
        _check_rows(self.frame)


class Measure(ABC):
    """Quantities estimated from the record, with their doubt.

    Attributes
    ----------
    name, title
        File name of the plug-in and a one-line title.
    strand
        The strand of the design that it belongs to.
    needs
        What ``fit`` reads: a source (``vdem/15-trimmed``, ``reign``) as its tidy table, a table of
        facts (``facts/obligations``), or draws of practice (``practice/physical_integrity``).
    gives
        One declaration per series, its range included.
    references
        Keys in ``references.bib`` of the work it follows.
    invertible
        Whether the publisher's own records can be read back from its estimates, as counts can
        from a mean and a spread; such estimates are handed on only where the records are.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    strand: ClassVar[Strand]
    needs: ClassVar[tuple[str, ...]]
    gives: ClassVar[tuple[Variable, ...]]
    references: ClassVar[tuple[str, ...]]
    invertible: ClassVar[bool] = False

    @abstractmethod
    def fit(self, record: Record, seed: int) -> Estimates:
        """Estimate from the tables that are needed; the same record and seed give the same rows.

        A table that is absent from ``record`` is one that the user does not have: the series that
        rest on it have no rows.

        Raises
        ------
        ConvergenceError
            When the draws must not be used.
        """

    @abstractmethod
    def example(self) -> dict[str, pl.DataFrame]:
        """Return a small made-up record in the layout that ``fit`` reads."""


def _check_columns(frame: pl.DataFrame) -> None:
    if dict(frame.schema) != SERIES:
        raise DataError(
            f"series have the columns {dict(frame.schema)}",
            where="estimates",
            allowed=f"exactly {SERIES}",
            next_step="build the frame with schema=SERIES",
        )


def _check_rows(frame: pl.DataFrame) -> None:
    repeated = frame.group_by("ccode", "year", "series").len().filter(pl.col("len") > 1)
    empty = frame.filter(pl.col("mean").is_null() | ~pl.col("mean").is_finite())
    crossed = frame.filter((pl.col("low") > pl.col("mean")) | (pl.col("high") < pl.col("mean")))
    for wrong, what, allowed in (
        (repeated, "state-years occur twice", "one row per ccode, year and series"),
        (empty, "rows have no finite mean", "no row where nothing speaks"),
        (crossed, "means lie outside their interval", "low <= mean <= high"),
    ):
        if wrong.height:
            raise DataError(
                f"{wrong.height} {what}, first {wrong.row(0)}", where="estimates", allowed=allowed
            )
