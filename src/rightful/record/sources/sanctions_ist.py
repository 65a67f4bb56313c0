"""International Sanctions Termination: cases of sanctions with sender, days, goals and means."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, Sifted, numbers
from rightful.record.read import read_xlsx
from rightful.record.sources._flag import flag
from rightful.record.sources._keyed import keyed

COLUMNS: Final = (
    *("caseid", "sender", "target", "startdate", "terdate", "ongoing"),
    *("measures", "goals"),
)
DAY: Final = "%d.%m.%Y"
SENDERS: Final = {1: "USA", 2: "European Union", 3: "United Nations", 4: "Regional organization"}
# First part of the case's name; every other sender is a regional organization.
SENDER_OF: Final = {"USA": 1, "EU": 2, "EEC": 2, "UN": 3}
REGIONAL: Final = 4
CODES: Final = "Published codes, comma-joined; the codebook is not in hand."
ONGOING: Final = flag("ongoing", "In force at the end of 2018")


class InternationalSanctionsTermination(Source):
    """Attia and Grauvogel (key ``attia2023ist``)."""

    name = "sanctions_ist"
    title = "International Sanctions Termination Dataset, cases in force 1990-2018"
    reference = "attia2023ist"
    licence = "No licence stated"
    address = "https://www.giga-hamburg.de/en/publications/"
    exportable = False
    editions = (
        Edition(
            name="jpr-2023",
            filename="IST_JPR_Attia&Grauvogel.xlsx",
            sha256="bf3d604aca32d5f432ed9069a1fdae754dd756ca42fd146309025ab329cf7f1e",
            size=126090,
            first_year=1948,
            last_year=2018,
            note="By its publisher the entire universe of sanctions by the EU, the UN, the USA "
            "and regional organizations in force in 1990-2018; what ended before 1990 is absent.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable("case_id", "The publisher's name of the case", "text"),
        Variable("sender", "Who imposed it", "ordinal", values=SENDERS),
        Variable("start_date", "First day in force", "date"),
        Variable("end_date", "Day of the end", "date", note="Null where ongoing."),
        ONGOING,
        flag("goal_hr", "Human rights are among the goals"),
        Variable("goals", "Goals", "text", note=CODES),
        Variable("measures", "Measures", "text", note=CODES),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the cases as published."""
        return read_xlsx(path, COLUMNS).select("row", *COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per case; ``ccode`` is the target, ``year`` the first in force."""
        where = f"{self.name}, edition {edition.name}"
        frame = numbers(raw.rename({"target": "code"}), (CODE, ONGOING), where)
        frame = _with_days(frame, where)
        prefix = pl.col("caseid").str.split("_").list.first()
        sender = prefix.replace_strict(SENDER_OF, default=REGIONAL, return_dtype=pl.Int32)
        goals = pl.col("goals").str.split(",").list.eval(pl.element().str.strip_chars())
        # A case may be older than its target: who it is against is read in its last year.
        last = pl.col("end_date").dt.year().fill_null(edition.last_year)
        frame = frame.with_columns(
            sender.alias("sender"),
            goals.list.contains("HR").cast(pl.Int32).alias("goal_hr"),
            last.alias("year"),
        )
        sifted = Sifted(frame.rename({"caseid": "case_id"})).with_states("cow")
        first = sifted.frame.with_columns(pl.col("start_date").dt.year().alias("year"))
        kept = Sifted(first, sifted.dropped)
        return keyed(kept, ("case_id",), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "EU_KHM_99", "1830", 811, "01.02.1999", None, 1, "TB, AF", "DM, HR"),
            (2, "USA_CHL_80", "2", 155, "05.06.1980", "07.08.1992", 0, "AS", "HR"),
            (3, "OAS_CUB_95", "3900", 40, "01.01.1995", "01.01.1996", 0, "DS", "DM"),
        ]
        text = dict.fromkeys(COLUMNS, pl.String)
        schema = {"row": pl.Int32, **text, "target": pl.Int64, "ongoing": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _with_days(frame: pl.DataFrame, where: str) -> pl.DataFrame:
    """Return the frame with its days as dates.

    Raises
    ------
    BadRows
        With every day that cannot be read, lies before the start, or contradicts ``ongoing``.
    """
    start = pl.col("startdate").str.to_date(DAY, strict=False)
    end = pl.col("terdate").str.to_date(DAY, strict=False)
    dated = frame.with_columns(start.alias("start_date"), end.alias("end_date"))
    unread = pl.col("start_date").is_null() | (
        pl.col("terdate").is_not_null() & pl.col("end_date").is_null()
    )
    wrong = dated.filter(
        unread
        | (pl.col("end_date") < pl.col("start_date"))
        | (pl.col("end_date").is_null() != (pl.col("ongoing") == 1))
    )
    if wrong.height:
        raise BadRows(
            f"{wrong.height} cases with impossible days",
            tuple(
                (row, f"from {first!r} to {last!r}, ongoing {ongoing}")
                for row, first, last, ongoing in wrong.select(
                    "row", "startdate", "terdate", "ongoing"
                ).iter_rows()
            ),
            where=where,
            allowed="days as 31.12.1999, the end after the start, none where ongoing",
            next_step="compare these rows with the publisher's file; nothing was stored",
        )
    return dated
