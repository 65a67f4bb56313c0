"""National human rights institutions: accreditation by state and year, one edition a status."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

# Status -> the publisher's series and what it means.
STATUSES = {
    "a": ("sg_nhr_impln", "A: complies with the Paris Principles"),
    "b": ("sg_nhr_intexstn", "B: does not fully comply"),
    "c": ("sg_nhr_nostusn", "C: no status"),
    "d": ("sg_nhr_noappln", "D: no institution applied for accreditation"),
}
M49 = Variable("m49", "The publisher's area, UN M49", "integer", low=1, high=999)
_SHAS = {
    "a": ("1f8681f9a9bc4ad1b348c878176fd34955c36a7424a349a72503f9c34fc10fa3", 10451),
    "b": ("78cc4efcd3e221b393005c255f19219118776cc12c01167e5e93e3e00de30de5", 3793),
    "c": ("d4285f9225469c3815952f0b9e7f270b9b5efa1e9d797318cc0a33bc93319f3e", 1248),
    "d": ("2e7bdd4064868be7812f75d76976976fa0e5d22e5a07c00a75d24df2c5619c6b", 14456),
}
_REST = "--by--geo_area--nature--units--year.csv"
_NOTE = "Years 2000, 2005, 2010 and 2015-2019; rows are ones only, absence is no zero."


def _edition(status: str) -> Edition:
    series, meaning = STATUSES[status]
    filename = f"ddf--datapoints--{series}{_REST}"
    sha256, size = _SHAS[status]
    return Edition(
        name=f"2020-{status}",
        filename=filename,
        sha256=sha256,
        size=size,
        first_year=2000,
        last_year=2019,
        extract=True,
        download=(
            "https://raw.githubusercontent.com/open-numbers/ddf--unstats--sdg_indicators/"
            f"1bfae15828a8/{filename}"
        ),
        note=f"{meaning}. {_NOTE}",
    )


def _flag(status: str) -> Variable:
    return Variable(
        f"nhri_{status}",
        f"Status {STATUSES[status][1]}",
        "flag",
        values={1: "Yes"},
        note="Ones only. A state-year that is absent here has a zero only where another status "
        "has a row.",
    )


class NationalInstitutions(Source):
    """UN Statistics Division, indicator 16.a.1 (key ``unsd2020nhri``)."""

    name = "nhri"
    title = "National human rights institutions, SDG indicator 16.a.1, 2000-2019"
    reference = "unsd2020nhri"
    licence = "Terms of the United Nations; none stated in the repository that carries the files"
    address = "https://unstats.un.org/sdgs/dataportal"
    exportable = False
    editions = tuple(_edition(status) for status in STATUSES)
    variables = (*KEY_VARIABLES, *(_flag(status) for status in STATUSES))

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the file as published."""
        return read_csv(path, ("geo_area", "year", STATUSES[edition.name[-1]][0]))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return a one for every state and year that held the edition's status."""
        status = edition.name[-1]
        renamed = raw.rename({"geo_area": "m49", STATUSES[status][0]: f"nhri_{status}"})
        frame = numbers(
            renamed, (M49, YEAR, *self.variables[3:]), f"nhri, edition {edition.name}"
        ).with_columns(code=pl.col("m49").replace_strict(_iso3(), default=None))
        sifted = Sifted(frame).without(pl.col("code").is_null(), "is no country of the M49 list")
        return tidied(sifted.with_states("iso3"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows in the layout of status A."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "geo_area": ["116", "578", "630"],
                "year": ["2010", "2010", "2010"],
                "sg_nhr_impln": ["1", "1", "1"],
            }
        )


def _iso3() -> dict[int, str]:
    """Return UN M49 number -> ISO 3166 letters."""
    table = resources.files("rightful.record") / "tables" / "m49.csv"
    rows = pl.read_csv(table.read_bytes(), schema={"m49": pl.Int64, "iso3": pl.String})
    return dict(rows.iter_rows())
