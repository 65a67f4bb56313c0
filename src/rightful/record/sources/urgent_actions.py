"""Amnesty International's urgent actions: one row per action, by the state it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers
from rightful.record.sources._amnesty_index import CCODES
from rightful.record.sources._flag import flag
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._keyed import keyed

COLUMNS: Final = ("date", "country", "ai_index", "lang", "further_info", "title")
# Running numbers of urgent actions seen in the titles: half of 1989's, two thirds of 1990's,
# 99 % of 1991's to 1994's; later titles have none, but of 1,440 months by region in 1991-2014
# only two are empty. Every region is there from September 1990. 2015 ends in August.
WHOLE_YEARS: Final = (1991, 2014)


class UrgentActions(Source):
    """Terman's list of Amnesty International's urgent actions (key ``terman2015uas``)."""

    name = "urgent_actions"
    title = "Amnesty International, urgent actions, 1980 to August 2015"
    reference = "terman2015uas"
    licence = "No licence stated; the titles, which are not kept, are Amnesty International's"
    address = "https://github.com/rochelleterman/amnesty-uas"
    exportable = False
    editions = (
        Edition(
            name="2015-08",
            filename="amnesty_urgent_actions_index.csv.gz",
            sha256="4a6fc39e7b5a4a19d38e103273d35d5f35c998e8665b9fa086721840bd144182",
            size=559748,
            first_year=1980,
            last_year=2015,
            extract=True,
            note="Stray actions to 1988, half of 1989, two thirds of 1990, whole in 1991-1994 by "
            "running numbers and taken as whole to 2014, to August in 2015. The publisher's "
            "country is a region in a fifth of the rows; the state is read from the class of the "
            "index.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("ai_index", "Index of the document at Amnesty International", "text"),
        Variable("month", "Month of issue", "integer", low=1, high=12),
        flag("further_info", "Follows up an earlier action on the same case"),
        flag("whole_year", "The list holds the whole of this year", "Count only where it is 1."),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the list as published, without the titles."""
        return read_csv_gz(path, COLUMNS).drop("title")

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per action that is about one state."""
        kind = pl.col("ai_index").str.slice(0, 5)
        coded = raw.with_columns(
            pl.col("date").str.slice(0, 4).alias("year"),
            pl.col("date").str.slice(5, 2).alias("month"),
            kind.replace_strict(CCODES, default=None, return_dtype=pl.Int32).alias("code"),
        )
        declared = (CODE, YEAR, *self.variables[3:6])
        frame = numbers(coded, declared, f"{self.name}, edition {edition.name}")
        frame = frame.with_columns(
            pl.col("year").is_between(*WHOLE_YEARS).cast(pl.Int32).alias("whole_year")
        )
        sifted = Sifted(frame).without(
            pl.col("code").is_null(), "is about a region, a territory or a body, by its index"
        )
        key = ("ai_index",)
        return keyed(sifted.with_states("cow"), key, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "1999-03-02", "Cambodia", "ASA23/901/1999", "en", "0"),
            (2, "1999-03-09", "Asia", "ASA23/902/1999", "en", "1"),
            (3, "1990-10-01", "Africa", "AFR02/901/1990", "en", "0"),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS[:5], pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
