"""Reading a series: which years are known, where runs begin, what the last value is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rightful.core.answer import Answer, Floats, Ints, PracticeSeries, RightSeries
from rightful.core.names import FAMILIES, RIGHTS_BY_FAMILY, STANDARDS

T = TypeVar("T")


def known(values: Floats) -> NDArray[np.int64]:
    """Return the positions of the finite values."""
    return np.flatnonzero(np.isfinite(values))


def last_known(values: Floats) -> int | None:
    """Return the position of the last finite value, None where there is none."""
    at = known(values)
    return int(at[-1]) if at.size else None


def graded(one: PracticeSeries | RightSeries, values: Floats) -> NDArray[np.int64]:
    """Return the positions of the finite values from the first year with a grade on."""
    if one.first_graded is None:
        return np.array([], dtype=np.int64)
    at = known(values)
    return at[one.years[at] >= one.first_graded]


def late_grade(one: PracticeSeries | RightSeries, values: Floats) -> int | None:
    """Return the first year with a grade where estimates begin before it, else None."""
    at = known(values)
    late = at.size and one.first_graded is not None and one.years[at[0]] < one.first_graded
    return one.first_graded if late else None


def position(years: Ints, year: int) -> int | None:
    """Return where ``year`` stands in ``years``."""
    at = np.flatnonzero(years == year)
    return int(at[0]) if at.size else None


def current_run(years: Ints, values: Floats, least: float, first: int | None = None) -> int | None:
    """Return the first year of the unbroken run of values >= ``least`` that reaches the last known.

    A missing year, or a gap between years, breaks the run, and it begins no earlier than in
    ``first``. None where the last value is below.
    """
    at = last_known(values)
    if at is None or values[at] < least:
        return None
    while at > 0 and years[at - 1] == years[at] - 1 and values[at - 1] >= least:
        if first is not None and years[at] <= first:
            break
        at -= 1
    return int(years[at])


def runs(years: Ints, values: Floats) -> list[NDArray[np.int64]]:
    """Return the positions of each unbroken stretch of known, consecutive years."""
    at = known(values)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(years[at]) != 1) + 1
    return [np.asarray(part, dtype=np.int64) for part in np.split(at, breaks)]


def spans(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return sorted years as (first, last) spans of consecutive ones."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def main_standard(by_standard: Mapping[str, T]) -> str | None:
    """Return the standard shown first: the changing one where it is estimated."""
    return next((one for one in STANDARDS if one in by_standard), None)


def families(answer: Answer) -> tuple[str, ...]:
    """Return the families with an estimate, in the order of the register of names."""
    extra = tuple(sorted(set(answer.deeds) - set(FAMILIES)))
    return tuple(f for f in (*FAMILIES, *extra) if answer.deeds.get(f))


def main_family(answer: Answer) -> str | None:
    """Return the family that leads the page: physical integrity where it is estimated."""
    found = families(answer)
    return found[0] if found else None


def rights(answer: Answer, of: Mapping[str, object] | None = None) -> tuple[str, ...]:
    """Return the rights of the leading family that ``of`` (default: the answer's rights) holds."""
    have = answer.rights if of is None else of
    lead = main_family(answer)
    order = RIGHTS_BY_FAMILY.get(lead, ()) if lead else ()
    named = {right for members in RIGHTS_BY_FAMILY.values() for right in members}
    extra = sorted(set(have) - named - set(answer.deeds) - set(FAMILIES))
    return tuple(right for right in (*order, *extra) if have.get(right))


def other_rights(answer: Answer) -> tuple[str, ...]:
    """Return the rights of the families that do not lead the page, family by family."""
    others = families(answer)[1:]
    order = [right for family in others for right in RIGHTS_BY_FAMILY.get(family, ())]
    return tuple(right for right in order if answer.rights.get(right))


def fraction(day: date) -> float:
    """Return a date as a year with its fraction."""
    start, end = date(day.year, 1, 1), date(day.year, 12, 31)
    return day.year + (day - start).days / ((end - start).days + 1)
