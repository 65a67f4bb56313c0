"""Ill-Treatment and Torture: how much torture Amnesty International alleged, 1995-2005."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

COLUMNS = ("cowccode", "iso3alpha", "year", "LoT", "RstrctAccess")
# Published words in the order of their severity.
LEVELS = {
    0: "No Allegations",
    1: "Infrequent",
    2: "Several",
    3: "Routinely",
    4: "Widespread",
    5: "Systematic",
}
# Published words that give no level; the state-year stays, with a null level.
NO_LEVEL = {
    "Allegation, No LoT": 6,
    "Continued": 7,
    "Improved": 8,
    "Increased/Worsening": 9,
    "-777": 77,
    "-999": 99,
}
WHY = {
    0: "level given",
    6: "alleged, but no level can be read",
    7: "as before",
    8: "better than before",
    9: "worse than before",
    77: "coded missing (-777)",
    99: "coded missing (-999)",
}
RECODES = (
    Recode("code", 340, 1995, 2005, 345, "340 is Serbia's Gleditsch-Ward code"),
    Recode("code", 665, 1995, 2005, 666, "665 is Israel in this file"),
    Recode("code", 678, 1995, 2005, 679, "678 is Yemen's Gleditsch-Ward code after 1990"),
)


class IllTreatmentAndTorture(Source):
    """Conrad, Haglund and Moore (key ``conrad2013itt``)."""

    name = "itt"
    title = "Ill-Treatment and Torture, country-years 1995-2005"
    reference = "conrad2013itt"
    licence = "No licence stated; free to use with citation"
    address = "https://dataverse.harvard.edu/dataverse/cconrad"
    exportable = False
    editions = (
        Edition(
            name="country-years-1995-2005",
            filename="ITT_CY.csv",
            sha256="cb5178dc3993aa001ee70ffd921785afa09bd4dd0c2307f781b86195fbf50dc4",
            size=54213,
            first_year=1995,
            last_year=2005,
            download=RAW + "ITT_CY.csv",
            note="Lines end in carriage returns; Yemen, Serbia and Israel carry other codes.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "lot",
            "Level of torture alleged by Amnesty International",
            "ordinal",
            low=0,
            high=5,
            values={code: word.capitalize() for code, word in LEVELS.items()},
            note="Codes are ours, in the order of the published words: 5 is the worst.",
        ),
        Variable("lot_status", "Why no level is given", "ordinal", values=WHY),
        Variable(
            "restricted_access",
            "Amnesty International says access was restricted",
            "flag",
            values={0: "No", 1: "Yes"},
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return levels by state and year; 5 is the worst."""
        levels = {word: str(code) for code, word in LEVELS.items()}
        known = dict.fromkeys(NO_LEVEL, "")
        status = {word: str(code) for word, code in NO_LEVEL.items()}
        word = pl.col("LoT")
        coded = raw.with_columns(
            # An unknown word is kept, so that it is refused as a bad row.
            word.replace(levels | known).alias("lot"),
            word.replace_strict(status, default="0").alias("lot_status"),
            pl.col("RstrctAccess").replace({"Yes": "1", "No": "0"}).alias("restricted_access"),
            pl.col("cowccode").alias("code"),
        )
        where = f"itt, edition {edition.name}"
        frame = numbers(coded, (CODE, YEAR, *self.variables[3:]), where)
        sifted = Sifted(frame).corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "cowccode": ["811", "678", "385"],
                "iso3numeric": ["116", "886", "578"],
                "iso3alpha": ["KHM", "YEM", "NOR"],
                "year": ["1999", "1999", "1999"],
                "LoT": ["Several", "Allegation, No LoT", "No Allegations"],
                "RstrctAccess": ["No", "Yes", "No"],
            }
        )
