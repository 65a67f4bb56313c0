"""Joint draws of a quantity over state-years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError


@dataclass(frozen=True)
class Posterior:
    """Joint draws of one quantity.

    Attributes
    ----------
    ccode, year
        Shape (N,), int32: the state-year of each column of ``draws``.
    draws
        Shape (D, N), float: row d is one joint draw over all state-years.
    name
        What is drawn.
    """

    ccode: NDArray[np.int32]
    year: NDArray[np.int32]
    draws: NDArray[np.float32]
    name: str

    def __post_init__(self) -> None:
        if self.draws.ndim != 2 or not (
            self.draws.shape[1] == self.ccode.shape[0] == self.year.shape[0]
        ):
            raise DataError(
                f"draws {self.draws.shape} do not fit {self.ccode.shape[0]} state-years",
                where=f"posterior of {self.name}",
                allowed="shape (draws, state-years)",
                next_step="pass one column of draws per state-year",
            )
