"""Human Rights Measurement Initiative: economic and social rights against what income allows."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_xlsx

# The merged sheet holds both standards; its last rows are the pilot on civil and political rights.
SHEET = 4
CORE = {
    "SERF Index": ("core_serf", "Index of all rights"),
    "Right to food score (Core standard)": ("core_food", "Food"),
    "Right to housing score (Core standard)": ("core_housing", "Housing"),
    "Right to health score (Core standard)": ("core_health", "Health"),
    "Right to education score (Core standard)": ("core_education", "Education"),
    "Right to work score (Core standard)": ("core_work", "Work"),
}
HIGH = {
    "SERF index score (High-income OECD country standard)": ("high_serf", "Index of all rights"),
    "Right to food score (High-income OECD country standard)": ("high_food", "Food"),
    # The publisher's heading has two spaces.
    "Right to health score  (High-income OECD country standard)": ("high_health", "Health"),
    "Right to education score (High-income OECD country standard)": (
        "high_education",
        "Education",
    ),
    "Right to work score (High-income OECD country standard)": ("high_work", "Work"),
}
PARTS = {
    "Well-nourished children score": ("nourished", "Children not stunted", "core food"),
    "Improved sanitation score": ("sanitation", "Improved sanitation", "core housing"),
    "Improved rural water score": ("rural_water", "Improved water in the country", "core housing"),
    "Child survival score": ("child_survival", "Children who live to five", "both health scores"),
    "Survival to age 65 score": ("survival_65", "Survival to 65", "both health scores"),
    "Contraceptive use Score": ("contraception", "Use of contraception", "core health"),
    "Combined school enrolment score": ("enrolment", "School enrolment", "both education scores"),
    "Primary school completion score": ("completion", "Primary completion", "core education"),
    "Not absolutely poor score": ("not_poor", "Not absolutely poor", "core work"),
    "Normal birthweight infants score": ("birthweight", "Normal weight at birth", "high food"),
    "Education quality score": ("school_quality", "Quality of schooling", "high education"),
    "Not long-term unemployed score": ("not_unemployed", "Not long unemployed", "high work"),
    "Not relatively poor score": ("not_rel_poor", "Not poor beside others", "high work"),
}
# A score that equals the year before's, below 100, in one row of seven or more.
STANDING = {
    "core_food": 76,
    "core_work": 62,
    "core_education": 25,
    "high_food": 66,
    "high_work": 17,
    "high_education": 15,
    "nourished": 76,
    "contraception": 83,
    "enrolment": 39,
    "completion": 25,
    "not_poor": 62,
    "birthweight": 66,
    "school_quality": 61,
    "not_unemployed": 36,
    "not_rel_poor": 77,
}
RECODES = (Recode("code", 529, 2005, 2100, 530, "529 is Polity's code; Ethiopia is 530"),)
MEANING = (
    "Percent of what states of that income have achieved; 100 is the best. An outcome, not an act "
    "of government."
)


def _score(name: str, label: str, note: str = "") -> Variable:
    share = STANDING.get(name)
    stands = f" {share} of 100 values repeat the year before's: surveys stood in for later years."
    text = f"{MEANING} {note}".strip() + (stands if share else "")
    return Variable(name, label, "number", unit="percent", low=0, high=100, note=text)


class HumanRightsMeasurementInitiative(Source):
    """First release of 2018 (key ``hrmi2018``), by the method of ``fukudaparr2015``."""

    name = "hrmi"
    title = "HRMI economic and social rights scores, first release, 2005-2015"
    reference = "hrmi2018"
    licence = "Repository MIT; the publisher's own terms were not checked"
    address = "https://humanrightsmeasurement.org"
    exportable = False
    editions = (
        Edition(
            name="2018",
            filename="Download_HRMI_data_and_codebook_EN_ES_PT_FR.xlsx",
            sha256="2c06b2906b0a466d908a583d3d1b3efb7b32b92760ea3c1404f3e310518f5caa",
            size=1195507,
            first_year=2005,
            last_year=2015,
            note=(
                "Both standards side by side: core for every state, high income for those with "
                "the data. The pilot on civil and political rights (13 states, 2017) is not "
                "declared."
            ),
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "high_income", "High income by the World Bank", "flag", values={0: "No", 1: "Yes"}
        ),
        Variable("oecd", "Member of the OECD", "flag", values={0: "No", 1: "Yes"}),
        Variable("gdppc_ppp", "GDP per person", "number", unit="dollars of 2011 at parity", low=0),
        *(_score(name, f"{label}, core standard") for name, label in CORE.values()),
        *(_score(name, f"{label}, high-income standard") for name, label in HIGH.values()),
        *(_score(name, label, f"Part of {whole}.") for name, label, whole in PARTS.values()),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the merged sheet: both standards, and the pilot below them."""
        return read_xlsx(path, RENAMED, sheet=SHEET)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return scores by state and year, as published: 100 is the best."""
        where = f"hrmi, edition {edition.name}"
        frame = numbers(raw.rename(RENAMED), (CODE, YEAR, *self.variables[3:]), where)
        scores = [variable.name for variable in self.variables[6:]]
        unscored = pl.all_horizontal(pl.col(name).is_null() for name in scores)
        sifted = Sifted(frame).without(unscored, "holds no score")
        sifted = sifted.without(pl.col("code").is_null(), "is no state: the file gives no code")
        sifted = sifted.corrected(RECODES).with_states("cow")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows: one per standard, and a territory."""
        rows: list[dict[str, object]] = [
            {"COW code": 811, "Year": 2009, "Right to food score (Core standard)": 51.5},
            {"COW code": 385, "Year": 2009, "Education quality score": 81.25},
            {"COW code": None, "Year": 2009, "Education quality score": 61.25},
        ]
        empty = dict.fromkeys(RENAMED)
        whole = {"COW code": pl.Int64, "Year": pl.Int64}
        schema = {name: whole.get(name, pl.Float64) for name in RENAMED}
        frame = pl.DataFrame([empty | row for row in rows], schema=schema)
        return frame.with_row_index("row", offset=1).cast({"row": pl.Int32})


RENAMED = {
    "COW code": "code",
    "Year": "year",
    "High-income country": "high_income",
    "OECD country": "oecd",
    "GDP per capita (2011 PPP$) in year concerned": "gdppc_ppp",
    **{heading: name for heading, (name, _) in (CORE | HIGH).items()},
    **{heading: name for heading, (name, _, _) in PARTS.items()},
}
