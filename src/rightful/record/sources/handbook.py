"""World Handbook of Political and Social Indicators III: yearly event counts, 1948-1982."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

RENAMED = {
    "COW": "code",
    "YEAR": "year",
    "POLITICAL.EXECUTION": "political_executions",
    "IMPOSITION.OF.POL.SANCT": "sanctions_imposed",
    "RELAXATION.OF.SANCTION": "sanctions_relaxed",
    "PROTEST.DEMONSTRATIONS": "protests",
    "RIOT": "riots",
    "ARMED.ATTACK": "armed_attacks",
    "DEATHS.FROM.DOM.VIOLENCE": "deaths_domestic_violence",
}


def _count(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "integer", unit="events", low=0, note=note)


def _any(name: str, label: str, note: str) -> Variable:
    return Variable(name, label, "flag", values={0: "No", 1: "Yes"}, note=note)


class WorldHandbook(Source):
    """Taylor and Jodice (key ``taylor1983``)."""

    name = "handbook"
    title = "World Handbook of Political and Social Indicators III, 1948-1982"
    reference = "taylor1983"
    licence = "Terms of ICPSR (study 7761)"
    address = "https://www.icpsr.umich.edu/web/ICPSR/studies/7761"
    exportable = False
    editions = (
        Edition(
            name="icpsr7761-ed2-part3",
            filename="whpsi.csv",
            sha256="ebf078e02ddc571188f4ac83b938f5ed3a780e5443384c89a61d20ead9355d62",
            size=253581,
            first_year=1948,
            last_year=1982,
            extract=True,
            download=RAW + "whpsi.csv",
            note=(
                "ICPSR study 7761, edition 2, part 3, by the file's own columns: annual counts, "
                "with Correlates of War codes as prepared for the LHRS."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _any("executions", "Any political execution", "One where the count is above zero: worse."),
        _any(
            "negative_sanctions",
            "Any imposition of political sanctions",
            "One where the count is above zero: worse.",
        ),
        _count("political_executions", "Political executions", "Persons; higher is worse."),
        _count("sanctions_imposed", "Acts of the government against opponents"),
        _count("sanctions_relaxed", "Acts of the government easing restrictions"),
        _count("protests", "Protest demonstrations"),
        _count("riots", "Riots"),
        _count("armed_attacks", "Armed attacks"),
        _count("deaths_domestic_violence", "Deaths from domestic violence", "Persons."),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, RENAMED)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return counts and their two flags by state and year."""
        where = f"handbook, edition {edition.name}"
        counts = numbers(raw.rename(RENAMED), (CODE, YEAR, *self.variables[5:]), where)
        frame = counts.with_columns(
            (pl.col("political_executions") > 0).cast(pl.Int32).alias("executions"),
            (pl.col("sanctions_imposed") > 0).cast(pl.Int32).alias("negative_sanctions"),
        )
        return tidied(Sifted(frame).with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        rows = [
            (1, "811", "1970", "0", "12", "1", "0", "2", "40", "900"),
            (2, "811", "1971", "3", "20", "0", "1", "0", "55", "1200"),
            (3, "385", "1970", "0", "0", "0", "4", "0", "0", "0"),
        ]
        schema = {"row": pl.Int32, **dict.fromkeys(RENAMED, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")
