"""UCDP One-sided Violence: civilians killed on purpose by a government, from 1989."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_rds
from rightful.record.states import state_years

RENAMED = {
    "low_fatality_estimate": "killing_low",
    "best_fatality_estimate": "killing_best",
    "high_fatality_estimate": "killing_high",
}
COLUMNS = (
    *("actor_id", "coalition_components", "actor_name", "year", "is_government_actor", "gwnoa"),
    *RENAMED,
)
GOVERNMENT = Variable("is_government_actor", "A government", "flag", values={0: "No", 1: "Yes"})
ACTOR = Variable("actor_id", "The publisher's actor", "integer", low=1)


@dataclass(frozen=True)
class ZeroRule:
    """When silence is a recorded zero: state-years in ``first_year`` to the edition's last."""

    first_year: int
    meaning: str


# UCDP records every government that killed at least 25 civilians in a year; silence says fewer.
ZEROS = ZeroRule(
    first_year=1989,
    meaning=(
        "Every year of a living state without a row for its government is a zero, except where "
        "its government killed in a coalition whose deaths the record does not divide."
    ),
)


def _deaths(name: str, label: str) -> Variable:
    return Variable(name, label, "integer", unit="persons", low=0, note="Higher is worse.")


class OneSidedViolence(Source):
    """Eck and Hultman; Davies and others (keys ``eck2007osv``, ``davies2025ucdp``)."""

    name = "ucdp_osv"
    title = "UCDP One-sided Violence Dataset, governments, 1989-2024"
    reference = "davies2025ucdp"
    licence = "CC BY 4.0"
    address = "https://ucdp.uu.se/downloads/"
    exportable = True
    editions = (
        Edition(
            name="25.1",
            filename="OneSided_v25_1.rds",
            sha256="f4657315a471b96ab446d2258dc878c09e9affad1caffd1059bfe71dc5a8c3b0",
            size=32610,
            first_year=1989,
            last_year=2024,
            note="Gleditsch-Ward codes; actor-years of at least 25 deaths by the best estimate.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "killing_present",
            "The government killed civilians (low estimate above zero)",
            "flag",
            values={0: "No", 1: "Yes"},
            note="One is worse. " + ZEROS.meaning,
        ),
        _deaths("killing_low", "Civilians killed by the government, low estimate"),
        _deaths("killing_best", "Civilians killed by the government, best estimate"),
        _deaths("killing_high", "Civilians killed by the government, high estimate"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return actor-years as published."""
        return read_rds(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return killing by governments by state and year, recorded zeros included."""
        where = f"ucdp_osv, edition {edition.name}"
        renamed = raw.rename({"gwnoa": "code", **RENAMED})
        several = pl.col("code").cast(pl.String).str.contains(",")
        coalition = several.fill_null(value=False) | (
            (pl.col("is_government_actor").cast(pl.Float64) == 1) & _named("coalition_components")
        )
        marked = renamed.with_columns(
            coalition.alias("coalition"),
            # Codes of several governments are read in ``_members``, not here.
            pl.when(several).then(None).otherwise(pl.col("code")).alias("code"),
        )
        declared = (CODE, YEAR, GOVERNMENT, ACTOR, *self.variables[4:])
        frame = numbers(marked, declared, where)
        sifted = Sifted(frame)
        sifted = sifted.without(pl.col("is_government_actor") == 0, "the actor is no government")
        sifted = sifted.without(
            pl.col("coalition"), "killed by several governments, and the record does not divide it"
        )
        known = sifted.with_states("gw")
        with_flag = known.frame.with_columns(
            (pl.col("killing_low") > 0).cast(pl.Int32).alias("killing_present")
        )
        years = (ZEROS.first_year, edition.last_year)
        zeros = _zeros(with_flag, _members(frame), years, self.variables)
        columns = [variable.name for variable in self.variables]
        both = pl.concat([with_flag.select(columns), zeros], how="vertical_relaxed")
        return tidied(
            Sifted(both, known.dropped, known.recoded), self.variables, self.name, edition
        )

    def example(self) -> pl.DataFrame:
        """Return three made-up rows: a government, a rebel group, a coalition."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "actor_id": [1.0, 2.0, 3.0],
                "coalition_components": [None, None, "1, 9"],
                "actor_name": ["Government of A", "Rebels of A", "Government of A and B"],
                "year": [1999.0, 1999.0, 2001.0],
                "is_government_actor": [1.0, 0.0, 1.0],
                "gwnoa": ["811", None, "811, 816"],
                "low_fatality_estimate": [30.0, 40.0, 25.0],
                "best_fatality_estimate": [35.0, 45.0, 30.0],
                "high_fatality_estimate": [60.0, 50.0, 35.0],
            }
        )


def _named(column: str) -> pl.Expr:
    return pl.col(column).is_not_null() & ~pl.col(column).is_in(["", "NA", "<NA>"])


def _members(frame: pl.DataFrame) -> pl.DataFrame:
    """Return (ccode, year) of every government that killed in a coalition."""
    together = frame.filter(pl.col("coalition")).select(
        "year", pl.col("coalition_components").str.split(", ").alias("actor")
    )
    actors = frame.filter(
        pl.col("code").is_not_null() & (pl.col("is_government_actor") == 1)
    ).select(pl.col("actor_id").cast(pl.String).alias("actor"), "code")
    parts = together.explode("actor").join(actors.unique(), on="actor", how="inner")
    located = Sifted(parts.with_columns(pl.lit(1).alias("row"))).with_states("gw")
    return located.frame.select(KEY).unique()


def _zeros(
    known: pl.DataFrame,
    members: pl.DataFrame,
    years: tuple[int, int],
    variables: tuple[Variable, ...],
) -> pl.DataFrame:
    """Return a row for every state-year that the record passes over in silence.

    Silence means fewer than 25 deaths: no killing to record, and no count of the dead.
    """
    alive = state_years(*years).select(KEY)
    silent = alive.join(known.select(KEY), on=KEY, how="anti").join(members, on=KEY, how="anti")
    row = pl.lit(None, dtype=pl.Int32).alias("row")
    told = [
        pl.lit(0 if variable.name == "killing_present" else None, dtype=pl.Int32).alias(
            variable.name
        )
        for variable in variables[3:]
    ]
    return silent.select(*KEY, row, *told)
