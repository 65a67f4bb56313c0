"""State-years with the value of every item, as arrays; and how years before are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError

Values = NDArray[np.int8]
NULL = -1


@dataclass(frozen=True)
class Panel:
    """Evidence on one right.

    Attributes
    ----------
    ccode, year
        Shape (N,), int32; sorted, no state-year twice.
    values
        item -> shape (N,), int8: 0, 1, 2, or -1 where nothing speaks. An item without an entry
        speaks nowhere.
    government
        Shape (N,), int32: another number where the government is known to have changed; what one
        said or conceded does not stand for the next.
    since
        First year of the record, of whatever state: a state whose years begin then may be older.
        Without it, the panel's first year.
    person
        Shape (N,), int64: another number, and a higher one, where a code passes to another legal
        person, of whom nothing before counts. Without it, a code is a person.
    """

    ccode: NDArray[np.int32]
    year: NDArray[np.int32]
    values: dict[str, Values]
    government: NDArray[np.int32] | None = None
    since: int | None = None
    person: NDArray[np.int64] | None = None
    _lags: dict[int, NDArray[np.int64]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        order = np.lexsort((self.year, self.ccode))
        same = (np.diff(self.ccode) == 0) & (np.diff(self.year) == 0)
        if (order != np.arange(order.size)).any() or same.any():
            raise DataError(
                "state-years are unsorted or stand twice",
                where="a panel of evidence",
                allowed="rows sorted by ccode and year, each once",
            )

    def item(self, name: str) -> Values:
        """Return an item's values, shape (N,)."""
        if name in self.values:
            return self.values[name]
        return np.full(self.year.shape, NULL, dtype=np.int8)

    def before(self, values: Values, years: int) -> Values:
        """Return the values ``years`` before, shape (N,); -1 where the panel has no such year."""
        if not years:
            return values
        rows = self._rows(years)
        return np.where(rows >= 0, values[rows], np.int8(NULL)).astype(np.int8)

    def _rows(self, years: int) -> NDArray[np.int64]:
        if years not in self._lags:
            self._lags[years] = _rows_before(self.key, years)
        return self._lags[years]

    def has(self, years: int) -> NDArray[np.bool_]:
        """Return whether the panel has the year so many years before, shape (N,)."""
        return self._rows(years) >= 0

    def same_government(self, years: int) -> NDArray[np.bool_]:
        """Return whether the government of ``years`` before still rules, shape (N,)."""
        if self.government is None:
            return np.full(self.year.shape, True)
        rows = self._rows(years)
        return np.asarray((rows >= 0) & (self.government[rows] == self.government))

    @property
    def key(self) -> NDArray[np.int64]:
        """A number per row, shape (N,), rising; a person's next year is one higher."""
        whose = self.ccode.astype(np.int64) if self.person is None else self.person
        return whose * 10_000 + self.year

    def first_of_state(self) -> NDArray[np.bool_]:
        """Return where a state's first year stands, shape (N,)."""
        return np.concatenate([[True], np.diff(self.key // 10_000) != 0])

    def follows(self) -> NDArray[np.bool_]:
        """Return whether the row before is the same state's year before, shape (N,)."""
        return np.concatenate([[False], np.diff(self.key) == 1])


def _rows_before(key: NDArray[np.int64], years: int) -> NDArray[np.int64]:
    """Return the row of the same state ``years`` before, -1 where there is none."""
    rows = np.searchsorted(key, key - years)
    found = key[np.minimum(rows, key.size - 1)] == key - years
    return np.where(found, rows, -1)
