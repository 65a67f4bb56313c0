"""Political Terror Scale: three readings of yearly reports on a five-step scale."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv

COLUMNS = {
    "Country": "country",
    "Year": "year",
    "COW_Code_N": "code",
    "PTS_A": "pts_a",
    "PTS_S": "pts_s",
    "PTS_H": "pts_h",
    "NA_Status_A": "status_a",
    "NA_Status_S": "status_s",
    "NA_Status_H": "status_h",
}
SCORES = ("pts_a", "pts_s", "pts_h")

LEVELS = {
    1: "Secure rule of law; torture and political killing are exceptional",
    2: "Few are imprisoned for peaceful politics; beatings are exceptional",
    3: "Political imprisonment is wide; executions or brutality may be common",
    4: "Terror reaches many; killing, disappearance and torture are common",
    5: "Terror reaches everybody; leaders put no limit on their means",
}
STATUS = {
    0: "scored",
    66: "no report, or not scored, that year",
    77: "not yet, or no longer, a state",
    88: "report not yet, or no longer, issued",
    99: "no score, reason not given",
}
# The publisher leaves two states without a Correlates of War code.
RECODES = (
    Recode("country", "Soviet Union", 1976, 1991, 365, "the file gives the Soviet Union no code"),
    Recode("country", "Serbia", 2006, 2100, 345, "the file gives Serbia no code"),
)
# Yugoslavia and its successor share code 345 and overlap; one row a year speaks for the state.
SPEAKS = (
    ("Yugoslavia, Socialist Federal Republic of", 1976, 1991),
    ("Yugoslavia, Federal Republic of", 1992, 2006),
    ("Serbia", 2007, 2100),
)


def _score(name: str, whose: str) -> Variable:
    return Variable(
        name,
        f"Political terror read from {whose}",
        "ordinal",
        low=1,
        high=5,
        values=LEVELS,
        note="Published codes: 5 is the worst. Null where the report gave no score.",
    )


def _status(name: str, whose: str) -> Variable:
    return Variable(name, f"Why {whose} gives no score", "ordinal", values=STATUS)


class PoliticalTerrorScale(Source):
    """Gibney et al. (key ``gibney2024pts``)."""

    name = "pts"
    title = "Political Terror Scale, 1976-2023"
    reference = "gibney2024pts"
    licence = "No licence stated; free to use with citation"
    address = "https://www.politicalterrorscale.org/Data/Download.html"
    exportable = False
    editions = (
        Edition(
            name="2024",
            filename="PTS-2024.csv",
            sha256="a09d5d81584dcff8e3d4697411ba2fe4a429f47c96514fe2c43af3e8875c779b",
            size=643303,
            first_year=1976,
            last_year=2023,
            note="Latin-1 text. Every entity has every year, also before and after its life.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _score("pts_a", "Amnesty International's reports"),
        _score("pts_s", "the US State Department's reports"),
        _score("pts_h", "Human Rights Watch's reports"),
        _status("status_a", "Amnesty International"),
        _status("status_s", "the State Department (it never scores the USA)"),
        _status("status_h", "Human Rights Watch"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published; text is Latin-1."""
        return read_csv(path, COLUMNS, encoding="latin-1")

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return scores by state and year; 5 stays the worst."""
        frame = numbers(
            raw.rename(COLUMNS), (CODE, YEAR, *self.variables[3:]), f"pts, edition {edition.name}"
        )
        unscored = pl.all_horizontal(pl.col(score).is_null() for score in SCORES)
        sifted = Sifted(frame).corrected(RECODES)
        sifted = sifted.without(unscored, "holds no score")
        sifted = sifted.without(_silent(), "another row speaks for Yugoslavia or Serbia that year")
        sifted = sifted.without(pl.col("code").is_null(), "is no state: the file gives no code")
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "Cambodia", "1999", "811", "3", "3", "NA", "0", "0", "88"),
            (2, "Serbia", "2010", "NA", "2", "2", "NA", "0", "0", "88"),
            (3, "Puerto Rico", "2001", "NA", "2", "NA", "NA", "0", "66", "88"),
        ]
        return pl.DataFrame(rows, schema=_raw_schema(), orient="row")


def _silent() -> pl.Expr:
    silent = pl.lit(value=False)
    for country, first, last in SPEAKS:
        silent = silent | ((pl.col("country") == country) & ~pl.col("year").is_between(first, last))
    return silent


def _raw_schema() -> dict[str, type[pl.DataType]]:
    return {"row": pl.Int32, **dict.fromkeys(COLUMNS, pl.String)}
