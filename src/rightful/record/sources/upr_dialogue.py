"""Universal Periodic Review: paragraphs of the Working Group's reports, by who speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import YEAR, Sifted, numbers
from rightful.record.reviews import reviews
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table
from rightful.record.sources._upr_speakers import (
    SUR,
    Speaker,
    askers_in,
    checked_speaker,
    lacks_own_words,
)
from rightful.record.states import ccode_of

COLUMNS: Final = ("country", "year", "section", "para", "speaker", "speaker_rule", "text", "src")
# The file's names that stand for more than one state, or are misspelt.
COUNTRIES: Final = {"korea": "Republic of Korea"}
DIALOGUE: Final = "B"
OUTCOME: Final = "II"
PROCEDURAL: Final = "(procedural)"
PARAGRAPH: Final = Variable("para", "Paragraph of the report", "integer", low=1, high=2000)
ALONE: Final = "doubted: nothing says that the state under review speaks, and others speak around"
# A report that the file holds a second time, under a later year.
REPEATED: Final = ("guinea", 2014)
# A report is dated by its print; the review was in that year or the one before.
LAGS: Final = (0, 1)


class UPRDialogue(Source):
    """Reports of the Working Group (key ``terman2018upr``), cut into paragraphs by others."""

    name = "upr_dialogue"
    title = "Universal Periodic Review: reports of the Working Group by paragraph, 2008-2014"
    reference = "terman2018upr"
    licence = "No licence stated; the reports are UN documents"
    address = "https://www.ohchr.org/en/hr-bodies/upr/documentation"
    exportable = False
    editions = (
        Edition(
            name="paragraphs-2008-2014",
            filename="upr_wg_report_paragraphs_2008-2014.csv.gz",
            sha256="fc4cd77cbd0a56cb06d53a605a31437e595b9cbdfe163d973ee72dd81724377a",
            size=5321465,
            first_year=2008,
            last_year=2014,
            extract=True,
            address="https://github.com/rochelleterman/uprs",
            note="304 reports. What states said is the secretariat's summary. The published year "
            "is that of print; ours is that of the review. 42 reports come from PDF, with broken "
            "words. Bhutan 2010 has 3 paragraphs; Guinea 2014 is that of 2010 again.",
        ),
    )
    variables = statement_variables(
        Variable("section", "A: presentation; B: dialogue", "text"),
        Variable("speaker_as_published", "Speaker, as published", "text"),
        Variable("speaker_rule", "How the publisher found the speaker", "text"),
        Variable(
            "speaker_doubt",
            "Why the speaker is not, or may not be, the published one",
            "text",
            note="Null where there is no doubt. Our own rule reads the first sentence.",
        ),
        Variable("year_as_published", "Year of the report, as published", "integer", low=2008),
        Variable("typeset", "txt, or pdf: broken words and lost hyphens", "text"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return paragraphs as published."""
        return read_csv_gz(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per paragraph in which a state speaks."""
        frame = numbers(raw, (YEAR, PARAGRAPH), f"{self.name}, edition {edition.name}")
        frame = frame.with_columns(pl.col("country").replace(COUNTRIES).alias("name"))
        own = ccode_of("name", frame["name"], frame["year"])["ccode"].alias("own")
        sifted = (
            Sifted(frame.with_columns(own))
            .without(pl.col("own").is_null(), "the report is on no state of the list")
            .without(
                (pl.col("country") == REPEATED[0]) & (pl.col("year") == REPEATED[1]),
                "repeats the report of 2010, word for word",
            )
            .without(
                pl.col("section") == OUTCOME,
                "the outcome in one piece; its recommendations are in upr_recommendations",
            )
            .without(pl.col("speaker") == PROCEDURAL, "a note of procedure: nobody speaks")
        )
        read = _dated(_answered(_spoken(sifted.frame)))
        coded = Sifted(read, sifted.dropped, sifted.recoded).with_states("name")
        said = coded.frame.with_columns(
            pl.when(pl.col("ccode") == pl.col("own"))
            .then(pl.col("asker"))
            .otherwise(pl.col("own"))
            .alias("addressee"),
            pl.lit("upr_dialogue").alias("forum"),
            pl.format("Report of the Working Group: {} {}", "country", "year_as_published").alias(
                "document"
            ),
            pl.col("para").cast(pl.String).alias("paragraph"),
            pl.lit("reported").alias("voice"),
        )
        found = Sifted(said, coded.dropped, coded.recoded)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "norway", "2010", "B", "21", "Chile", "named", "Chile asked about made-up laws."),
            (2, "norway", "2010", "B", "22", SUR, "continuation", "The delegation replied."),
            (3, "norway", "2010", "B", "23", PROCEDURAL, "procedural", "A list of speakers."),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(COLUMNS[:7], pl.String)}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return frame.with_columns(pl.lit("txt").alias("src"))


def _spoken(frame: pl.DataFrame) -> pl.DataFrame:
    """Add who speaks (``said_by``, ``speaker_doubt``), checked in the dialogue."""
    paragraphs = frame.select("section", "text", "speaker", "own").iter_rows()
    found = [
        checked_speaker(text or "", speaker, own) if section == DIALOGUE else Speaker(speaker)
        for section, text, speaker, own in paragraphs
    ]
    spoken = frame.with_columns(
        pl.Series("said_by", [each.name for each in found], dtype=pl.String),
        pl.Series("doubt", [each.doubt for each in found], dtype=pl.String),
    )
    lacks = [
        rule == "continuation" and by == SUR and lacks_own_words(text or "", own)
        for rule, by, text, own in spoken.select(
            "speaker_rule", "said_by", "text", "own"
        ).iter_rows()
    ]
    other = (pl.col("said_by") != SUR) & (pl.col("section") == DIALOGUE)
    report = ["country", "year"]
    among = other.shift(1).over(report) & other.shift(-1).over(report)
    alone = pl.Series("lacks", lacks) & among & (pl.col("said_by") == SUR)
    spoken = spoken.with_columns(
        pl.when(alone).then(pl.lit(ALONE)).otherwise("doubt").alias("speaker_doubt")
    )
    return spoken.with_columns(
        pl.when(pl.col("said_by") == SUR).then("name").otherwise("said_by").alias("code"),
        pl.col("speaker").alias("speaker_as_published"),
        pl.col("year").alias("year_as_published"),
        pl.col("src").alias("typeset"),
        pl.format(
            "upr:{}-{}:{}:{}", pl.col("country").str.to_lowercase(), "year", "section", "para"
        ).alias("statement"),
    )


def _answered(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the statement that the state under review ``answers``, and the one ``asker`` it names.

    It answers the last paragraph before it in which another spoke: that of the state it names,
    where its first sentence takes up the words of one state and that state has spoken.
    """
    answers: list[str | None] = []
    askers: list[int | None] = []
    report: tuple[str, int] | None = None
    last: str | None = None
    spoke: dict[int, str] = {}
    codes = ccode_of("name", frame["code"], frame["year"])["ccode"]
    columns = frame.select("country", "year", "section", "said_by", "statement", "text", "own")
    for code, row in zip(codes, columns.iter_rows(), strict=True):
        country, year, section, said_by, statement, text, own = row
        if report != (country, year):
            report, last, spoke = (country, year), None, {}
        if section != DIALOGUE or said_by != SUR:
            answers.append(None)
            askers.append(None)
            if section == DIALOGUE and code is not None:
                last, spoke[code] = statement, statement
            continue
        named = [state for state in askers_in(text or "", own) if state in spoke]
        asker = named[0] if len(named) == 1 else None
        answers.append(spoke[asker] if asker is not None else last)
        askers.append(asker)
    return frame.with_columns(
        pl.Series("answers", answers, dtype=pl.String), pl.Series("asker", askers, dtype=pl.Int32)
    )


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the month of the review as ``date`` and its ``year``, where the review is known."""
    known = reviews().with_columns(pl.col("month").str.slice(0, 4).cast(pl.Int32).alias("held"))
    printed = pl.concat(
        [known.with_columns((pl.col("held") + lag).alias("year_as_published")) for lag in LAGS]
    ).select(pl.col("ccode").alias("own"), "year_as_published", "month", "held")
    dated = frame.join(printed, on=["own", "year_as_published"], how="left", maintain_order="left")
    return dated.with_columns(
        pl.col("month").fill_null(pl.col("year_as_published").cast(pl.String)).alias("date"),
        pl.col("held").fill_null(pl.col("year_as_published")).alias("year"),
    )
