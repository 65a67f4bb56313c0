"""CIRIGHTS: what governments did and allowed, by right, on short ordinal scales."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv
from rightful.record.sources._fariss import RAW

UP = "Published codes: higher is more respect."
FREQUENT = {0: "Frequent: 50 or more victims", 1: "Occasional: 1 to 49", 2: "None reported"}
RESTRICTED = {0: "Severely restricted", 1: "Somewhat restricted", 2: "Practically unrestricted"}
WOMEN = {
    0: "No equality in law, and discrimination is built into it",
    1: "Some equality in law, none in effect",
    2: "Some equality in law, put into effect in part",
    3: "Nearly full equality in law and in effect",
}
PROTECTED = {0: "Not protected", 1: "Protected in part", 2: "Protected"}

PHYSICAL = {
    "disap": "Disappearance",
    "kill": "Extrajudicial killing",
    "polpris": "Political imprisonment",
    "tort": "Torture",
}
FREEDOMS = {
    "speech": "Freedom of speech and the press",
    "rel_free": "Freedom of religion",
    "dommov": "Freedom of movement inside the country",
    "formov": "Freedom of foreign movement",
    "assn": "Freedom of assembly and association",
    "elecsd": "Electoral self-determination",
}
WOMENS = {
    "wopol": "Women's political rights",
    "wosoc_l": "Women's social rights in law",
    "wosoc_p": "Women's social rights in practice",
    "wecon": "Women's economic rights",
}
WORKERS = {
    "union": "Right to form unions",
    "barg": "Right to bargain collectively",
    "force": "Freedom from forced labour",
    "child": "Protection from child labour",
    "wage": "Minimum wage",
    "safe": "Safety at work",
    "hour": "Limits on working hours",
    "trafficking": "Protection from trafficking",
}
COLUMNS = (
    *("country", "iso_a3", "year", "ciri", "cow", "human_rights_score", "physint_sum"),
    *("workerrights_laws_sum", "workerrights_practices_sum"),
    *PHYSICAL,
    *("bbatrocity", "bbatrocity_intensity"),
    *FREEDOMS,
    *WOMENS,
    *(f"{right}_{side}" for right in WORKERS for side in "lp"),
    *("trial_l", "trial_p", "injud", "NGO_investigate"),
)
RECODES = (Recode("code", 342, 2006, 2100, 345, "342 is no Correlates of War code; Serbia is 345"),)


def _ordinal(name: str, label: str, values: dict[int, str], note: str = UP) -> Variable:
    return Variable(name, label, "ordinal", low=0, high=max(values), values=values, note=note)


def _sum(name: str, label: str, high: int) -> Variable:
    return Variable(name, label, "integer", low=0, high=high, note=UP)


def _workers() -> tuple[Variable, ...]:
    sides = {"l": "in law", "p": "in practice"}
    return tuple(
        _ordinal(f"{right}_{side}", f"{label}, {words}", PROTECTED)
        for right, label in WORKERS.items()
        for side, words in sides.items()
    )


class CirightsDataProject(Source):
    """Mark, Cingranelli, Filippov and Richards (key ``mark2023cirights``)."""

    name = "cirights"
    title = "CIRIGHTS Data Project, 1981-2020"
    reference = "mark2023cirights"
    licence = "No licence stated; free academic use with attribution"
    address = "https://cirights.com"
    exportable = False
    editions = (
        Edition(
            name="1.22.11.25",
            filename="cirights_v1.22.11.25.csv",
            sha256="218ad962e9610a63db823e844752bf65bcebd767a7f4c0e041f234eabfe2b546",
            size=1080731,
            first_year=1981,
            last_year=2020,
            download=RAW + "cirights_v1.22.11.25.csv",
            note=(
                "Version of November 2022. Items on discrimination, prisons and indigenous "
                "peoples cover few years and are not declared."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *(_ordinal(name, label, FREQUENT) for name, label in PHYSICAL.items()),
        _sum("physint_sum", "Physical integrity: sum of four items", 8),
        Variable(
            "bbatrocity",
            "Broad-based atrocity",
            "flag",
            values={0: "No", 1: "Yes"},
            note="Published codes: 1 is worse.",
        ),
        Variable(
            "bbatrocity_intensity",
            "Intensity of broad-based atrocity",
            "integer",
            low=0,
            high=3,
            note="Published codes: 3 is worst.",
        ),
        *(_ordinal(name, label, RESTRICTED) for name, label in FREEDOMS.items()),
        *(_ordinal(name, label, WOMEN) for name, label in WOMENS.items()),
        *_workers(),
        _sum("workerrights_laws_sum", "Workers' rights in law: sum of items", 14),
        _sum("workerrights_practices_sum", "Workers' rights in practice: sum of items", 14),
        Variable("trial_l", "Fair trial in law", "integer", low=0, high=3, note=UP),
        Variable("trial_p", "Fair trial in practice", "integer", low=0, high=3, note=UP),
        _ordinal("injud", "Independence of the judiciary", PROTECTED),
        _ordinal("ngo_investigate", "Freedom to investigate abuses", RESTRICTED),
        Variable("human_rights_score", "Overall score", "integer", low=0, high=100, note=UP),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published; a byte-order mark opens it."""
        return read_csv(path, COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return items by state and year, codes as published."""
        renamed = raw.rename({"cow": "code", "NGO_investigate": "ngo_investigate"})
        frame = numbers(
            renamed, (CODE, YEAR, *self.variables[3:]), f"cirights, edition {edition.name}"
        )
        unscored = pl.all_horizontal(
            pl.col(variable.name).is_null() for variable in self.variables[3:]
        )
        dissolved = (pl.col("country") == "Serbia and Montenegro") & (pl.col("year") >= 2006)
        sifted = Sifted(frame).without(unscored, "holds no score")
        sifted = sifted.without(dissolved, "the row of Serbia speaks for the state from 2006")
        sifted = sifted.corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        empty = dict.fromkeys(COLUMNS, "")
        rows = (
            {"country": "Cambodia", "iso_a3": "KHM", "year": "1999", "cow": "811", "tort": "0"},
            {"country": "Serbia", "iso_a3": "SRB", "year": "2010", "cow": "342", "tort": "1"},
            {"country": "Norway", "iso_a3": "NOR", "year": "1999", "cow": "385", "disap": "2"},
        )
        frame = pl.DataFrame([empty | row for row in rows])
        return frame.with_row_index("row", offset=1).cast({"row": pl.Int32})
