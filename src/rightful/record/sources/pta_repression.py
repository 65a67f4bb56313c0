"""Trade agreements with human rights standards and repression: a study's own panel, 1977-2009."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.sources._flag import flag
from rightful.record.sources._stata import read_stata

RENAMED = {
    "hr_law": "any_law",
    "soft_lag": "soft_law_lag",
    "hard_lag": "hard_law_lag",
    "repression_final": "repression",
    "polity2_lag": "polity2_lag",
    "durable_lag": "durable_lag",
    "gdp_lag": "log_gdppc_lag",
    "density_lag": "density_lag",
    "trade_lag_log": "log_trade_lag",
    "hras_lag": "treaties_lag",
    "civilwarintensitylag1": "civil_war_lag",
    "interstatewarlag1": "interstate_war_lag",
    "poplag1interp": "population_lag",
    "HROsecretariatlocation_i": "hro_secretariats",
    "CCPR": "ccpr_bound",
    "CaT": "cat_bound",
}
# The file keeps the old code until united Germany's first whole year.
RECODES = (Recode("code", 260, 1990, 1991, 255, "260 ended in 1990; Germany is 255"),)
LAGGED = "Of the year before, as the file has it."


class TradeAgreementsAndRepression(Source):
    """Spilker and Boehmelt's replication panel (key ``spilker2013``)."""

    name = "pta_repression"
    title = "Trade agreements with human rights standards and repression, 1977-2009"
    reference = "spilker2013"
    licence = "Supplement of a journal article; no licence stated"
    address = "https://doi.org/10.1007/s11558-012-9155-8"
    exportable = False
    editions = (
        Edition(
            name="rio-2013",
            filename="01_RIO shapefile.dta",
            sha256="b03bbf55c9df8f3505e28f59e3b96e69a88160d979ecaef459d2d8a24dfde719",
            size=511436,
            first_year=1977,
            last_year=2009,
            note="The authors' sample: 147 states, rows with a gap left out and gaps in covariates "
            "filled by them. Viet Nam, Yemen and Yugoslavia are not in it.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        flag("any_law", "In a trade agreement that names human rights"),
        flag("soft_law_lag", "Soft: in one that names them without sanction", LAGGED),
        flag("hard_law_lag", "Hard: in one that can withhold benefits over them", LAGGED),
        Variable(
            "repression",
            "Political terror, the authors' item",
            "ordinal",
            low=1,
            high=5,
            note="5 is worst. The authors' own filling of gaps between two reports.",
        ),
        Variable("polity2_lag", "Polity2", "integer", low=-10, high=10, note=LAGGED),
        Variable("durable_lag", "Years of the regime", "integer", unit="years", low=0, note=LAGGED),
        Variable("log_gdppc_lag", "GDP per person, log", "number", note=LAGGED),
        Variable("density_lag", "Population density", "number", unit="per km2", low=0, note=LAGGED),
        Variable("log_trade_lag", "Trade to GDP, log", "number", note=LAGGED),
        Variable(
            "treaties_lag",
            "Bound by how many of ICCPR and CAT",
            "integer",
            low=0,
            high=2,
            note=LAGGED,
        ),
        Variable("civil_war_lag", "Intensity of civil war", "ordinal", low=0, high=2, note=LAGGED),
        flag("interstate_war_lag", "War between states", LAGGED),
        Variable("population_lag", "Population", "number", unit="thousands", low=0, note=LAGGED),
        Variable(
            "hro_secretariats",
            "Human rights NGOs with their secretariat in the state",
            "integer",
            low=0,
            note="Murdie 2008, gaps filled by the authors.",
        ),
        flag("ccpr_bound", "Bound by the ICCPR", "Of the year itself."),
        flag("cat_bound", "Bound by the CAT", "Of the year itself."),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the panel as published, the columns used."""
        return read_stata(path, ("ccode", "year", *RENAMED))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the panel by state and year."""
        renamed = raw.rename({"ccode": "code", **RENAMED})
        declared = (CODE, YEAR, *self.variables[3:])
        frame = numbers(renamed, declared, f"{self.name}, edition {edition.name}")
        sifted = Sifted(frame).corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        flags = [name for name in RENAMED if name != "repression_final"]
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": [811.0, 385.0, 385.0],
                "year": [1999.0, 1999.0, 2000.0],
                "repression_final": [4.0, 1.0, 1.0],
                **{key: [0.0, 1.0, 1.0] for key in flags},
            }
        )
