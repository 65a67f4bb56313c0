"""EUSANCT, as reduced to state-years: sanctions by the EU, the USA and the UN."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.sources._flag import flag
from rightful.record.sources._stata import read_stata

SENDERS: Final = {"eu": "the EU", "us": "the USA", "un": "the UN"}
RENAMED: Final = {
    "ccode": "code",
    "EU": "eu",
    "US": "us",
    "UN": "un",
    "multilateral": "multilateral",
    **{f"econ_{sender}_sanc": f"{sender}_economic" for sender in SENDERS},
    **{f"non_econ_{sender}_sanc": f"{sender}_other" for sender in SENDERS},
}


class EUSanct(Source):
    """Weber and Schneider (key ``weber2022eusanct``), state-years as reduced by Moncrieff."""

    name = "sanctions_eu"
    title = "EUSANCT: sanctions in force by the EU, the USA and the UN, 1989-2015"
    reference = "weber2022eusanct"
    licence = "No licence stated"
    address = "https://www.polver.uni-konstanz.de/gschneider/research/archive/eusanct/"
    exportable = False
    editions = (
        Edition(
            name="state-years",
            filename="EUSANCT_CLEAN.dta",
            sha256="53d2bab99ed11e270df67f3dcfff6952075fcf3d6f9375c4af799566b9428287",
            size=525593,
            first_year=1989,
            last_year=2015,
            extract=True,
            address="https://github.com/hjmoncrieff/sentinel",
            note="A reduction of cases to state-years: goals are not kept, zeros are recorded.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *(flag(sender, f"Sanctioned by {whose}") for sender, whose in SENDERS.items()),
        flag("multilateral", "Sanctioned by more than one sender"),
        *(flag(f"{key}_economic", f"Economic sanction by {who}") for key, who in SENDERS.items()),
        *(flag(f"{key}_other", f"Other sanction by {who}") for key, who in SENDERS.items()),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the Stata file as published."""
        return read_stata(path, ("country", "year", *RENAMED))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return sanctions by state and year, recorded zeros included."""
        declared = (CODE, YEAR, *self.variables[3:])
        where = f"{self.name}, edition {edition.name}"
        frame = numbers(raw.rename(RENAMED), declared, where)
        return tidied(Sifted(frame).with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        flags = {column: [1.0, 0.0, 0.0] for column in list(RENAMED)[1:]}
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "country": ["Cambodia", "Chile", "Nowhere"],
                "year": [1999.0, 1999.0, 1999.0],
                "ccode": [811.0, 155.0, 999.0],
                **flags,
            }
        )
