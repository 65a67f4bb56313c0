"""Phases of the spiral model under three readings."""

from __future__ import annotations

from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer
from rightful.cli.app import app
from rightful.cli.options import FormatOption, YearOption
from rightful.core.errors import UsageError
from rightful.core.names import resolve
from rightful.core.phase import READINGS


@app.command()
def phases(
    state: Annotated[
        str | None, typer.Argument(help="A name or ISO3 code; with --map none is needed.")
    ] = None,
    right: Annotated[
        str, typer.Option(help="A right, a family, or unspecified: human rights at large.")
    ] = "unspecified",
    reading: Annotated[
        str | None, typer.Option(help="as_reported, orthodox_1999 or revised; all without it.")
    ] = None,
    why: Annotated[
        int | None, typer.Option("--why", metavar="YEAR", help="The reasons of one year.")
    ] = None,
    map_: Annotated[
        int | None, typer.Option("--map", metavar="YEAR", help="All states in a year.")
    ] = None,
    variant: Annotated[
        str,
        typer.Option(
            help="Against circularity, of the revised reading: as_written, without_m3, effort_only."
        ),
    ] = "as_written",
    year: YearOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Place a state, year by year, on the spiral model under three readings; say why."""
    one = None if reading is None else resolve(reading, READINGS, "reading")
    if map_ is not None:
        if state is not None or why is not None:
            raise UsageError("--map shows all states in a year", allowed="--map alone")
        rows = study.phase_map(map_, right, variant)
        answer(rows, fmt, lambda: study.map_text(map_, rows, one, right, variant))
        return
    if state is None:
        raise UsageError(
            "no state is named", allowed="a state, or --map YEAR", next_step="rightful phases KHM"
        )
    if why is not None:
        found = study.why(state, why, right, one, variant, alive=year)
        answer(found, fmt, lambda: study.why_text(found))
        return
    told = study.state_phases(state, right, variant, alive=year)
    name = study.named(state, year)
    answer(told, fmt, lambda: study.phases_text(name, told, one, right, variant))
