"""Who took part in the CIA's rendition and detention: a study's own panel, 1991-2011."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_rda
from rightful.record.sources._flag import flag

RENAMED = {
    "active_d": "ever_active",
    "active_t": "active",
    "latentmean": "latent_2014",
    "Amnesty": "pts_a_rev",
    "State": "pts_s_rev",
    "DISAP": "disap",
    "KILL": "kill",
    "TORT": "tort",
    "POLPRIS": "polpris",
    "above_polity": "democracy",
    "ucdp_type3": "internal_conflicts",
    "gtd": "attacks",
    "trans": "transitional",
    "polity2": "polity2",
    "log_pop": "log_population",
    "log_gdppc": "log_gdppc",
    "log_UStrade": "log_us_trade",
    "log_USmilaid": "log_us_military_aid",
}
RATED = {"disap": "Disappearance", "kill": "Killing", "tort": "Torture", "polpris": "Imprisonment"}
BLANK = "The authors imputed blanks in a file that is not in hand."
RECODES = (Recode("code", 699, 2008, 2100, 347, "699 is the authors' code; Kosovo is 347"),)
# Polity's codes of the two Sudans were merged with COW's: which state such a row is cannot be told.
SUDANS = (525, 626)


class PartnersInCrime(Source):
    """Schmidt and Sikkink's panel before imputation (key ``schmidt2018``)."""

    name = "partners_in_crime"
    title = "Active part in the CIA's detention programme and human rights, 1991-2011"
    reference = "schmidt2018"
    licence = "CC0, as Dataverse has it by default; not checked at the publisher"
    address = "https://doi.org/10.7910/DVN/CC8VFT"
    exportable = False
    editions = (
        Edition(
            name="not-imputed",
            filename="pic_data_not_imputed.RData",
            sha256="415ed05f410151a9122b8d0dcc6ec8c73649457dfe28abf8857f902be177251e",
            size=145152,
            first_year=1991,
            last_year=2011,
            note="The authors estimate on nine imputed sets, which are not in hand.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        flag("ever_active", "Took an active part at some time"),
        flag("active", "Takes or has taken an active part by this year"),
        Variable("latent_2014", "Latent respect, Fariss 2014, mean", "number", note="Version 2."),
        *(
            Variable(
                name, label, "ordinal", low=1, high=5, note="Turned round: 5 is best, as published."
            )
            for name, label in (
                ("pts_a_rev", "Political terror by Amnesty, turned round"),
                ("pts_s_rev", "Political terror by the State Department, turned round"),
            )
        ),
        *(
            Variable(name, f"{label}, CIRI", "ordinal", low=0, high=2, note="0 is worst.")
            for name, label in RATED.items()
        ),
        flag("democracy", "Above the authors' line on Polity", "Their above_polity."),
        Variable("internal_conflicts", "Internal conflicts", "integer", low=0, note=BLANK),
        Variable("attacks", "Terrorist attacks", "integer", low=0, note=BLANK),
        flag("transitional", "In transition"),
        Variable("polity2", "Polity2", "integer", low=-10, high=10),
        *(
            Variable(name, label, "number", note=BLANK)
            for name, label in (
                ("log_population", "Population, log"),
                ("log_gdppc", "GDP per person, log"),
                ("log_us_trade", "Trade with the United States, log"),
                ("log_us_military_aid", "Military aid of the United States, log"),
            )
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the panel as published, the columns used."""
        return read_rda(path, "data", ("COW", "YEAR", *RENAMED))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the panel by state and year."""
        renamed = raw.rename({"COW": "code", "YEAR": "year", **RENAMED})
        declared = (CODE, YEAR, *self.variables[3:])
        frame = numbers(renamed, declared, f"{self.name}, edition {edition.name}")
        sudans = (pl.col("year") == 2011) & pl.col("code").is_in(SUDANS)
        sifted = Sifted(frame).without(sudans, "one of two Sudans, which cannot be told")
        sifted = sifted.corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "COW": [811.0, 385.0, 385.0],
                "YEAR": [1999.0, 1999.0, 2000.0],
                **{key: [1.0, 1.0, None] for key in RENAMED},
            }
        )
