"""Targeted mass killing by state and year, 1946-2020."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

COLUMNS = ("ccode", "year", "tmk")


class TargetedMassKilling(Source):
    """Butcher and others (key ``butcher2020tmk``)."""

    name = "tmk"
    title = "Targeted Mass Killing Data Set, 1946-2020"
    reference = "butcher2020tmk"
    licence = "No licence stated; free to use with citation"
    address = "https://politicsir.cass.anu.edu.au/research/projects/atrocity-forecasting"
    exportable = False
    editions = (
        Edition(
            name="2020",
            filename="tmk2020.csv",
            sha256="385a12a8ce3a00f1afcb3a12b695f6ff50817a199101fb9a3f3969ecc7f0c13c",
            size=122811,
            first_year=1946,
            last_year=2020,
            extract=True,
            download=RAW + "tmk2020.csv",
            note="Panel of states and years made for the LHRS; it lists its zeros.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "tmk",
            "Targeted mass killing by the state under way",
            "flag",
            values={0: "No", 1: "Yes"},
            note="Published codes: 1 is worse.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return events by state and year."""
        where = f"tmk, edition {edition.name}"
        frame = numbers(raw.rename({"ccode": "code"}), (CODE, YEAR, *self.variables[3:]), where)
        return tidied(Sifted(frame).with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": ["811", "811", "385"],
                "year": ["1977", "1999", "1999"],
                "tmk": ["1", "0", "0"],
            }
        )
