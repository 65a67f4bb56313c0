"""The command line: commands, no arithmetic; every command has ``--format``."""

from __future__ import annotations

import json
import math
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import rightful
from rightful import study
from rightful.core.errors import RightfulError, UsageError, shown
from rightful.reports.target import is_stdout

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
app.add_typer(baseline_app, name="baseline", no_args_is_help=True)
app.add_typer(measure_app, name="measure", no_args_is_help=True)
app.add_typer(bench_app, name="bench", no_args_is_help=True)


class Format(StrEnum):
    """Output of a command that answers with rows."""

    text = "text"
    json = "json"


class PageFormat(StrEnum):
    """Output of the dossier."""

    text = "text"
    html = "html"
    md = "md"
    json = "json"


class Standards(StrEnum):
    """Which standard of the raters a measure holds to."""

    changing = "changing"
    constant = "constant"
    both = "both"


class Bibliography(StrEnum):
    """Output of the citations."""

    bibtex = "bibtex"
    ris = "ris"
    json = "json"
    text = "text"


def _path(text: str) -> Path:
    if not text:
        raise typer.BadParameter("a path cannot be empty")
    return Path(text)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rightful {rightful.__version__}")
        raise typer.Exit


FormatOption = Annotated[Format, typer.Option("--format", help="text or json")]
FromOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        parser=_path,
        metavar="PATH",
        help="A folder of publishers' files, searched through.",
    ),
]
SeedOption = Annotated[int, typer.Option(help="Same seed, same result.")]
YearOption = Annotated[
    int | None, typer.Option(help="A year from 1945 to now; the states of that year are meant.")
]


def _out(text: str) -> Any:
    """Return the option --out, with its explanation."""
    return typer.Option("--out", parser=_path, metavar="PATH", help=text)


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


@app.command()
def dossier(
    state: Annotated[str, typer.Argument(help="A name or ISO3 code: Cambodia, KHM.")],
    out: Annotated[
        Path | None, _out("Write here (.html, .md, .json, .txt) instead of the terminal.")
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
    _print(text.rstrip("\n"), chosen)
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


@app.command()
def panel(
    out: Annotated[Path, _out("A .csv, .parquet or .dta file.")],
    standard: Annotated[Standards, typer.Option()] = Standards.changing,
    family: Annotated[str, typer.Option(help="A family of rights, or all.")] = "physical_integrity",
    draws: Annotated[int, typer.Option(help="Also write N joint draws beside it.", min=0)] = 0,
    strands: Annotated[
        bool, typer.Option("--strands", help="Also write the other strands' series beside it.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Write the panel: one row per state, year, family, right and standard.

    Beside NAME.csv lie NAME.rightful.codebook.csv and NAME.rightful.bib, and with --draws
    NAME.rightful.draws.csv.
    """
    written = study.write_panel(out, standard.value, draws, family=family, strands=strands)
    _answer(written, fmt, lambda: study.facts_text(written), err=is_stdout(out))


@app.command()
def coverage(
    by: Annotated[str, typer.Option(help="decade or region")] = "decade",
    family: Annotated[
        str, typer.Option(help="A family of rights, another strand, or all.")
    ] = "all",
    missing: Annotated[
        bool, typer.Option("--missing", help="Shares of state-years without a record instead.")
    ] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """Count the records behind our estimates, or what is missing, by decade or region."""
    rows = study.coverage(by, family, missing)
    _answer(rows, fmt, lambda: study.coverage_text(rows))


@app.command()
def decoupling(
    by: Annotated[str, typer.Option(help="none, region, power or regime-type")] = "none",
    family: Annotated[str, typer.Option(help="A family of rights.")] = "physical_integrity",
    right: Annotated[str, typer.Option(help="A right of the family, or any of them.")] = "any",
    standard: Annotated[
        Standards | None, typer.Option(help="Without it the changing one, where there is one.")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show how common and how lasting unmet promises are, and which states resist."""
    if standard is Standards.both:
        raise UsageError("one table has one standard", allowed="changing or constant")
    found = study.decoupling(by, family, right, standard.value if standard else None)
    _answer(found, fmt, lambda: study.decoupling_text(found))


@app.command()
def boomerang(
    state: Annotated[str, typer.Argument(help="A state's name or ISO3 code.")],
    year: Annotated[int, typer.Argument(help="A year.")],
    names: Annotated[
        Path | None,
        typer.Option(
            "--names", parser=_path, metavar="CSV", help="Your own: type, name. Never exported."
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="Paths shown of each type of ally.", min=1)] = 5,
    fmt: FormatOption = Format.text,
) -> None:
    """Find ways round a blocked channel: group, organization, ally abroad, government."""
    found = study.paths(state, year, names, most)
    shown = {key: value for key, value in found.items() if key != "text"}
    _answer(shown, fmt, lambda: study.paths_text(found))


@app.command()
def regime(
    year: Annotated[int | None, typer.Option(help="A year; without it, what changed when.")] = None,
    out: Annotated[Path | None, _out("A .html, .md or .txt with the graph of texts.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Judge the human-rights regime: its parts and features, and what texts took from others."""
    if out is not None:
        written = study.write_regime(out)
        _answer(written, fmt, lambda: study.facts_text(written), err=is_stdout(out))
        return
    found = study.regime(year)
    _answer(found, fmt, lambda: study.regime_text(found))


@app.command()
def states(
    name: Annotated[str, typer.Argument(help="A name or code of a state, alive or dead.")],
    year: YearOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show a state's dated codes, births, deaths and successors."""
    found = study.states(name, year)
    _answer(found, fmt, lambda: study.states_text(found))


@app.command()
def sources(fmt: FormatOption = Format.text) -> None:
    """List the publishers' records: editions, licences, what is in the store."""
    rows = study.sources()
    _answer(rows, fmt, lambda: study.sources_text(rows))


@app.command()
def codebook(
    variable: Annotated[str | None, typer.Argument(help="One column; all without it.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Explain the panel's columns and the sources' variables."""
    rows = study.codebook(variable)
    _answer(rows, fmt, lambda: study.codebook_text(rows))


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
    _print(cited.rstrip("\n"), fmt)


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Sources; all without them.")] = None,
    from_dir: FromOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Bring publishers' files into the store, from their addresses or from a folder."""
    report = study.pull(tuple(names or ()), from_dir, _progress("pull"))
    _answer(report, fmt, lambda: study.pull_text(report))
    if not report["ok"]:
        raise typer.Exit(report["exit_code"])


@baseline_app.command("build")
def baseline_build(
    from_dir: Annotated[
        Path,
        typer.Option(
            "--from", parser=_path, metavar="FOLDER", help="A folder of publishers' files."
        ),
    ],
    out: Annotated[Path | None, _out("Folder; the package's own without it.")] = None,
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
    built = study.build_baseline(from_dir, out, draws, seed, _progress("baseline"), private)
    _answer(built, fmt, lambda: study.facts_text(built))


@baseline_app.command("show")
def baseline_show(fmt: FormatOption = Format.text) -> None:
    """Show how the baseline was made."""
    recipe = study.recipe()
    _answer(recipe, fmt, lambda: study.recipe_text(recipe))


@measure_app.command("practice")
def measure_practice(
    from_dir: FromOption = None,
    family: Annotated[str, typer.Option(help="A family of rights.")] = "physical_integrity",
    specification: Annotated[str, typer.Option(help="own, lhrs2014 or lhrs2019")] = "own",
    standard: Annotated[Standards, typer.Option()] = Standards.changing,
    out: Annotated[Path | None, _out("A .parquet, .csv or .dta for the estimates.")] = None,
    seed: SeedOption = 61717,
    fmt: FormatOption = Format.text,
) -> None:
    """Fit latent respect of a family of rights and compare it with published scores."""
    if standard is Standards.both:
        raise UsageError("one fit has one standard", allowed="changing or constant")
    result = study.measure_practice(
        from_dir, specification, standard.value, out, seed, _progress("practice"), family
    )
    _answer(result, fmt, lambda: study.facts_text(result))


@measure_app.command("strand")
def measure_strand(
    name: Annotated[str, typer.Argument(help="A measure, such as opportunity or attention.")],
    from_dir: FromOption = None,
    wvs: Annotated[
        Path | None,
        typer.Option("--wvs", parser=_path, metavar="FILE", help="World Values Survey, your own."),
    ] = None,
    barometers: Annotated[
        Path | None,
        typer.Option("--barometers", parser=_path, metavar="CSV", help="Shares, your own."),
    ] = None,
    out: Annotated[Path | None, _out("A .parquet, .csv or .dta for the series.")] = None,
    seed: SeedOption = 61717,
    fmt: FormatOption = Format.text,
) -> None:
    """Measure commitment, opportunity, network, regime or acceptance, with its doubt."""
    brought = {"wvs": wvs, "barometers": barometers}
    surveys = {key: path for key, path in brought.items() if path is not None}
    found = study.measure_strand(name, from_dir, out, seed, _progress(name), surveys)
    _answer(found, fmt, lambda: study.strand_text(found))


@bench_app.command("practice")
def bench_practice(
    states: Annotated[int, typer.Option(help="5 to 2000.")] = 200,
    years: Annotated[int, typer.Option(help="10 to 500.")] = 72,
    seed: SeedOption = 1,
    fmt: FormatOption = Format.text,
) -> None:
    """Time the measurement model on a made-up panel: seconds to 400 effective draws everywhere."""
    result = study.bench_practice(states, years, seed, _progress("bench"))
    _answer(result, fmt, lambda: study.facts_text(result))


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


def _answer(value: Any, fmt: Format, text: Any, *, err: bool = False) -> None:
    as_json = fmt is Format.json
    _print(json.dumps(value, ensure_ascii=False, indent=1) if as_json else text(), fmt, err=err)


def _print(text: str, form: str, *, err: bool = False) -> None:
    """Print an answer; JSON for an output that is not Unicode has escapes that JSON knows."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf") if sys.stdout else True
    if form == Format.json and not unicode:
        text = json.dumps(json.loads(text), indent=1)
    typer.echo(text, err=err)


def _progress(task: str) -> study.Progress:
    """Return a progress line on standard error; it is silent where nobody watches."""
    shown = sys.stderr.isatty()

    def show(fraction: float, seconds_left: float, label: str = "") -> None:
        if shown:
            end = "\n" if fraction >= 1 else ""
            left = " " * 10 if math.isnan(seconds_left) else f"{seconds_left:4.0f} s left"
            line = f"\r{task} {label:<24.24} {100 * fraction:5.1f} %  {left}"
            print(line, end=end, file=sys.stderr, flush=True)

    return show
