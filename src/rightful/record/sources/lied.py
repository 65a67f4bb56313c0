"""Lexical Index of Electoral Democracy: elections, contest and suffrage, one step at a time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rda

RENAMED = {"lied_country": "country", "cown": "code", "year": "year", "sovereign": "sovereign"}
PARTS = {
    "exselec": "Executive elected",
    "legselec": "Legislature elected",
    "opposition": "Opposition may stand",
    "competition": "Elections contested",
    "male_suffrage": "All men may vote",
    "female_suffrage": "All women may vote",
    "political_liberties": "Freedoms of expression, assembly and association",
}
SCALE = {
    0: "No elections",
    1: "Elections without an opposition",
    2: "Legislative elections with an opposition",
    3: "Legislative and executive elections with an opposition",
    4: "Contested elections, not all men may vote",
    5: "Contested elections, not all women may vote",
    6: "Contested elections, all may vote",
    7: "As 6, with political freedoms",
}
UNCLEAR = "Five rows of colonies since 1945 hold 2, which the file does not explain: null."
FIRST_YEAR = 1945


class LexicalIndex(Source):
    """Skaaning, Gerring and Bartusevicius (key ``skaaning2015``)."""

    name = "lied"
    title = "Lexical Index of Electoral Democracy, 1789-2024"
    reference = "skaaning2015"
    licence = "Carried by a GPL package; the authors' own terms were not checked"
    address = "https://doi.org/10.7910/DVN/WPKNIT"
    exportable = False
    editions = (
        Edition(
            name="2024",
            filename="LIED.rda",
            sha256="04fcfa2c9cfe6418a3ea21e657d0f7e2d5dcfdc318065430c9d9a8e43959aadd",
            size=33860,
            first_year=1789,
            last_year=2024,
            extract=True,
            download="https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c29/data/LIED.rda",
            note="Version 7 or later, to 2024; colonies and territories are in the file.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "lexical_index",
            "Electoral democracy, seven steps",
            "ordinal",
            low=0,
            high=6,
            values={step: label for step, label in SCALE.items() if step < 7},
            note="Published codes: higher is more democracy.",
        ),
        Variable(
            "lexical_index_plus",
            "Electoral democracy with political freedoms, eight steps",
            "ordinal",
            low=0,
            high=7,
            values=SCALE,
            note="Published codes: higher is more democracy.",
        ),
        *(
            Variable(
                name,
                label,
                "flag",
                values={0: "No", 1: "Yes"},
                note=UNCLEAR if name in ("legselec", "opposition") else "",
            )
            for name, label in PARTS.items()
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the index and its parts as published."""
        columns = (*RENAMED, "lexical_index", "lexical_index_plus", *PARTS)
        return read_rda(path, "LIED", columns)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the index by state and year, codes as published."""
        # 2 has no stated meaning.
        unclear = [
            pl.when(pl.col(name) != 2).then(pl.col(name)) for name in ("legselec", "opposition")
        ]
        renamed = raw.rename(RENAMED).with_columns(unclear)
        frame = numbers(renamed, (CODE, YEAR, *self.variables[3:]), f"lied, edition {edition.name}")
        # Before 1954 the file has Viet Nam twice under the North's code.
        colony = (pl.col("country") == "Vietnam") & (pl.col("year") < 1954)
        sifted = Sifted(frame).without(pl.col("year") < FIRST_YEAR, "before 1945")
        sifted = sifted.without(pl.col("code").is_null(), "is no state: the file gives no code")
        sifted = sifted.without(colony, "Viet Nam before 1954, filed under the North's code")
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last is no state."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "lied_country": ["Cambodia", "Norway", "Somaliland"],
                "cown": [811.0, 385.0, None],
                "year": [1999.0, 1999.0, 1999.0],
                "sovereign": [1.0, 1.0, 0.0],
                "lexical_index": [3.0, 6.0, 5.0],
                "lexical_index_plus": [3.0, 7.0, 5.0],
                **{key: [1.0, 1.0, 0.0] for key in PARTS},
            }
        )
