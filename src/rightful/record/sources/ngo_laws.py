"""Laws that restrict non-governmental organizations: entry, foreign funds, advocacy, 1990-2013."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.sources._stata import read_stata

FRAME = ("country_name", "scode", "year", "ccode")
# Question -> column, label. Every one of them is a restriction but the right of appeal.
YES_NO = {
    "q2a": ("entry_register", "NGOs must register"),
    "q2b": ("entry_burdensome", "Registration is burdensome"),
    "q2c": ("entry_appeal", "A refused registration can be appealed"),
    "q3a": ("funds_disclose", "Sources of funds must be disclosed"),
    "q3b": ("funds_approval", "Foreign funds need prior approval"),
    "q3c": ("funds_channel", "Foreign funds pass through the government"),
    "q3d": ("funds_other", "Foreign support is restricted otherwise"),
}
GRADED = {
    "q3e": ("funds_ban_all", "All NGOs barred from foreign funds"),
    "q3f": ("funds_ban_some", "A class of NGOs barred from foreign funds"),
}
COMPARED = {
    "q2d": ("entry_foreign", "Entry of NGOs with foreign funds, against others"),
    "q4c": ("politics_foreign", "Politics of NGOs with foreign funds, against others"),
}
RENAMED = {question: name for question, (name, _) in (YES_NO | GRADED | COMPARED).items()} | {
    "q4a": "politics_restricted"
}
LAW = "Law on paper, not its use."
WORSE = f"{LAW} Higher is more restriction."
# Codes of Polity, where they are not those of the COW list.
RECODES = (
    Recode("code", 342, 2006, 2100, 345, "342 is Polity's code; Serbia is 345"),
    Recode("code", 818, 1976, 2100, 816, "818 is Polity's code; Viet Nam is 816"),
    Recode("scode", "SDN", 2011, 2100, 625, "626 is Polity's code; Sudan is 625"),
    Recode("code", 525, 2011, 2100, 626, "525 is Polity's code; South Sudan is 626"),
    Recode("scode", "KOS", 2008, 2100, 347, "341 is Polity's code; Kosovo is 347"),
    Recode("scode", "MNT", 2006, 2100, 341, "348 is Polity's code; Montenegro is 341"),
)
# State-years that the file holds twice, with the same answers.
TWICE = ((316, 1994), (530, 1993))


class NgoLaws(Source):
    """Chaudhry (key ``chaudhry2022``)."""

    name = "ngo_laws"
    title = "Laws that restrict NGOs, 1990-2013"
    reference = "chaudhry2022"
    licence = "MIT (the carrying repository)"
    address = "https://www.suparnachaudhry.com"
    exportable = False
    editions = (
        Edition(
            name="2022",
            filename="SC_Expanded.dta",
            sha256="963325ee6320290edee6b220b15e52cff3ac443f56e41248e7c0e5ec4ab2426f",
            size=443054,
            first_year=1990,
            last_year=2013,
            note="Every question has blanks: no answer is not the absence of a law.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *(
            Variable(
                name,
                label,
                "flag",
                values={0: "No", 1: "Yes"},
                note=f"{LAW} 1 is less restriction." if name == "entry_appeal" else WORSE,
            )
            for name, label in YES_NO.values()
        ),
        *(
            Variable(
                name,
                label,
                "ordinal",
                values={0: "No", 1: "Up to a threshold", 2: "Yes"},
                note=WORSE,
            )
            for name, label in GRADED.values()
        ),
        *(
            Variable(
                name,
                label,
                "ordinal",
                values={-1: "Fewer barriers", 0: "The same", 1: "More barriers"},
                note=WORSE,
            )
            for name, label in COMPARED.values()
        ),
        Variable(
            "politics_restricted",
            "Political activity restricted",
            "ordinal",
            low=0,
            high=2,
            note=f"{WORSE} The file's label names only 1 (yes); it also holds 2.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the questions as published."""
        return read_stata(path, (*FRAME, *RENAMED))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the laws by state and year, codes as published."""
        renamed = raw.rename({"ccode": "code", **RENAMED})
        frame = numbers(
            renamed, (CODE, YEAR, *self.variables[3:]), f"ngo_laws, edition {edition.name}"
        )
        unscored = pl.all_horizontal(
            pl.col(variable.name).is_null() for variable in self.variables[3:]
        )
        sifted = Sifted(frame).without(unscored, "holds no answer")
        sifted = sifted.without(_again(), "the state-year is in the file twice, the same")
        sifted = sifted.corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last holds no answer."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "country_name": ["Cambodia", "Norway", "Chile"],
                "scode": ["CAM", "NOR", "CHL"],
                "year": [1999.0, 1999.0, 1999.0],
                "ccode": [811.0, 385.0, 155.0],
                **{key: [1.0, 0.0, None] for key in RENAMED},
            }
        )


def _again() -> pl.Expr:
    twice = pl.any_horizontal(
        (pl.col("code") == code) & (pl.col("year") == year) for code, year in TWICE
    )
    return twice & (pl.col("row") > pl.col("row").min().over("code", "year"))
