"""Coding a user's own file of statements: every row answered, what was odd about it said."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import LONGEST_NAME, MissingFile, UsageError, shown
from rightful.core.statement import FORUMS, STATEMENTS, VOICES
from rightful.discourse.coder.coder import HALF, Coding, code
from rightful.discourse.search.languages import ENGLISH, MOST_READ, language_of
from rightful.discourse.search.words import clean
from rightful.record import states
from rightful.study.coding.coder_names import coder_names
from rightful.study.outputs import write_out

NEEDED: Final = ("id", "text")
COLUMNS: Final = ("id", "state", "date", "forum", "text", "context", "addressee", "voice")
LONGEST_PASSAGE: Final = 100_000  # characters that the coder reads of a text or a context
LONGEST_CELL: Final = 1_000  # characters of a state, a date and the like
LARGEST_FILE: Final = 200_000_000  # bytes
LONGEST_ID: Final = 100  # characters; a line of prose seldom begins with a word and a delimiter
NARROW: Final = 3  # columns
LIKELIEST: Final = 2  # acts told of a passage on which none is likelier than not
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|to|is|are|was|were|we|our|will|not|has|have|shall|for|with|that|by|its)\b",
    re.I,
)
_ROMANCE: Final = re.compile(
    r"\b(?:le|la|les|el|los|las|des|du|de|del|una?|une|est|es|que|qui|nous|nos|pas|il|y|en|dans|con"
    r"|por|para|pour|avec|sur|au|aux|al|su|sus)\b",
    re.I,
)
_DELIMITERS: Final = ",;\t|"
_REPORTED: Final = ("upr_dialogue", "treaty_body")
_FOLDED_FORUMS: Final = {
    **{name: name for name in FORUMS},
    **{title.casefold(): name for name, title in FORUMS.items()},
}


@dataclass(slots=True)
class _Row:
    """One row of the file: its line, its cells, what is odd about it."""

    number: int
    cells: Mapping[str, str]
    problems: list[str] = field(default_factory=list)


def code_file(path: Path, out: Path | None = None) -> list[dict[str, Any]]:
    """Code a CSV of id, state, date, forum, text, and maybe context, addressee, voice.

    Returns
    -------
    list
        One mapping per row of the file, in its order: ``id``, ``acts`` (probability of each of the
        sixteen acts), ``abstained``, ``why`` (``not English`` where it is in another language),
        ``coded`` (the acts decided on, each with kind, argument, target, rights, articles, rules,
        and ``only_probable``, true where its probability is below a half), ``row`` (line of the
        table, the first under the header is 1), ``problems`` (what was odd about the row, empty
        where nothing was), and ``weights``, the name of the coder's weights.

    Raises
    ------
    MissingFile, UsageError
        When there is no such file, it is no regular file, too large, no table in text, a quote in
        it is never closed, or it lacks ``id`` or ``text``.
    """
    rows = _read(Path(path))
    frame = _frame(rows)
    coded = _answers(rows, frame, code(frame, coder_names()))
    if out is not None:
        write_out(Path(out), "".join(json.dumps(row) + "\n" for row in coded))
    return coded


def coded_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the answer of ``code_file`` for a terminal."""
    if not rows:
        return "The file has no rows."
    lines = [_line(row) for row in rows]
    odd = [row for row in rows if row["problems"]]
    lines += [
        f"row {row['row']} ({shown(str(row['id']), LONGEST_NAME)}): {'; '.join(row['problems'])}"
        for row in odd
    ]
    waits = sum(bool(row["abstained"]) for row in rows)
    foreign = sum(row["why"] == "not English" for row in rows)
    lines.append(
        f"{len(rows)} rows, {waits} left open, {len(odd)} with remarks; "
        f"weights: {rows[0]['weights']}"
    )
    lines.append(f"only English is coded; rows in another language: {foreign}")
    return "\n".join(lines)


def _line(row: Mapping[str, Any]) -> str:
    name = shown(str(row["id"]), LONGEST_NAME)
    why = f" ({row['why']})" if row["why"] else ""
    if row["abstained"]:
        return f"{name}: left open{why}{_likeliest(row)}"
    acts = ", ".join(_told(one) for one in row["coded"])
    unsure = all(one["only_probable"] for one in row["coded"])
    return f"{name}: {acts}{why}{_likeliest(row) if unsure else ''}"


def _told(act: Mapping[str, Any]) -> str:
    kind = f" ({act['kind']})" if act["kind"] else ""
    probable = ", only probable" if act["only_probable"] else ""
    return f"{act['act']}{kind} {act['probability']:.2f}{probable}"


def _likeliest(row: Mapping[str, Any]) -> str:
    """The acts with the highest probabilities; nothing where none has one."""
    known = [(act, chance) for act, chance in row["acts"].items() if chance is not None]
    best = sorted(known, key=lambda one: -one[1])[:LIKELIEST]
    return (
        "; likeliest: " + ", ".join(f"{act} {chance:.2f}" for act, chance in best) if best else ""
    )


# ------------------------------------------------------------------ reading the file


def _read(path: Path) -> list[_Row]:
    try:
        _check_file(path)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile("there is no such file", where=str(path)) from None
    except OSError as error:
        raise UsageError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
    text, remark = _decoded(raw, path)
    rows = _rows(text, path)
    if remark and rows:
        rows[0].problems.append(remark)
    return rows


def _check_file(path: Path) -> None:
    """Refuse what would never end (a pipe, a device) or fill the memory."""
    held = path.stat()
    if stat.S_ISDIR(held.st_mode):
        return  # reading it says so
    if not stat.S_ISREG(held.st_mode):
        raise UsageError(
            "this is no regular file",
            where=str(path),
            allowed="a file on the disk, no pipe and no device",
            next_step="write the table to a file and name that",
        )
    if held.st_size > LARGEST_FILE:
        raise UsageError(
            f"the file is too large: {held.st_size} bytes",
            where=str(path),
            allowed=f"at most {LARGEST_FILE} bytes",
            next_step="split the table into several files",
        )


def _decoded(raw: bytes, path: Path) -> tuple[str, str | None]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), None
        except UnicodeDecodeError:
            raise _no_table(path, "it begins as UTF-16 and does not go on so") from None
    if b"\x00" in raw:
        raise _no_table(path, "it holds zero bytes, as spreadsheets and archives do")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return raw.decode("cp1252", errors="replace"), (
            f"the file is not UTF-8 (byte {error.start}); read as Windows-1252"
        )


def _no_table(path: Path, why: str) -> UsageError:
    return UsageError(
        f"the file is no table in text: {why}",
        where=str(path),
        allowed="CSV with columns id, state, date, forum, text",
        next_step="save it as CSV in UTF-8",
    )


def _rows(text: str, path: Path) -> list[_Row]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    delimiter = _delimiter(text)
    try:
        table = _table(text, delimiter)
    except csv.Error as error:
        raise _no_table(path, str(error)) from error
    header = [cell.strip().casefold() for cell in table[0][0]] if table else []
    if table:
        _check_closed(*table[-1][1:], delimiter, path)
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise UsageError(
            f"the table lacks {' and '.join(missing)}; it has "
            f"{shown(', '.join(header), 200) or 'no header'}",
            where=str(path),
            allowed=", ".join(COLUMNS),
            next_step="give the first line these names",
        )
    rows = []
    for number, (cells, start, lines) in enumerate(table[1:], start=1):
        row = _row(number, cells, header)
        row.problems += _swallowed(start, lines, delimiter, len(header))
        rows.append(row)
    return rows


def _table(text: str, delimiter: str) -> list[tuple[list[str], int, list[str]]]:
    """Return every row that is not blank: its cells, its first line (from 1), its lines."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), delimiter=delimiter)
    table, start = [], 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            table.append((cells, start + 1, lines[start : reader.line_num]))
        start = reader.line_num
    return table


def _check_closed(start: int, lines: Sequence[str], delimiter: str, path: Path) -> None:
    """Refuse a last row whose quote is open and which swallowed the lines that follow."""
    if len(lines) == 1:
        return
    # After a closing quote a sign of our own ends up in another cell; in an open one, in the last.
    probe = f"{delimiter}end"
    *_, last = csv.reader([*lines[:-1], lines[-1].rstrip("\r\n") + probe], delimiter=delimiter)
    if last[-1] != "end":
        raise UsageError(
            f"a quote that begins in the row of line {start} is never closed; "
            f"lines {start} to {start + len(lines) - 1} would be one row",
            where=f"{path}, line {start}",
            allowed="a cell that begins with a quote and ends with one",
            next_step="close the quote, or double it where it belongs to the text",
        )


def _swallowed(start: int, lines: Sequence[str], delimiter: str, width: int) -> list[str]:
    """Return a remark where a line inside a row looks like a row of its own."""
    for number, line in enumerate(lines[1:], start=start + 1):
        if line.count(delimiter) >= width - 1 > 0 and _is_row(line, delimiter, width):
            return [
                f"lines {start} to {start + len(lines) - 1} are one row, and line {number} looks "
                "like a row of its own: a quote may not be closed"
            ]
    return []


def _is_row(line: str, delimiter: str, width: int) -> bool:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    name = cells[0].strip() if cells else ""
    if len(cells) != width or len(name) > LONGEST_ID or len(name.split()) != 1:
        return False
    # In a narrow table a line of prose ("However, we ...") has as many delimiters as a row.
    return width > NARROW or not name.isalpha()


def _delimiter(text: str) -> str:
    # Outside quotes, in the header, whatever stands most often parts the names.
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(_DELIMITERS, key=bare.count)


def _row(number: int, line: Sequence[str], header: Sequence[str]) -> _Row:
    # A name twice in the header: the first column counts.
    cells = {name: line[place] for place, name in reversed(list(enumerate(header[: len(line)])))}
    row = _Row(number, {name: cells.get(name, "")[: _longest(name)] for name in COLUMNS})
    row.problems += _cut(cells)
    if len(line) != len(header):
        row.problems.append(f"{len(line)} cells where the header has {len(header)}")
    return row


def _cut(cells: Mapping[str, str]) -> Iterable[str]:
    return [
        f"the first {limit} of {len(cells[name])} characters of the {name} are read"
        for name in COLUMNS
        if name in cells and (limit := _longest(name)) is not None and len(cells[name]) > limit
    ]


def _longest(column: str) -> int | None:
    """Characters that are read of a cell; an id is kept whole."""
    if column == "id":
        return None
    return LONGEST_PASSAGE if column in ("text", "context") else LONGEST_CELL


# ------------------------------------------------------------------ statements of it


def _frame(rows: Sequence[_Row]) -> pl.DataFrame:
    first_with: dict[str, int] = {}
    said = [_statement(row, first_with) for row in rows]
    schema = {**STATEMENTS, "context": pl.String}
    return pl.DataFrame(said, schema=schema, orient="row", infer_schema_length=None)


def _statement(row: _Row, first_with: dict[str, int]) -> dict[str, Any]:
    name = row.cells["id"].strip()
    if not name:
        row.problems.append("no id")
    elif name in first_with:
        row.problems.append(f"id repeated, first in row {first_with[name]}")
    first_with.setdefault(name, row.number)
    if not row.cells["text"].strip():
        row.problems.append("no text")
    year = _year(row)
    forum = _forum(row)
    return {
        **dict.fromkeys((*STATEMENTS, "context")),
        # The id may be repeated; the row is not.
        "statement": str(row.number),
        "ccode": _state(row, "state", year),
        "year": year,
        "date": row.cells["date"].strip() or None,
        "forum": forum,
        "addressee": _state(row, "addressee", year),
        "voice": _voice(row, forum),
        "language": _other_language(row.cells["text"]),
        "text": row.cells["text"],
        "context": row.cells["context"],
    }


def _year(row: _Row) -> int | None:
    given = row.cells["date"].strip()
    if not given:
        return None
    if given[:4].isascii() and given[:4].isdigit() and 1945 <= int(given[:4]) <= 2100:
        return int(given[:4])
    row.problems.append(f"date {shown(repr(given), LONGEST_NAME)} does not begin with a year")
    return None


def _forum(row: _Row) -> str:
    given = row.cells["forum"].strip()
    if not given:
        return "other"
    known = _FOLDED_FORUMS.get(given.casefold())
    if known is None:
        row.problems.append(
            f"forum {shown(repr(given), LONGEST_NAME)} is not known; taken as 'other', "
            f"known are {', '.join(FORUMS)}"
        )
    return known or "other"


def _voice(row: _Row, forum: str) -> str:
    given = row.cells["voice"].strip().casefold()
    by_forum = "reported" if forum in _REPORTED else "direct"
    if given and given not in VOICES:
        row.problems.append(f"voice {shown(repr(given), LONGEST_NAME)}: {', '.join(VOICES)}")
    return given if given in VOICES else by_forum


def _other_language(text: str) -> str | None:
    """Return the language of a text that is not English, ``und`` where it cannot be told which.

    Of few words the coder cannot tell; those that only French, Spanish and the like have can.
    """
    plain = clean(text)[:MOST_READ]
    language = language_of(plain)
    if language is None and not _ENGLISH.search(plain) and len(_ROMANCE.findall(plain)) > 1:
        return "und"
    return None if language == ENGLISH else language


def _state(row: _Row, column: str, year: int | None) -> int | None:
    given = row.cells[column].strip()
    if not given:
        return None
    found = states.find(given, year).states or states.find(given).states
    codes = [state.ccode for state in found if state.ccode is not None]
    if not codes:
        row.problems.append(f"{column} {shown(repr(given), LONGEST_NAME)} is not known")
        return None
    return codes[-1]


# ------------------------------------------------------------------ what is answered


def _answers(rows: Sequence[_Row], frame: pl.DataFrame, coding: Coding) -> list[dict[str, Any]]:
    decided: dict[str, list[dict[str, Any]]] = {}
    for act in coding.acts.iter_rows(named=True):
        decided.setdefault(act["statement"], []).append(act)
    years = dict(frame.select("statement", "year").iter_rows())
    return [
        {
            "id": row.cells["id"].strip(),
            "acts": {act: _rounded(one[act]) for act in SPEECH_ACTS},
            "abstained": one["abstained"],
            "why": one["why"],
            "coded": [_act(act, years[number]) for act in decided.get(number, [])],
            "row": row.number,
            "problems": row.problems,
            "weights": coding.weights,
        }
        for row, one in zip(rows, coding.probabilities.iter_rows(named=True), strict=True)
        for number in [str(row.number)]
    ]


def _act(act: Mapping[str, Any], year: int | None) -> dict[str, Any]:
    return {
        "act": act["act"],
        "probability": _rounded(act["probability"]),
        "only_probable": act["probability"] < HALF,
        "kind": act["kind"],
        "argument": act["argument"],
        "target": _name(act["target"], year),
        "rights": act["rights"],
        "articles": act["articles"],
        "rules": act["rule"].split(",") if act["rule"] else [],
    }


def _name(ccode: int | None, year: int | None) -> str | None:
    if ccode is None:
        return None
    return states.name_of(ccode, year or 2020) or next(
        (state.name for state in reversed(states.all_states()) if state.ccode == ccode), str(ccode)
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
