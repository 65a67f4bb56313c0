"""Ethnic Power Relations by state and year: groups that share power, groups kept out of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

COUNTS = {
    "epr_groups": "Politically relevant ethnic groups",
    "epr_excluded_groups_count": "Groups excluded from power",
    "epr_inpower_groups_count": "Groups in power",
    "epr_regaut_groups_count": "Groups with regional autonomy",
}
SHARES = {
    "epr_elf": ("Fractionalization by ethnic group", "No direction."),
    "epr_excluded_group_pop": ("Share of people in excluded groups", "Higher is more exclusion."),
    "epr_inpower_groups_pop": ("Share of people in groups in power", ""),
    "epr_regaut_group_pop": ("Share of people in groups with regional autonomy", ""),
}


class EthnicPowerRelations(Source):
    """Vogt and others (key ``vogt2015``)."""

    name = "epr"
    title = "Ethnic Power Relations 2021 by state and year, 1946-2021"
    reference = "vogt2015"
    licence = "No licence stated where the file is carried"
    address = "https://icr.ethz.ch/data/epr/"
    exportable = False
    editions = (
        Edition(
            name="2021",
            filename="epr.csv",
            sha256="711cca61fd02d1907c3dda55dc40744c492c7e258758946b23afc47d25f88e9d",
            size=513389,
            first_year=1946,
            last_year=2021,
            extract=True,
            download="https://raw.githubusercontent.com/andybega/ds-external-data/e421def8d83a/epr/output/epr.csv",
            note="Sums of the group list; states without a relevant group are blank.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        *(Variable(name, label, "integer", unit="groups", low=0) for name, label in COUNTS.items()),
        *(
            Variable(name, label, "number", low=0, high=1, note=note)
            for name, (label, note) in SHARES.items()
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the file as published."""
        return read_csv(path, ("gwcode", "year", *COUNTS, *SHARES))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return groups and shares by state and year."""
        declared = (CODE, YEAR, *self.variables[3:])
        frame = numbers(raw.rename({"gwcode": "code"}), declared, f"epr, edition {edition.name}")
        empty = pl.all_horizontal(pl.col(name).is_null() for name in (*COUNTS, *SHARES))
        sifted = Sifted(frame).without(empty, "holds no value").with_states("gw")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows; the last holds nothing."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "gwcode": ["811", "385", "2"],
                "year": ["1999", "1999", "1999"],
                **{key: ["4", "2", "NA"] for key in COUNTS},
                **{key: ["0.25", "0.5", "NA"] for key in SHARES},
            }
        )
