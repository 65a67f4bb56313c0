"""Universal Periodic Review: who recommended what kind of action to whom, and the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Sifted, numbers
from rightful.record.sources._flag import flag
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._keyed import keyed
from rightful.record.states import ccode_of

COLUMNS: Final = {
    "state_under_review": "code",
    "recommending_state": "sender_name",
    "session": "session",
    "session_start": "session_start",
    "cycle": "cycle",
    "response": "response",
    "action_category": "action_category",
    "issues": "issues",
}
RESPONSES: Final = {"Accepted": 1, "Noted": 0}
ACTIONS: Final = {
    1: "Minimal: usually asks others",
    2: "Continue",
    3: "Consider",
    4: "General action",
    5: "Specific action",
}
SESSION: Final = (
    Variable("session", "Session of the working group", "integer", low=1, high=20),
    Variable("month", "Month in which the session began", "integer", low=1, high=12),
    Variable("cycle", "Cycle of the review", "integer", low=1, high=2),
)


class UPR(Source):
    """UPR Info's database (key ``uprinfo2014``), by Terman."""

    name = "upr"
    title = "Universal Periodic Review: recommendations, sessions 1-20, 2008-2014"
    reference = "uprinfo2014"
    licence = "No licence stated; the recommendations, whose texts are not kept, are UN documents"
    address = "https://upr-info.org/en"
    exportable = False
    editions = (
        Edition(
            name="sessions-1-20",
            filename="upr_info_recommendations_s1-20.csv.gz",
            sha256="a2004fa6b22aa6a3c27363a5fe9af5ee10538b57c7b709f52156e7f1558f01e5",
            size=1970222,
            first_year=2008,
            last_year=2014,
            extract=True,
            address="https://github.com/rochelleterman/uprs",
            note="Whole sessions, so whole years. One row per recommendation and state that made "
            "it: more than the numbered recommendations of the report. UPR Info's tags.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("recommendation", "Number of the recommendation in the file", "integer", low=1),
        Variable(
            "sender",
            "Correlates of War code of the recommending state",
            "integer",
            low=2,
            high=990,
            note="Null for the Holy See, Palestine and an unknown sender.",
        ),
        Variable("sender_name", "Recommending state, as the database names it", "text"),
        *SESSION,
        flag(
            "accepted",
            "The state under review accepted the recommendation",
            "Zero is Noted. In the first cycle Noted also stands for no clear answer: it is not "
            "the same as rejected.",
        ),
        Variable(
            "action_category",
            "Kind of action asked for",
            "ordinal",
            low=1,
            high=5,
            values=ACTIONS,
            note="Higher asks more.",
        ),
        Variable("issues", "The database's tags, comma-joined", "text"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the database as published, without the texts."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per recommendation; the ``ccode`` is the state under review."""
        start = pl.col("session_start")
        frame = raw.rename(COLUMNS).with_columns(
            start.str.slice(0, 4).alias("year"),
            start.str.slice(5, 2).alias("month"),
            # An unknown answer stays text, and is told as a bad cell.
            pl.col("response").cast(pl.String).replace({k: str(v) for k, v in RESPONSES.items()}),
        )
        frame = frame.rename({"response": "accepted"})
        known = [variable for variable in self.variables[3:] if variable.name in frame.columns]
        frame = numbers(frame, (YEAR, *known), f"{self.name}, edition {edition.name}")
        senders = ccode_of("name", frame["sender_name"], frame["year"])["ccode"].alias("sender")
        frame = frame.with_columns(senders, pl.col("row").alias("recommendation"))
        sifted = Sifted(frame).with_states("name")
        return keyed(sifted, ("recommendation",), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "Cambodia", "Norway", "6", "2009-12", "1", "Accepted", "5", "Justice"),
            (2, "Cambodia", "Viet Nam", "6", "2009-12", "1", "Noted", "2", "Other"),
            (3, "Chile", "Holy See", "5", "2009-05", "1", "Accepted", "4", "Other"),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
