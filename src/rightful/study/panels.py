"""The panel: one row per state, year, family, right and standard, from the baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import HEADLINE, STANDARDS, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.measures import panel as columns
from rightful.record.baseline import Baseline, shipped
from rightful.record.citations import cite
from rightful.record.rights import rights
from rightful.reports.export import codebook_rows, table_bytes
from rightful.reports.target import write_files
from rightful.study.outputs import check_out

# What is coded of a right itself, the same for every state and year.
TAGS = ("freedom", "power_sensitivity", "centralization")


def panel(
    standard: str = "changing", baseline: Path | None = None, family: str = HEADLINE
) -> pl.DataFrame:
    """Return the panel.

    Parameters
    ----------
    standard
        ``changing``, ``constant`` or ``both``.
    baseline
        A baseline folder; the package's own without it.
    family
        A family of rights, or ``all``.

    Returns
    -------
    One row per ccode, year, family, right and standard; columns as ``rightful codebook`` says.

    Raises
    ------
    UnknownName
        When the standard or the family is none of these.
    """
    return _table(standard, family, baseline).frame


def _standards(name: str) -> list[str]:
    chosen = resolve(name, (*STANDARDS, "both"), "standard")
    return list(STANDARDS) if chosen == "both" else [chosen]


def _families(name: str, shelf: Baseline) -> list[str]:
    held = list(shelf.recipe["families"])
    chosen = resolve(name, (*held, "all"), "family")
    return held if chosen == "all" else [chosen]


def _check_standard(standard: str, family: str, shelf: Baseline) -> None:
    """Refuse a family that is not estimated under any of the standards asked for."""
    held = {
        name
        for each in _families(family, shelf)
        for name in shelf.recipe["families"][each]["diagnostics"]
    }
    if not held & set(_standards(standard)):
        raise UsageError(
            f"{family} is not estimated under the {standard} standard",
            allowed=", ".join(sorted(held)),
            next_step=f"--standard {min(held)}",
        )


def _table(standard: str, family: str, baseline: Path | None) -> Table:
    shelf = Baseline(baseline or shipped())
    _check_standard(standard, family, shelf)
    chosen = pl.col("standard").is_in(_standards(standard)) & pl.col("family").is_in(
        _families(family, shelf)
    )
    tags = rights().frame.select("right", *TAGS)
    told = shelf.frame("estimates", chosen).join(tags, on="right", how="left")
    frame = told.select(columns.NAMES).sort(columns.KEY)
    return Table(frame, columns.KEY, variables(shelf), "rightful panel")


def write_panel(
    out: Path,
    standard: str = "changing",
    draws: int = 0,
    baseline: Path | None = None,
    family: str = HEADLINE,
    strands: bool = False,
) -> dict[str, Any]:
    """Write the panel with its codebook and references, and ``draws`` joint draws beside it.

    ``family`` is a family of rights, or ``all``. With ``strands`` the series of commitment,
    opportunity, network, regime and acceptance lie beside it, a row per ccode, year and series.

    What stands beside it is called rightful's own: ``thesis.csv`` brings
    ``thesis.rightful.codebook.csv`` and ``thesis.rightful.bib``, and never a ``thesis.bib``.

    Raises
    ------
    UsageError
        When the ending is unknown or the baseline holds fewer draws.
    StoreError
        When the disk refuses; then none of the files is written.
    """
    check_out(out, table=True)
    folder = baseline or shipped()
    table = _table(standard, family, folder)
    book = pl.DataFrame(codebook_rows(table.variables)).write_csv()
    files = {
        "panel": (out, table_bytes(table, out.suffix)),
        "codebook": (_beside(out, "codebook.csv"), book.encode()),
        "references": (_beside(out, "bib"), _references(Baseline(folder)).encode()),
    }
    if draws:
        drawn = _draws_table(Baseline(folder), standard, family, draws)
        files["draws"] = (_beside(out, f"draws{out.suffix}"), table_bytes(drawn, out.suffix))
    if strands:
        series = _strands_table(Baseline(folder))
        files["strands"] = (_beside(out, f"strands{out.suffix}"), table_bytes(series, out.suffix))
        about = pl.DataFrame(codebook_rows(columns.STRANDS)).write_csv()
        files["strands_codebook"] = (_beside(out, "strands.codebook.csv"), about.encode())
    write_files(dict(files.values()))
    told: dict[str, Any] = {name: str(path) for name, (path, _) in files.items()}
    return told | {"rows": table.frame.height} | ({"joint_draws": draws} if draws else {})


def _beside(out: Path, ending: str) -> Path:
    """Return the name of a companion; that it is ours can be read from it."""
    return out.with_name(f"{out.stem}.rightful.{ending}")


def _references(baseline: Baseline) -> str:
    return cite(reference_keys(baseline), "bibtex")


def reference_keys(baseline: Baseline) -> tuple[str, ...]:
    """Return the keys of everything the baseline used: data, facts, then models."""
    recipe = baseline.recipe
    data = [source["reference"] for source in recipe["sources"]]
    return tuple(dict.fromkeys([*data, *recipe.get("facts", []), *recipe.get("methods", [])]))


def variables(baseline: Baseline) -> tuple[Variable, ...]:
    """Return the panel's columns with the years, families and rights that this baseline has."""
    recipe = baseline.recipe
    named = {right for one in recipe["families"].values() for right in one["rights"]}
    held = {"family": set(recipe["families"]), "right": {"all", *named}}
    years = {"low": recipe["first_year"], "high": recipe["last_year"]}
    return tuple(
        replace(
            variable,
            values=_only(variable.values, held.get(variable.name)),
            **(years if variable.name == "year" else {}),
        )
        for variable in columns.VARIABLES
    )


def _only(values: dict[int, str], held: set[str] | None) -> dict[int, str]:
    return {code: label for code, label in values.items() if held is None or label in held}


def _strands_table(baseline: Baseline) -> Table:
    """Return the other strands' series, each row with what it is."""
    told = baseline.recipe["series"]
    about = pl.DataFrame(
        [
            {"series": name, "label": one["label"], "unit": one["unit"]}
            for name, one in told.items()
        ],
        schema={"series": pl.String, "label": pl.String, "unit": pl.String},
    )
    frame = baseline.frame("series").join(about, on="series", how="left", maintain_order="left")
    ordered = frame.select(variable.name for variable in columns.STRANDS)
    return Table(ordered, ("ccode", "year", "series"), columns.STRANDS, "rightful strands")


def _draws_table(baseline: Baseline, standard: str, family: str, draws: int) -> Table:
    chosen = _families(family, baseline)
    held = {name: int(baseline.recipe["families"][name]["draws"]) for name in chosen}
    if not 1 <= draws <= min(held.values()):
        raise UsageError(
            f"{draws} joint draws were asked for",
            allowed="1 to " + ", ".join(f"{most} ({name})" for name, most in held.items()),
            next_step="ask for fewer, or for one family: --family NAME",
        )
    parts = [
        part
        for each in chosen
        for name in _standards(standard)
        for part in _draws_of(baseline, each, name, draws)
    ]
    frame = pl.concat(parts).sort(columns.KEY)
    by_name = {variable.name: variable for variable in variables(baseline)}
    drawn = tuple(
        Variable(f"practice_{d}", f"Practice: joint draw {d}", "number")
        for d in range(1, draws + 1)
    )
    declared = (*(by_name[name] for name in columns.KEY), *drawn)
    return Table(frame, columns.KEY, declared, "rightful joint draws")


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
