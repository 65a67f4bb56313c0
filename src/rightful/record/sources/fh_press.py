"""Freedom of the Press: free, partly free or not free, 1979-2016."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

RENAMED = {"country_name": "code", "year": "year", "press_freedom_fh_owid": "press_status"}
TEXT_CODE = Variable(CODE.name, "The name in the file", "text")
# The file calls former states by today's names: name, last year of the former state, its name.
FORMER = (
    ("Czechia", 1992, "Czechoslovakia"),
    ("Russia", 1990, "Soviet Union"),
    ("Serbia", 1991, "Yugoslavia"),
    ("Yemen", 1989, "Yemen Arab Republic"),
)
MISSED = "1981 and 1989 have no row: no survey of the file stands under these years."


class FreedomOfThePress(Source):
    """Freedom House (key ``freedomhouse2017press``)."""

    name = "fh_press"
    title = "Freedom of the Press 2017: status, 1979-2016"
    reference = "freedomhouse2017press"
    licence = "No licence stated; copyright Freedom House"
    address = "https://freedomhouse.org/report-types/freedom-press"
    exportable = False
    editions = (
        Edition(
            name="2017",
            filename="press_freedom_fh_owid.csv",
            sha256="845c93511506ff48a9cf34725e3f5268f420bc50fd8ebddcabceb3a24a760ce6",
            size=107640,
            first_year=1979,
            last_year=2016,
            extract=True,
            note=(
                "Status alone, as cleaned by Our World in Data under today's names; the points of "
                "0 to 100 are not in the file. The survey ended with 2016."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "press_status",
            "Freedom of the press",
            "ordinal",
            low=0,
            high=2,
            values={0: "Not free", 1: "Partly free", 2: "Free"},
            note=f"Codes of Our World in Data: higher is freer. {MISSED}",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, RENAMED)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return status by state and year; higher is freer."""
        declared = (TEXT_CODE, YEAR, *self.variables[3:])
        where = f"fh_press, edition {edition.name}"
        frame = numbers(raw.rename(RENAMED), declared, where)
        sifted = _by_former_names(frame).with_states("name")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last is a territory."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "country_name": ["Cambodia", "Norway", "Northern Cyprus"],
                "year": ["1999", "1999", "1999"],
                "press_freedom_fh_owid": ["1", "2", "1"],
            }
        )


def _by_former_names(frame: pl.DataFrame) -> Sifted:
    """Return the rows under the names that their states bore in that year, each noted."""
    notes: list[tuple[int, str]] = []
    for name, last, former in FORMER:
        hit = (pl.col("code") == name) & (pl.col("year") <= last)
        notes += [(row, f"{name} read as {former}") for row in frame.filter(hit)["row"]]
        renamed = pl.when(hit).then(pl.lit(former)).otherwise(pl.col("code"))
        frame = frame.with_columns(renamed.alias("code"))
    return Sifted(frame, recoded=tuple(notes))
