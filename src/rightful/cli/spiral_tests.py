"""The spiral model put to the test."""

from __future__ import annotations

from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer
from rightful.cli.app import app
from rightful.cli.options import FormatOption, SeedOption

spiral_app = typer.Typer(help="The spiral model: its readings against each other and the record.")
app.add_typer(spiral_app, name="spiral", no_args_is_help=True)


@spiral_app.callback()
def spiral() -> None:
    """The spiral model: its readings against each other and against the record."""


@spiral_app.command("test")
def spiral_test(
    right: Annotated[
        str, typer.Option(help="A right, a family, or unspecified: human rights at large.")
    ] = "unspecified",
    variant: Annotated[
        str, typer.Option(help="as_written, without_m3 or effort_only: against circularity.")
    ] = "as_written",
    seed: SeedOption = 1,
    fmt: FormatOption = Format.text,
) -> None:
    """Answer what the theory claims of phases: with an interval and a sentence, or cannot tell."""
    told = study.spiral_answers(right, variant, seed=seed)
    answer(told, fmt, lambda: study.spiral_answers_text(told))


@spiral_app.command("model")
def spiral_model(
    reading: Annotated[
        str, typer.Option(help="as_reported, orthodox_1999 or revised.")
    ] = "revised",
    fmt: FormatOption = Format.text,
) -> None:
    """Show what the latent model of phases learned: how far the data moved it from its priors."""
    found = study.latent_model(reading)
    answer(found, fmt, lambda: study.latent_model_text(found))
