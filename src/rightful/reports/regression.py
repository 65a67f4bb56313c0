"""A regression table: one column a specification, errors in brackets, what was held in rows below.

Stars are off: a p-value stands in a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rightful.core.document import DataTable

NONE: Final = "—"
MOST_COLUMNS: Final = 6


@dataclass(frozen=True)
class Specification:
    """One column.

    Attributes
    ----------
    label
        What stands over the column.
    treatment
        The regressor whose coefficient is shown.
    estimate, std_error, p
        Numbers; None where nothing could be estimated.
    facts
        (name, value in words) of the rows below: estimator, effects, sizes.
    """

    label: str
    treatment: str
    estimate: float | None
    std_error: float | None
    p: float | None
    facts: tuple[tuple[str, str], ...]


def tables(
    caption: str, specifications: Sequence[Specification], anchor: str, most: int = MOST_COLUMNS
) -> tuple[DataTable, ...]:
    """Return the specifications as tables of at most ``most`` columns, numbered throughout."""
    groups = [specifications[at : at + most] for at in range(0, len(specifications), most)]
    return tuple(
        _table(_captioned(caption, i, len(groups)), group, i * most, f"{anchor}-{i + 1}")
        for i, group in enumerate(groups)
    )


def number(value: float | None, form: str = "+.3f") -> str:
    """Return a number with three decimals; a dash where there is none."""
    return NONE if value is None else format(value, form)


def _captioned(caption: str, at: int, of: int) -> str:
    return caption if of == 1 else f"{caption} ({at + 1} of {of})"


def _table(caption: str, group: Sequence[Specification], before: int, anchor: str) -> DataTable:
    heads = [f"({before + at}) {one.label}" for at, one in enumerate(group, start=1)]
    rows: list[tuple[str, ...]] = []
    for treatment in dict.fromkeys(one.treatment for one in group):
        mine = [one if one.treatment == treatment else None for one in group]
        rows.append((treatment, *("" if one is None else number(one.estimate) for one in mine)))
        rows.append(("", *("" if one is None else _bracketed(one.std_error) for one in mine)))
    rows.append(("p", *(number(one.p, ".3f") for one in group)))
    for name in dict.fromkeys(name for one in group for name, _ in one.facts):
        rows.append((name, *(dict(one.facts).get(name, NONE) for one in group)))
    numeric = (False, *(True for _ in group))
    return DataTable(caption, ("", *heads), tuple(rows), numeric, anchor=anchor)


def _bracketed(error: float | None) -> str:
    return "" if error is None else f"({error:.3f})"
