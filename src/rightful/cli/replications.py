"""Named studies, rerun: replicate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, FromOption, SeedOption, figure_option
from rightful.core.errors import UsageError


@app.command()
def replicate(
    name: Annotated[str, typer.Argument(help="A study, such as hathaway2002 or hill2010; or all.")],
    from_dir: FromOption = None,
    seed: SeedOption = 1,
    figure: Annotated[Path | None, figure_option("--figure", "A figure of one study")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Rerun a study: its specification, its sign against the published one, then the grid."""
    if figure is not None and name == "all":
        raise UsageError(
            "a figure shows one study",
            where="rightful replicate",
            allowed="a name with --figure",
            next_step="rightful replicate hathaway2002 --figure F.svg",
        )
    study.check_figures(figure)
    found = study.replicate(name, from_dir, seed, progress("replicate"))
    told = found if name == "all" else found[0]
    answer(told, fmt, lambda: study.replications_text(found))
    if figure is not None:
        study.replication_figure(found[0], figure)
