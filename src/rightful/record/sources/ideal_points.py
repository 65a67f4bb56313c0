"""Ideal points of states in the UN General Assembly, from all votes and from those on rights."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

# Edition -> what the publisher's columns end in.
SUFFIXES = {"all-2024-06": "All", "human-rights-2020-04": "HumanRights"}
PUBLISHED = {
    "NVotes": "votes",
    "IdealPoint": "ideal_point",
    "Q5%": "ideal_low",
    "Q95%": "ideal_high",
}
# Session 1 met in 1946; a session has the year in which it opens.
YEAR_BEFORE_FIRST = 1945
SESSION = Variable("session", "Session of the General Assembly", "integer", low=1, high=150)
SCALE = (
    "Higher is nearer to the United States of the Cold War, lower to its rivals; no end is more "
    "respect. Each edition has its own scale: do not compare points across them."
)


def _point(name: str, label: str) -> Variable:
    return Variable(name, label, "number", note=SCALE)


class IdealPoints(Source):
    """Bailey, Strezhnev and Voeten (key ``bailey2017``)."""

    name = "ideal_points"
    title = "Ideal points of states in the UN General Assembly"
    reference = "bailey2017"
    licence = "CC0 on Dataverse (recalled, to be checked); MIT for the file on rights"
    address = "https://doi.org/10.7910/DVN/LEJUQZ"
    exportable = False
    editions = (
        Edition(
            name="all-2024-06",
            filename="IdealpointestimatesAll_Jun2024.csv",
            sha256="94ce7440bdba9252b2f4294333291585748dfe84dbaf56fe9f26e1af38f66198",
            size=1932704,
            first_year=1946,
            last_year=2023,
            note="From every roll call of sessions 1 to 78.",
        ),
        Edition(
            name="human-rights-2020-04",
            filename="IdealpointestimatesHumanRights_Apr2020.csv",
            sha256="89822da97df1949e50f8b056295bd35e3692bff38597647bd2a7947dfcc23a19",
            size=982687,
            first_year=1970,
            last_year=2019,
            note="From roll calls on human rights, sessions 25 to 74. Latin-1 text.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _point("ideal_point", "Ideal point, posterior mean"),
        _point("ideal_low", "Ideal point, 5 per cent quantile"),
        _point("ideal_high", "Ideal point, 95 per cent quantile"),
        Variable("votes", "Votes that the point rests on", "integer", unit="votes", low=0),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the file as published."""
        published = [name + SUFFIXES[edition.name] for name in PUBLISHED]
        return read_csv(path, ("ccode", "session", *published), encoding="latin-1")

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return points by state and year; the year is that in which the session opens."""
        ends = SUFFIXES[edition.name]
        names = {published + ends: name for published, name in PUBLISHED.items()}
        frame = raw.rename({**names, "ccode": "code"})
        declared = (CODE, SESSION, *self.variables[3:])
        checked = numbers(frame, declared, f"{self.name}, edition {edition.name}")
        dated = checked.with_columns(
            (pl.col("session") + YEAR_BEFORE_FIRST).cast(pl.Int32).alias(YEAR.name)
        )
        sifted = Sifted(dated).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows of the newest edition."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": ["2", "811", "2"],
                "session": ["45", "45", "46"],
                "NVotesAll": ["80", "60", "70"],
                "IdealPointAll": ["2.5", "-0.5", "2.25"],
                "Q5%All": ["2.25", "-0.75", "2.0"],
                "Q95%All": ["2.75", "-0.25", "2.5"],
            }
        )
