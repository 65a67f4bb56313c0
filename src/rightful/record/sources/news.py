"""Articles of the New York Times on human rights violations, by state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv

COLUMNS = {"YEAR": "year", "COUNTRY_CODE": "published", "V1": "articles"}
NO_COUNTRY = "NA"
# The script that made the file (2_countries_and_regions.R) says what these codes mean.
RECODES = (
    Recode("published", "SVU", 1980, 1991, 365, "the script's code of the Soviet Union"),
    Recode("published", "SVK", 1980, 1992, 315, "'slovakia' is found in Czechoslovakia"),
    Recode("published", "MKD", 1980, 2002, 345, "the script's code of Yugoslavia to 2002"),
    Recode("published", "YUG", 2003, 2005, 345, "the script's code of Serbia and Montenegro"),
    Recode("published", "MAC", 1992, 2100, 343, "the script's code of North Macedonia"),
    Recode("published", "MNE", 2008, 2100, 347, "the script's code of Kosovo from 2008"),
)
ARTICLES = Variable(
    "articles",
    "Articles on human rights violations with this state as their place",
    "integer",
    low=1,
    note="One newspaper, read through LexisNexis subject terms. The place is a word found in "
    "the title, else the top place of LexisNexis: a weak label (articles on Palestine count "
    "for Israel; 1989 and 1990 lack nearly all on the USA). Silence is null and not zero: the "
    "README claims no cover of all states, and some articles have no place.",
)


class News(Source):
    """Terman's counts of human rights news (key ``terman2014coverage``)."""

    name = "news"
    title = "New York Times articles on human rights violations, 1980-2010"
    reference = "terman2014coverage"
    licence = "No licence stated"
    address = "https://github.com/rochelleterman/human-rights-coverage"
    exportable = False
    editions = (
        Edition(
            name="1980-2010",
            filename="n-country-year.csv",
            sha256="1aaf39a2be16d9cfa3413f721b804c6189a56d912d171ab71f4d581e999cdbcd",
            size=27378,
            first_year=1980,
            last_year=2010,
            note="7,508 articles, 401 of them without a state. State-years without an article "
            "are absent.",
        ),
    )
    variables = (*KEY_VARIABLES, ARTICLES)

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the counts as published."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return articles by state and year; no row where the file has none."""
        frame = numbers(
            raw.rename(COLUMNS), (YEAR, ARTICLES), f"{self.name}, edition {edition.name}"
        )
        place, year = pl.col("published"), pl.col("year")
        sifted = Sifted(frame.with_columns(pl.lit(None, dtype=pl.Int32).alias("code")))
        sifted = sifted.without(place == NO_COUNTRY, "the article has no state")
        sifted = sifted.without(
            (place == "RUS") & (year < 1992), "another row speaks for the Soviet Union"
        )
        sifted = sifted.without(
            (place == "MKD") & (year > 2002), "Kosovo under the code of North Macedonia"
        )
        sifted = sifted.without(place == "OMN", "'Oman' is found in 'woman'")
        sifted = sifted.corrected(RECODES)
        return tidied(_with_states(sifted), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [(1, "1985", "CHL", "3"), (2, "1986", "SVU", "2"), (3, "1987", "NA", "4")]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _with_states(sifted: Sifted) -> Sifted:
    """Read corrected codes as COW and all others as ISO 3166, as published."""
    known = pl.col("code").is_not_null()
    cow = Sifted(sifted.frame.filter(known)).with_states("cow")
    iso = Sifted(
        sifted.frame.filter(~known).with_columns(pl.col("published").alias("code"))
    ).with_states("iso3")
    columns = ["ccode", "year", "row", "articles"]
    frame = pl.concat([cow.frame.select(columns), iso.frame.select(columns)])
    return Sifted(frame, sifted.dropped + cow.dropped + iso.dropped, sifted.recoded)
