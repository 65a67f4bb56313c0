"""UN General Debate Corpus: who spoke for each state in each debate."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Sifted, numbers
from rightful.record.seats import with_seats
from rightful.record.sources._debate_states import with_speakers
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._keyed import keyed

COLUMNS: Final = {
    "Year": "year",
    "ISO Code": "iso3",
    "Name of Person Speaking": "speaker",
    "Post": "post",
}


class DebateSpeakers(Source):
    """Jankin, Baturo and Dasandi (key ``jankin2017ungdc``): their table of speakers."""

    name = "debate_speakers"
    title = "UN General Debate Corpus: names and posts of speakers, 1946-2024"
    reference = "jankin2017ungdc"
    licence = "CC0 (as stated where it is hosted again)"
    address = "https://doi.org/10.7910/DVN/0TJX8Y"
    exportable = False
    editions = (
        Edition(
            name="13",
            filename="ungdc_speakers.csv.gz",
            sha256="9db6c446054e9cf45a9ccb1062058604593d73a877d0ab89644f53634b8cd803",
            size=120214,
            first_year=1946,
            last_year=2024,
            extract=True,
            address="https://github.com/SarahFranzen/"
            "Emotions_in_the_United_Nations_General_Debates",
            note="Posts are missing or unsure before 1994. Some states have two speakers a year.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("place", "Place among the state's speakers of the year", "key", low=1),
        Variable("speaker", "Name of the person who spoke", "text"),
        Variable("post", "Post, as published", "text"),
        Variable("seat", "Who held the seat, where it was not who governed", "text"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the table as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per speaker of a state."""
        frame = numbers(raw.rename(COLUMNS), (YEAR,), f"{self.name}, edition {edition.name}")
        stripped = frame.with_columns(
            pl.col(name).str.strip_chars().replace("", None) for name in ("iso3", "speaker", "post")
        )
        known = with_speakers(Sifted(stripped))
        place = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("ccode", "year").alias("place")
        seated = Sifted(with_seats(known.frame).with_columns(place), known.dropped, known.recoded)
        return keyed(seated, ("ccode", "year", "place"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "1983", "KHM", "A Person", "President"),
            (2, "2017", "KHM", "Another Person", None),
            (3, "2017", "VAT", "A Third Person", "Secretary"),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
