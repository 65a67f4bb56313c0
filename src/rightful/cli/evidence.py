"""Evidence that analysts code: a template, own files, and how coders agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rightful import study
from rightful.cli.answers import Format, answer
from rightful.cli.app import evidence_app
from rightful.cli.options import FormatOption, out_option, path_of


def _year(text: str) -> Any:
    return typer.Option(help=text, min=1945, max=2100)


@evidence_app.command("template")
def template(
    out: Annotated[Path | None, out_option("Write it as .csv or .parquet.")] = None,
    state: Annotated[str | None, typer.Option(help="Empty rows of this state.")] = None,
    right: Annotated[str | None, typer.Option(help="A right or a family.")] = None,
    first: Annotated[int | None, _year("From this year.")] = None,
    last: Annotated[int | None, _year("To this year.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show the table of evidence with an example, or with --state empty rows to fill in."""
    told = study.evidence_template(state, right, first, last, out)
    answer(told, fmt, lambda: study.template_text(told))


@evidence_app.command("add")
def add(
    file: Annotated[Path, typer.Argument(parser=path_of, metavar="FILE")],
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Take the good rows, leave and list the bad.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Add a table of your own codings (.csv, .tsv, .parquet, .xlsx); nothing leaves the machine."""
    told = study.add_evidence(file, keep_good=keep_good)
    answer(told, fmt, lambda: study.added_evidence_text(told))


@evidence_app.command("list")
def listed(
    state: Annotated[str | None, typer.Option(help="Codings of this state.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also what is superseded, and removed files.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """List the files that you added and the codings that count."""
    told = study.list_evidence(state, every=every)
    answer(told, fmt, lambda: study.evidence_list_text(told))


@evidence_app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="The file's id, as `list` shows it.")],
    fmt: FormatOption = Format.text,
) -> None:
    """Take a file that you added out again; its line stays in the ledger."""
    told = study.remove_evidence(name)
    answer(told, fmt, lambda: study.facts_text(told))


@evidence_app.command("agreement")
def agreement(
    state: Annotated[str | None, typer.Option(help="Cells of this state.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show how coders agree, per item: our process cases and your own files."""
    told = study.evidence_agreement(state)
    answer(told, fmt, lambda: study.agreement_text(told))
