"""Universal Periodic Review: recommendations, each a statement of the state that made it."""

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
from rightful.record.states import ccode_of

COLUMNS: Final = (
    "state_under_review",
    "recommending_state",
    "session",
    "session_start",
    "cycle",
    "response",
    "action_category",
    "issues",
    "text",
)
# Checked as numbers, so that an unknown answer is told as a bad cell.
ANSWERS: Final = {"Accepted": 1, "Noted": 0}
ACCEPTED: Final = Variable("response", "Answer", "flag", values={0: "noted", 1: "accepted"})
ACTION: Final = Variable(
    "action_category",
    "Kind of action asked for, from 1 (minimal) to 5 (specific)",
    "ordinal",
    values={1: "minimal", 2: "continue", 3: "consider", 4: "general", 5: "specific"},
    note="Higher asks more.",
)
CYCLE: Final = Variable("cycle", "Cycle of the review", "integer", low=1, high=2)
SESSION: Final = Variable("session", "Session of the working group", "integer", low=1, high=20)


class UPRRecommendations(Source):
    """UPR Info's database (key ``uprinfo2014``), by Terman, with the texts."""

    name = "upr_recommendations"
    title = "Universal Periodic Review: what states recommended, with the answer, 2008-2014"
    reference = "uprinfo2014"
    licence = "No licence stated; the recommendations are UN documents"
    address = "https://upr-info.org/en"
    exportable = False
    editions = (
        Edition(
            name="texts-1-20",
            filename="upr_info_recommendations_s1-20.csv.gz",
            sha256="a2004fa6b22aa6a3c27363a5fe9af5ee10538b57c7b709f52156e7f1558f01e5",
            size=1970222,
            first_year=2008,
            last_year=2014,
            extract=True,
            address="https://github.com/rochelleterman/uprs",
            note="The file of `upr`, read for its words: one statement per recommendation and "
            "state that made it. In the first cycle Noted also stands for no answer.",
        ),
    )
    variables = statement_variables(SESSION, CYCLE, ACTION)

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the database as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per recommendation of a state."""
        codes = {word: str(code) for word, code in ANSWERS.items()}
        frame = raw.with_columns(
            pl.col("session_start").str.slice(0, 4).alias("year"),
            pl.col("response").replace(codes),
        )
        checked = (YEAR, ACCEPTED, SESSION, CYCLE, ACTION)
        frame = numbers(frame, checked, f"{self.name}, edition {edition.name}")
        under = ccode_of("name", frame["state_under_review"], frame["year"])["ccode"]
        sifted = Sifted(
            frame.with_columns(under.alias("addressee"), pl.col("recommending_state").alias("code"))
        )
        known = sifted.without(
            pl.col("addressee").is_null(), "the state under review is no state of the list"
        ).with_states("name")
        said = known.frame.with_columns(
            pl.format("upr-rec:{}", "row").alias("statement"),
            pl.col("session_start").alias("date"),
            pl.lit("upr_recommendation").alias("forum"),
            pl.format("UPR Info, session {}", "session").alias("document"),
            pl.format("row {}", "row").alias("paragraph"),
            pl.lit("reported").alias("voice"),
            pl.col("response").replace_strict(ACCEPTED.values, default=None),
            pl.col("issues").alias("tags"),
            unescaped("text"),
        )
        found = Sifted(said, known.dropped, known.recoded)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "Cambodia", "Norway", "6", "2009-12", "1", "Accepted", "5", "Justice", "Make up."),
            (2, "Cambodia", "Chile", "6", "2009-12", "1", "Noted", "2", "Other", "Keep it up."),
            (3, "Chile", "Holy See", "5", "2009-05", "1", "Accepted", "4", "Other", "Invent."),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
