"""Named studies, rerun: replicate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rightful import study
from rightful.cli.answers import progress
from rightful.cli.app import app
from rightful.cli.options import FromOption, SeedOption, figure_option
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
from rightful.core.errors import UsageError


@app.command()
def replicate(
    name: Annotated[str, typer.Argument(help="A study, such as hathaway2002 or hill2010; or all.")],
    from_dir: FromOption = None,
    seed: SeedOption = 1,
    fmt: TableFormatOption = None,
    out: TableOutOption = None,
    figure: Annotated[Path | None, figure_option("--figure", "A figure of one study")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Rerun a study: its specification, its sign against the published one, then the grid."""
    if figure is not None and name == "all":
        raise UsageError(
            "a figure shows one study",
            where="rightful replicate",
            allowed="a name with --figure",
            next_step="rightful replicate hathaway2002 --figure F.svg",
        )
    chosen = checked(fmt, out, archive, figure)
    study.check_figures(figure)
    if archive is not None:
        archived(study.Asked("replicate", name, seed), archive, chosen, from_dir)
        return
    found = study.replicate(name, from_dir, seed, progress("replicate"))

    def drawn(draw: Any) -> Any:
        return lambda _: draw(found)

    draws: dict[TableFormat, Draw] = {
        TableFormat.text: drawn(study.replications_text),
        TableFormat.html: drawn(study.replications_html),
        TableFormat.latex: drawn(study.replications_latex),
        TableFormat.docx: drawn(study.replications_word),
    }
    told(found if name == "all" else found[0], chosen, out, draws)
    if figure is not None:
        study.replication_figure(found[0], figure)
