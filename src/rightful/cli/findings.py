"""What the measures say: panel, coverage, decoupling, boomerang, regime."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer
from rightful.cli.app import app
from rightful.cli.options import FormatOption, Standards, out_option, path_of
from rightful.core.errors import UsageError
from rightful.reports.target import is_stdout


@app.command()
def panel(
    out: Annotated[Path, out_option("A .csv, .parquet or .dta file.")],
    standard: Annotated[Standards, typer.Option()] = Standards.changing,
    family: Annotated[str, typer.Option(help="A family of rights, or all.")] = "physical_integrity",
    draws: Annotated[int, typer.Option(help="Also write N joint draws beside it.", min=0)] = 0,
    strands: Annotated[
        bool, typer.Option("--strands", help="Also write the other strands' series beside it.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Write the panel: one row per state, year, family, right and standard.

    Beside NAME.csv lie NAME.rightful.codebook.csv and NAME.rightful.bib, and with --draws
    NAME.rightful.draws.csv.
    """
    written = study.write_panel(out, standard.value, draws, family=family, strands=strands)
    answer(written, fmt, lambda: study.facts_text(written), err=is_stdout(out))


@app.command()
def coverage(
    by: Annotated[str, typer.Option(help="decade or region")] = "decade",
    family: Annotated[
        str, typer.Option(help="A family of rights, another strand, or all.")
    ] = "all",
    missing: Annotated[
        bool, typer.Option("--missing", help="Shares of state-years without a record instead.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Count the records behind our estimates, or what is missing, by decade or region."""
    rows = study.coverage(by, family, missing)
    answer(rows, fmt, lambda: study.coverage_text(rows))


@app.command()
def decoupling(
    by: Annotated[str, typer.Option(help="none, region, power or regime-type")] = "none",
    family: Annotated[str, typer.Option(help="A family of rights.")] = "physical_integrity",
    right: Annotated[str, typer.Option(help="A right of the family, or any of them.")] = "any",
    standard: Annotated[
        Standards | None, typer.Option(help="Without it the changing one, where there is one.")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show how common and how lasting unmet promises are, and which states resist."""
    if standard is Standards.both:
        raise UsageError("one table has one standard", allowed="changing or constant")
    found = study.decoupling(by, family, right, standard.value if standard else None)
    answer(found, fmt, lambda: study.decoupling_text(found))


@app.command()
def boomerang(
    state: Annotated[str, typer.Argument(help="A state's name or ISO3 code.")],
    year: Annotated[int, typer.Argument(help="A year.")],
    names: Annotated[
        Path | None,
        typer.Option(
            "--names", parser=path_of, metavar="CSV", help="Your own: type, name. Never exported."
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="Paths shown of each type of ally.", min=1)] = 5,
    fmt: FormatOption = Format.text,
) -> None:
    """Find ways round a blocked channel: group, organization, ally abroad, government."""
    found = study.paths(state, year, names, most)
    shown = {key: value for key, value in found.items() if key != "text"}
    answer(shown, fmt, lambda: study.paths_text(found))


@app.command()
def regime(
    year: Annotated[int | None, typer.Option(help="A year; without it, what changed when.")] = None,
    out: Annotated[Path | None, out_option("A .html, .md or .txt with the graph of texts.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Judge the human-rights regime: its parts and features, and what texts took from others."""
    if out is not None:
        written = study.write_regime(out)
        answer(written, fmt, lambda: study.facts_text(written), err=is_stdout(out))
        return
    found = study.regime(year)
    answer(found, fmt, lambda: study.regime_text(found))
