"""Level and rank among states, and moves over time, from joint draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

# Every interval in the product is the central 90 % one.
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class Summary:
    """Mean, standard deviation and central 90 % interval, each of shape (N,)."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats


def summarize(draws: Draws) -> Summary:
    """Summarize draws (D, N) over the first axis."""
    low, high = np.quantile(draws, INTERVAL, axis=0)
    return Summary(
        draws.mean(axis=0, dtype=np.float64), draws.std(axis=0, dtype=np.float64), low, high
    )


def percentiles(draws: Draws, year: Ints) -> Summary:
    """Return, per state-year, the share of the other states of the year that do worse, in 0-100.

    Ranks are taken within each joint draw, so the interval carries what the states share.
    A year with one state has NaN.
    """
    shares = np.full(draws.shape, np.nan, dtype=np.float32)
    for one in np.unique(year):
        members = np.flatnonzero(year == one)
        if members.size > 1:
            ranks = draws[:, members].argsort(axis=1).argsort(axis=1)
            shares[:, members] = 100.0 * ranks / (members.size - 1)
    known = np.isfinite(shares[0])
    nothing = np.full(year.size, np.nan)
    out = Summary(nothing.copy(), nothing.copy(), nothing.copy(), nothing.copy())
    inside = summarize(shares[:, known])
    for field in ("mean", "sd", "low", "high"):
        getattr(out, field)[known] = getattr(inside, field)
    return out


@dataclass(frozen=True)
class Move:
    """A change between two years: draws of the state's, of the world's mean, of their difference.

    Each has shape (D,). The world is the mean over the states with an estimate in both years, the
    state itself left out.
    """

    own: Draws
    world: Draws
    beyond: Draws


def move(draws: Draws, ccode: Ints, year: Ints, state: int, first: int, last: int) -> Move | None:
    """Return the move of ``state`` from ``first`` to ``last``, or None where a year is missing."""
    at_first = {
        int(c): i for i, c in zip(np.flatnonzero(year == first), ccode[year == first], strict=True)
    }
    at_last = {
        int(c): i for i, c in zip(np.flatnonzero(year == last), ccode[year == last], strict=True)
    }
    if state not in at_first or state not in at_last:
        return None
    others = sorted((at_first.keys() & at_last.keys()) - {state})
    own = draws[:, at_last[state]] - draws[:, at_first[state]]
    if not others:
        return None
    ends = draws[:, [at_last[c] for c in others]].mean(axis=1)
    starts = draws[:, [at_first[c] for c in others]].mean(axis=1)
    world = ends - starts
    return Move(own, world, own - world)
