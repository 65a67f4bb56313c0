"""Freedom in the World: political rights and civil liberties, from 1972; their parts, from 2012."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rda

# Questions and the sums the publisher makes of them, by its letters.
QUESTIONS = {
    "a1": "Head of government elected in free and fair elections",
    "a2": "Legislature elected in free and fair elections",
    "a3": "Electoral laws fair, and applied impartially",
    "b1": "Right to organize in parties and other groupings",
    "b2": "Realistic opportunity for the opposition to gain power",
    "b3": "Political choices free from domination by unaccountable forces",
    "b4": "Full political rights for women, minorities and other groups",
    "c1": "Elected representatives determine policy",
    "c2": "Safeguards against official corruption strong and effective",
    "c3": "Government open and transparent",
    "d1": "Free and independent media",
    "d2": "Freedom of religious belief and practice",
    "d3": "Academic freedom",
    "d4": "Freedom to speak of politics without fear",
    "e1": "Freedom of assembly",
    "e2": "Freedom for non-governmental organizations",
    "e3": "Freedom for trade unions",
    "f1": "Independent judiciary",
    "f2": "Due process in civil and criminal matters",
    "f3": "Protection from the illegitimate use of force, war and insurgency",
    "f4": "Equal treatment by laws, policies and practices",
    "g1": "Freedom of movement",
    "g2": "Right to own property and run a business",
    "g3": "Personal social freedoms: marriage, family, appearance",
    "g4": "Equality of opportunity and freedom from exploitation",
}
SUMS = {
    "a": ("Electoral process", 12),
    "b": ("Political pluralism and participation", 16),
    "c": ("Functioning of government", 12),
    "d": ("Freedom of expression and belief", 16),
    "e": ("Associational and organizational rights", 12),
    "f": ("Rule of law", 16),
    "g": ("Personal autonomy and individual rights", 16),
}
STATUSES = {"NF": 0, "PF": 1, "F": 2}
# Surveys that did not follow the calendar; a row stands under the year in which its survey ended.
PERIODS = {
    1982: "January 1981 to August 1982",
    1983: "August 1982 to November 1983",
    **{year: f"November {year - 1} to November {year}" for year in range(1984, 1989)},
    1989: "November 1988 to December 1989",
}
DOWN = (
    "Published codes: 7 is the worst. 1981 has no row: the survey of January 1981 to August 1982 "
    "stands under 1982."
)
UP = "Published points: higher is more respect."


@dataclass(frozen=True)
class Layout:
    """How a file of the package names its frame and columns, and what they become."""

    frame: str
    renamed: dict[str, str]


COMMON = {"cown": "code", "year": "year", "pr": "pr", "cl": "cl", "status": "status"}
LAYOUTS = {
    "2025": Layout("fh", {"fh_country": "country", **COMMON}),
    "2025-scores": Layout(
        "fh_full",
        {
            "fh_full_country": "country",
            **COMMON,
            **{name.upper(): name for name in (*QUESTIONS, *SUMS)},
            "AddA": "add_a",
            "AddQ": "add_q",
            "pr_full": "pr_score",
            "cl_full": "cl_score",
            "total": "total",
        },
    ),
}


def _rating(name: str, label: str) -> Variable:
    return Variable(name, label, "ordinal", low=1, high=7, note=DOWN)


def _points(name: str, label: str, low: int, high: int, note: str = UP) -> Variable:
    return Variable(name, label, "integer", unit="points", low=low, high=high, note=note)


class FreedomHouse(Source):
    """Freedom House (key ``freedomhouse2025``)."""

    name = "freedom_house"
    title = "Freedom in the World 2025: ratings 1972-2024, scores 2012-2024"
    reference = "freedomhouse2025"
    licence = "Copyright Freedom House; its terms apply (the carrying package: GPL)"
    address = "https://freedomhouse.org/report/freedom-world"
    exportable = False
    editions = (
        Edition(
            name="2025",
            filename="fh.rda",
            sha256="04b264db42895525605a56ad5d808e8c70ec8d95bcc5be0c7fcc8044b201b573",
            size=15701,
            first_year=1972,
            last_year=2024,
            extract=True,
            download="https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c29/data/fh.rda",
            note=(
                "Ratings by year covered, not by edition. Territories are in the file; they are "
                "no states."
            ),
        ),
        Edition(
            name="2025-scores",
            filename="fh_full.rda",
            sha256="dceb4bb8f3887eddce6b37014d69fb98df9a1769902b2c330ea636f5fec3f92c",
            size=36327,
            first_year=2012,
            last_year=2024,
            extract=True,
            download="https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c29/data/fh_full.rda",
            note="Points for each question; ratings and status follow from them.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "period", "Months that the survey covers, or the year", "text", note="Told by the year."
        ),
        _rating("pr", "Political rights"),
        _rating("cl", "Civil liberties"),
        Variable(
            "status",
            "Free, partly free or not free",
            "ordinal",
            low=0,
            high=2,
            values={0: "Not free", 1: "Partly free", 2: "Free"},
            note=(
                "Codes are ours. Follows from the mean of pr and cl, by a cut that moved with the "
                "ratings of 2003: no evidence of its own."
            ),
        ),
        *(
            Variable(name, label, "ordinal", low=0, high=4, note=UP)
            for name, label in QUESTIONS.items()
        ),
        *(_points(name, label, 0, high) for name, (label, high) in SUMS.items()),
        Variable(
            "add_a",
            "Consultation in a monarchy without parties or elections",
            "ordinal",
            low=0,
            high=4,
            note="Added to pr_score. Asked to 2016; null from 2017.",
        ),
        Variable(
            "add_q",
            "Government changes the ethnic make-up of the country on purpose",
            "ordinal",
            low=0,
            high=4,
            note="Published points: 4 is the worst. Taken from pr_score.",
        ),
        _points("pr_score", "Political rights, points", -4, 40),
        _points("cl_score", "Civil liberties, points", 0, 60),
        _points("total", "Political rights and civil liberties, points", -4, 100),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the columns that the edition's layout names."""
        layout = LAYOUTS[edition.name]
        return read_rda(path, layout.frame, layout.renamed)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return ratings by state and year, codes as published."""
        words = {word: str(code) for word, code in STATUSES.items()}
        # An unknown word is kept, so that it is refused as a bad row.
        coded = raw.rename(LAYOUTS[edition.name].renamed).with_columns(
            pl.col("status").replace(words)
        )
        if "add_a" in coded.columns:
            coded = coded.with_columns(pl.col("add_a").replace({"N/A": None}))
        where = f"freedom_house, edition {edition.name}"
        frame = numbers(coded, (CODE, YEAR, *self.variables[3:]), where).with_columns(_period())
        two_ratings = (pl.col("code") == 560) & (pl.col("year") == 1972)
        sifted = Sifted(frame).without(pl.col("code").is_null(), "is a territory, no state")
        sifted = sifted.without(
            two_ratings,
            "South Africa's white and black population were rated apart: no single rating",
        )
        return tidied(sifted.with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last is a territory."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "fh_country": ["Cambodia", "Norway", "Hong Kong"],
                "cown": [811.0, 385.0, None],
                "year": [1999.0, 1982.0, 1999.0],
                "pr": [5.0, 2.0, 4.0],
                "cl": [5.0, 1.0, 3.0],
                "status": ["PF", "F", "PF"],
            }
        )


def _period() -> pl.Expr:
    year = pl.col("year").cast(pl.String)
    named = {str(known): months for known, months in PERIODS.items()}
    return year.replace(named).alias("period")
