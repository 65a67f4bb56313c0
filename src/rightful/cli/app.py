"""The command line's groups; the commands hang themselves in when their module is loaded."""

from __future__ import annotations

from typing import Annotated

import typer

import rightful

app = typer.Typer(
    name="rightful",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
baseline_app = typer.Typer(help="Our own estimates: build them, or see how they were made.")
measure_app = typer.Typer(help="Fit a measure to the store.")
bench_app = typer.Typer(help="Measure speed.")
statements_app = typer.Typer(help="What governments say: add your own files, code passages.")
discourse_app = typer.Typer(help="Theories of words against the record.")
evidence_app = typer.Typer(help="Evidence on the spiral: your own codings, agreement of coders.")
app.add_typer(evidence_app, name="evidence", no_args_is_help=True)
app.add_typer(discourse_app, name="discourse", no_args_is_help=True)
app.add_typer(statements_app, name="statements", no_args_is_help=True)
app.add_typer(baseline_app, name="baseline", no_args_is_help=True)
app.add_typer(measure_app, name="measure", no_args_is_help=True)
app.add_typer(bench_app, name="bench", no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rightful {rightful.__version__}")
        raise typer.Exit


@app.callback()
def whole(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """What states promise about human rights, what they do, and the distance between."""
