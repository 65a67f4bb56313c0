"""Moves between groups of phases, where a state-year may have several possible phases.

Two answers: of the moves between state-years with one possible group each, and the least and
greatest over every choice of a possible group in every state-year. The choice is free from year to
year, so that the bounds may be wider than the rules allow, and are never too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.compare.answer import Floats
from rightful.spiral.compare.material import Ints
from rightful.spiral.interpreter import Sets
from rightful.spiral.relegation import bits_of

Flags = NDArray[np.bool_]
BELOW, THREE, ABOVE, OUTSIDE = range(4)
_TACTICAL: Final = {"revised": ("3a", "3b", "3c", "3d")}
_BELOW: Final = {"revised": ("1", "2", "2L")}
_CLOSE: Final = 1e-9


def groups_of(reading: str) -> tuple[tuple[str, ...], ...]:
    """Return the phases below 3, in 3, above 3 and outside the model."""
    return (
        _BELOW.get(reading, ("1", "2")),
        _TACTICAL.get(reading, ("3",)),
        ("4", "5"),
        ("0",),
    )


def possible_groups(reading: str, sets: Sets, groups: Sequence[Sequence[str]]) -> Flags:
    """Return which groups of phases are possible, shape (N, groups)."""
    bits = [np.uint16(bits_of(reading, tuple(one))) for one in groups]
    return np.stack([(sets & one) != 0 for one in bits], axis=1)


def only(possible: Flags, group: int) -> Flags:
    """Return where one group alone is possible, shape (N,)."""
    return np.asarray(possible[:, group] & (possible.sum(axis=1) == 1))


def followed(ccode: Ints, year: Ints) -> Flags:
    """Return where the next row is the same state a year later, shape (N,)."""
    key = ccode.astype(np.int64) * 10_000 + year
    return np.concatenate([np.diff(key) == 1, [False]])


@dataclass(frozen=True)
class Moves:
    """Determined moves out of a group.

    Attributes
    ----------
    tried
        Shape (N,): the group alone is possible, and one group alone a year later.
    hit
        Shape (N,): tried, and the group a year later is the one asked about.
    """

    tried: Flags
    hit: Flags


def moves(possible: Flags, follows: Flags, start: int, end: int) -> Moves:
    """Return the determined moves from one group to another."""
    sure = possible.sum(axis=1) == 1
    tried = only(possible, start) & follows & np.roll(sure, -1)
    return Moves(tried, tried & np.roll(only(possible, end), -1))


def hazard_bounds(
    possible: Flags, follows: Flags, start: int, end: int
) -> tuple[float, float] | None:
    """Return the least and greatest yearly hazard over every completion; None if never at risk.

    Notes
    -----
    A ratio of sums over paths, by Dinkelbach's method: for a guess of the ratio the best path of
    every state is found year by year, its own ratio is the next guess, and the first guess that
    cannot be bettered is the answer.
    """
    groups = possible.shape[1]
    counts, risk = np.zeros((groups, groups)), np.zeros((groups, groups))
    counts[start, end], risk[start, :] = 1.0, 1.0
    table = _segments(possible, follows)
    _, most = _best(table, risk, risk)
    if not most:
        return None
    return _extreme(table, counts, risk, -1.0, 1.0), _extreme(table, counts, risk, 1.0, 0.0)


def _extreme(table: Flags, counts: Floats, risk: Floats, sign: float, guess: float) -> float:
    """Return the greatest (sign 1) or least (sign -1) ratio of counts to risk."""
    while True:
        reward = sign * (counts - guess * risk)
        hits, tried = _best(table, reward, counts, risk)
        if not tried or sign * (hits - guess * tried) <= _CLOSE:
            return guess
        guess = hits / tried


def _segments(possible: Flags, follows: Flags) -> Flags:
    """Return possible groups by unbroken run and year, shape (runs, years, groups).

    No group is possible after a run's end.
    """
    starts = np.flatnonzero(np.concatenate([[True], ~follows[:-1]]))
    lengths = np.diff([*starts.tolist(), possible.shape[0]])
    table = np.zeros((starts.size, int(lengths.max()), possible.shape[1]), dtype=np.bool_)
    for row, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        table[row, :length] = possible[start : start + length]
    return table


def _best(table: Flags, reward: Floats, *tallies: Floats) -> tuple[float, float]:
    """Return what the best paths by ``reward`` tally, by the first and the last tally."""
    runs, years, groups = table.shape
    score = np.where(table[:, 0], 0.0, -np.inf)
    tally = np.zeros((len(tallies), runs, groups))
    at = np.arange(runs)[:, None]
    for year in range(1, years):
        alive = np.asarray(table[:, year].any(axis=1), dtype=np.bool_)
        come = score[:, :, None] + reward[None]
        origin = come.argmax(axis=1)
        best = come.max(axis=1)
        moved = np.stack(
            [
                one[at, origin] + gain[origin, np.arange(groups)[None]]
                for one, gain in zip(tally, tallies, strict=True)
            ]
        )
        score = np.where(alive[:, None], np.where(table[:, year], best, -np.inf), score)
        tally = np.where(alive[None, :, None], moved, tally)
    last = score.argmax(axis=1)
    sums = [float(one[np.arange(runs), last].sum()) for one in tally]
    return sums[0], sums[-1]
