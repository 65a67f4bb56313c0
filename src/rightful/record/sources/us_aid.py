"""Foreign assistance of the USA by recipient, year, category and kind of transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Recode, Sifted, numbers
from rightful.record.read import read_csv
from rightful.record.sources._keyed import keyed

COLUMNS: Final = {
    "country_code": "published",
    "country_name": "recipient",
    "region_name": "region",
    "assistance_category_name": "category",
    "transaction_type_name": "transaction",
    "fiscal_year": "year",
    "current_amount": "current_amount",
    "constant_amount": "constant_amount",
}
CATEGORIES: Final = {1: "Economic", 2: "Military"}
TRANSACTIONS: Final = {1: "Obligations", 2: "Disbursements"}
# Former states and Luxembourg have no code; parts of a state count for the state of the year.
# What is still booked to a former state after its end is nobody's.
RECODES: Final = (
    Recode("recipient", "Czechoslovakia (former)", 1945, 1992, 315, "the file gives no code"),
    Recode("recipient", "Germany (former East)", 1954, 1990, 265, "the file gives no code"),
    Recode("recipient", "Luxembourg", 1945, 2100, 212, "the file gives no code"),
    Recode("recipient", "Soviet Union (former)", 1945, 1991, 365, "the file gives no code"),
    Recode("recipient", "Vietnam (former South)", 1954, 1975, 817, "the file gives no code"),
    Recode("recipient", "Yemen (former P.D.R.)", 1967, 1989, 680, "the file gives no code"),
    Recode("published", "YUF", 1945, 1991, 345, "Yugoslavia"),
    Recode("published", "SCG", 1945, 2006, 345, "Yugoslavia, then Serbia and Montenegro"),
    Recode("published", "SRB", 1992, 2005, 345, "a part of Serbia and Montenegro"),
    Recode("published", "MNE", 1992, 2005, 345, "a part of Serbia and Montenegro"),
    Recode("published", "CS-KM", 1992, 2007, 345, "a part of Serbia"),
    Recode("published", "CS-KM", 2008, 2100, 347, "Kosovo"),
    Recode("published", "SDF", 1956, 2011, 625, "Sudan before its division"),
    Recode("published", "SSD", 1956, 2010, 625, "a part of Sudan"),
)
US_DOLLARS: Final = "Negative where more was given back than newly given."


def _amount(name: str, label: str, unit: str) -> Variable:
    return Variable(name, label, "number", unit=unit, note=US_DOLLARS)


class USAid(Source):
    """USAID, Foreign Aid Explorer (key ``usaid2018``)."""

    name = "us_aid"
    title = "US Overseas Loans and Grants, economic and military, 1946-2017"
    reference = "usaid2018"
    licence = "Public domain (work of the US government)"
    address = "https://foreignassistance.gov"
    exportable = True
    editions = (
        Edition(
            name="2018",
            filename="us_foreign_aid_country.csv",
            sha256="d2ece4310dc80fdfe11bda822978681efad9adda915e60947e4b8b65ef24cc3f",
            size=1820001,
            first_year=1946,
            last_year=2017,
            note="Fiscal years: to June until 1976, to September from 1977. Obligations from "
            "1946, disbursements from 2001; 2016 and 2017 are partly reported.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "recipient",
            "Recipient, as the publisher names it",
            "text",
            note="Some states of a year have several (Serbia, Montenegro and Kosovo to 2005): "
            "add them.",
        ),
        Variable("category", "Category of assistance", "ordinal", values=CATEGORIES),
        Variable("transaction", "Kind of transaction", "ordinal", values=TRANSACTIONS),
        _amount("current_amount", "Amount in the dollars of its year", "US dollars"),
        _amount("constant_amount", "Amount in constant dollars", "US dollars of 2015"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published; its lines end as on an old Macintosh."""
        return read_csv(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return amounts by recipient, fiscal year, category and transaction."""
        frame = raw.rename(COLUMNS).with_columns(
            _coded("category", CATEGORIES), _coded("transaction", TRANSACTIONS)
        )
        declared = (YEAR, *self.variables[4:])
        frame = numbers(frame, declared, f"{self.name}, edition {edition.name}")
        # Corrected codes are COW, all others ISO 3166.
        sifted = Sifted(frame.with_columns(pl.lit(None, dtype=pl.Int32).alias("code")))
        sifted = sifted.corrected(RECODES)
        known = pl.col("code").is_not_null()
        cow = Sifted(sifted.frame.filter(known)).with_states("cow")
        rest = sifted.frame.filter(~known).with_columns(pl.col("published").alias("code"))
        iso = Sifted(rest).with_states("iso3")
        columns = [variable.name for variable in self.variables]
        both = pl.concat([cow.frame.select(columns), iso.frame.select(columns)])
        merged = Sifted(both, cow.dropped + iso.dropped, sifted.recoded)
        key = ("ccode", "year", "recipient", "category", "transaction")
        return keyed(merged, key, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        world = ("Economic", "Obligations", "1976", "1000", "4000")
        rows = [
            (1, "CHL", "Chile", "Western Hemisphere", *world),
            (2, "CHL", "Chile", "Western Hemisphere", "Military", *world[1:]),
            (3, "WLD", "World", "World", *world),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _coded(column: str, labels: dict[int, str]) -> pl.Expr:
    """Turn published labels into codes; an unknown label stays, and is told as a bad cell."""
    return pl.col(column).replace({label: str(code) for code, label in labels.items()})
