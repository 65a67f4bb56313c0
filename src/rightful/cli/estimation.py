"""The paper's own tests, and claims weighed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, print_answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, SeedOption, figure_option

paper_app = typer.Typer(help="The paper's own tests, and what the quarrel over treaties rests on.")
app.add_typer(paper_app, name="paper", no_args_is_help=True)


class TableFormat(StrEnum):
    """Output of a table that goes into a manuscript."""

    text = "text"
    json = "json"
    html = "html"
    latex = "latex"


@paper_app.callback()
def paper() -> None:
    """The paper's own tests, the decomposition of the treaty effect, its placebos."""


@paper_app.command("test")
def paper_test(
    key: Annotated[
        str, typer.Argument(help="A test such as isomorphism, the key of one answer, or all.")
    ] = "all",
    fmt: FormatOption = Format.text,
) -> None:
    """Answer the paper's own tests, each over its grid: or say what they need."""
    told = study.paper_answers(key, progress=progress("paper"))
    answer(told, fmt, lambda: study.paper_text(told))


@paper_app.command()
def decomposition(seed: SeedOption = 1, fmt: FormatOption = Format.text) -> None:
    """Share out the treaty estimate's spread: standard, year effects, estimator, right."""
    told = study.paper_decomposition(seed, progress=progress("decomposition"))
    answer(told, fmt, lambda: study.decomposition_text(told))


@paper_app.command()
def placebos(seed: SeedOption = 1, fmt: FormatOption = Format.text) -> None:
    """Look for a treaty effect where none should be; leave out regions and years of war."""
    told = study.paper_placebos(seed, progress=progress("placebos"))
    answer(told, fmt, lambda: study.placebos_text(told))


@app.command()
def weigh(
    fmt: Annotated[
        TableFormat, typer.Option("--format", help="text, json, html or latex (booktabs).")
    ] = TableFormat.text,
    figure: Annotated[Path | None, figure_option("--figure", "A figure of all answers")] = None,
) -> None:
    """Weigh the paper's claims: by estimator, in words defined beforehand."""
    study.check_figures(figure)
    told = study.weighed(progress=progress("weigh"))
    if figure is not None:
        study.weighed_figure(told, figure)
    if fmt in (TableFormat.text, TableFormat.json):
        answer(told, Format(fmt.value), lambda: study.weighed_text(told))
        return
    text = study.weighed_html(told) if fmt is TableFormat.html else study.weighed_latex(told)
    print_answer(text, fmt)
