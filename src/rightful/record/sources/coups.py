"""Coups and coup attempts by state and year, from 1950."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

RENAMED = {
    "gwcode": "code",
    "pt_attempt_num": "coup_attempts",
    "pt_coup_num": "coups_successful",
    "pt_failed_num": "coups_failed",
    "pt_attempt_num5yrs": "coup_attempts_5y",
    "pt_coup_num5yrs": "coups_successful_5y",
}
# The list begins in 1950: a sum over five years is whole from 1954.
WHOLE_FROM = 1954
SUMS = ("coup_attempts_5y", "coups_successful_5y")


def _count(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "integer", unit="coups", low=0, note=f"Higher is worse. {note}")


_SUM_NOTE = f"The year and the four before; null before {WHOLE_FROM}, where the list is not whole."


class Coups(Source):
    """Powell and Thyne (key ``powell2011coups``), as carried in yearly form."""

    name = "coups"
    title = "Coups d'etat, Powell and Thyne, by state and year, 1950-2022"
    reference = "powell2011coups"
    licence = "No licence stated; free to use with citation"
    address = "https://www.uky.edu/~clthyn2/coup_data/home.htm"
    exportable = False
    editions = (
        Edition(
            name="2022-yearly",
            filename="ptcoups.csv",
            sha256="f60d1c41624f0dc2fca76fb214a53a013b9aed3278e3ddf3380357fcf6f69c9b",
            size=554885,
            first_year=1950,
            last_year=2022,
            extract=True,
            download=(
                "https://raw.githubusercontent.com/andybega/ds-external-data/e421def8d83a/"
                "ptcoups/output/ptcoups.csv"
            ),
            note="The events laid out by state and year; the panel lists its zeros.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _count("coup_attempts", "Coup attempts in the year, successful or not"),
        _count("coups_successful", "Coups in the year that succeeded for a week or more"),
        _count("coups_failed", "Coup attempts in the year that failed"),
        _count("coup_attempts_5y", "Coup attempts in five years", _SUM_NOTE),
        _count("coups_successful_5y", "Successful coups in five years", _SUM_NOTE),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, (*RENAMED, "year"))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return coups by state and year; the zeros are the publisher's."""
        where = f"coups, edition {edition.name}"
        frame = numbers(raw.rename(RENAMED), (CODE, YEAR, *self.variables[3:]), where)
        whole = pl.col("year") >= WHOLE_FROM
        frame = frame.with_columns(pl.when(whole).then(pl.col(name)).alias(name) for name in SUMS)
        return tidied(Sifted(frame).with_states("gw"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            {"row": 1, "gwcode": "811", "year": "1953"},
            {"row": 2, "gwcode": "811", "year": "1997"},
            {"row": 3, "gwcode": "385", "year": "1997"},
        ]
        counts = dict.fromkeys((name for name in RENAMED if name != "gwcode"), "1")
        return pl.DataFrame([row | counts for row in rows]).cast({"row": pl.Int32})
