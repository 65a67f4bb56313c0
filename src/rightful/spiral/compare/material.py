"""What the tests work on: phases, markers, evidence and series of the same state-years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.compare.answer import Floats
from rightful.spiral.interpreter import Sets
from rightful.spiral.panel import Panel, Values

Ints = NDArray[np.int32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Material:
    """Phases and evidence of N state-years, sorted by state and year.

    Attributes
    ----------
    panel
        Evidence of the revised reading.
    sets
        reading -> possible phases, shape (N,), bits.
    apart
        Possible phases of the revised reading in the variant without practice, shape (N,).
    markers
        marker -> 1, 0 or -1, shape (N,).
    relegated
        orthodox reading -> 1, 0 or -1, shape (N,).
    region
        Shape (N,), object: a region's name, empty where none is known.
    series
        Named series of the baseline -> shape (N,), NaN where there is none.
    practice
        Joint draws of the practice asked about, shape (D, N).
    families
        family -> joint draws of its practice, shape (D, N), NaN where there are none.
    silent
        Shape (N,): whether somebody looked for denials of every kind and heard none.
    """

    panel: Panel
    sets: dict[str, Sets]
    apart: Sets
    markers: dict[str, Values]
    relegated: dict[str, Values]
    region: NDArray[np.object_]
    series: dict[str, Floats]
    practice: Floats
    families: dict[str, Floats]
    silent: NDArray[np.bool_]

    @property
    def ccode(self) -> Ints:
        """Shape (N,)."""
        return self.panel.ccode

    @property
    def year(self) -> Ints:
        """Shape (N,)."""
        return self.panel.year

    @property
    def decade(self) -> Ints:
        """Shape (N,)."""
        return (self.year // 10 * 10).astype(np.int32)


def row_after(ccode: Ints, year: Ints, years: int) -> Rows:
    """Return the row of the same state so many years later, shape (N,); -1 where there is none."""
    key = ccode.astype(np.int64) * 10_000 + year
    rows = np.searchsorted(key, key + years)
    found = key[np.minimum(rows, key.size - 1)] == key + years
    return np.where(found, rows, -1)


def later(values: Floats, rows: Rows) -> Floats:
    """Return values (..., N) at the rows given, NaN where there is none."""
    found: Floats = np.where(rows >= 0, values[..., rows], np.nan)
    return found


def decades(year: Ints) -> list[Floats]:
    """Return a column of 0 and 1 per decade, each of shape (N,); together they are a constant."""
    decade = year // 10
    return [(decade == one).astype(np.float64) for one in np.unique(decade)]


def without_year_means(values: Floats, group: Ints, usable: NDArray[np.bool_]) -> Floats:
    """Return values (..., N) less the mean of their group among the usable; NaN elsewhere."""
    _, place = np.unique(group[usable], return_inverse=True)
    flat = np.atleast_2d(values)[:, usable]
    count = np.bincount(place)
    means = np.stack([np.bincount(place, weights=one) / count for one in flat])
    out = np.full(np.atleast_2d(values).shape, np.nan)
    out[:, usable] = flat - means[:, place]
    return out.reshape(values.shape)
