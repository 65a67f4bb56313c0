"""Tables that go into a manuscript, and archives that go to its editor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from rightful import study
from rightful.cli.answers import Format, answer, print_answer, progress
from rightful.cli.options import path_of
from rightful.core.errors import UsageError, shown
from rightful.reports.target import is_stdout


class TableFormat(StrEnum):
    """Output of a table that goes into a manuscript."""

    text = "text"
    json = "json"
    html = "html"
    latex = "latex"
    docx = "docx"


ENDINGS: Final[Mapping[TableFormat, tuple[str, ...]]] = {
    TableFormat.text: (".txt",),
    TableFormat.json: (".json",),
    TableFormat.html: (".html", ".htm"),
    TableFormat.latex: (".tex",),
    TableFormat.docx: (".docx",),
}
TableFormatOption = Annotated[
    TableFormat | None,
    typer.Option("--format", help="text, json, html, latex (booktabs) or docx (Word)."),
]
TableOutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        parser=path_of,
        metavar="PATH",
        help="Write here (.txt, .json, .html, .tex, .docx) instead of the terminal.",
    ),
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        parser=path_of,
        metavar="DIR",
        help="Write a replication archive into this new folder: code, estimates, expected outputs.",
    ),
]
Draw = Callable[[Any], str | bytes]


def checked(
    fmt: TableFormat | None, out: Path | None, archive: Path | None, figure: Path | None = None
) -> TableFormat:
    """Return the format that is meant; refuse what could not be written, before the work.

    Raises
    ------
    UsageError
        When the options contradict one another, or the place cannot be used.
    StoreError
        When the system would not let us write.
    """
    if archive is not None:
        plain = fmt in (None, TableFormat.text, TableFormat.json)
        if not plain or out is not None or figure is not None:
            raise UsageError(
                "an archive is written alone: it holds its tables in its own folder",
                allowed="--archive DIR, with --format text or json for what is said of it",
                next_step="run the command once for the archive and once for the file",
            )
        return fmt or TableFormat.text
    chosen = fmt or _of(out)
    if chosen is TableFormat.docx:
        study.check_word()
        if out is None:
            raise UsageError(
                "a Word file is not for a terminal",
                allowed="--format docx with --out F.docx",
                next_step="name a file with --out",
            )
    if out is not None:
        _check_ending(chosen, out)
        study.check_out(out)
    return chosen


def told(value: Any, fmt: TableFormat, out: Path | None, draws: Mapping[TableFormat, Draw]) -> None:
    """Print a value in a format, or write it where the user said."""
    if out is None and fmt in (TableFormat.text, TableFormat.json):
        answer(value, Format(fmt.value), lambda: draws[TableFormat.text](value))
        return
    as_json = fmt is TableFormat.json
    content = json.dumps(value, ensure_ascii=False, indent=1) if as_json else draws[fmt](value)
    if out is None:
        print_answer(str(content), fmt)
        return
    if isinstance(content, bytes):
        study.write_bytes(out, content)
    else:
        study.write_out(out, content.rstrip("\n") + "\n")
    typer.echo(f"wrote {shown(str(out))}", err=is_stdout(out))


def archived(
    asked: study.Asked, folder: Path, fmt: TableFormat, from_dir: Path | None = None
) -> None:
    """Write a replication archive, and say what is in it."""
    made = study.archive(asked, folder, from_dir, progress("archive"))
    answer(made, Format(fmt.value), lambda: study.archive_text(made))


def _of(out: Path | None) -> TableFormat:
    """Return the format that the ending of a file names; text without a file."""
    if out is None:
        return TableFormat.text
    for fmt, endings in ENDINGS.items():
        if out.suffix.lower() in endings:
            return fmt
    raise UsageError(
        f"no table format ends in {out.suffix!r}",
        where=str(out),
        allowed=", ".join(ending for endings in ENDINGS.values() for ending in endings),
        next_step="rename it, or say --format text|json|html|latex|docx",
    )


def _check_ending(fmt: TableFormat, out: Path) -> None:
    """Refuse a file whose ending names another format: it would open as what it is not."""
    others = {ending for one, endings in ENDINGS.items() if one is not fmt for ending in endings}
    needed = fmt is TableFormat.docx and out.suffix.lower() != ".docx"
    if out.suffix.lower() in others or needed:
        raise UsageError(
            f"--format {fmt.value} writes no {out.suffix or 'file without an ending'}",
            where=str(out),
            allowed=", ".join(ENDINGS[fmt]),
            next_step="rename it, or leave out --format",
        )
