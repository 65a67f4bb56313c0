"""Our own estimates: build them, fit one measure, time the sampler."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import baseline_app, bench_app, measure_app
from rightful.cli.options import (
    FormatOption,
    FromOption,
    SeedOption,
    Standards,
    out_option,
    path_of,
)
from rightful.core.errors import UsageError


@baseline_app.command("build")
def baseline_build(
    from_dir: Annotated[
        Path,
        typer.Option(
            "--from", parser=path_of, metavar="FOLDER", help="A folder of publishers' files."
        ),
    ],
    out: Annotated[Path | None, out_option("Folder; the package's own without it.")] = None,
    draws: Annotated[int, typer.Option(min=50, max=1000)] = 200,
    seed: SeedOption = 61717,
    private: Annotated[
        bool,
        typer.Option(
            "--private",
            help="Also keep observed values that may not be handed on; needs --out.",
        ),
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Rebuild our estimates from publishers' files: facts, standards, joint draws, recipe."""
    built = study.build_baseline(from_dir, out, draws, seed, progress("baseline"), private)
    answer(built, fmt, lambda: study.facts_text(built))


@baseline_app.command("show")
def baseline_show(fmt: FormatOption = Format.text) -> None:
    """Show how the baseline was made."""
    recipe = study.recipe()
    answer(recipe, fmt, lambda: study.recipe_text(recipe))


@measure_app.command("practice")
def measure_practice(
    from_dir: FromOption = None,
    family: Annotated[str, typer.Option(help="A family of rights.")] = "physical_integrity",
    specification: Annotated[str, typer.Option(help="own, lhrs2014 or lhrs2019")] = "own",
    standard: Annotated[Standards, typer.Option()] = Standards.changing,
    out: Annotated[Path | None, out_option("A .parquet, .csv or .dta for the estimates.")] = None,
    seed: SeedOption = 61717,
    fmt: FormatOption = Format.text,
) -> None:
    """Fit latent respect of a family of rights and compare it with published scores."""
    if standard is Standards.both:
        raise UsageError("one fit has one standard", allowed="changing or constant")
    result = study.measure_practice(
        from_dir, specification, standard.value, out, seed, progress("practice"), family
    )
    answer(result, fmt, lambda: study.facts_text(result))


@measure_app.command("strand")
def measure_strand(
    name: Annotated[str, typer.Argument(help="A measure, such as opportunity or attention.")],
    from_dir: FromOption = None,
    wvs: Annotated[
        Path | None,
        typer.Option(
            "--wvs", parser=path_of, metavar="FILE", help="World Values Survey, your own."
        ),
    ] = None,
    barometers: Annotated[
        Path | None,
        typer.Option("--barometers", parser=path_of, metavar="CSV", help="Shares, your own."),
    ] = None,
    out: Annotated[Path | None, out_option("A .parquet, .csv or .dta for the series.")] = None,
    seed: SeedOption = 61717,
    fmt: FormatOption = Format.text,
) -> None:
    """Measure commitment, opportunity, network, regime or acceptance, with its doubt."""
    brought = {"wvs": wvs, "barometers": barometers}
    surveys = {key: path for key, path in brought.items() if path is not None}
    found = study.measure_strand(name, from_dir, out, seed, progress(name), surveys)
    answer(found, fmt, lambda: study.strand_text(found))


@bench_app.command("practice")
def bench_practice(
    states: Annotated[int, typer.Option(help="5 to 2000.")] = 200,
    years: Annotated[int, typer.Option(help="10 to 500.")] = 72,
    seed: SeedOption = 1,
    fmt: FormatOption = Format.text,
) -> None:
    """Time the measurement model on a made-up panel: seconds to 400 effective draws everywhere."""
    result = study.bench_practice(states, years, seed, progress("bench"))
    answer(result, fmt, lambda: study.facts_text(result))
