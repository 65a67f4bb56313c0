"""The paper's own tests, and claims weighed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, SeedOption, figure_option
from rightful.cli.tables import (
    ArchiveOption,
    Draw,
    TableFormat,
    TableFormatOption,
    TableOutOption,
    archived,
    checked,
    told,
)

paper_app = typer.Typer(help="The paper's own tests, and what the quarrel over treaties rests on.")
app.add_typer(paper_app, name="paper", no_args_is_help=True)


@paper_app.callback()
def paper() -> None:
    """The paper's own tests, the decomposition of the treaty effect, its placebos."""


@paper_app.command("test")
def paper_test(
    key: Annotated[
        str, typer.Argument(help="A test such as isomorphism, the key of one answer, or all.")
    ] = "all",
    fmt: FormatOption = Format.text,
    archive: ArchiveOption = None,
) -> None:
    """Answer the paper's own tests, each over its grid: or say what they need."""
    if archive is not None:
        archived(study.Asked("paper test", key), archive, TableFormat(fmt.value))
        return
    found = study.paper_answers(key, progress=progress("paper"))
    answer(found, fmt, lambda: study.paper_text(found))


@paper_app.command()
def decomposition(seed: SeedOption = 1, fmt: FormatOption = Format.text) -> None:
    """Share out the treaty estimate's spread: standard, year effects, estimator, right."""
    found = study.paper_decomposition(seed, progress=progress("decomposition"))
    answer(found, fmt, lambda: study.decomposition_text(found))


@paper_app.command()
def placebos(seed: SeedOption = 1, fmt: FormatOption = Format.text) -> None:
    """Look for a treaty effect where none should be; leave out regions and years of war."""
    found = study.paper_placebos(seed, progress=progress("placebos"))
    answer(found, fmt, lambda: study.placebos_text(found))


@app.command()
def weigh(
    fmt: TableFormatOption = None,
    out: TableOutOption = None,
    figure: Annotated[Path | None, figure_option("--figure", "A figure of all answers")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Weigh the paper's claims: by estimator, in words defined beforehand."""
    chosen = checked(fmt, out, archive, figure)
    study.check_figures(figure)
    if archive is not None:
        archived(study.Asked("weigh"), archive, chosen)
        return
    found = study.weighed(progress=progress("weigh"))
    if figure is not None:
        study.weighed_figure(found, figure)
    draws: dict[TableFormat, Draw] = {
        TableFormat.text: study.weighed_text,
        TableFormat.html: study.weighed_html,
        TableFormat.latex: study.weighed_latex,
        TableFormat.docx: study.weighed_word,
    }
    told(found, chosen, out, draws)
