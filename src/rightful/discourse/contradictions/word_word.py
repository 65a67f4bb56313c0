"""Word against word: over time, across forums and audiences, and against what others reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from rightful.discourse.contradictions.pairing import pairs
from rightful.discourse.contradictions.rules import Pattern, patterns_of, weights
from rightful.discourse.contradictions.types import Contradiction
from rightful.discourse.contradictions.verdict import Setting, judged

KIND = "word_word"


def word_word(marks: pl.DataFrame, setting: Setting) -> list[Contradiction]:
    """Return the pairs of words that pull apart, by the patterns of their table."""
    found = []
    for pattern in patterns_of(KIND):
        rows = pairs(marks, pattern)
        if pattern.second_by == "other":
            found += _with_reports(pattern, rows, setting)
        else:
            found += [judged(pattern, row, setting) for row in rows.iter_rows(named=True)]
    return found


def _with_reports(pattern: Pattern, rows: pl.DataFrame, setting: Setting) -> list[Contradiction]:
    """Set a denial against the reports of several states at once, the nearest first."""
    most = int(weights()["reports"]["most"])
    by_first: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    row: Mapping[str, Any]
    for row in rows.iter_rows(named=True):
        by_first.setdefault((row["word"], row["right_pair"]), []).append(row)
    found = []
    for rows_of_one in by_first.values():
        speakers: dict[Any, Mapping[str, Any]] = {}
        for row in rows_of_one:
            speakers.setdefault(row["speaker_2"], row)
        best, *others = list(speakers.values())[:most]
        more: list[Mapping[str, Any]] = [
            {name.removesuffix("_2"): value for name, value in row.items() if name.endswith("_2")}
            for row in others
        ]
        found.append(judged(pattern, best, setting, more))
    return found
