"""The levels and ties of one target and year, checked and looked up by state and body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.measures._boomerang_strength import Evidence, Strength

LEVELS: Final = ("ccode", "year", "series", "mean", "low", "high", "source")
TIES: Final = ("ally", "body", "target", "year", "tie", "value", "low", "high", "source")
SERIES: Final = ("openness", "civil_society", "international_ngo", "nhri", "practice")
ANY_SCALE: Final = ("practice",)

Level = tuple[Strength, Evidence]
Tie = tuple[str, Strength, Evidence]


@dataclass(frozen=True)
class Record:
    """What is known of a target in a year: levels by (ccode, series), ties by ally."""

    ccode: int
    year: int
    levels: dict[tuple[int, str], Level]
    by_ally: dict[tuple[int | None, str | None], tuple[Tie, ...]]

    def level(self, ccode: int, series: str) -> Level | None:
        """Return a level and what it rests on; None where nothing speaks."""
        return self.levels.get((ccode, series))

    def ties(self, ccode: int | None, body: str | None) -> tuple[Tie, ...]:
        """Return the ties of an ally with the target."""
        return self.by_ally.get((ccode, body), ())

    def states(self) -> list[int]:
        """Return the states that have a tie with the target, by code; the target is none."""
        codes = {ccode for ccode, _ in self.by_ally if ccode is not None}
        return sorted(codes - {self.ccode})

    def bodies(self) -> list[str]:
        """Return the intergovernmental bodies that have a tie with the target, by name."""
        return sorted(body for _, body in self.by_ally if body is not None)


def read_record(
    ccode: int, year: int, levels: pl.DataFrame, ties: pl.DataFrame, known: frozenset[str]
) -> Record:
    """Return the record of ``ccode`` in ``year``.

    Raises
    ------
    DataError
        When a column is missing, a name is unknown, a value is out of range or a key repeats.
    """
    _check_columns(levels, LEVELS, "levels")
    _check_columns(ties, TIES, "ties")
    mine = levels.filter(pl.col("year") == year).drop_nulls("mean")
    my_ties = ties.filter(pl.col("year") == year, pl.col("target") == ccode).drop_nulls("value")
    _check_names(mine["series"], SERIES, "levels")
    _check_names(my_ties["tie"], tuple(sorted(known)), "ties")
    _check_unit(mine.filter(~pl.col("series").is_in(ANY_SCALE)), "mean", "levels")
    _check_unit(my_ties, "value", "ties")
    _check_once(mine, ["ccode", "series"], "levels")
    _check_once(my_ties, ["ally", "body", "tie"], "ties")
    return Record(ccode, year, _levels(mine), _ties(my_ties))


def _levels(mine: pl.DataFrame) -> dict[tuple[int, str], Level]:
    return {
        (row["ccode"], row["series"]): (
            _strength(row["mean"], row["low"], row["high"]),
            Evidence(row["source"], row["year"], row["series"], row["mean"]),
        )
        for row in mine.iter_rows(named=True)
    }


def _ties(mine: pl.DataFrame) -> dict[tuple[int | None, str | None], tuple[Tie, ...]]:
    found: dict[tuple[int | None, str | None], tuple[Tie, ...]] = {}
    for row in mine.sort("tie").iter_rows(named=True):
        whose = (row["ally"], row["body"])
        tie = (
            row["tie"],
            _strength(row["value"], row["low"], row["high"]),
            Evidence(row["source"], row["year"], row["tie"], row["value"]),
        )
        found[whose] = (*found.get(whose, ()), tie)
    return found


def _strength(mean: float, low: float | None, high: float | None) -> Strength:
    return Strength(mean, mean if low is None else low, mean if high is None else high)


def _check_columns(frame: pl.DataFrame, names: tuple[str, ...], where: str) -> None:
    absent = [name for name in names if name not in frame.columns]
    if absent:
        raise DataError(
            f"{where} lack {', '.join(absent)}",
            where="boomerang",
            allowed=", ".join(names),
            next_step="build the table with the functions of boomerang_ties",
        )


def _check_names(column: pl.Series, known: tuple[str, ...], where: str) -> None:
    strange = sorted(set(column.unique()) - set(known))
    if strange:
        raise DataError(f"{where} name {strange}", where="boomerang", allowed=", ".join(known))


def _check_unit(frame: pl.DataFrame, value: str, where: str) -> None:
    inside = [pl.col(name).fill_null(0.5).is_between(0, 1) for name in (value, "low", "high")]
    ordered = (pl.col("low").fill_null(pl.col(value)) <= pl.col(value)) & (
        pl.col(value) <= pl.col("high").fill_null(pl.col(value))
    )
    wrong = frame.filter(~pl.all_horizontal(*inside, ordered))
    if wrong.height:
        raise DataError(
            f"{wrong.height} {where} are out of range, first {wrong.row(0)}",
            where="boomerang",
            allowed="0 <= low <= value <= high <= 1",
        )


def _check_once(frame: pl.DataFrame, key: list[str], where: str) -> None:
    again = frame.filter(pl.struct(key).is_duplicated())
    if again.height:
        raise DataError(
            f"{again.height} {where} stand twice, first {again.row(0)}",
            where="boomerang",
            allowed=f"one row per {', '.join(key)} of a target and year",
        )
