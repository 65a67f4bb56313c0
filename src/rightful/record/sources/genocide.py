"""Genocide and politicide by state and year, 1956-2018."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

COLUMNS = ("ccode", "year", "genocide")


class Genocide(Source):
    """Harff; Marshall, Gurr and Harff (key ``marshall2019pitf``)."""

    name = "genocide"
    title = "Genocide and politicide, State Failure Problem Set, 1956-2018"
    reference = "marshall2019pitf"
    licence = "Terms of the Center for Systemic Peace; no licence stated"
    address = "https://www.systemicpeace.org/inscrdata.html"
    exportable = False
    editions = (
        Edition(
            name="2018",
            filename="Genocide_Politicide_panel2018.csv",
            sha256="c0cdbf006c8777ebc1e9c19d4717c2129f8267370df14cd5a9062f05b8ece15f",
            size=120533,
            first_year=1956,
            last_year=2018,
            extract=True,
            download=RAW + "Genocide_Politicide_panel2018.csv",
            note="Panel of states and years made for the LHRS; it lists its zeros.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "genocide",
            "Genocide or politicide under way",
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
        where = f"genocide, edition {edition.name}"
        frame = numbers(raw.rename({"ccode": "code"}), (CODE, YEAR, *self.variables[3:]), where)
        return tidied(Sifted(frame).with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": ["811", "811", "385"],
                "year": ["1977", "1999", "1999"],
                "genocide": ["1", "0", "0"],
            }
        )
