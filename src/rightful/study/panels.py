"""The panel: one row per state, year, family, right and standard, from the baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import STANDARDS, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.measures import panel as columns
from rightful.record.baseline import Baseline, shipped
from rightful.record.citations import cite
from rightful.reports.export import codebook_rows, write_table, write_text


def panel(standard: str = "changing", baseline: Path | None = None) -> pl.DataFrame:
    """Return the panel.

    Parameters
    ----------
    standard
        ``changing``, ``constant`` or ``both``.
    baseline
        A baseline folder; the package's own without it.

    Returns
    -------
    One row per ccode, year, family, right and standard; columns as ``rightful codebook`` says.

    Raises
    ------
    UnknownName
        When the standard is none of these.
    """
    return _table(standard, baseline).frame


def _standards(name: str) -> list[str]:
    chosen = resolve(name, (*STANDARDS, "both"), "standard")
    return list(STANDARDS) if chosen == "both" else [chosen]


def _table(standard: str, baseline: Path | None) -> Table:
    chosen = pl.col("standard").is_in(_standards(standard))
    held = Baseline(baseline or shipped()).frame("estimates", chosen)
    frame = held.select(columns.NAMES).sort(columns.KEY)
    return Table(frame, columns.KEY, columns.VARIABLES, "rightful panel")


def write_panel(
    out: Path, standard: str = "changing", draws: int = 0, baseline: Path | None = None
) -> dict[str, Any]:
    """Write the panel with its codebook and references, and ``draws`` joint draws beside it.

    Raises
    ------
    UsageError
        When the ending is unknown or the baseline holds fewer draws.
    StoreError
        When the disk refuses; nothing half-written stays.
    """
    folder = baseline or shipped()
    table = _table(standard, folder)
    companion = _draws_table(Baseline(folder), standard, draws) if draws else None
    write_table(table, out)
    written: dict[str, Any] = {"panel": str(out), "rows": table.frame.height}
    if companion is not None:
        path = out.with_name(f"{out.stem}.draws{out.suffix}")
        write_table(companion, path)
        written |= {"draws": str(path), "joint_draws": draws}
    book = out.with_name(f"{out.stem}.codebook.csv")
    write_text(book, pl.DataFrame(codebook_rows(table.variables)).write_csv())
    references = out.with_name(f"{out.stem}.bib")
    write_text(references, cite(reference_keys(Baseline(folder)), "bibtex"))
    return written | {"codebook": str(book), "references": str(references)}


def reference_keys(baseline: Baseline) -> tuple[str, ...]:
    """Return the keys of everything the baseline used: data, facts, then models."""
    recipe = baseline.recipe
    data = [source["reference"] for source in recipe["sources"]]
    return tuple(dict.fromkeys([*data, *recipe.get("facts", []), *recipe.get("methods", [])]))


def _draws_table(baseline: Baseline, standard: str, draws: int) -> Table:
    held = int(baseline.recipe["draws"])
    if not 1 <= draws <= held:
        raise UsageError(
            f"{draws} joint draws were asked for",
            allowed=f"1 to {held}",
            next_step="ask for fewer, or rebuild: rightful baseline build --draws N --from DIR",
        )
    family = baseline.recipe["family"]
    parts = [
        part for name in _standards(standard) for part in _draws_of(baseline, family, name, draws)
    ]
    frame = pl.concat(parts).sort(columns.KEY)
    by_name = {variable.name: variable for variable in columns.VARIABLES}
    drawn = tuple(
        Variable(f"practice_{d}", f"Practice: joint draw {d}", "number")
        for d in range(1, draws + 1)
    )
    variables = (*(by_name[name] for name in columns.KEY), *drawn)
    return Table(frame, columns.KEY, variables, "rightful joint draws")


def _draws_of(baseline: Baseline, family: str, standard: str, draws: int) -> list[pl.DataFrame]:
    level = baseline.practice(family, standard, draws)
    key = pl.DataFrame({"ccode": level.ccode, "year": level.year})
    items = baseline.frame("items").filter(
        (pl.col("family") == family) & (pl.col("standard") == standard) & (pl.col("draw") < draws)
    )
    values = {"all": level.draws}
    for (right,), one in items.sort("draw").group_by("right", maintain_order=True):
        slope, anchor = one["discrimination"].to_numpy(), one["anchor_2000"].to_numpy()
        values[str(right)] = slope[:, None] * (level.draws - anchor[:, None])
    return [
        key.with_columns(
            family=pl.lit(family), right=pl.lit(right), standard=pl.lit(standard)
        ).hstack(
            pl.DataFrame(
                np.ascontiguousarray(drawn.T, dtype=np.float32),
                schema=[f"practice_{d}" for d in range(1, draws + 1)],
            )
        )
        for right, drawn in values.items()
    ]
