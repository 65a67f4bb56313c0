"""Surveys that the user brings: shares of people who accept a norm, by state, year and item.

No survey file is carried and none has a fixed fingerprint: the World Values Survey is given out
on request and barometers come in many cuts. An ``Edition`` needs a fingerprint, so surveys are no
``Source``; two functions read what the user has into one schema, ``SURVEY``.

``read_wvs`` reads the respondents of the World Values Survey time series, CSV or Stata.
``read_barometer`` reads a CSV of shares with the columns of ``SHARES``: ``iso3`` (three letters),
``year`` (of fieldwork), ``wave``, ``survey``, ``item``, ``share_accepting`` (0 to 1), ``n``
(respondents), ``se`` (standard error of the share, above 0).
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import SourceError
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, YEAR, Sifted, numbers
from rightful.record.read import read_csv

KEY: Final = ("ccode", "year", "wave", "survey", "item")
SURVEY: Final = (
    CCODE,
    YEAR,
    Variable("wave", "Wave of the survey", "text"),
    Variable("survey", "Survey", "text"),
    Variable("item", "What was asked", "text"),
    Variable(
        "share_accepting",
        "Share of the valid answers that accept the norm",
        "probability",
        low=0,
        high=1,
        note="Higher is more acceptance.",
    ),
    Variable("n", "Respondents with a valid answer", "integer", low=1),
    Variable("se", "Standard error of the share", "number", low=1e-9, high=0.5),
)
SHARES: Final = ("iso3", "year", "wave", "survey", "item", "share_accepting", "n", "se")
# The time series' own names: wave, year, weight, country in letters.
WVS: Final = {"S002VS": "wave", "S020": "year", "S017": "weight", "COUNTRY_ALPHA": "code"}
STATA: Final = ".dta"


def read_barometer(path: Path) -> Table:
    """Return a user's CSV of shares, UTF-8, with the columns of ``SHARES``.

    Rows of no living state are left out.

    Raises
    ------
    SourceError
        When the file lacks a column or is no CSV.
    BadRows
        When a cell is out of range.
    DataError
        When a state, year, wave, survey and item is there twice.
    """
    raw = read_csv(path, SHARES).rename({"iso3": "code"})
    return _table(numbers(raw, SURVEY[1:], path.name), path.name)


def read_wvs(path: Path) -> Table:
    """Return shares from respondents of the World Values Survey time series, ``.csv`` or ``.dta``.

    Columns S002VS (wave), S020 (year), S017 (weight), COUNTRY_ALPHA (three letters) and one or
    more of the variables in ``survey_items.csv``. Shares are weighted by S017; the standard error
    is that of a weighted share, with Kish's effective number of respondents.

    Raises
    ------
    SourceError
        When the file lacks these columns, or holds none of the items.
    BadRows
        When a cell is no number.
    """
    items = survey_items("wvs")
    raw = _stata(path) if path.suffix.lower() == STATA else read_csv(path, WVS)
    absent = [column for column in WVS if column not in raw.columns]
    asked = [row for row in items if row["variable"] in raw.columns]
    if absent or not asked:
        raise SourceError(
            f"{path.name} lacks {', '.join(absent) or 'every item'}",
            where=str(path),
            allowed=f"{', '.join(WVS)} and one of {', '.join(row['variable'] for row in items)}",
            next_step="take the time series of the World Values Survey, all rounds",
        )
    people = _people(raw, [row["variable"] for row in asked], path)
    parts = [_shares(people, row) for row in asked]
    return _table(pl.concat(parts).with_row_index("row", offset=1), path.name)


def survey_items(survey: str) -> list[dict[str, str]]:
    """Return the rows of ``survey_items.csv`` of one survey."""
    file = resources.files("rightful.record") / "tables" / "survey_items.csv"
    table = pl.read_csv(file.read_bytes(), infer_schema=False)
    return table.filter(pl.col("survey") == survey).to_dicts()


def _stata(path: Path) -> pl.DataFrame:
    try:
        import pyreadstat

        frame, _ = pyreadstat.read_dta(str(path), apply_value_formats=False)
    except Exception as error:  # the reader's errors have no common class
        raise SourceError(
            f"{path.name} cannot be read: {error}",
            where=str(path),
            allowed="a Stata file, and the extra 'record' installed",
            next_step="pip install 'rightful[record]', or export the file as CSV",
        ) from error
    columns = {name: frame[name].tolist() for name in frame.columns}
    return pl.DataFrame(columns, strict=False).with_row_index("row", offset=1)


def _people(raw: pl.DataFrame, variables: list[str], path: Path) -> pl.DataFrame:
    declared = (
        YEAR,
        Variable("wave", "Wave", "integer"),
        Variable("weight", "Weight", "number", low=0),
        *(Variable(name, name, "number") for name in variables),
    )
    frame = numbers(raw.rename(WVS), declared, path.name)
    return frame.with_columns(pl.col("wave").cast(pl.String)).drop_nulls("weight")


def _shares(people: pl.DataFrame, row: dict[str, str]) -> pl.DataFrame:
    """Return one item's weighted shares; negative codes of the survey are no answers."""
    answer, weight = pl.col(row["variable"]), pl.col("weight")
    valid = people.filter(
        answer.is_between(float(row["valid_low"]), float(row["valid_high"])), weight > 0
    )
    accepts = answer.is_between(float(row["accepts_low"]), float(row["accepts_high"]))
    effective = weight.sum() ** 2 / (weight**2).sum()
    # Half a respondent each way, so that a share of 0 or 1 is not taken for certain.
    share = ((accepts.cast(pl.Float64) * weight).sum() / weight.sum() * effective + 0.5) / (
        effective + 1
    )
    grouped = valid.group_by("code", "year", "wave").agg(
        share_accepting=share, n=pl.len().cast(pl.Int32), effective=effective
    )
    spread = (
        pl.col("share_accepting") * (1 - pl.col("share_accepting")) / pl.col("effective")
    ).sqrt()
    return grouped.sort("code", "year", "wave").select(
        "code",
        "year",
        "wave",
        "share_accepting",
        "n",
        se=spread,
        survey=pl.lit(row["survey"]),
        item=pl.lit(row["item"]),
    )


def _table(frame: pl.DataFrame, name: str) -> Table:
    located = Sifted(frame).with_states("iso3").frame
    columns = [variable.name for variable in SURVEY]
    return Table(located.select(columns).sort(KEY), KEY, SURVEY, name)
