"""The contract of a publisher's record: one file per source in ``record/sources``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.table import Table
from rightful.core.variable import Variable

StateKey = Literal["cow", "gw", "name", "iso2", "iso3", "vdem"]
RowNotes = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Tidied:
    """A checked table, and what became of the rows that are not in it as published.

    Attributes
    ----------
    table
        The checked table.
    dropped
        (row, reason) of every row of the file that is not in the table.
    recoded
        (row, reason) of every row whose state code was corrected.
    """

    table: Table
    dropped: RowNotes = ()
    recoded: RowNotes = ()

    def dropped_by_reason(self) -> dict[str, int]:
        """Return reason, up to its first colon -> number of rows, most frequent first."""
        return dict(Counter(reason.split(": ")[0] for _, reason in self.dropped).most_common())


class Source(ABC):
    """A publisher's record.

    A final class declares what the record is and implements two functions: ``read`` turns a
    file into a frame as published, ``tidy`` turns that frame into a checked table.

    Attributes
    ----------
    name
        File name of the plug-in.
    title, reference, licence, address
        Full title, key in ``references.bib``, licence in one line, official address.
    exportable
        Whether the licence lets the values themselves be handed on.
    editions
        The files that can be read, newest first.
    variables
        Columns of the tidy table, in order; the first ones are the key
        (``ccode``, ``year``) and ``row``, the 1-based data row of the file. A column that an
        edition does not have is absent from its table.

    Ordinal items keep the publisher's category codes, and the variable's note says which end is
    worst; composite and continuous columns are turned round here where higher meant worse.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    reference: ClassVar[str]
    licence: ClassVar[str]
    address: ClassVar[str]
    exportable: ClassVar[bool]
    editions: ClassVar[tuple[Edition, ...]]
    variables: ClassVar[tuple[Variable, ...]]

    @abstractmethod
    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the file as published, one frame row per data row, with ``row`` from 1.

        Raises
        ------
        SourceError
            When the file cannot be read as the edition says.
        """

    @abstractmethod
    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the checked table and the rows left out of it, each with its reason.

        Raises
        ------
        BadRows
            With every row that breaks the contract, and why.
        """

    @abstractmethod
    def example(self) -> pl.DataFrame:
        """Return three made-up rows in the layout that ``read`` gives."""
