"""What a file of columns gives to the frame on which claims are tested."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import polars as pl

from rightful.core import registry
from rightful.record.baseline import Baseline
from rightful.record.store import Store

FOLDER: Final = "rightful.study.claims_columns"
KEY: Final = ["ccode", "year"]


@dataclass(frozen=True)
class At:
    """Where columns come from.

    Attributes
    ----------
    spine
        ``ccode`` and ``year`` (int32), one row a state-year, sorted, with ``region``.
    shelf, store
        The baseline, and the publishers' files at hand.
    """

    spine: pl.DataFrame
    shelf: Baseline
    store: Store


class Columns(ABC):
    """Columns of one subject.

    Attributes
    ----------
    sources
        Column or table -> the publisher's source without which it is not there; empty: it ships.
    """

    sources: ClassVar[Mapping[str, str]]

    @abstractmethod
    def columns(self, at: At) -> pl.DataFrame:
        """Return ``ccode``, ``year`` (int32, no pair twice) and columns, null where not known.

        A column whose source is not in the store is left out.
        """

    def tables(self, at: At) -> dict[str, pl.DataFrame]:
        """Return tables of other units than state-years, by name; those at hand."""
        del at
        return {}


def files() -> tuple[Columns, ...]:
    """Return every file of columns, by name."""
    found = registry.names(FOLDER)
    return tuple(registry.load(FOLDER, name, Columns) for name in found)  # type: ignore[type-abstract]
