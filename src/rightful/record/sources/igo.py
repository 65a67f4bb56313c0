"""Who was in which intergovernmental organization in which year (Correlates of War)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, CODE, ROW, YEAR, Sifted, numbers
from rightful.record.read import read_rda
from rightful.record.sources._keyed import BEFORE, FIRST_YEAR, keyed
from rightful.record.sources._r_names import columns_of

FRAME = "state_year_format3"
NOT_ORGANIZATIONS = ("row", "code", "ccode", "year", "state")
NOT_KNOWN, NOT_YET, NO_MEMBER = -9, -1, 0
STATUS = {1: "Full member", 2: "Associate member", 3: "Observer"}
PUBLISHED = {
    NOT_KNOWN: "Missing",
    NOT_YET: "The organization does not exist",
    NO_MEMBER: "No member",
    **STATUS,
}


class IntergovernmentalOrganizations(Source):
    """Pevehouse, Nordstrom, McManus and Jamison (key ``pevehouse2020igo``)."""

    name = "igo"
    title = "COW Intergovernmental Organizations, version 3: memberships by state and year to 2014"
    reference = "pevehouse2020igo"
    licence = "Terms of the Correlates of War project; no licence stated for the file"
    address = "https://correlatesofwar.org/data-sets/igos/"
    exportable = False
    editions = (
        Edition(
            name="3.0-state-year",
            filename="state_year_format3.rda",
            sha256="dc39e159f7153c71cf3168e0733da0d079fead8ccf5df20fe4dde019544d7e7e",
            size=201592,
            first_year=1816,
            last_year=2014,
            extract=True,
            note="As carried by an R package. One column per organization.",
        ),
    )
    variables = (
        CCODE,
        YEAR,
        Variable("igo", "Organization, by the publisher's short name", "key"),
        Variable(
            "status",
            "Membership",
            "ordinal",
            values=STATUS,
            note="Null where the publisher does not know (-9). No row: no member, or the "
            "organization does not exist that year. Nothing is said after 2014.",
        ),
        ROW,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return state-years as published, one column per organization."""
        return read_rda(path, FRAME, columns_of(path, FRAME))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per state, year and organization that it is in, or may be in."""
        frame = raw.rename({"ccode": "code"})
        names = tuple(name for name in frame.columns if name not in NOT_ORGANIZATIONS)
        declared = tuple(Variable(name, name, "ordinal", values=PUBLISHED) for name in names)
        checked = numbers(frame, (CODE, YEAR, *declared), f"igo, edition {edition.name}")
        inside = pl.any_horizontal(
            pl.col(name).is_in([NOT_KNOWN, *STATUS]).fill_null(value=True) for name in names
        )
        sifted = Sifted(checked).without(pl.col("year") < FIRST_YEAR, BEFORE)
        sifted = sifted.without(~inside, "is in no organization of the list")
        sifted = sifted.with_states("cow")
        long = Sifted(_memberships(sifted.frame, names), sifted.dropped, sifted.recoded)
        return keyed(long, ("ccode", "year", "igo"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows with three made-up columns of organizations."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "ccode": [811.0, 385.0, 385.0],
                "year": [1990.0, 1990.0, 1991.0],
                "state": ["CAMBODIA", "NORWAY", "NORWAY"],
                "coe": [0.0, 1.0, 1.0],
                "mekong": [1.0, 0.0, 3.0],
                "lost": [-9.0, -1.0, -1.0],
            }
        )


def _memberships(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    long = frame.select("ccode", "year", "row", *names).unpivot(
        names, index=["ccode", "year", "row"], variable_name="igo", value_name="status"
    )
    status = pl.when(pl.col("status") != NOT_KNOWN).then(pl.col("status"))
    told = pl.col("status").is_in([NOT_KNOWN, *STATUS]).fill_null(value=True)
    return long.filter(told).with_columns(status.alias("status"))
