"""One effect by every estimator that fits: estimate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, SeedOption, figure_option


@app.command()
def estimate(
    treatment: Annotated[
        str, typer.Argument(help="A treaty such as cat or iccpr, or any column; --columns lists.")
    ] = "",
    on: Annotated[
        str, typer.Option("--on", help="A family of rights, or a column.")
    ] = "physical_integrity",
    estimator: Annotated[
        list[str] | None, typer.Option(help="Such as two_way, event_study; repeat; all by default.")
    ] = None,
    control: Annotated[
        list[str] | None, typer.Option(help="A column; repeat; `none` for none.")
    ] = None,
    instrument: Annotated[
        list[str] | None, typer.Option(help="A column that moves the treatment alone; repeat.")
    ] = None,
    mediator: Annotated[
        str,
        typer.Option(help="A column by way of which it works; needs --lag 2 and is no --control."),
    ] = "",
    peers: Annotated[
        str, typer.Option(help="A column of groups, such as region, of each other's peers.")
    ] = "",
    where: Annotated[
        str, typer.Option(help='A condition over columns, as "year >= 1985 AND openness < 0".')
    ] = "",
    lag: Annotated[int, typer.Option(help="Years by which treatment precedes outcome.")] = 1,
    columns: Annotated[bool, typer.Option("--columns", help="List what can be named.")] = False,
    specifications: Annotated[
        bool, typer.Option("--specifications", help="Run the specification curve too.")
    ] = False,
    coefficients: Annotated[
        Path | None, figure_option("--coefficients", "A figure of all estimators")
    ] = None,
    path: Annotated[
        Path | None, figure_option("--path", "A figure of the years before and after")
    ] = None,
    curve: Annotated[
        Path | None, figure_option("--curve", "A figure of the specification curve")
    ] = None,
    seed: SeedOption = 1,
    fmt: FormatOption = Format.text,
) -> None:
    """Estimate one effect by every estimator that fits, over the grid: never one number."""
    if columns:
        rows = study.columns()
        answer(rows, fmt, lambda: study.columns_text(rows))
        return
    study.check_figures(coefficients, path, curve)
    told = study.estimated(
        treatment,
        on,
        _named(control, study.CONTROLS),
        estimator or (),
        where,
        lag,
        instrument or (),
        mediator,
        peers,
        seed,
        specifications or curve is not None,
        progress=progress("estimate"),
    )
    answer(told, fmt, lambda: study.estimated_text(told))
    for file, draw in (
        (coefficients, study.estimates_figure),
        (path, study.path_figure),
        (curve, study.curve_figure),
    ):
        if file is not None:
            draw(told, file)


def _named(chosen: list[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    if chosen is None:
        return default
    return () if chosen == ["none"] else tuple(chosen)
