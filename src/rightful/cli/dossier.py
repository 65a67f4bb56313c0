"""The page of one state."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import print_answer
from rightful.cli.app import app
from rightful.cli.options import YearOption, out_option
from rightful.core.errors import RightfulError, UsageError, shown
from rightful.reports.target import is_stdout


class PageFormat(StrEnum):
    """Output of the dossier."""

    text = "text"
    html = "html"
    md = "md"
    json = "json"


@app.command()
def dossier(
    state: Annotated[str, typer.Argument(help="A name or ISO3 code: Cambodia, KHM.")],
    out: Annotated[
        Path | None, out_option("Write here (.html, .md, .json, .txt) instead of the terminal.")
    ] = None,
    fmt: Annotated[PageFormat | None, typer.Option("--format")] = None,
    year: YearOption = None,
) -> None:
    """Show what a state promised, what it does, how sure we are, and since when the two part.

    Without --out and --format, the page is also left here as dossier-NAME.html.

    A file of that name that is no page of rightful's stays as it is.
    """
    chosen = fmt or _format_of(out)
    page = study.dossier(state, year)
    text = page.render(chosen)
    if out is not None:
        study.write_out(out, text)
        typer.echo(f"wrote {shown(str(out))}", err=is_stdout(out))
        return
    print_answer(text.rstrip("\n"), chosen)
    if fmt is None:
        _leave_page(page)


def _leave_page(page: study.Dossier) -> None:
    """Write the page into the current folder, where that can be done."""
    try:
        kept = study.write_page(Path(f"dossier-{page.slug}.html"), page.render(PageFormat.html))
    except RightfulError as error:
        typer.echo(f"rightful: the page was not written: {error}", err=True)
        return
    typer.echo(f"\nThe page with charts and sources: {shown(str(kept.resolve()))}")


def _format_of(out: Path | None) -> PageFormat:
    if out is None:
        return PageFormat.text
    endings = {".html": "html", ".htm": "html", ".md": "md", ".json": "json", ".txt": "text"}
    try:
        return PageFormat(endings[out.suffix.lower()])
    except KeyError:
        raise UsageError(
            f"no dossier format ends in {out.suffix!r}",
            where=str(out),
            allowed=", ".join(endings),
            next_step="rename it, or say --format text|html|md|json",
        ) from None
