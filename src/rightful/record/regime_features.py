"""Is there a human-rights regime? Krasner's four components and Nickel's nine features, by year.

Verdicts are computed, not typed: ``tables/regime_rules.csv`` says which counts of the register a
verdict asks for, ``regime_counts`` reads them. Two readings of Nickel's last two features stand
side by side; which is right is an argument about words, see ``docs/decisions/regime.md``
[krasner1982; nickel2002].
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Final, Literal

import polars as pl

from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import read_table
from rightful.record.regime_counts import FIRST_YEAR, count
from rightful.record.regime_facts import LAST_YEAR

Verdict = Literal["met", "partly", "not", "not_known"]
VERDICTS: Final = ("met", "partly", "not", "not_known")
OVERALL: Final = ("full", "almost", "partial", "none", "not_known")
READINGS: Final = ("formal", "strict")
# A scheme is almost whole when only these fail of being fully met.
LAST_TO_COME: Final = ("incipiently_federal", "independence")

_FEATURES: Final = (
    Variable("scheme", "krasner or nickel", "key"),
    Variable("reading", "formal or strict", "key", note="They part on " + ", ".join(LAST_TO_COME)),
    Variable("feature", "Component or feature", "key"),
    Variable("year", "Calendar year, at its end", "key"),
    Variable("verdict", ", ".join(VERDICTS), "text"),
    Variable("evidence", "What the deciding counts found", "text"),
)
_OVERALL: Final = (
    Variable("scheme", "krasner or nickel", "key"),
    Variable("reading", "formal or strict", "key"),
    Variable("year", "Calendar year, at its end", "key"),
    Variable("verdict", ", ".join(OVERALL), "text"),
    Variable("met", "Features fully met", "integer"),
    Variable("features", "Features asked", "integer"),
    Variable(
        "score", "Mean over features of 1 (met), .5 (partly), 0 (not)", "number", low=0, high=1
    ),
)


@cache
def regime_features(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Table:
    """Return one verdict per scheme, reading, feature and year, with its evidence."""
    rows = [
        (scheme, reading, feature, year, *_judge(scheme, feature, reading, year))
        for scheme, feature in _asked()
        for reading in READINGS
        for year in range(first, last + 1)
    ]
    schema = [variable.name for variable in _FEATURES]
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Table(frame, ("scheme", "reading", "feature", "year"), _FEATURES, "regime features")


def regime_overall(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Table:
    """Return the verdict over all features of a scheme, per reading and year.

    ``full``: all met. ``almost``: all but the last two to come are met. ``partial``: some are at
    least partly met. ``none``: no feature is. ``not_known`` where unknown features decide.
    """
    points = pl.col("verdict").replace_strict(
        {"met": 1.0, "partly": 0.5, "not": 0.0, "not_known": None}, return_dtype=pl.Float64
    )
    grouped = (
        regime_features(first, last)
        .frame.group_by("scheme", "reading", "year")
        .agg(
            pl.struct("feature", "verdict").alias("found"),
            (pl.col("verdict") == "met").sum().cast(pl.Int64).alias("met"),
            pl.len().cast(pl.Int64).alias("features"),
            pl.when(points.is_null().any()).then(None).otherwise(points.mean()).alias("score"),
        )
    )
    verdict = pl.col("found").map_elements(_whole, return_dtype=pl.String).alias("verdict")
    columns = [variable.name for variable in _OVERALL]
    frame = grouped.with_columns(verdict).select(columns).sort("scheme", "reading", "year")
    return Table(frame, ("scheme", "reading", "year"), _OVERALL, "regime verdicts")


def changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a table of verdicts by year where the verdict is not last year's."""
    names = [name for name in ("scheme", "reading", "feature") if name in frame.columns]
    ordered = frame.sort(*names, "year")
    before = pl.col("verdict").shift().over(names)
    return ordered.with_columns(before=before).filter(
        pl.col("before").is_null() | (pl.col("before") != pl.col("verdict"))
    )


def _whole(found: pl.Series) -> str:
    """Judge a scheme; an unknown feature leaves open every verdict that it could change."""
    of = {row["feature"]: row["verdict"] for row in found}
    possible = {_settled(of | dict.fromkeys(_unknown(of), guess)) for guess in VERDICTS[:3]}
    return possible.pop() if len(possible) == 1 else "not_known"


def _unknown(of: dict[str, str]) -> list[str]:
    return [name for name, verdict in of.items() if verdict == "not_known"]


def _settled(of: dict[str, str]) -> str:
    lacking = {name for name, verdict in of.items() if verdict != "met"}
    if not lacking:
        return "full"
    if lacking <= set(LAST_TO_COME):
        return "almost"
    return "none" if set(of.values()) == {"not"} else "partial"


def _judge(scheme: str, feature: str, reading: str, year: int) -> tuple[Verdict, str]:
    """Judge one feature in three-valued logic: unknown only where the unknown decides."""
    held, found = _holds(scheme, feature, "met", reading, year)
    if held is not False:
        return ("met" if held else "not_known"), found
    partly, less = _holds(scheme, feature, "partly", reading, year)
    if partly is None:
        return "not_known", less
    return ("partly", less) if partly else ("not", "")


def _holds(
    scheme: str, feature: str, verdict: str, reading: str, year: int
) -> tuple[bool | None, str]:
    """Say whether all clauses hold: False where one fails, None where one is unknown."""
    answers, found = [], []
    for name, of, at_least in _clauses()[scheme, feature, verdict, reading]:
        one = count(name, of, year)
        answers.append(one.reaches(at_least))
        if one.evidence:
            found.append(f"{name} {of}: {one.evidence}")
    if False in answers:
        return False, "; ".join(found)
    return (None if None in answers else True), "; ".join(found)


@cache
def _clauses() -> dict[tuple[str, str, str, str], list[tuple[str, str, float]]]:
    """Clauses by scheme, feature, verdict and reading; a clause of ``both`` stands under each."""
    rules: dict[tuple[str, str, str, str], list[tuple[str, str, float]]] = {}
    for row in read_table("regime_rules").iter_rows(named=True):
        for reading in READINGS if row["reading"] == "both" else (row["reading"],):
            clause = (row["count"], row["of"], float(row["at_least"]))
            key = (row["scheme"], row["feature"], row["verdict"], reading)
            rules.setdefault(key, []).append(clause)
    return rules


def _asked() -> list[tuple[str, str]]:
    """Schemes and features in the order of the table."""
    rows = read_table("regime_rules").select("scheme", "feature").iter_rows()
    return [key for key, _ in groupby(rows)]
