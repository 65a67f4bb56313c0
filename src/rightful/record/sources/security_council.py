"""Speeches in the Security Council, sentence by sentence, with others' annotation."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import YEAR, Sifted, numbers
from rightful.record.instruments import read_table
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table

ANNOTATED: Final = "umuc-sentences"
ARGUMENTS: Final = "argunsc-sentences"
# Columns of each edition, under the names that both are given.
COLUMNS: Final = {
    ANNOTATED: {
        "fileid": "speech",
        "filename": "file",
        "speech_sentence_id": "place",
        "text": "text",
        "A0_Negative_Evaluation": "evaluation",
        "A4_Country_Name": "target_name",
        "B1_ChallengeType": "challenge",
    },
    ARGUMENTS: {
        "Speech": "file",
        "Sentence_ID": "place",
        "Full_Sentence": "text",
        "Component_Type": "component",
    },
}
SPEECH: Final = r"^(UNSC_\d{4}_SPV\.\d+_spch\d+)"
YEAR_OF: Final = r"^UNSC_(\d{4})_"
MEETING: Final = r"SPV\.(\d+)"
# Who speaks, by the end of the file's name.
COUNTRY: Final = r"_preproc_(.+)\.txt$"
SHORT: Final = r"_spch\d+_([A-Za-z]+)"
SHORT_NAMES: Final = {
    **{"AO": "Angola", "AR": "Argentina", "ARG": "Argentina", "AU": "Australia", "BE": "Belgium"},
    **{"CL": "Chile", "CN": "China", "ES": "Spain", "ET": "Ethiopia", "FR": "France"},
    **{"ID": "Indonesia", "JO": "Jordan", "KR": "Republic of Korea", "LT": "Lithuania"},
    **{"LU": "Luxembourg", "NG": "Nigeria", "NZ": "New Zealand", "RF": "Russian Federation"},
    **{"RW": "Rwanda", "SE": "Sweden", "TD": "Chad", "UA": "Ukraine", "UK": "United Kingdom"},
    **{"US": "United States of America", "USA": "United States of America"},
    "VE": "Venezuela",
}
OFFICIALS: Final = ("UN", "UNBriefer")
MARKS: Final = ("evaluation", "challenge", "target_name", "component")
UNMARKED: Final = ("_", "-NONE-", "")
PLACE: Final = Variable("place", "Sentence in the speech", "key", low=0)


class SecurityCouncil(Source):
    """Zaczynska, Bourgonje and Stede (key ``zaczynska2024unscon``), and those who built on it."""

    name = "security_council"
    title = "Security Council: annotated speeches by sentence, 2014-2018"
    reference = "zaczynska2024unscon"
    licence = (
        "CC BY-SA (UNSCon, which the corrected UMUC rests on and states no licence of its own); "
        "MIT (ArgUNSC, key poiaganova2025)"
    )
    address = "https://github.com/linatal/UNSCon"
    exportable = False
    editions = (
        Edition(
            name=ANNOTATED,
            filename="unscon_umuc_sentences.csv.gz",
            sha256="813a73b21fd53dda10f0eaac8bbc0ac2574eda9dbdd1ce92c1c4379ecf1f2da8",
            size=310311,
            first_year=2014,
            last_year=2016,
            extract=True,
            address="https://github.com/discourse-lab/UMUC",
            note="87 speeches of six meetings on Ukraine and on peace operations. A fifth of the "
            "rows are breaks between paragraphs.",
        ),
        Edition(
            name=ARGUMENTS,
            filename="argunsc_sentences.csv.gz",
            sha256="088306bf7722fcdfa4464914f6551223513ccccf09c2ddfc4a6a7fceab2928d8",
            size=380137,
            first_year=2014,
            last_year=2018,
            extract=True,
            address="https://github.com/mpoiaganova/political-argument-mining",
            note="144 speeches; those of the other edition are set aside here. Only the year is "
            "known of most.",
        ),
    )
    variables = statement_variables(
        Variable("evaluation", "Annotated: direct or indirect negative evaluation", "text"),
        Variable("challenge", "Annotated: challenges another's truth, or corrects it", "text"),
        Variable("target_name", "Annotated: state evaluated, as published", "text"),
        Variable("component", "Annotated: claim, premise or no argument", "text"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return sentences as published."""
        columns = COLUMNS[edition.name]
        return read_csv_gz(path, columns).select("row", *columns).rename(columns)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per sentence of a state's speech."""
        where = f"{self.name}, edition {edition.name}"
        frame = numbers(_with_speech(raw), (YEAR, PLACE), where)
        dated = frame.join(council_speeches(), on="speech", how="left", maintain_order="left")
        sifted = Sifted(dated).without(pl.col("text").fill_null("") == "", "a break, without words")
        if edition.name == ARGUMENTS:
            sifted = _without_repeats(sifted)
        sifted = sifted.without(
            pl.col("code").is_in(OFFICIALS), "spoken by an official of the United Nations"
        ).with_states("name")
        marked = [name for name in MARKS if name in sifted.frame.columns]
        variables = [
            variable
            for variable in self.variables
            if variable.name not in MARKS or variable.name in marked
        ]
        said = sifted.frame.with_columns(
            pl.format("unsc:{}:{}", "speech", "place").alias("statement"),
            pl.col("date").fill_null(pl.col("year").cast(pl.String)),
            pl.lit("security_council").alias("forum"),
            pl.format("S/PV.{}", "meeting").alias("document"),
            pl.format("sentence {}", "place").alias("paragraph"),
            pl.lit("direct").alias("voice"),
            *(pl.col(name).replace(list(UNMARKED), [None] * len(UNMARKED)) for name in marked),
        )
        found = Sifted(said, sifted.dropped, sifted.recoded)
        return statements_table(found, variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        names = tuple(dict.fromkeys(COLUMNS[ANNOTATED].values()))
        start = "UNSC_2014_SPV.9999_spch00"
        end = "_preproc_"
        rows = [
            (1, f"{start}1", f"{start}1{end}Ukraine.txt", "0", "We made this up.", "_", "_", "_"),
            (2, f"{start}1", f"{start}1{end}Ukraine.txt", "1", "", "_", "_", "_"),
            (3, f"{start}2", f"{start}2{end}UN.txt", "0", "I made it up.", "_", "_", "_"),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(names, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


@cache
def council_speeches() -> pl.DataFrame:
    """Return the day of each speech whose metadata are at hand: columns speech, date."""
    return read_table("council_speeches").select("speech", "date")


def _with_speech(raw: pl.DataFrame) -> pl.DataFrame:
    """Add what the name of the file tells: speech, meeting, year and who speaks (``code``)."""
    own = pl.col("file").str.extract(SPEECH, 1)
    return raw.with_columns(
        own.alias("speech"),
        own.str.extract(YEAR_OF, 1).alias("year"),
        own.str.extract(MEETING, 1).alias("meeting"),
        _spoken_by().alias("code"),
        pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars(),
    )


def _without_repeats(sifted: Sifted) -> Sifted:
    """Set aside speeches that the other edition has, and sentences already read."""
    return sifted.without(
        pl.col("date").is_not_null(), f"the speech is in the edition {ANNOTATED}"
    ).without(
        ~pl.struct("speech", "place").is_first_distinct(),
        "a further argument in a sentence already read",
    )


def _spoken_by() -> pl.Expr:
    """Return the name of the state that speaks, from the name of the file."""
    short = pl.col("file").str.extract(SHORT, 1)
    named = pl.col("file").str.extract(COUNTRY, 1).str.replace_all("_", " ")
    return pl.coalesce(named, short.replace(SHORT_NAMES))
