"""A checked data frame: unique key, declared variables, values inside their range."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from rightful.core.errors import DataError
from rightful.core.variable import Variable


@dataclass(frozen=True)
class Table:
    """A polars frame whose columns are declared and whose key is unique.

    Attributes
    ----------
    frame
        Shape (rows, len(variables)); columns in the order of ``variables``.
    key
        Names of the columns that identify a row.
    variables
        One declaration per column.
    name
        Said in error messages.

    Raises
    ------
    DataError
        When a column is undeclared or absent, the key repeats, or a value is out of range.
    """

    frame: pl.DataFrame
    key: tuple[str, ...]
    variables: tuple[Variable, ...]
    name: str = "table"

    def __post_init__(self) -> None:
        _check_columns(self)
        _check_key(self)
        for variable in self.variables:
            _check_range(self, variable)


def _check_columns(table: Table) -> None:
    declared = [variable.name for variable in table.variables]
    if table.frame.columns != declared:
        raise DataError(
            f"columns {table.frame.columns} differ from the declared ones",
            where=table.name,
            allowed=f"exactly {declared}",
            next_step="declare every column once, in order",
        )


def _check_key(table: Table) -> None:
    if not table.key:
        return
    repeated = table.frame.group_by(table.key).len().filter(pl.col("len") > 1)
    if repeated.height:
        first = repeated.sort(table.key, nulls_last=True).row(0)[:-1]
        raise DataError(
            f"{repeated.height} keys occur more than once, first {first}",
            where=f"{table.name}, key {table.key}",
            allowed="one row per key",
            next_step="find which rows of the file repeat the key",
        )


def _check_range(table: Table, variable: Variable) -> None:
    column = table.frame[variable.name]
    if variable.values:
        known = column.drop_nulls()
        # A text column holds the labels themselves; the codes are for files that want numbers.
        codes: list[object] = list(variable.values)
        options = list(variable.values.values()) if column.dtype == pl.String else codes
        wrong = known.filter(~known.is_in(options))
        allowed = f"one of {options}"
    elif variable.low is not None or variable.high is not None:
        low = variable.low if variable.low is not None else float("-inf")
        high = variable.high if variable.high is not None else float("inf")
        known = column.drop_nulls()
        wrong = known.filter(~known.is_between(low, high))
        allowed = f"from {low:g} to {high:g}"
    else:
        return
    if wrong.len():
        raise DataError(
            f"{wrong.len()} values of {variable.name} out of range, first {wrong[0]!r}",
            where=table.name,
            allowed=allowed,
            next_step="correct the file or the source's reading of it",
        )
