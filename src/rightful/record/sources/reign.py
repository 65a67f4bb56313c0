"""REIGN regimes: the kind of regime that stood at the end of each year, and since when."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, Sifted, numbers, tidied
from rightful.record.read import read_rda

COLUMNS = ("cown", "year", "gwf_casename", "gwf_startdate", "gwf_regimetype")
# The publisher gives words; the codes are ours and have no order.
REGIMES = {
    1: "parliamentary",
    2: "presidential",
    3: "monarchy",
    4: "personal",
    5: "party-based",
    6: "party-personal",
    7: "party-military",
    8: "party-personal-military",
    9: "military",
    10: "military personal",
    11: "indirect military",
    12: "oligarchy",
    13: "provisional",
    14: "civilian provisional",
    15: "provisional military",
    16: "warlordism",
    17: "foreign-occupied",
}
FIRST_YEAR = 1945
# The publisher begins with Oman's regime of 1600, long before the years that a table may hold.
PUBLISHED_YEAR = Variable("year", "Calendar year", "key", low=1500, high=2100)
# Days as the publisher writes them: 12/31/1949.
DAY = "%m/%d/%Y"


class Reign(Source):
    """Bell (key ``bell2016reign``), as carried in yearly form."""

    name = "reign"
    title = "Rulers, Elections, and Irregular Governance: regimes, to 2021"
    reference = "bell2016reign"
    licence = "No licence stated for the data; the package that carries them is GPL"
    address = "https://oefdatascience.github.io/REIGN.github.io/"
    exportable = False
    editions = (
        Edition(
            name="2021-yearly",
            filename="REIGN.rda",
            sha256="12ca15ca257f1d561d8b7f7b81ffb9309aa352b26ca236eb0bd9c6adc7da95ba",
            size=35628,
            first_year=1789,
            last_year=2021,
            extract=True,
            download=(
                "https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c29/"
                "data/REIGN.rda"
            ),
            note=(
                "Spells of regimes laid out by year, some from before 1789; only regimes that "
                "began or fell between late 2020 and mid 2021 have a row in 2021."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "regime",
            "Kind of regime on the last day it stood in the year",
            "ordinal",
            values=REGIMES,
            note="Codes of this project, without order. The latest regime of the year speaks.",
        ),
        Variable("regime_case", "The publisher's name of the regime", "text"),
        Variable("regime_since", "Year in which the regime began", "integer", low=1500, high=2100),
        Variable(
            "regime_age",
            "Years since the regime began",
            "integer",
            unit="years",
            low=0,
            note="0 in the year it began. Neither end is better.",
        ),
        Variable(
            "regimes_in_year",
            "Regimes that stood in the year",
            "integer",
            unit="regimes",
            low=1,
            note="2 or more where one gave way to another.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return regimes by year as published, several a year where one followed another."""
        return read_rda(path, "REIGN", COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the last regime of every state and year."""
        renamed = raw.rename({"cown": "code", "gwf_casename": "regime_case"}).with_columns(
            _coded().alias("regime"), _began().alias("regime_since")
        )
        declared = (CODE, PUBLISHED_YEAR, *self.variables[3:6])
        frame = numbers(renamed, declared, f"reign, edition {edition.name}")
        frame = frame.with_columns(
            regime_age=pl.col("year") - pl.col("regime_since"),
            day=pl.col("gwf_startdate").str.to_date(DAY, strict=False),
        )
        sifted = Sifted(frame).without(
            pl.col("year") < FIRST_YEAR, "before 1945, where states begin"
        )
        sifted = sifted.without(pl.col("regime_age") < 0, "the regime had not yet begun")
        located = sifted.with_states("cow")
        several = located.frame.with_columns(
            regimes_in_year=pl.struct("regime_case", "day").n_unique().over("ccode", "year"),
            latest=pl.col("day").max().over("ccode", "year"),
        )
        kept = Sifted(several, located.dropped, located.recoded).without(
            pl.col("day") < pl.col("latest"), "another regime stood at the end of the year"
        )
        return tidied(kept, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows: a regime, the next one in the same year, another state."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "cown": [811.0, 811.0, 385.0],
                "year": [1993.0, 1993.0, 1999.0],
                "gwf_casename": ["Example 1", "Example 2", "Example 3"],
                "gwf_startdate": ["1/7/1979", "9/24/1993", "6/7/1905"],
                "gwf_regimetype": ["party-based", "monarchy", "parliamentary"],
            }
        )


def _coded() -> pl.Expr:
    codes = {kind: str(code) for code, kind in REGIMES.items()}
    return pl.col("gwf_regimetype").replace(codes)


def _began() -> pl.Expr:
    """Return the year of the first day; what is no day stays as it is and is told as bad."""
    year = pl.col("gwf_startdate").str.to_date(DAY, strict=False).dt.year().cast(pl.String)
    return pl.coalesce(year, pl.col("gwf_startdate"))
