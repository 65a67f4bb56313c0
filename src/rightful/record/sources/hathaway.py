"""Hathaway's torture index, read from State Department reports of 1985-1999."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

COLUMNS = ("country", "ccode", "year", "torture")
LEVELS = {
    1: "No torture alleged",
    2: "Single or isolated allegations, or abuse short of torture",
    3: "Some or occasional torture, or allegations that are not isolated",
    4: "Common, frequent or many cases",
    5: "Prevalent, widespread, or routine",
}


class HathawayTorture(Source):
    """Hathaway (key ``hathaway2002``), as distributed with the LHRS."""

    name = "hathaway"
    title = "Torture index of Hathaway (2002), 1985-1999"
    reference = "hathaway2002"
    licence = "No licence stated; distributed with the LHRS replication files"
    address = "https://doi.org/10.7910/DVN/RQ85GK"
    exportable = False
    editions = (
        Edition(
            name="2002",
            filename="Hathaway2002longData.csv",
            sha256="45630fef5c420a45137730dbce631241cb3d39f72bb36399ee8292f1a3c6f84e",
            size=54862,
            first_year=1985,
            last_year=1999,
            download=RAW + "Hathaway2002longData.csv",
            note="Long form made by Fariss; the torture index only, every state in every year.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "torture",
            "Torture read from the US State Department's reports",
            "ordinal",
            low=1,
            high=5,
            values=LEVELS,
            note="Published codes: 5 is the worst.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return scores by state and year; 5 stays the worst."""
        where = f"hathaway, edition {edition.name}"
        frame = numbers(raw.rename({"ccode": "code"}), (CODE, YEAR, *self.variables[3:]), where)
        sifted = Sifted(frame).without(pl.col("torture").is_null(), "holds no score")
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "country": ["Cambodia", "Norway", "Germany, West"],
                "ccode": ["811", "385", "260"],
                "year": ["1995", "1995", "1988"],
                "torture": ["4", "1", "NA"],
            }
        )
