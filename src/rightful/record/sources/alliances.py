"""Alliance obligations between states, by ordered pair and year (ATOP)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import ROW, YEAR, Sifted, numbers
from rightful.record.read import read_rda
from rightful.record.sources._keyed import BEFORE, FIRST, FIRST_YEAR, PAIR, SECOND, keyed, with_pair

OBLIGATIONS = {
    "defense": "The first has promised to defend the second",
    "offense": "The first has promised to join the second's offense",
    "neutral": "The first has promised the second to stay neutral",
    "nonagg": "The first has promised not to attack the second",
    "consul": "The first has promised to consult the second",
}
NO_YES = {0: "No", 1: "Yes"}


def _published(name: str) -> str:
    return f"atop_{name}"


class Alliances(Source):
    """Leeds, Ritter, Mitchell and Long (key ``leeds2002atop``)."""

    name = "alliances"
    title = "ATOP: alliance obligations by ordered pair of states and year, to 2018"
    reference = "leeds2002atop"
    licence = "No licence stated by the publisher; carried by a GPL-2 package"
    address = "https://www.atopdata.org"
    exportable = False
    editions = (
        Edition(
            name="5-dyad-year",
            filename="atop_alliance.rda",
            sha256="1449ca0369aed33ccf3ac66e959d1d7429c981a3840981facc84fcb2c2bc0441",
            size=32646,
            first_year=1815,
            last_year=2018,
            extract=True,
            note="As carried by an R package. Every pair stands twice, once for what each has "
            "promised the other; no row, no promise.",
        ),
    )
    variables = (
        FIRST,
        SECOND,
        YEAR,
        *(Variable(name, label, "flag", values=NO_YES) for name, label in OBLIGATIONS.items()),
        ROW,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return ordered pairs and years as published."""
        return read_rda(path, "atop_alliance", (*PAIR, "year", *map(_published, OBLIGATIONS)))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per promising state, other state and year from 1945."""
        frame = raw.rename({_published(name): name for name in OBLIGATIONS})
        checked = numbers(frame, self.variables[:-1], f"alliances, edition {edition.name}")
        nothing = pl.sum_horizontal(list(OBLIGATIONS)) == 0
        sifted = Sifted(checked).without(pl.col("year") < FIRST_YEAR, BEFORE)
        sifted = sifted.without(nothing, "names no obligation")
        sifted = with_pair(sifted)
        return keyed(sifted, (*PAIR, "year"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode1": [2.0, 811.0, 2.0],
                "ccode2": [385.0, 385.0, 385.0],
                "year": [1990.0, 1990.0, 1938.0],
                "atop_defense": [1.0, 0.0, 1.0],
                "atop_offense": [0.0, 0.0, 0.0],
                "atop_neutral": [0.0, 0.0, 0.0],
                "atop_nonagg": [0.0, 1.0, 0.0],
                "atop_consul": [1.0, 0.0, 0.0],
            }
        )
