"""Income and population of states since 1816, estimated from many series with their doubt."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rda

RENAMED = {
    "ccode": "code",
    "year": "year",
    "mrgdppc": "gdppc",
    "sd_mrgdppc": "gdppc_sd",
    "pwtrgdp": "gdp",
    "sd_pwtrgdp": "gdp_sd",
    "pwtpop": "population",
    "sd_pwtpop": "population_sd",
}
FIRST_YEAR = 1945
DOLLARS = "dollars of 2011 at parity"
MODEL = "Posterior mean of a latent model on the scale of"


def _amount(name: str, label: str, unit: str, note: str) -> tuple[Variable, Variable]:
    return (
        Variable(name, label, "number", unit=unit, low=0, note=note),
        Variable(
            f"{name}_sd",
            f"{label}, standard deviation",
            "number",
            unit=unit,
            low=0,
            note="Of the posterior: carry it along.",
        ),
    )


class IncomeAndPopulation(Source):
    """Fariss, Anders, Markowitz and Barnum (key ``fariss2022gdp``)."""

    name = "gdp_pop"
    title = "Latent GDP and population, states of the COW list, 1816-2019"
    reference = "fariss2022gdp"
    licence = "Carried by a GPL package; the authors' own terms were not checked"
    address = "https://doi.org/10.7910/DVN/FALCGS"
    exportable = False
    editions = (
        Edition(
            name="2022",
            filename="cw_gdppop.rda",
            sha256="205017f75f9d65b1b01c48d594a018e6ef7de285891dfea15b2dfb95a5174b97",
            size=679708,
            first_year=1816,
            last_year=2019,
            extract=True,
            download="https://raw.githubusercontent.com/svmiller/isard/46944ad97a55/data/cw_gdppop.rda",
            note="Every member of the COW list in every year to 2019; nothing after.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *_amount("gdppc", "GDP per person", DOLLARS, f"{MODEL} the Maddison project, 2018."),
        *_amount("gdp", "GDP", f"million {DOLLARS}", f"{MODEL} the Penn World Table."),
        *_amount("population", "Population", "millions", f"{MODEL} the Penn World Table."),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the estimates as published."""
        return read_rda(path, "cw_gdppop", RENAMED)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return estimates by state and year."""
        declared = (CODE, YEAR, *self.variables[3:])
        frame = numbers(raw.rename(RENAMED), declared, f"gdp_pop, edition {edition.name}")
        empty = pl.all_horizontal(
            pl.col(variable.name).is_null() for variable in self.variables[3:]
        )
        sifted = Sifted(frame).without(pl.col("year") < FIRST_YEAR, "before 1945")
        sifted = sifted.without(empty, "holds no estimate").with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        amounts = [name for name in RENAMED if name not in ("ccode", "year")]
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": [811.0, 385.0, 2.0],
                "year": [1999.0, 1999.0, 1816.0],
                **{key: [1.5, 2.5, 3.5] for key in amounts},
            }
        )
