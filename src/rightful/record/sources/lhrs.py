"""Latent Human Rights Protection Scores as published, with the items they were fitted to."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv

REPOSITORY = "https://raw.githubusercontent.com/CJFariss/Human-Rights-Latent-Variable/"
# Published columns that change their name; the others are only put in lower case.
RENAMED = {
    "COW": "code",
    "YEAR": "year",
    "latentmean": "theta_mean",
    "latentsd": "theta_sd",
    "killing": "killing_present",
}
CZECHOSLOVAKIA = Recode(
    "code", 316, 1946, 1992, 315, "Czechoslovakia is filed under the Czech Republic"
)
# The other editions give Czechoslovakia its own code.
RECODES = {"4.02": (CZECHOSLOVAKIA,), "3.01": (CZECHOSLOVAKIA,)}
# Version 2.04 scores parts of Israel under 666.001 and 666.002.
DECIMAL_CODE = Variable(CODE.name, CODE.label, "number", low=0, high=9999)
NO_YES = {0: "No", 1: "Yes"}
WORSE = "Published codes: higher is worse."


def _item(name: str, label: str, low: int, high: int, note: str = WORSE) -> Variable:
    return Variable(name, label, "ordinal", low=low, high=high, note=note)


def _event(name: str, label: str) -> Variable:
    return Variable(name, label, "flag", values=NO_YES, note=WORSE)


def _count(name: str, label: str) -> Variable:
    return Variable(name, label, "integer", unit="persons", low=0, note=WORSE)


def _theta(name: str, label: str, low: float | None = None) -> Variable:
    return Variable(name, label, "number", low=low, note="Higher is more respect.")


class LatentHumanRightsScores(Source):
    """Fariss, Kenwick and Reuning (key ``fariss2020``) and earlier versions."""

    name = "lhrs"
    title = "Latent Human Rights Protection Scores"
    reference = "fariss2020"
    licence = "No licence stated in the repository that carries it"
    address = "https://doi.org/10.7910/DVN/RQ85GK"
    exportable = False
    editions = (
        Edition(
            name="4.02",
            filename="LHRS-v4.02-2021_names.csv",
            sha256="df3933f2ec4b85a3c0b4f0e67c349ddd931de0c84858bb355af042215d057c34",
            size=1872815,
            first_year=1946,
            last_year=2021,
            download=REPOSITORY + "2f1892e74899/LHRS-v4.02-2021_names.csv",
            note="Fariss, Kenwick and Reuning 2020, extended to 2021.",
        ),
        Edition(
            name="3.01",
            filename="HumanRightsProtectionScores_v3.01.csv",
            sha256="1f4d0afeef25a7344071174723e45834de1d7b0b1b620f8963308770c49732c6",
            size=1413216,
            first_year=1946,
            last_year=2017,
            download=REPOSITORY
            + "26c0adba99c66001e9b0510cae5072bf8c18bc38/HRPS-V3/"
            + "HumanRightsProtectionScores_v3.01.csv",
            note="The specification of Fariss 2019 (key fariss2019).",
        ),
        Edition(
            name="2.04",
            filename="HumanRightsProtectionScores_v2.04.csv",
            sha256="46837d38b1e68d80d5c924e6fd80e55e1312284ce23edd934528d05c3ad8c7d4",
            size=822250,
            first_year=1949,
            last_year=2013,
            download=REPOSITORY
            + "26c0adba99c66001e9b0510cae5072bf8c18bc38/HRPS-V2/"
            + "HumanRightsProtectionScores_v2.04.csv",
            note="The specification of Fariss 2014 (key fariss2014).",
        ),
        Edition(
            name="doirt-1",
            filename="DOIRT_PhysintLatentVariableEsimates_1981_2010.csv",
            sha256="324fa7018e0d4a5d0c5177c08b1df7d3b4a36da2b46dc9ce52a09b0cea53d111",
            size=335767,
            first_year=1981,
            last_year=2010,
            download=REPOSITORY
            + "5fc302c1ed5f678c681860dabc47fb6d6955df63/LHRS-V1/"
            + "DOIRT_PhysintLatentVariableEsimates_1981_2010.csv",
            note="Schnakenberg and Fariss 2014 (key schnakenberg2014): CIRI items only.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        _theta("theta_mean", "Latent respect for physical integrity, posterior mean"),
        _theta("theta_sd", "Latent respect, posterior standard deviation", low=0),
        _theta("theta_q025", "Latent respect, 2.5 per cent quantile"),
        _theta("theta_q975", "Latent respect, 97.5 per cent quantile"),
        _item("disap", "Disappearance (CIRI)", 0, 2, "Published codes: 2 is none."),
        _item("kill", "Extrajudicial killing (CIRI)", 0, 2, "Published codes: 2 is none."),
        _item("polpris", "Political imprisonment (CIRI)", 0, 2, "Published codes: 2 is none."),
        _item("tort", "Torture (CIRI)", 0, 2, "Published codes: 2 is none."),
        _item("amnesty", "Political Terror Scale, Amnesty International", 1, 5),
        _item("state", "Political Terror Scale, State Department", 1, 5),
        _item("hrw", "Political Terror Scale, Human Rights Watch", 1, 5),
        _item("hathaway", "Torture index of Hathaway", 1, 5),
        _item("itt", "Ill-Treatment and Torture, level of torture", 1, 6),
        _event("genocide", "Genocide or politicide (Harff)"),
        _event("rummel", "Democide or politicide (Rummel), to 1987"),
        _event("massive_repression", "Massive repression (Harff and Gurr), to 1988"),
        _event("executions", "Any political execution (World Handbook)"),
        _event("negative_sanctions", "Any political sanction imposed (World Handbook)"),
        _event("mass_killing", "State-led mass killing (Ulfelder and Valentino)"),
        _event("killing_present", "One-sided killing by the government (UCDP)"),
        _count("killing_low", "One-sided killing, low estimate (UCDP)"),
        _count("killing_best", "One-sided killing, best estimate (UCDP)"),
        _count("killing_high", "One-sided killing, high estimate (UCDP)"),
        _item("additive", "Sum of four CIRI items", 0, 8, "Higher is more respect."),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, ("YEAR", "COW", "DISAP", "KILL", "POLPRIS", "TORT"))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return scores and items by state and year; items keep their codes."""
        where = f"lhrs, edition {edition.name}"
        frame = numbers(renamed(raw), (DECIMAL_CODE, YEAR, *self.variables[3:]), where)
        whole = pl.col("code") == pl.col("code").round()
        sifted = Sifted(frame).without(~whole, "is part of a state: its code has decimals")
        sifted = Sifted(sifted.frame.cast({"code": pl.Int32}), sifted.dropped)
        sifted = sifted.corrected(RECODES.get(edition.name, ())).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "YEAR": ["1990", "1990", "1985"],
                "COW": ["811", "385", "316"],
                "DISAP": ["1", "2", "2"],
                "KILL": ["0", "2", "2"],
                "POLPRIS": ["0", "2", "NA"],
                "TORT": ["1", "2", "1"],
                "Amnesty": ["3", "1", "2"],
                "genocide": ["0", "0", "0"],
                "theta_mean": ["-1.25", "3.5", "0.5"],
                "theta_sd": ["0.25", "0.5", "0.3"],
            }
        )


def renamed(raw: pl.DataFrame) -> pl.DataFrame:
    """Return a published file with the names used here; unnamed and redundant columns go."""
    names = {name: RENAMED.get(name, name.lower()) for name in raw.columns}
    kept = [name for name in raw.columns if not name.startswith("column_")]
    return raw.select(kept).rename({name: names[name] for name in kept})
