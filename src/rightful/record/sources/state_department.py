"""What the United States says of human rights in other states: summaries of its yearly reports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, YEAR, Sifted, numbers
from rightful.record.sources._flag import flag
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table
from rightful.record.states import iso3_of

COLUMNS: Final = ("country", "report_year", "url", "executive_summary", "issues_sentence")
UNITED_STATES: Final = 2
# Reports that take in what is no part of the state, or not undisputed.
WIDER: Final = {
    "China (Includes Hong Kong, Macau, and Tibet)": "China",
    "Israel, West Bank and Gaza": "Israel",
}


class StateDepartment(Source):
    """Country Reports on Human Rights Practices (key ``usstate2022``), as carried by others."""

    name = "state_department"
    title = "US Department of State: executive summaries of country reports, 2021-2022"
    reference = "usstate2022"
    licence = "Work of the US government; the carrier's repository is under MIT"
    address = "https://www.state.gov/reports-bureau-of-democracy-human-rights-and-labor/"
    exportable = False
    editions = (
        Edition(
            name="summaries-2021-2022",
            filename="us_state_dept_exec_summaries.csv.gz",
            sha256="47f510229b8e2486c1a00768c2db011db2929d140e7b7b2be524d5c551613124",
            size=182805,
            first_year=2021,
            last_year=2022,
            extract=True,
            address="https://github.com/christopherpickering/human_rights_practices",
            note="Dated by the year reported on; printed in the spring after it.",
        ),
    )
    variables = statement_variables(
        Variable("address", "Address of the report", "text"),
        flag("issues", "The paragraph holds the list of significant human rights issues"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return summaries as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per paragraph of a summary on a state."""
        dated = raw.rename({"report_year": "year"}).with_columns(
            pl.col("country").replace(WIDER).alias("code")
        )
        where = f"{self.name}, edition {edition.name}"
        known = (
            Sifted(numbers(dated, (YEAR,), where))
            .with_states("name")
            .without(
                ~pl.struct("ccode", "year").is_first_distinct(),
                "a second copy of the report on this state and year",
            )
        )
        names = iso3_of(known.frame["ccode"], known.frame["year"])["iso3"]
        paragraphs = (
            known.frame.rename({CCODE.name: "addressee"})
            .with_columns(
                pl.coalesce(names, pl.col("country")).alias("iso3"),
                pl.col("executive_summary").str.split("\n").alias("text"),
            )
            .explode("text")
            .with_columns(pl.col("text").str.strip_chars())
            .filter(pl.col("text").str.len_chars() > 0)
            .with_columns(pl.int_range(1, pl.len() + 1).over("row").alias("place"))
        )
        said = paragraphs.with_columns(
            pl.lit(UNITED_STATES, dtype=pl.Int32).alias(CCODE.name),
            pl.format("us-state:{}:{}:{}", "iso3", "year", "place").alias("statement"),
            pl.col("year").cast(pl.String).alias("date"),
            pl.lit("country_report").alias("forum"),
            pl.format("Country report {}: {}", "year", "country").alias("document"),
            pl.format("summary, paragraph {}", "place").alias("paragraph"),
            pl.lit("direct").alias("voice"),
            pl.col("url").alias("address"),
            _holds_list().alias("issues"),
        )
        found = Sifted(said, known.dropped, known.recoded)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "Norway", "2021", "https://example.org/1", "Made up.\n\nIssues: none.", "Issues"),
            (2, "Cambodia", "2022", "https://example.org/2", "Made up as well.", ""),
            (3, "Atlantis", "2022", "https://example.org/3", "Drowned.", ""),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _holds_list() -> pl.Expr:
    """Say whether a paragraph holds the start of the published sentence of issues."""
    start = pl.col("issues_sentence").fill_null("").str.slice(0, 60)
    held = pl.col("text").str.contains(start, literal=True) & (start.str.len_chars() > 0)
    return held.cast(pl.Int32)
