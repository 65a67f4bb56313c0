"""Roll calls of the UN General Assembly about the human rights of a named state."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, ROW, YEAR, Sifted, numbers
from rightful.record.read import read_rda
from rightful.record.sources._keyed import keyed
from rightful.record.sources._resolution_rules import MOTION, PART, WHOLE, part_of, targets_of
from rightful.record.states import state_of_ccode

COLUMNS = ("rcid", "session", "amend", "para", "date", "unres", "short", "descr")
EPOCH = date(1970, 1, 1)
NO_YES = {0: "No", 1: "Yes"}
GROUNDS = {1: "situation", 2: "occupation", 3: "apartheid"}
PARTS = {WHOLE: "whole resolution", PART: "part or amendment", MOTION: "motion of procedure"}
ROLL_CALL = Variable("rcid", "Roll call, the publisher's number", "key", low=1)
DAY = Variable("date", "Days since 1 January 1970", "integer", low=-9000, high=40000)
PUBLISHED = (
    ROLL_CALL,
    DAY,
    Variable("amend", "An amendment", "flag", values=NO_YES),
    Variable("para", "A paragraph", "flag", values=NO_YES),
)


class CountryResolutions(Source):
    """Voeten, Strezhnev and Bailey (key ``voeten2009``), as carried by ``unvotes``."""

    name = "unga_resolutions"
    title = "UN General Assembly: roll calls on the human rights of a named state, 1946-2019"
    reference = "voeten2009"
    licence = "MIT (the package that carries it)"
    address = "https://doi.org/10.7910/DVN/LEJUQZ"
    exportable = False
    editions = (
        Edition(
            name="unvotes-2020",
            filename="un_roll_calls.rda",
            sha256="ff2070ae600cfd32176c6d149637306b9b677d6b910f48bec59a15357d673b4b",
            size=212577,
            first_year=1946,
            last_year=2019,
            extract=True,
            note="Roll calls only: what was adopted without a vote is not in the file. No roll "
            "call in 1964. One of 2020 is there.",
        ),
    )
    variables = (
        ROLL_CALL,
        CCODE,
        YEAR,
        Variable("date", "Day of the vote", "date"),
        Variable("resolution", "Number of the resolution, as published", "text"),
        Variable("part", "What was put to the vote", "ordinal", values=PARTS),
        Variable(
            "ground",
            "Why the Assembly speaks of the state",
            "text",
            values=GROUNDS,
            note="Found by our own rules from the short title and the description.",
        ),
        ROW,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return roll calls as published."""
        return read_rda(path, "un_roll_calls", COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per roll call and state that it is about."""
        checked = numbers(raw, PUBLISHED, f"{self.name}, edition {edition.name}")
        about = checked.with_columns(
            *_read(checked), pl.Series("part", [_part(call) for call in _calls(checked)], pl.Int32)
        )
        sifted = Sifted(about).without(
            pl.col("targets").list.len() == 0, "names no state's human rights"
        )
        frame = sifted.frame.explode("targets").unnest("targets").rename({"unres": "resolution"})
        _check_alive(frame, edition.name)
        found = Sifted(frame, sifted.dropped)
        return keyed(found, (ROLL_CALL.name, CCODE.name), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "rcid": [11, 12, 13],
                "session": [40.0, 40.0, 40.0],
                "amend": [0, 0, None],
                "para": [0, 1, None],
                "date": [5800.0, 5800.0, 5801.0],
                "unres": ["R/40/1001", "R/40/1001", "R/40/1002"],
                "short": ["HUMAN RIGHTS, CHILE", "HUMAN RIGHTS, CHILE", "OUTER SPACE"],
                "descr": ["Made up.", "Made up: a paragraph.", "Made up."],
            }
        )


def _calls(frame: pl.DataFrame) -> list[tuple[str, str, int, int | None, int | None]]:
    dated = frame.select(
        pl.col("short").fill_null(""),
        pl.col("descr").fill_null(""),
        "date",
        "amend",
        "para",
    )
    return list(dated.iter_rows())


def _read(frame: pl.DataFrame) -> list[pl.Series]:
    """Return the day, the year and the targets of each roll call."""
    calls = _calls(frame)
    days = [EPOCH + timedelta(days=day) for _, _, day, _, _ in calls]
    targets = [
        [
            {"ccode": ccode, "ground": ground}
            for ccode, ground in targets_of(short, description, day.year)
        ]
        for (short, description, *_), day in zip(calls, days, strict=True)
    ]
    kind = pl.List(pl.Struct({"ccode": pl.Int32, "ground": pl.String}))
    return [
        pl.Series("date", days, pl.Date),
        pl.Series("year", [day.year for day in days], pl.Int32),
        pl.Series("targets", targets, kind),
    ]


def _part(call: tuple[str, str, int, int | None, int | None]) -> int:
    short, description, _, amend, para = call
    return part_of(amend, para, short, description)


def _check_alive(frame: pl.DataFrame, edition: str) -> None:
    """Refuse a target that is no state that year: the table of targets would be wrong."""
    wrong = tuple(
        (row, f"names state {ccode}, which is not alive in {year}")
        for row, ccode, year in frame.select("row", "ccode", "year").iter_rows()
        if state_of_ccode(ccode, year) is None
    )
    if wrong:
        raise BadRows(
            f"{len(wrong)} targets are no states",
            wrong,
            where=f"unga_resolutions, edition {edition}",
            allowed="a state alive in the year of the vote",
            next_step="correct first_year and last_year in resolution_targets.csv",
        )
