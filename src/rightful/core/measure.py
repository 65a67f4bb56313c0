"""The contract of a measure: what it needs, what it gives, and a seeded fit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from rightful.core.posterior import Posterior
from rightful.core.table import Table
from rightful.core.variable import Variable


class Measure(ABC):
    """A quantity estimated from the record, with its doubt."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    gives: ClassVar[tuple[Variable, ...]]

    @abstractmethod
    def fit(self, table: Table, seed: int) -> Posterior:
        """Estimate from ``table``; the same table and seed give the same draws.

        Raises
        ------
        ConvergenceError
            When the draws must not be used.
        """
