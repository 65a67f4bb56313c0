"""Polity5: authority of government on short scales, with the years that have no government."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rda

RENAMED = {"cown": "code", "year": "year", "scode": "scode", "polity_annual_country": "country"}
SCORES = {
    "democ": ("Institutionalized democracy", 0, 10, "Higher is more democracy."),
    "autoc": ("Institutionalized autocracy", 0, 10, "Higher is more autocracy."),
    "polity": ("Democracy less autocracy", -10, 10, "Higher is more democracy."),
}
PARTS = {
    "xrreg": ("Regulation of how executives are chosen", 1, 3),
    "xrcomp": ("Competitiveness of how executives are chosen", 0, 3),
    "xropen": ("Openness of how executives are chosen", 0, 4),
    "xconst": ("Constraints on the executive", 1, 7),
    "parreg": ("Regulation of participation", 1, 5),
    "parcomp": ("Competitiveness of participation", 0, 5),
}
# In these years the publisher puts the same code in every score.
STATUS = {
    0: "coded",
    66: "foreign interruption",
    77: "no central authority",
    88: "transition",
}
STANDING = (-66.0, -77.0, -88.0)
# Two rows of one state in a year: the one that ends in that year yields to the one that begins.
YIELDS = (
    ("DRV", 1976, "the united Viet Nam"),
    ("YUG", 1991, "Yugoslavia from July 1991"),
    ("ETH", 1993, "Ethiopia without Eritrea"),
    ("YGS", 2006, "Serbia"),
    ("SUD", 2011, "Sudan without the South"),
)
FIRST_YEAR = 1945
# The file begins in 1776, before the years that a table may hold.
FILE_YEAR = replace(YEAR, low=1776)
DOUBLE = "another row speaks for the state at the end of that year"


class Polity(Source):
    """Marshall and Gurr (key ``marshall2020polity``)."""

    name = "polity"
    title = "Polity5, annual time series, to 2018 (the USA to 2020)"
    reference = "marshall2020polity"
    licence = "Terms of the Center for Systemic Peace; the carrying package is GPL"
    address = "https://www.systemicpeace.org/inscrdata.html"
    exportable = False
    editions = (
        Edition(
            name="5-2018",
            filename="polity5.rda",
            sha256="66bccde97c593ac359bcbc4347be0a1886639ba862e697357a6e35e1bc526221",
            size=105281,
            first_year=1776,
            last_year=2020,
            extract=True,
            download="https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c29/data/polity5.rda",
            note=(
                "Codes of the carrying package, not the publisher's own (364, 529, 525, 818 there)."
                " States of half a million people and more; 2019 and 2020 hold the USA alone."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *(
            Variable(name, label, "integer", low=low, high=high, note=note)
            for name, (label, low, high, note) in SCORES.items()
        ),
        Variable(
            "polity2",
            "Democracy less autocracy, filled by the publisher",
            "integer",
            low=-10,
            high=10,
            note=(
                "Higher is more democracy. Where polity_status is not 0 this is no coding: "
                "0 without a central authority, a straight line across a transition."
            ),
        ),
        Variable(
            "durable", "Years since the last change of regime", "integer", unit="years", low=0
        ),
        *(
            Variable(
                name, label, "ordinal", low=low, high=high, note="Higher is more open or bound."
            )
            for name, (label, low, high) in PARTS.items()
        ),
        Variable("polity_status", "Why scores are null", "ordinal", values=STATUS),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return scores and codes as published."""
        columns = (*RENAMED, *SCORES, "polity2", "durable", *PARTS)
        return read_rda(path, "polity5", columns)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return scores by state and year; years without a regime are null and say why."""
        renamed = raw.rename(RENAMED).with_columns(_status(), *_coded())
        where = f"polity, edition {edition.name}"
        frame = numbers(renamed, (CODE, FILE_YEAR, *self.variables[3:]), where)
        sifted = Sifted(frame).without(pl.col("year") < FIRST_YEAR, "before 1945")
        sifted = sifted.without(_yielding(), DOUBLE)
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the second is a year without a central authority."""
        scores = {key: [1.0, -77.0, 1.0] for key in (*SCORES, *PARTS)}
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "cown": [811.0, 520.0, 816.0],
                "year": [1999.0, 1999.0, 1976.0],
                "scode": ["CAM", "SOM", "DRV"],
                "polity_annual_country": ["Cambodia", "Somalia", "Vietnam North"],
                **scores,
                "polity2": [1.0, 0.0, -7.0],
                "durable": [1.0, 0.0, 21.0],
            }
        )


def _status() -> pl.Expr:
    standing = pl.col("democ").is_in(STANDING)
    return pl.when(standing).then(-pl.col("democ")).otherwise(0).alias("polity_status")


def _coded() -> list[pl.Expr]:
    columns = [pl.col(name) for name in (*SCORES, *PARTS)]
    return [pl.when(~column.is_in(STANDING)).then(column) for column in columns]


def _yielding() -> pl.Expr:
    return pl.any_horizontal(
        (pl.col("scode") == scode) & (pl.col("year") == year) for scode, year, _ in YIELDS
    )
