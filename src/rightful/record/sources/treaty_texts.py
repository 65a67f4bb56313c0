"""Texts of human rights instruments by article: the law that words are held against."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import ROW, Sifted, numbers
from rightful.record.legal_texts import INSTRUMENT_OF
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._keyed import keyed
from rightful.record.sources._statement import plain

COLUMNS: Final = ("treaty", "name", "adopted", "article", "title", "text")
ADOPTED: Final = Variable("adopted", "Year of adoption", "integer", low=1945, high=2100)


class TreatyTexts(Source):
    """English texts in the Dutch database of law (key ``wettenbank``), as carried by others."""

    name = "treaty_texts"
    title = "Human rights instruments in English, by article: 21 texts"
    reference = "wettenbank"
    licence = "Texts of law are free of copyright; the carrier states no licence"
    address = "https://wetten.overheid.nl"
    exportable = False
    editions = (
        Edition(
            name="21-instruments",
            filename="un_hr_treaties_by_article_en.csv.gz",
            sha256="f2ae83d796f1165943cf65f18a6a251582fbaa3cfe41ff0120d0b6231b3e9b62",
            size=174542,
            first_year=1948,
            last_year=2008,
            extract=True,
            address="https://github.com/statengeneraal/laws-markdown",
            note="No ICMW, African Charter or American Convention. Article 46 of the Refugee "
            "Convention takes in the Final Act; the European Convention is that of 2010.",
        ),
    )
    variables = (
        Variable("instrument", "Instrument, as in our own table", "key"),
        Variable("article", "Article, or preamble", "key"),
        Variable("title", "Title of the article", "text"),
        Variable("text", "Text of the article", "text"),
        ADOPTED,
        ROW,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return articles as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per article."""
        frame = numbers(raw, (ADOPTED,), f"{self.name}, edition {edition.name}").with_columns(
            pl.col("treaty").replace(INSTRUMENT_OF).alias("instrument"),
            pl.col("title").replace("", None),
            plain("text"),
        )
        sifted = Sifted(frame).without(
            pl.col("text").fill_null("") == "", "the article has no text"
        )
        return keyed(sifted, ("instrument", "article"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "CED", "Made-up convention", "2006", "preamble", "", "The parties made this up."),
            (2, "CED", "Made-up convention", "2006", "1", "Aim", "No one shall be made up."),
            (3, "CAT", "Other convention", "1984", "1", "", ""),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
