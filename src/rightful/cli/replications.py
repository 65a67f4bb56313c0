"""Named studies, rerun: replicate."""

from __future__ import annotations

from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, FromOption, SeedOption


@app.command()
def replicate(
    name: Annotated[str, typer.Argument(help="A study, such as hathaway2002 or hill2010; or all.")],
    from_dir: FromOption = None,
    seed: SeedOption = 1,
    fmt: FormatOption = Format.text,
) -> None:
    """Rerun a study: its specification, its sign against the published one, then the grid."""
    found = study.replicate(name, from_dir, seed, progress("replicate"))
    told = found if name == "all" else found[0]
    answer(told, fmt, lambda: study.replications_text(found))
