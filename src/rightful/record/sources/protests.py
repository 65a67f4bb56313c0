"""Mass Mobilization: protests against governments, and what the state did."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers
from rightful.record.sources._flag import flag
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._keyed import keyed

RESPONSES: Final = {
    "ignore": ("ignored", "The state ignored the protest"),
    "accomodation": ("accommodated", "The state met demands"),
    "crowddispersal": ("dispersed", "The state dispersed the crowd"),
    "arrests": ("arrests", "The state arrested protesters"),
    "beatings": ("beatings", "The state beat protesters"),
    "shootings": ("shootings", "The state shot at protesters"),
    "killings": ("killings", "The state killed protesters"),
}
DEMANDS: Final = {
    "labor_wage_dispute": ("demand_labour", "Demand: work and wages"),
    "land_farm_issue": ("demand_land", "Demand: land and farming"),
    "police_brutality": ("demand_police", "Demand: police brutality"),
    "political_behavior_process": ("demand_politics", "Demand: political conduct and process"),
    "price increases_tax_policy": ("demand_prices", "Demand: prices and taxes"),
    "removal_of_politician": ("demand_removal", "Demand: removal of a politician"),
    "social_restrictions": ("demand_social", "Demand: social restrictions"),
}
COLUMNS: Final = {
    "id": "protest_id",
    "ccode": "code",
    "year": "year",
    "start_date": "start_date",
    "end_date": "end_date",
    "participants_category": "size_category",
    "participants": "size_text",
    "protesterviolence": "protester_violence",
    **{column: name for column, (name, _) in (RESPONSES | DEMANDS).items()},
}
# Least number that the publisher's category of size, or its words, allow.
CATEGORIES: Final = {
    **{"50-99": 50, "100-999": 100, "1000-1999": 1000, "2000-4999": 2000},
    **{"5000-10000": 5000, ">10000": 10000},
}
WORDS: Final = {
    **{"dozens": 50, "hundreds": 100, "thousands": 1000, "tens of thousands": 10000},
    **{"100s": 100, "1000s": 1000, "10000s": 10000, "100000s": 100000},
}
# A count, perhaps "at least" or "more than"; a ceiling ("<500") says nothing of the least.
NUMBER: Final = r"^>?\s*(\d+)\s*\+?$"
FEWEST: Final = 50  # a protest of fewer people is not recorded
RECODES: Final = (
    Recode("code", 364, 1990, 1991, 365, "the Soviet Union"),
    Recode("code", 347, 1990, 2006, 345, "Yugoslavia, then Serbia and Montenegro"),
    Recode("code", 342, 2006, 2100, 345, "Serbia"),
    Recode("code", 341, 2008, 2100, 347, "Kosovo"),
    Recode("code", 348, 2006, 2100, 341, "Montenegro"),
    Recode("code", 529, 1993, 2100, 530, "Ethiopia after Eritrea left"),
    Recode("code", 678, 1990, 2100, 679, "Yemen after its union"),
    Recode("code", 525, 2011, 2100, 626, "South Sudan"),
)
VIOLENT: Final = flag("protester_violence", "Protesters used violence")
ANSWERS: Final = tuple(flag(name, label) for name, label in (*RESPONSES.values(),))
CLAIMS: Final = tuple(flag(name, label) for name, label in (*DEMANDS.values(),))


class Protests(Source):
    """Clark and Regan (key ``clark2016mm``), as cleaned by others."""

    name = "protests"
    title = "Mass Mobilization, protests of 50 and more people, 1990 to March 2020"
    reference = "clark2016mm"
    licence = "CC0 at the publisher, by memory; none stated by the carrier"
    address = "https://doi.org/10.7910/DVN/HTTWYL"
    exportable = False
    editions = (
        Edition(
            name="2020-03",
            filename="mass_mobilization_clean_1990-2020.csv.gz",
            sha256="f531f10b8bc2a21c9e548a68a31e0d7384eac71d3e5b5a9587159b9ec0d424e1",
            size=400740,
            first_year=1990,
            last_year=2020,
            extract=True,
            address="https://github.com/EmFib/Mass-Protests",
            note="Not the USA nor small states. The publisher's rows that say 'no protest this "
            "year' were dropped by the carrier, so silence is no zero. 2020 ends in March.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("protest_id", "The publisher's number of the protest", "text"),
        Variable("start_date", "First day", "date"),
        Variable("end_date", "Last day", "date"),
        Variable(
            "participants_least",
            "Least number of participants that the record allows",
            "integer",
            unit="persons",
            low=FEWEST,
            note="From a plain number, else the category, else a word; null where none is given.",
        ),
        VIOLENT,
        *ANSWERS,
        *CLAIMS,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return protests as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per protest."""
        where = f"{self.name}, edition {edition.name}"
        # Two protests name the same demand twice, as 2.
        once = pl.col([name for name, _ in DEMANDS.values()]).cast(pl.String).replace("2", "1")
        frame = raw.rename(COLUMNS).with_columns(once)
        frame = numbers(frame, (CODE, YEAR, VIOLENT, *ANSWERS, *CLAIMS), where)
        frame = frame.with_columns(
            pl.col("start_date", "end_date").str.to_date("%Y-%m-%d", strict=False),
            _least().alias("participants_least"),
        )
        _check_days(frame, where)
        sifted = Sifted(frame).corrected(RECODES).with_states("cow")
        return keyed(sifted, ("protest_id",), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        days = ("1999-02-01", "1999-02-03")
        flags = ("1", *["0"] * 13)
        rows = [
            (1, "8111999001", "811", "1999", *days, "100-999", "200", "0.0", *flags),
            (2, "8111999002", "811", "1999", *days, None, "1000s", "1.0", *flags),
            (3, "3641990001", "364", "1990", "1990-05-01", "1990-05-01", None, ".", "0", *flags),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _least() -> pl.Expr:
    text = pl.col("size_text").str.strip_chars().str.to_lowercase().str.replace_all(",", "")
    number = text.str.extract(NUMBER).cast(pl.Int32, strict=False)
    category = pl.col("size_category").replace_strict(
        CATEGORIES, default=None, return_dtype=pl.Int32
    )
    word = text.replace_strict(WORDS, default=None, return_dtype=pl.Int32)
    least = pl.coalesce(number, category, word)
    return pl.when(least >= FEWEST).then(least)


def _check_days(frame: pl.DataFrame, where: str) -> None:
    wrong = frame.filter(
        pl.any_horizontal(pl.col("start_date", "end_date").is_null())
        | (pl.col("end_date") < pl.col("start_date"))
    )
    if wrong.height:
        raise BadRows(
            f"{wrong.height} protests with impossible days",
            tuple(
                (row, "has no first or last day, or ends before it starts") for row in wrong["row"]
            ),
            where=where,
            allowed="days as 1999-12-31, the last not before the first",
            next_step="compare these rows with the publisher's file; nothing was stored",
        )
