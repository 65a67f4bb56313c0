"""All evidence on the spiral: record, statements, analysts; and the panels made of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rightful.core.phase import READINGS
from rightful.discourse.evidence import criticisms, evidence
from rightful.record.all_statements import users_statements
from rightful.record.baseline import Baseline
from rightful.record.evidence_codings import all_codings, coded_states, settled_cases
from rightful.record.store import Store
from rightful.spiral.choose import chosen, panel_of
from rightful.spiral.from_codings import coding_rows
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.from_series import proxies, proxy_rows
from rightful.spiral.from_statements import criticism_rows, heard_rows
from rightful.spiral.panel import Panel
from rightful.spiral.rules import rule_set
from rightful.spiral.units import Unit
from rightful.study.coded import coded_probabilities, coded_statements
from rightful.study.spiral_record import lived, record_evidence

# Years to which the texts in hand go in which states blame others, and recommend to them.
BLAME_UNTIL, RECOMMENDED_UNTIL = 2024, 2014


@dataclass(frozen=True)
class Gathered:
    """Evidence on a unit.

    Attributes
    ----------
    unit
        What is asked of.
    state_years
        ccode, year, government, sorted.
    rows
        Every row of evidence, columns ``core.evidence.EVIDENCE``.
    since
        First year of the record, of whatever state.
    shelf
        The baseline it was gathered from.
    own
        Whether the user's own statements or codings may be among them.
    """

    unit: Unit
    state_years: pl.DataFrame
    rows: pl.DataFrame
    since: int
    shelf: Baseline
    own: bool


def gathered(
    shelf: Baseline,
    unit: Unit,
    limits: Thresholds,
    ccode: int | None = None,
    codes: pl.DataFrame | None = None,
    own: bool = True,
) -> Gathered:
    """Return all evidence on a unit; with ``ccode``, of that state.

    Parameters
    ----------
    codes
        Coded acts of all states; without them, all that are known.
    own
        With what the user read, added and coded; without it, only what ships.
    """
    years = lived(shelf, unit)
    since = int(np.min(years["year"].to_numpy()))
    root = Store().root
    coded = all_codings(root) if own else settled_cases()
    if codes is not None:
        heard = codes
    else:
        heard = coded_statements() if own else shelf.frame("codes", pl.col("sure"))
    mixed = own and (coded.height != settled_cases().height or users_statements(root).height > 0)
    told = coding_rows(coded, coded_states())
    rows = pl.concat(
        [
            record_evidence(shelf, unit, limits),
            proxy_rows(_series(shelf)),
            *_spoken(heard, years, ccode),
            told,
        ]
    )
    if ccode is not None:
        mine = pl.col("ccode") == ccode
        years, rows = years.filter(mine), rows.filter(mine)
    return Gathered(unit, years, rows, since, shelf, mixed)


def panels(found: Gathered, limits: Thresholds) -> dict[str, Panel]:
    """Return reading -> panel; they differ where general talk counts for every right."""
    by_talk: dict[bool, Panel] = {}
    for reading in READINGS:
        general = rule_set(reading).general_talk
        if general not in by_talk:
            cells = chosen(found.rows, found.unit, limits.sure, general)
            by_talk[general] = panel_of(found.state_years, cells, found.since)
    return {reading: by_talk[rule_set(reading).general_talk] for reading in READINGS}


def _spoken(codes: pl.DataFrame, years: pl.DataFrame, ccode: int | None) -> list[pl.DataFrame]:
    chances = coded_probabilities(ccode)
    searched = years.select("ccode", "year").with_columns(
        blame=pl.col("year") <= BLAME_UNTIL, recommended=pl.col("year") <= RECOMMENDED_UNTIL
    )
    if ccode is not None:
        mine = pl.col("ccode") == ccode
        codes, searched = codes.filter(mine | (pl.col("target") == ccode)), searched.filter(mine)
    # One state's yearly reports on all others put nothing to anyone in a forum.
    put = criticisms(codes.filter(pl.col("forum") != "country_report"))
    heard = evidence(codes, chances)
    if ccode is not None:
        put, heard = put.filter(mine), heard.filter(mine)
    return [heard_rows(heard), criticism_rows(put, searched)]


def _series(shelf: Baseline) -> pl.DataFrame:
    """Return the series that stand for an item: ccode, year, series, mean."""
    named = proxies()["series"].unique().to_list()
    return shelf.frame("series", pl.col("series").is_in(named)).select(
        "ccode", "year", "series", "mean"
    )
