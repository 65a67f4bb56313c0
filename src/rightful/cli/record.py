"""What the record holds: states, sources, variables, references; and how it is brought in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, print_answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, FromOption, YearOption


class Bibliography(StrEnum):
    """Output of the citations."""

    bibtex = "bibtex"
    ris = "ris"
    json = "json"
    text = "text"


@app.command()
def states(
    name: Annotated[str, typer.Argument(help="A name or code of a state, alive or dead.")],
    year: YearOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show a state's dated codes, births, deaths and successors."""
    found = study.states(name, year)
    answer(found, fmt, lambda: study.states_text(found))


@app.command()
def sources(fmt: FormatOption = Format.text) -> None:
    """List the publishers' records: editions, licences, what is in the store."""
    rows = study.sources()
    answer(rows, fmt, lambda: study.sources_text(rows))


@app.command()
def codebook(
    variable: Annotated[str | None, typer.Argument(help="One column; all without it.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Explain the panel's columns and the sources' variables."""
    rows = study.codebook(variable)
    answer(rows, fmt, lambda: study.codebook_text(rows))


@app.command()
def cite(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Sources or keys; without them, what the baseline used."),
    ] = None,
    fmt: Annotated[Bibliography, typer.Option("--format")] = Bibliography.bibtex,
) -> None:
    """Print the references a result rests on, as BibTeX or RIS."""
    cited = study.cite(tuple(names or ()), fmt.value)
    print_answer(cited.rstrip("\n"), fmt)


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Sources; all without them.")] = None,
    from_dir: FromOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Bring publishers' files into the store, from their addresses or from a folder."""
    report = study.pull(tuple(names or ()), from_dir, progress("pull"))
    answer(report, fmt, lambda: study.pull_text(report))
    if not report["ok"]:
        raise typer.Exit(report["exit_code"])
