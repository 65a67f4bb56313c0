"""Universal Periodic Review: what states under review pledged of their own accord."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import YEAR, Sifted, numbers
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table, unescaped

COLUMNS: Final = ("state", "session", "session_start", "action_category", "issues", "text")
SESSION: Final = Variable("session", "Session of the working group", "integer", low=1, high=20)
ACTION: Final = Variable(
    "action_category",
    "Kind of action pledged, from 1 (minimal) to 5 (specific)",
    "ordinal",
    values={1: "minimal", 2: "continue", 3: "consider", 4: "general", 5: "specific"},
    note="Higher pledges more.",
)


class UPRPledges(Source):
    """UPR Info's database (key ``uprinfo2014``), by Terman."""

    name = "upr_pledges"
    title = "Universal Periodic Review: voluntary pledges, sessions 1-19, 2008-2014"
    reference = "uprinfo2014"
    licence = "No licence stated; the pledges are from UN documents"
    address = "https://upr-info.org/en"
    exportable = False
    editions = (
        Edition(
            name="sessions-1-19",
            filename="upr_info_voluntary_pledges.csv.gz",
            sha256="128d2b484446eb114aa39f50b13baacd66c2d07b5a29ab2698306b7042ce2b59",
            size=76808,
            first_year=2008,
            last_year=2014,
            extract=True,
            address="https://github.com/rochelleterman/uprs",
            note="What UPR Info found and tagged as a pledge: a state without one may have made "
            "some elsewhere.",
        ),
    )
    variables = statement_variables(SESSION, ACTION)

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return pledges as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per pledge."""
        dated = raw.with_columns(
            pl.col("session_start").str.slice(0, 4).alias("year"), pl.col("state").alias("code")
        )
        where = f"{self.name}, edition {edition.name}"
        sifted = Sifted(numbers(dated, (YEAR, SESSION, ACTION), where)).with_states("name")
        said = sifted.frame.with_columns(
            pl.format("upr-pledge:{}", "row").alias("statement"),
            pl.col("session_start").alias("date"),
            pl.lit("upr_pledge").alias("forum"),
            pl.format("UPR Info, session {}", "session").alias("document"),
            pl.format("row {}", "row").alias("paragraph"),
            pl.lit("reported").alias("voice"),
            pl.lit("pledged").alias("response"),
            pl.col("issues").alias("tags"),
            unescaped("text"),
        )
        found = Sifted(said, sifted.dropped, sifted.recoded)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "Cambodia", "6", "2009-12", "5", "Justice", "We will make up a law."),
            (2, "Norway", "6", "2009-12", "2", "Other", "We go on making this up."),
            (3, "Holy See", "5", "2009-05", "4", "Other", "This is made up too."),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
