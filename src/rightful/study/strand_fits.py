"""Measure one strand on the user's store, and list or write its series."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.measure import WORLD, Measure
from rightful.core.names import HEADLINE, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.baseline import Baseline, shipped
from rightful.record.folder import check_folder
from rightful.record.pull import pull
from rightful.record.states import state_years
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.export import write_table
from rightful.study import Progress
from rightful.study.arguments import check_seed
from rightful.study.outputs import check_out
from rightful.study.strands import (
    FACTS,
    FIRST_YEAR,
    LAST_YEAR,
    PRACTICE,
    SURVEYS,
    fit_strands,
    measures,
)

COLUMNS = ("ccode", "year", "state", "series", "mean", "sd", "low", "high", "inputs")


def measure_strand(
    name: str,
    from_dir: Path | None,
    out: Path | None,
    seed: int,
    progress: Progress,
    surveys: dict[str, Path] | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Fit one measure of the other strands to the store, or to a folder of publishers' files.

    ``surveys`` is ``wvs`` or ``barometers`` -> a file of the user's, for ``acceptance``.

    Raises
    ------
    UnknownName
        With suggestions, when there is no such measure.
    UsageError
        When the seed or ``out`` cannot be used; nothing is fitted then.
    ConvergenceError
        When the draws must not be used.
    """
    one = _measure(name)
    check_seed(seed)
    if out is not None:
        check_out(out, table=True)
    shelf = Baseline(baseline or shipped())
    practice = {HEADLINE: shelf.practice(HEADLINE, "changing")}
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        store = _store(one, from_dir, Path(home))
        found = fit_strands(store, practice, seed, progress, (one.name,), surveys)
    if out is not None:
        write_table(_table(found.frame), out)
    return {
        "measure": one.name,
        "title": one.title,
        "strand": one.strand,
        "absent": found.absent.get(one.name, []),
        "diagnostics": found.diagnostics[one.name],
        "series": [_summary(variable, found.frame) for variable in one.gives],
        "written": str(out) if out else None,
    }


def strand_text(found: dict[str, Any]) -> str:
    """Return the series of a measure as text: one line each, then how the fit went."""
    rows = [
        {**row, "interval": "90%" if row["estimated"] else "observed"} for row in found["series"]
    ]
    columns = {
        "series": "series",
        "state_years": "rows",
        "states": "states",
        "first_year": "from",
        "last_year": "to",
        "interval": "interval",
        "label": "what",
    }
    told = {"measure": found["title"], "strand": found["strand"]}
    if found["absent"]:
        told["not in the store"] = ", ".join(found["absent"])
    if found["written"]:
        told["written"] = found["written"]
    parts = [listing.facts(told), listing.table(rows, columns)]
    if found["diagnostics"]:
        parts.append("diagnostics:\n" + listing.facts(found["diagnostics"], "  "))
    return "\n\n".join(parts)


def _measure(name: str) -> Measure:
    by_name = {one.name: one for one in measures()}
    return by_name[resolve(name, by_name, "measure of a strand")]


def _store(one: Measure, from_dir: Path | None, home: Path) -> Store:
    if from_dir is None:
        return Store()
    check_folder(from_dir)
    store = Store(home)
    needed = {need.partition("/")[0] for need in one.needs} - {FACTS, PRACTICE, SURVEYS}
    pull(store, tuple(sorted(needed)), from_dir)
    return store


def _summary(variable: Variable, frame: pl.DataFrame) -> dict[str, Any]:
    mine = frame.filter(pl.col("series") == variable.name)
    return {
        "series": variable.name,
        "label": variable.label,
        "unit": variable.unit,
        "note": variable.note,
        "state_years": mine.height,
        "states": mine.filter(pl.col("ccode") != WORLD)["ccode"].n_unique(),
        "first_year": mine["year"].min(),
        "last_year": mine["year"].max(),
        "estimated": mine["sd"].is_not_null().any(),
    }


def _table(frame: pl.DataFrame) -> Table:
    names = state_years(FIRST_YEAR, LAST_YEAR).select(
        pl.col("ccode", "year").cast(pl.Int32), state="name"
    )
    told = frame.join(names, on=["ccode", "year"], how="left", maintain_order="left")
    told = told.select(COLUMNS)
    variables = tuple(
        Variable(name, name.replace("_", " "), "number" if kind.is_float() else "key")
        for name, kind in told.schema.items()
    )
    return Table(told, ("ccode", "year", "series"), variables, "series")
