"""Reported draws of all chains, kept within a bound: when full, every second one goes."""

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightful.measures._irt_posterior import Reported

MOST_BYTES = 250_000_000  # of theta, by far the largest
FEWEST, MOST = 600, 2400  # draws a chain


class DrawStore:
    """Evenly spaced draws. `stride` transitions lie between two of them."""

    def __init__(self, chains: int, state_years: int) -> None:
        fitting = MOST_BYTES // (4 * chains * state_years)
        # Even, so that halving keeps the spacing.
        self.capacity = int(np.clip(fitting, FEWEST, MOST)) // 2 * 2
        self.stride = 1
        self.have = 0
        self._arrays: dict[str, NDArray[np.floating]] = {}

    def add(self, part: Reported) -> None:
        """Append draws made at the present stride; there must be room."""
        more = part.sigma.shape[1]
        for field in fields(part):
            values: NDArray[np.floating] = getattr(part, field.name)
            if field.name not in self._arrays:
                shape = (values.shape[0], self.capacity, *values.shape[2:])
                self._arrays[field.name] = np.empty(shape, values.dtype)
            self._arrays[field.name][:, self.have : self.have + more] = values
        self.have += more

    def room(self) -> int:
        """How many draws a chain still fit."""
        return self.capacity - self.have

    def halve(self) -> None:
        """Keep every second draw and take later ones twice as far apart."""
        kept = self.have // 2
        for values in self._arrays.values():
            for chain in values:
                chain[:kept] = chain[1 : 2 * kept : 2]
        self.have = kept
        self.stride *= 2

    def draws(self) -> Reported:
        """What is held: views, not copies."""
        held: dict[str, Any] = {k: values[:, : self.have] for k, values in self._arrays.items()}
        return Reported(**held)
