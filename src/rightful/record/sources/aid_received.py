"""Official development assistance received: World Bank series as carried by Gapminder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

RENAMED: Final = {
    "aid_received_total_us_inflation_adjusted": "aid_total",
    "aid_received_per_person_current_us": "aid_per_person",
    "aid_received_percent_of_gni": "aid_of_investment",
}
# Gapminder's own identifier of a state; every other is a lower-case ISO 3166 code.
KOSOVO: Final = ("KOS", "XKX")


def _edition(name: str, column: str, sha256: str, size: int, note: str) -> Edition:
    return Edition(
        name=name,
        filename=f"ddf--datapoints--{column}--by--geo--time.csv",
        sha256=sha256,
        size=size,
        first_year=1960,
        last_year=2023,
        extract=True,
        address="https://github.com/open-numbers/ddf--gapminder--systema_globalis",
        note=note,
    )


class AidReceived(Source):
    """World Bank, World Development Indicators (key ``worldbank2026wdi``), by Gapminder."""

    name = "aid_received"
    title = "Net official development assistance received, 1960-2023"
    reference = "worldbank2026wdi"
    licence = "CC BY 4.0"
    address = "https://databank.worldbank.org/source/world-development-indicators"
    exportable = True
    editions = (
        _edition(
            "total",
            "aid_received_total_us_inflation_adjusted",
            "3a1f6785efcc1104f44614f0a057b59774810df2f7f418446920d3b8e5ab1560",
            218699,
            "Constant prices; the carrier does not say of which year.",
        ),
        _edition(
            "per-person",
            "aid_received_per_person_current_us",
            "46805da3abc619a7d45157800078b73080cc4a205bf554f49f20316f5f7c4bac",
            158485,
            "Prices of each year.",
        ),
        _edition(
            "of-investment",
            "aid_received_percent_of_gni",
            "57d5c6da9c3f183af1fe0cbd9f627336d99be65ec803824f4b164803b242d75e",
            102417,
            "Named percent of national income, but it is not: real aid over real product is a "
            "fifth of it (median of 3,348 state-years), as the share of investment in product. "
            "It is read as percent of gross capital formation.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "aid_total",
            "Net official development assistance received, constant prices",
            "number",
            unit="US dollars",
            note="Negative where more was paid back than received.",
        ),
        Variable(
            "aid_per_person",
            "Net official development assistance received per person",
            "number",
            unit="US dollars of the year",
        ),
        Variable(
            "aid_of_investment",
            "Net official development assistance over gross capital formation",
            "number",
            unit="percent",
            note="The file calls it percent of national income; its values are too large by the "
            "share of investment. May be negative, and has no ceiling.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the series as published."""
        return read_csv(path, ("geo", "time", _published(edition)))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the edition's series by state and year."""
        column = _published(edition)
        frame = raw.rename({"time": "year", column: RENAMED[column]})
        declared = (YEAR, *self.variables[3:])
        frame = numbers(frame, declared, f"{self.name}, edition {edition.name}")
        code = pl.col("geo").str.to_uppercase().replace(*KOSOVO).alias("code")
        sifted = Sifted(frame.with_columns(code)).with_states("iso3")
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows in the layout of the newest edition."""
        column = _published(self.editions[0])
        rows = [(1, "khm", "1999", "1000.5"), (2, "chl", "1999", "-2"), (3, "abw", "1999", "7")]
        schema = {"row": pl.Int32, **dict.fromkeys(("geo", "time", column), pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _published(edition: Edition) -> str:
    return edition.filename.split("--")[2]
