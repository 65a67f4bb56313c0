"""The border of the record: text to numbers, codes to states, bad rows told one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import RowNotes, StateKey, Tidied
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.states import ccode_of

MISSING = ("", "NA", "NaN", "<NA>", ".")
KEY = ("ccode", "year")
# Whole numbers are kept in 32 bits.
LOWEST_WHOLE, HIGHEST_WHOLE = -(2**31), 2**31 - 1
NO_LIVING_STATE = "belongs to no state alive in that year"

CCODE = Variable("ccode", "Correlates of War state code", "key", low=2, high=990)
YEAR = Variable("year", "Calendar year", "key", low=1789, high=2100)
ROW = Variable(
    "row",
    "Data row of the publisher's file, from 1",
    "integer",
    low=1,
    note="Null where the value follows from a rule and not from a row.",
)
KEY_VARIABLES = (CCODE, YEAR, ROW)
# The publisher's own state code, before it is turned into ``ccode``.
CODE = Variable("code", "The publisher's state code", "integer")


@dataclass(frozen=True)
class Recode:
    """A correction of a publisher's state code.

    Rows whose ``column`` equals ``value``, in ``first_year`` to ``last_year``, get ``code``.
    """

    column: str
    value: int | str
    first_year: int
    last_year: int
    code: int
    why: str


@dataclass(frozen=True)
class Sifted:
    """A frame on its way to a table, with what was set aside so far."""

    frame: pl.DataFrame
    dropped: RowNotes = ()
    recoded: RowNotes = ()

    def without(self, condition: pl.Expr, reason: str) -> Sifted:
        """Set the rows that fulfil ``condition`` aside, with the reason."""
        hit = condition.fill_null(value=False)
        gone = tuple((row, reason) for row in self.frame.filter(hit)["row"])
        return Sifted(self.frame.filter(~hit), self.dropped + gone, self.recoded)

    def corrected(self, recodes: Sequence[Recode]) -> Sifted:
        """Apply ``recodes``, in order, to the column ``code``; the rows touched are noted."""
        frame, notes = self.frame, self.recoded
        for recode in recodes:
            hit = (pl.col(recode.column) == recode.value) & pl.col("year").is_between(
                recode.first_year, recode.last_year
            )
            notes += tuple(
                (row, f"{recode.value} read as {recode.code}: {recode.why}")
                for row in frame.filter(hit)["row"]
            )
            frame = frame.with_columns(
                pl.when(hit).then(pl.lit(recode.code)).otherwise(pl.col("code")).alias("code")
            )
        return Sifted(frame, self.dropped, notes)

    def with_states(self, key: StateKey) -> Sifted:
        """Turn ``code`` into ``ccode``; rows that belong to no living state are set aside."""
        found = ccode_of(key, self.frame["code"], self.frame["year"])
        frame = self.frame.with_columns(found["ccode"], found["note"].alias("_note"))
        lost = frame.filter(pl.col("ccode").is_null())
        reasons = tuple(
            (row, f"{NO_LIVING_STATE}: {note}")
            for row, note in lost.select("row", "_note").iter_rows()
        )
        kept = frame.drop_nulls("ccode").drop("_note")
        return Sifted(kept, self.dropped + reasons, self.recoded)


def numbers(raw: pl.DataFrame, variables: Sequence[Variable], where: str) -> pl.DataFrame:
    """Return ``raw`` with the declared columns as numbers and missing marks as null.

    Integer, ordinal, flag and key variables become Int32, numbers Float64, texts stay text.

    Raises
    ------
    BadRows
        With every cell that is not a number, not whole, or out of its range.
    """
    declared = [variable for variable in variables if variable.name in raw.columns]
    frame, problems = raw, []
    for variable in declared:
        column, wrong = _number(frame[variable.name], variable)
        problems += [(frame["row"][place], reason) for place, reason in wrong]
        frame = frame.with_columns(column)
    _raise_if_bad(problems, where)
    return frame


def tidied(sifted: Sifted, variables: Sequence[Variable], source: str, edition: Edition) -> Tidied:
    """Return the declared columns of a sifted frame as a checked table, sorted by key.

    Raises
    ------
    BadRows
        With every row that has no key, repeats one, or holds a value out of range.
    """
    where = f"{source}, edition {edition.name}"
    present = tuple(variable for variable in variables if variable.name in sifted.frame.columns)
    frame = sifted.frame.select(
        pl.col(variable.name).cast(_dtype(variable)) for variable in present
    )
    _raise_if_bad(_missing_keys(frame) + _repeated_keys(frame), where)
    _raise_if_bad(_out_of_range(frame, present), where)
    table = Table(frame.sort(KEY), KEY, present, name=where)
    return Tidied(table, tuple(sorted(sifted.dropped)), tuple(sorted(sifted.recoded)))


def _dtype(variable: Variable) -> pl.DataType:
    if variable.kind == "text":
        return pl.String()
    if variable.kind in ("number", "probability"):
        return pl.Float64()
    return pl.Int32()


def _number(column: pl.Series, variable: Variable) -> tuple[pl.Series, list[tuple[int, str]]]:
    if column.dtype == pl.String:
        column = column.str.strip_chars()
        column = column.set(column.is_in(MISSING), None)
    if variable.kind == "text":
        return column.cast(pl.String), []
    value = column.cast(pl.Float64, strict=False)
    if _dtype(variable) == pl.Int32:
        fits = (value == value.round()) & value.is_between(LOWEST_WHOLE, HIGHEST_WHOLE)
        value = value.set(value.is_not_null() & ~fits, None)
    allowed = _allowed(variable)
    wrong = (column.is_not_null() & value.is_null()) | ~_inside(value, variable)
    problems = [
        (place, f"{variable.name} is {column[place]!r}, allowed {allowed}")
        for place in wrong.arg_true()
    ]
    if variable.kind == "key":
        absent = column.is_null().arg_true()
        problems += [(place, f"has no {variable.name}") for place in absent]
    return value.cast(_dtype(variable), strict=False).alias(variable.name), problems


def _inside(value: pl.Series, variable: Variable) -> pl.Series:
    if variable.values:
        return value.is_null() | value.is_in([float(code) for code in variable.values])
    low = float("-inf") if variable.low is None else variable.low
    high = float("inf") if variable.high is None else variable.high
    # Neither NaN nor an infinite number is inside anything.
    return value.is_null() | (value.is_between(low, high) & value.is_finite())


def _allowed(variable: Variable) -> str:
    if variable.values:
        return f"one of {sorted(variable.values)}"
    kind = "a whole number" if _dtype(variable) == pl.Int32 else "a number"
    low = "" if variable.low is None else f" from {variable.low:g}"
    high = "" if variable.high is None else f" to {variable.high:g}"
    return f"{kind}{low}{high}"


def _missing_keys(frame: pl.DataFrame) -> list[tuple[int, str]]:
    lost = frame.filter(pl.col("ccode").is_null() | pl.col("year").is_null())
    return [(row or 0, "has no state or no year") for row in lost["row"]]


def _repeated_keys(frame: pl.DataFrame) -> list[tuple[int, str]]:
    first = pl.col("row").first().over(KEY).alias("first")
    again = frame.with_columns(first).filter(pl.struct(KEY).is_duplicated())
    return [
        (row or 0, f"repeats state {ccode} in {year}, first seen in row {earlier}")
        for ccode, year, row, earlier in again.select(*KEY, "row", "first").iter_rows()
        if row != earlier
    ]


def _out_of_range(frame: pl.DataFrame, variables: Sequence[Variable]) -> list[tuple[int, str]]:
    problems: list[tuple[int, str]] = []
    for variable in variables:
        if variable.kind == "text":
            continue
        wrong = ~_inside(frame[variable.name].cast(pl.Float64), variable)
        problems += [
            (
                frame["row"][place] or 0,
                f"{variable.name} is {frame[variable.name][place]}, allowed {_allowed(variable)}",
            )
            for place in wrong.arg_true()
        ]
    return problems


def _raise_if_bad(problems: list[tuple[int, str]], where: str) -> None:
    if problems:
        raise BadRows(
            f"{len(problems)} bad cells or rows",
            tuple(sorted(problems)),
            where=where,
            allowed="values inside the declared ranges, one row per state and year",
            next_step="compare these rows with the publisher's file; nothing was stored",
        )
