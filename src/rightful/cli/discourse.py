"""What governments say: statements, search, contradictions, arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rightful import study
from rightful.cli.answers import Format, answer, progress
from rightful.cli.app import app, discourse_app, statements_app
from rightful.cli.options import FormatOption, out_option, path_of
from rightful.core.coding import SPEECH_ACTS
from rightful.core.statement import FORUMS

StateArgument = Annotated[str, typer.Argument(help="A state's name or ISO3 code.")]
JUDGEMENTS = "Where your judgements are kept; in the store without it."
FileArgument = Annotated[Path, typer.Argument(parser=path_of, metavar="FILE")]


def _year(text: str) -> Any:
    return typer.Option(help=text, min=1945, max=2100)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", begin*, AND, OR, NOT, ( ).')],
    state: Annotated[str | None, typer.Option(help="Who speaks.")] = None,
    addressee: Annotated[str | None, typer.Option(help="To whom.")] = None,
    forum: Annotated[
        str | None, typer.Option(help=f"Where, by name or title: {', '.join(FORUMS)}.")
    ] = None,
    act: Annotated[
        str | None, typer.Option(help=f"{', '.join(SPEECH_ACTS)}; concede:step.")
    ] = None,
    right: Annotated[str | None, typer.Option(help="A right.")] = None,
    article: Annotated[str | None, typer.Option(help='ICCPR, "ICCPR 7" ...')] = None,
    first: Annotated[int | None, _year("From this year.")] = None,
    last: Annotated[int | None, _year("To this year.")] = None,
    response: Annotated[str | None, typer.Option(help="accepted, noted or pledged")] = None,
    language: Annotated[str | None, typer.Option(help="Two letters: en, fr, km.")] = None,
    kind: Annotated[str | None, typer.Option(help="statement or article")] = None,
    most: Annotated[int | None, typer.Option(help="Hits; 10 without it.", min=1)] = None,
    offset: Annotated[int, typer.Option(help="Hits to pass over.", min=0)] = 0,
    save: Annotated[str | None, typer.Option(help="Keep the search under this name.")] = None,
    out: Annotated[Path | None, out_option("Write the hits as .csv, .json or .md.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Search what governments said and what binds them; `rightful searches` lists kept ones."""
    found = study.search(
        query,
        state,
        addressee,
        forum,
        act,
        right,
        article,
        first,
        last,
        most,
        save,
        out,
        response=response,
        language=language,
        kind=kind,
        offset=offset,
        progress=progress("building the index"),
    )
    answer(found, fmt, lambda: study.search_text(found))


@app.command()
def searches(
    run: Annotated[str | None, typer.Option(help="Run a kept search.")] = None,
    remove: Annotated[str | None, typer.Option(help="Forget a kept search.")] = None,
    most: Annotated[int | None, typer.Option(help="Hits; 10 without it.", min=1)] = None,
    out: Annotated[Path | None, out_option("Write the hits as .csv, .json or .md.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """List kept searches, run one or forget one."""
    if remove is not None:
        study.remove_saved(remove)
    if run is not None:
        found = study.run_saved(run, most, out, progress=progress("building the index"))
        answer(found, fmt, lambda: study.search_text(found))
        return
    rows = study.saved_searches()
    answer(rows, fmt, lambda: study.saved_text(rows))


@app.command()
def contradictions(
    state: StateArgument,
    right: Annotated[str | None, typer.Option(help="A right; all of them without it.")] = None,
    most: Annotated[int, typer.Option(help="How many, strongest first.", min=1)] = 20,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", parser=path_of, metavar="FOLDER", help=JUDGEMENTS),
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Set a government's words against its words, its law, its deeds and its promises."""
    found = study.contradictions_found(state, right, most, statuses=judgements)
    answer(found["contradictions"], fmt, lambda: study.contradictions_text(found))


@app.command()
def judge(
    identifier: Annotated[str, typer.Argument(help="As `contradictions` shows it.")],
    status: Annotated[str, typer.Argument(help="open, confirmed, rejected or used")],
    note: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", parser=path_of, metavar="FOLDER", help=JUDGEMENTS),
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Keep what you made of a contradiction; earlier judgements stay in the file."""
    made = study.judge(identifier, status, note, judgements)
    answer(made, fmt, lambda: study.facts_text(made))


@app.command()
def argue(
    state: StateArgument,
    right: Annotated[str, typer.Option(help="A right.")],
    year: Annotated[int | None, _year("Words up to this year; all without it.")] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--given", metavar="KEY=VALUE", help="A premise: true, false or unknown."),
    ] = None,
    out: Annotated[Path | None, out_option("A .argdown, .json (AIF), .svg or .md.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Say which of a government's defences stand against its word, the law and the record."""
    found = study.argue(state, right, out, year=year, given=study.read_given(given or []))
    answer(found, fmt, lambda: study.argue_text(found))


@app.command()
def diffusion(
    term: Annotated[str, typer.Argument(help='A word or phrase: "human security".')],
    by: Annotated[str, typer.Option(help="year, decade, region or state")] = "year",
    beside: Annotated[str | None, typer.Option(help="Terms, comma-parted, in its company.")] = None,
    first: Annotated[int | None, _year("From this year.")] = None,
    last: Annotated[int | None, _year("To this year.")] = None,
    forum: Annotated[str, typer.Option(help="Where it is said.")] = "general_debate",
    speeches: Annotated[
        Path | None,
        typer.Option(parser=path_of, metavar="PATH", help="Whole speeches, as published."),
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show how a term spreads, who took it up when, and how its company shifts."""
    told = study.diffusion(term, by, beside, first, last, forum=forum, speeches=speeches)
    answer(told, fmt, lambda: study.diffusion_text(told))


@app.command()
def shamers(
    state: Annotated[str | None, typer.Argument(help="A state; all without it.")] = None,
    year: Annotated[int | None, _year("One year.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show who blames whom for violations, and who is spared."""
    told = study.shamers(state, year)
    answer(told, fmt, lambda: study.shamers_text(told))


@discourse_app.command("test")
def discourse_test(fmt: FormatOption = Format.text) -> None:
    """Test what theories say of words: entrapment, contestation, labels, echoes."""
    told = study.discourse_tests()
    answer(told, fmt, lambda: study.discourse_tests_text(told))


@discourse_app.command("evidence")
def discourse_evidence(
    state: StateArgument,
    right: Annotated[str | None, typer.Option(help="A right; all of them without it.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Show the items of evidence that a state's words give: denial, avowal, concession, remedy."""
    found = study.evidence_items(state, right)
    answer(found, fmt, lambda: study.evidence_text(found))


@statements_app.command("add")
def add(
    file: FileArgument,
    state: Annotated[str, typer.Option(help="Who speaks.")],
    date: Annotated[str, typer.Option(help="2014, 2014-01 or 2014-01-28.")],
    forum: Annotated[str, typer.Option(help=f"Where, by name or title: {', '.join(FORUMS)}.")],
    addressee: Annotated[str | None, typer.Option(help="To whom.")] = None,
    language: Annotated[str | None, typer.Option(help="Two letters; found out without it.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Add a PDF, Word, HTML or text file of your own as statements; nothing leaves the machine."""
    told = study.add_statements(file, state, date, forum, addressee, language)
    answer(told, fmt, lambda: study.added_text(told))


@statements_app.command("read")
def read(
    corpus: Annotated[str, typer.Argument(help="general_debate, upr_report or upr_document.")],
    path: Annotated[
        Path, typer.Argument(parser=path_of, metavar="PATH", help="A folder, archive or paper.")
    ],
    state: Annotated[str | None, typer.Option(help="Where a paper names no state.")] = None,
    date: Annotated[str | None, typer.Option(help="2014 or 2014-01-28, where it has none.")] = None,
    kind: Annotated[str | None, typer.Option(help="addendum, thematic_list ...")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Read a publisher's own files into the store; nothing is fetched."""
    told = study.read_corpus(corpus, path, state, date, kind, progress("reading"))
    answer(told, fmt, lambda: study.read_text(told))


@statements_app.command("list")
def listed(fmt: FormatOption = Format.text) -> None:
    """List the files that you added and the corpora that you read."""
    rows = study.list_statements()
    answer(rows, fmt, lambda: study.list_text(rows))


@statements_app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The file's id, as `list` shows it.")],
    fmt: FormatOption = Format.text,
) -> None:
    """Take a file that you added out again."""
    told = study.remove_statements(name)
    answer(told, fmt, lambda: study.facts_text(told))


@statements_app.command("code")
def code(
    file: FileArgument,
    out: Annotated[Path | None, out_option("Also write the rows here, as JSON lines.")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """Say what each passage of a CSV does; only English is coded.

    Columns: id, text; state, date, forum, context (what was said before), addressee, voice.
    """
    rows = study.code_file(file, out)
    answer(rows, fmt, lambda: study.coded_text(rows))


@statements_app.command("scheme")
def scheme(fmt: FormatOption = Format.text) -> None:
    """Show the codebook of acts: definitions, boundaries, made-up examples."""
    book = study.scheme()
    answer(book, fmt, lambda: study.scheme_text(book))
