"""UN General Debate Corpus: passages on human rights, sovereignty and double standards."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import YEAR, Sifted, numbers
from rightful.record.seats import with_seats
from rightful.record.sources._debate_states import with_speakers
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table

COLUMNS: Final = ("speech_id", "iso3", "year", "passage", "first_sent", "last_sent", "text")
COUNTED: Final = (
    Variable("passage", "Number of the passage in the speech", "key", low=0),
    Variable("first_sent", "First sentence", "key", low=0),
    Variable("last_sent", "Last sentence", "key", low=0),
)
# The file of this name holds another state's speech.
NOT_BY_THE_STATE: Final = "ZAF_39_1984"


class GeneralDebate(Source):
    """Jankin, Baturo and Dasandi (key ``jankin2017ungdc``), passages cut by others."""

    name = "general_debate"
    title = "UN General Debate Corpus: passages on human rights and sovereignty, 1946-2024"
    reference = "jankin2017ungdc"
    licence = "CC0 (as stated where it is hosted again)"
    address = "https://doi.org/10.7910/DVN/0TJX8Y"
    exportable = False
    editions = (
        Edition(
            name="13-passages",
            filename="ungdc_hr_passages.csv.gz",
            sha256="398d033c83a46e2d932828198e86db4cad6ae0461846773e8912da4191e1cb38",
            size=5649544,
            first_year=1946,
            last_year=2024,
            extract=True,
            address="https://github.com/SarahFranzen/"
            "Emotions_in_the_United_Nations_General_Debates",
            note="Sentences that match a pattern (human rights, non-interference, double "
            "standards), with one either side. Speeches in other languages are translations. "
            "Before 1994 scanned, with stray paragraph numbers.",
        ),
    )
    variables = statement_variables(
        Variable(
            "seat",
            "Who held the seat, where it was not who governed",
            "text",
            note="From our own table of seats; such words are not the government's at home.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return passages as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per passage of a state."""
        frame = numbers(raw, (YEAR, *COUNTED), f"{self.name}, edition {edition.name}")
        sifted = with_speakers(
            Sifted(frame).without(
                pl.col("speech_id") == NOT_BY_THE_STATE,
                "not South Africa's: the file holds the speech of the Central African Republic",
            )
        )
        said = with_seats(sifted.frame).with_columns(
            pl.format("ungdc:{}:{}", "speech_id", "passage").alias("statement"),
            pl.col("year").cast(pl.String).alias("date"),
            pl.lit("general_debate").alias("forum"),
            pl.col("speech_id").alias("document"),
            pl.format("sentences {}-{}", "first_sent", "last_sent").alias("paragraph"),
            pl.lit("direct").alias("voice"),
        )
        found = Sifted(said, sifted.dropped, sifted.recoded)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "KHM_38_1983", "KHM", "1983", "0", "3", "5", "We made this sentence up."),
            (2, "KHM_72_2017", "KHM", "2017", "4", "9", "11", "No one may interfere, we say."),
            (3, "VAT_72_2017", "VAT", "2017", "0", "1", "3", "This is made up as well."),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
