"""The E step on two threads: each takes half of the sequences; always two, so sums never vary."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import final

import numpy as np

from rightful.spiral.hmm._expectation import Sums, expectation, sums_for
from rightful.spiral.hmm._panel import Moves, Panel, room_for
from rightful.spiral.hmm.parameters import Parameters


@final
class Halves:
    """Expected counts of a whole panel at any parameters, in place."""

    def __init__(self, panel: Panel, moves: Moves, par: Parameters) -> None:
        middle = _middle(panel)
        self._parts = [_cut(panel, 0, middle), _cut(panel, middle, len(panel.lengths))]
        self._rooms = [room_for(part, moves) for part in self._parts]
        self._sums = [sums_for(par, moves) for _ in self._parts]
        self._moves = moves
        self._other = ThreadPoolExecutor(1)

    @property
    def sums(self) -> Sums:
        """The sums of the last pass; the next one overwrites them."""
        return self._sums[0]

    def pass_over(self, par: Parameters, with_curvature: bool) -> float:
        """Fill ``sums`` (curvature only where asked) and return the log likelihood."""
        waiting = self._other.submit(self._half, 1, par, with_curvature)
        total = self._half(0, par, with_curvature) + waiting.result()
        for name, mine, theirs in zip(Sums._fields, *self._sums, strict=True):
            # Where no curvature was asked for, both halves still hold that of an earlier pass.
            if with_curvature or name != "curvature":
                np.add(mine, theirs, out=mine)
        return total

    def _half(self, part: int, par: Parameters, with_curvature: bool) -> float:
        return expectation(
            self._parts[part],
            self._moves,
            par,
            self._rooms[part],
            self._sums[part],
            with_curvature,
        )


def _middle(panel: Panel) -> int:
    """Return where half of all years are behind."""
    return int(np.searchsorted(panel.lengths.cumsum(), panel.lengths.sum() / 2))


def _cut(panel: Panel, first: int, last: int) -> Panel:
    return panel._replace(
        likelihood=panel.likelihood[first:last],
        weight=panel.weight[first:last],
        lengths=panel.lengths[first:last],
        features=panel.features[first:last],
    )
