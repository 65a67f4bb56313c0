"""The paper's claims and what the record says of them: claims, claim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app
from rightful.cli.options import FormatOption, out_option
from rightful.core.errors import UsageError


@app.command()
def claims(
    kind: Annotated[str | None, typer.Option(help="conceptual, measurable or hypothesis.")] = None,
    status: Annotated[
        str | None, typer.Option(help="tested, 'needs data', conceptual or 'not yet tested'.")
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(help="A part of the paper: purpose, regime, theories, law, spiral ..."),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Run every test first, and keep its answers.")
    ] = False,
    out: Annotated[
        Path | None, out_option("With --refresh: a JSON file instead of the store's own.")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """List the 148 claims of the paper: what each says, needs, and what came of it."""
    if refresh:
        written = study.refresh_claims(out, progress("claims"))
        answer(written, fmt, lambda: study.facts_text(written))
        return
    if out is not None:
        raise UsageError(
            "--out goes with --refresh",
            next_step="rightful claims --format json > FILE writes the list",
        )
    rows = study.claims(kind, status, part)
    answer(rows, fmt, lambda: study.claims_text(rows))


@app.command()
def claim(
    number: Annotated[str, typer.Argument(help="1 to 148.")], fmt: FormatOption = Format.text
) -> None:
    """Show one claim: what, where, sign, what it needs, what tests it, the newest result."""
    row = study.claim(number)
    answer(row, fmt, lambda: study.claim_text(row))
