"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from rightful.cli.answers import Format


class Standards(StrEnum):
    """Which standard of the raters a measure holds to."""

    changing = "changing"
    constant = "constant"
    both = "both"


def path_of(text: str) -> Path:
    """Return what was typed as a path; an empty one is refused."""
    if not text:
        raise typer.BadParameter("a path cannot be empty")
    return Path(text)


FormatOption = Annotated[Format, typer.Option("--format", help="text or json")]
FromOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        parser=path_of,
        metavar="PATH",
        help="A folder of publishers' files, searched through.",
    ),
]
SeedOption = Annotated[int, typer.Option(help="Same seed, same result.")]
YearOption = Annotated[
    int | None, typer.Option(help="A year from 1945 to now; the states of that year are meant.")
]


def out_option(text: str) -> Any:
    """Return the option --out, with its explanation."""
    return typer.Option("--out", parser=path_of, metavar="PATH", help=text)


def figure_option(name: str, text: str) -> Any:
    """Return an option that names a figure's file."""
    return typer.Option(name, parser=path_of, metavar="PATH", help=f"{text} (.svg, .pdf or .png).")
