"""Episodes of state-led mass killing, 1945-2015."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

RENAMED = {
    "ccode": "code",
    "mkl.start": "mkl_start",
    "mkl.ongoing": "mkl_ongoing",
    "mkl.end": "mkl_end",
    "mkl.type": "mkl_type",
}
COLUMNS = ("country", "year", "yrborn", "yrdied", *RENAMED)
LIFE = (
    Variable("yrborn", "First year of the state", "integer"),
    Variable("yrdied", "Last year of the state, 9999 if it lives", "integer"),
)
NO_YES = {0: "No", 1: "Yes"}


class MassKilling(Source):
    """Ulfelder and Valentino (key ``ulfelder2008``)."""

    name = "mass_killing"
    title = "State-led mass killing episodes, 1945-2015"
    reference = "ulfelder2008"
    licence = "No licence stated; distributed with the LHRS replication files"
    address = "https://github.com/CJFariss/Human-Rights-Latent-Variable"
    exportable = False
    editions = (
        Edition(
            name="2015",
            filename="mkl_ccode_2015.csv",
            sha256="1a1221804f606fdd44d425c73245965e0a2ea84e47f2b615f2d90f9cd40afad7",
            size=698368,
            first_year=1945,
            last_year=2015,
            download=RAW + "mkl_ccode_2015.csv",
            note="States of half a million people and more; others are absent, not zero.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("mkl_ongoing", "Mass killing by the state under way", "flag", values=NO_YES),
        Variable("mkl_start", "An episode of mass killing begins", "flag", values=NO_YES),
        Variable("mkl_end", "An episode of mass killing ends", "flag", values=NO_YES),
        Variable("mkl_type", "Type of episode, publisher's codes", "integer", low=0, high=4),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return episodes by state and year; 1 is worse."""
        where = f"mass_killing, edition {edition.name}"
        declared = (CODE, YEAR, *LIFE, *self.variables[3:])
        frame = numbers(raw.rename(RENAMED), declared, where)
        alive = pl.col("year").is_between(pl.col("yrborn"), pl.col("yrdied"))
        sifted = Sifted(frame).without(~alive, "lies outside the state's life in the file")
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last lies before the state was born."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "country": ["Cambodia", "Norway", "Croatia"],
                "year": ["1977", "1999", "1985"],
                "yrborn": ["1953", "1905", "1991"],
                "yrdied": ["9999", "9999", "9999"],
                "mkl.start": ["0", "0", "0"],
                "mkl.end": ["0", "0", "0"],
                "mkl.ongoing": ["1", "0", "0"],
                "mkl.type": ["2", "0", "0"],
                "ccode": ["811", "385", "344"],
            }
        )
