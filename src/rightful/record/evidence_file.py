"""An analyst's file of evidence: read whole, hostile or not, and checked row by row.

A row gives one value of one item, for a state, a right and a span of years, with its source
(``core.evidence.CODING``). Rows are counted from 1, the first under the header. Text that begins
as a formula stays text; nothing in a file is ever carried out.
"""

from __future__ import annotations

import calendar
import csv
import hashlib
import importlib.util
import io
import itertools
import math
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.errors import (
    LONGEST_NAME,
    BadRows,
    MissingFile,
    RightfulError,
    SourceError,
    UnknownName,
    shown,
)
from rightful.core.evidence import (
    ASIDES,
    CODED_ITEMS,
    CODING,
    FOUND,
    ITEMS,
    SCOPES,
    SEEN,
    SOURCE_KINDS,
    STATE_ITEMS,
)
from rightful.core.names import fold, suggest
from rightful.record import states
from rightful.record.state_table import FIRST_YEAR, State, all_states, named, spells

COLUMNS: Final = tuple(CODING)
NEEDED: Final = ("iso3", "right", "item", "year", "value", "source", "coder")
NOT_LOOKED: Final = "not_looked_for"
OBSERVED, NONE_FOUND = FOUND
CONFIDENCE: Final = 0.9  # where a row says nothing of it
LEAST_SURE: Final = 0.5
LONGEST_PARAPHRASE: Final = 300  # characters
LONGEST_CELL: Final = 2_000
LONGEST_CODER: Final = 60
LARGEST_FILE: Final = 50_000_000  # bytes
LARGEST_UNPACKED: Final = 400_000_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
ENDINGS: Final = (".csv", ".tsv", ".parquet", ".xlsx")
# Names of no state for which near ones are looked up, and reasons that an error prints.
MOST_SUGGESTED: Final = 50
MOST_REASONS: Final = 200
# The row that a template shows. It is true, but no analyst's judgement: as it is, it is left out.
EXAMPLE: Final = {
    "iso3": "KHM",
    "right": "physical_integrity",
    "item": "C2",
    "year": "1992",
    "last_year": "1992",
    "value": "1",
    "found": "observed",
    "confidence": "0.95",
    "source": "UN Treaty Collection, Convention against Torture, status",
    "source_kind": "neutral",
    "locator": "Cambodia",
    "source_date": "1992-10-15",
    "paraphrase": "Accedes to the convention against torture",
    "seen": "read",
    "coder": "your initials",
    "note": "An example: write your rows in its place",
}
# What a template gives already: a row with nothing else is not filled in.
_GIVEN: Final = ("iso3", "right", "item", "year", "last_year", "confidence", "seen", "coder")
_MEASURED: Final = tuple(item for item in ITEMS if item not in CODED_ITEMS)
_DELIMITERS: Final = ",;\t|"
_INTEGER: Final = re.compile(r"\+?\d{1,6}(?:\.0*)?")
_NUMBER: Final = re.compile(r"\+?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})")
_WHITE: Final = re.compile("[ \t\r\n\u00a0]+")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[ T]00:00:00)?")
# Marks that turn the direction of what stands beside them.
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A file's schema, and the row that each coding came from.
CODING_ROWS: Final = {**CODING, "row": pl.Int32}

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodingFile:
    """What a file of evidence holds.

    Attributes
    ----------
    sha256
        Fingerprint of the file.
    codings
        The good rows, columns ``CODING_ROWS``, in order of the file; a span over which a state
        changed its code is several. A state without an ISO code has its Correlates of War code
        as text. ``value`` is null where ``found`` is ``not_looked_for``.
    bad
        (row, what is wrong with it and what is allowed), in order.
    unknown
        Columns of other names, with what they may mean.
    unfilled
        Rows of a template that nobody filled in.
    examples
        Rows that are the example of a template.
    """

    sha256: str
    codings: pl.DataFrame
    bad: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]
    unfilled: int
    examples: int


class BadCodings(BadRows):
    """Bad rows of an analyst's file; every one is named, rows with one reason together."""

    def __init__(self, what: str, rows: tuple[tuple[int, str], ...], **more: str) -> None:
        super().__init__(what, rows, **more)
        self.details = tuple(_told(rows))
        self.args = (self._message(),)


def read_codings(path: Path) -> CodingFile:
    """Return what an analyst's file holds, good rows and bad ones.

    Raises
    ------
    MissingFile
        When nothing is there.
    SourceError
        When the file is no such table: its format, encoding or header, too large, empty.
    """
    raw = _bytes(path)
    header, rows = _READERS[path.suffix.lower()](raw, path)
    places, unknown = _places(header, path)
    bearers = _Bearers()
    good: list[dict[str, Any]] = []
    bad: dict[int, str] = {}
    unfilled = examples = 0
    for number, line in rows:
        if not any(line):
            continue
        cells = {name: line[place] if place < len(line) else "" for name, place in places.items()}
        cells = dict.fromkeys(COLUMNS, "") | cells
        wrong = _odd_width(line, header) + _control_characters(cells)
        if wrong:
            bad[number] = "; ".join(wrong)
        elif _is_unfilled(cells):
            unfilled += 1
        elif cells == EXAMPLE:
            examples += 1
        else:
            found, wrong = _checked(cells, bearers)
            good += [one | {"row": number} for one in found]
            if wrong:
                bad[number] = "; ".join(wrong)
    if not (good or bad or unfilled or examples):
        raise _no_table(path, "holds no rows")
    codings = pl.DataFrame(good, schema=CODING_ROWS, orient="row")
    bad |= _contradictions(codings)
    return CodingFile(
        sha256=hashlib.sha256(raw).hexdigest(),
        codings=codings.filter(~pl.col("row").is_in(list(bad))),
        bad=tuple(sorted(bad.items())),
        unknown=unknown,
        unfilled=unfilled,
        examples=examples,
    )


def check_codings(found: CodingFile, path: Path) -> None:
    """Refuse a file with a bad row or an unknown column.

    Raises
    ------
    BadRows
        Naming each, and what was allowed.
    """
    if not found.bad and not found.unknown:
        return
    columns = f"unknown columns: {'; '.join(found.unknown)}" if found.unknown else ""
    rows = f"{len(found.bad)} bad rows (row 1 is the first under the header)" if found.bad else ""
    raise BadCodings(
        f"{path.name} was not taken: {', '.join(part for part in (rows, columns) if part)}",
        found.bad,
        where=str(path),
        allowed="the columns and values of `rightful evidence template`",
        next_step="correct them, or add --keep-good to take the other rows and leave these",
    )


def is_template(path: Path) -> bool:
    """Say whether a file is a template that nobody filled in; never raises."""
    try:
        found = read_codings(path)
    except RightfulError:
        return False
    return not (found.bad or found.unknown) and found.codings.is_empty()


def same_cell() -> pl.Expr:
    """Return the right of a coding as a part of its cell; items of a whole state have none."""
    return pl.when(pl.col("item").is_in(list(STATE_ITEMS))).then(pl.lit("")).otherwise("right")


@cache
def coded_states() -> dict[str, int]:
    """Return what the column ``iso3`` of a coding means: code -> ccode.

    Where ISO has no code, or one that is now another ccode's (Germany until 1990), the ccode
    itself stands there as text.
    """
    ordered = sorted(all_states(), key=lambda spell: spell.start)
    own = [one for one in ordered if one.ccode is not None]
    by_number = {str(one.ccode): one.ccode for one in own if one.ccode is not None}
    return by_number | {
        one.iso3: one.ccode for one in own if one.iso3 is not None and one.ccode is not None
    }


def code_of(state: State) -> str | None:
    """Return what the column ``iso3`` says of a state, or ``None`` where it has no ccode."""
    if state.ccode is None:
        return None
    if state.iso3 is not None and coded_states().get(state.iso3) == state.ccode:
        return state.iso3
    return str(state.ccode)


# ------------------------------------------------------------------ reading a file


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in ENDINGS:
        raise _no_table(path, f"has an ending that is not read: {path.suffix or 'none'}")
    try:
        held = path.stat()
        if stat.S_ISDIR(held.st_mode):
            raise _no_table(path, "is a folder")
        if not stat.S_ISREG(held.st_mode):  # a pipe or a device might never end
            raise _no_table(path, "is no regular file")
        if held.st_size > LARGEST_FILE:
            raise _too_large(path, f"has {held.st_size:,} bytes", f"{LARGEST_FILE:,} bytes")
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(
            "there is no such file", where=str(path), next_step="check the path"
        ) from None
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise _no_table(path, f"cannot be opened: {error}") from error
    if not raw.strip():
        raise _no_table(path, "is empty")
    return raw


def _delimited(raw: bytes, path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    text = _decoded(raw, path)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=lambda one: len(_known(_split(first, one))))
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table: list[list[str]] = []
    start = 1
    try:
        for record in reader:
            start = reader.line_num + 1
            table.append([_plain(cell) for cell in record])
            if len(table) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise _no_table(path, f"stops making sense in the row of line {start}: {error}") from error
    return _parted(table, path)


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _decoded(raw: bytes, path: Path) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, told = "utf-16", "UTF-16"
    else:
        encoding, told = "utf-8-sig", "UTF-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        why = f"is not {told} text: byte {error.start}, line {line}"
        raise _no_table(path, why, "save it as CSV in UTF-8") from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise _no_table(path, f"holds a null byte in line {line}, so it is no text")
    if not text.strip():
        raise _no_table(path, "is empty")
    return text


def _parquet(raw: bytes, path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        whole = pl.scan_parquet(io.BytesIO(raw))
        names = whole.collect_schema().names()
        height = whole.select(pl.len()).collect().item()
        if height > MOST_ROWS:
            raise _too_large(path, f"has {height:,} rows", f"{MOST_ROWS:,} rows")
        _check_columns(len(names), path)
        frame = whole.select(_known(names)).collect()
    except RightfulError:
        raise
    except (Exception, pl.exceptions.PanicException) as error:  # a reader may raise anything
        raise _no_table(path, f"is no Parquet file, or is cut short ({error})") from error
    told: dict[str, list[str]] = {}
    for column in frame.iter_columns():
        if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
            raise _no_table(path, f"has no plain values in its column {column.name}")
        if column.dtype == pl.String:  # a long text repeated is short in the file
            column = column.str.head(LONGEST_CELL + 1)  # noqa: PLW2901
        told[column.name] = [_plain(_as_text(value)) for value in column]
    lines = [[told[name][row] if name in told else "" for name in names] for row in range(height)]
    return names, iter(enumerate(lines, 1))


def _workbook(raw: bytes, path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    if importlib.util.find_spec("fastexcel") is None:
        raise _no_table(
            path,
            "needs the reader of the extra 'record'",
            "pip install 'rightful[record]', or save it as CSV",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as members:
            unpacked = sum(one.file_size for one in members.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise _too_large(
                path, f"unpacks to {unpacked:,} bytes", f"{LARGEST_UNPACKED:,} bytes unpacked"
            )
        frame = pl.read_excel(
            io.BytesIO(raw), sheet_id=1, has_header=False, infer_schema_length=0,
            drop_empty_rows=False, drop_empty_cols=False, raise_if_empty=False,
        )  # fmt: skip
    except RightfulError:
        raise
    except (Exception, pl.exceptions.PanicException) as error:  # their errors have no common class
        raise _no_table(path, f"is no Excel workbook, or is cut short ({error})") from error
    table = [
        [_plain(_as_text(cell)) for cell in line]
        for line in itertools.islice(frame.iter_rows(), MOST_ROWS + 2)
    ]
    return _parted(table, path)


_READERS: Final = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".parquet": _parquet,
    ".xlsx": _workbook,
}


def _parted(
    table: list[list[str]], path: Path
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the first line that is not blank, and the rows under it, counted from 1."""
    place = next((place for place, line in enumerate(table) if any(line)), None)
    if place is None:
        raise _no_table(path, "is empty")
    if len(table) - place - 1 > MOST_ROWS:
        raise _too_large(path, f"has more than {MOST_ROWS:,} rows", f"{MOST_ROWS:,} rows")
    _check_columns(len(table[place]), path)
    return table[place], iter(enumerate(table[place + 1 :], 1))


def _check_columns(count: int, path: Path) -> None:
    if count > MOST_COLUMNS:
        raise _too_large(path, f"has {count:,} columns", f"{MOST_COLUMNS} columns")


def _as_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(text: str) -> str:
    """Return a cell with its white space, line ends too, made single spaces."""
    return _WHITE.sub(" ", text).strip(" ")


def _name(text: str) -> str:
    return fold(text).replace(" ", "_")


def _known(names: Iterable[str]) -> list[str]:
    return [name for name in names if _name(name) in CODING]


def _places(header: Sequence[str], path: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the place of each column, and the columns of other names."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, text in enumerate(header):
        name = _name(text)
        if name in places:
            raise _no_table(path, f"names the column {name} twice")
        if name in CODING:
            places[name] = place
        elif text:
            near = suggest(text, COLUMNS, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            unknown.append(shown(repr(text), LONGEST_NAME) + hint)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        had = shown(", ".join(header), 200)
        hints = f"; not known: {', '.join(unknown[:MOST_SUGGESTED])}" if unknown else ""
        raise _no_table(
            path,
            f"lacks the columns {', '.join(missing)}; its first line is {had}{hints}",
            "begin from `rightful evidence template`; cells are parted by commas",
        )
    return places, tuple(unknown)


def _no_table(path: Path, why: str, next_step: str = "") -> SourceError:
    return SourceError(
        f"{path.name} {shown(why, 400)}",
        where=str(path),
        allowed=f"a table ({', '.join(ENDINGS)}) with the columns {', '.join(COLUMNS)}",
        next_step=next_step or "begin from `rightful evidence template`",
    )


def _too_large(path: Path, has: str, allowed: str) -> SourceError:
    return SourceError(
        f"{path.name} {has}",
        where=str(path),
        allowed=f"at most {allowed} in a file",
        next_step="part it into several files and add each",
    )


# ------------------------------------------------------------------ checking a row


class _Wrong(Exception):
    """What is wrong with a cell, and what is allowed."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(what, allowed)
        self.what, self.allowed = what, allowed


def _odd_width(line: Sequence[str], header: Sequence[str]) -> list[str]:
    beyond = any(line[len(header) :])
    unnamed = any(cell for cell, name in zip(line, header, strict=False) if not name)
    if len(line) < len(header) or beyond:
        return [f"{len(line)} cells where the header has {len(header)}: a delimiter or a quote"]
    return ["a cell in a column without a name"] if unnamed else []


def _control_characters(cells: Cells) -> list[str]:
    return [
        f"column {name}: a control character ({mark!a}); allowed: text"
        for name, text in cells.items()
        if (mark := next(filter(_is_control, text), None)) is not None
    ]


def _is_control(mark: str) -> bool:
    return not mark.isprintable() and (
        mark in _TURNING or unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp")
    )


def _is_unfilled(cells: Cells) -> bool:
    return all(not text or name in _GIVEN for name, text in cells.items())


def _checked(cells: Cells, bearers: _Bearers) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the codings of a row, one per code that its state had, or what is wrong with it."""
    row: dict[str, Any] = {}
    wrong: dict[str, str] = {}

    def attempt(name: str, check: Callable[[], Any]) -> Any:
        try:
            return check()
        except _Wrong as error:
            wrong.setdefault(name, f"column {name}: {error.what}; allowed: {error.allowed}")
            return None

    for name, read in _CELLS.items():
        row[name] = attempt(name, partial(read, cells[name]))
    row["value"], row["found"] = attempt("value", lambda: _value(cells)) or (None, None)
    if "year" not in wrong and "last_year" not in wrong:
        row["last_year"] = row["last_year"] or row["year"]
        attempt("last_year", lambda: _check_order(row["year"], row["last_year"]))
    if row["found"] == NOT_LOOKED:
        row["confidence"] = None
    elif "value" not in wrong and not cells["source"]:
        attempt("source", _no_source)
    spans: list[tuple[str, int, int]] = []
    if not {"year", "last_year", "iso3"} & set(wrong):
        span = row["year"], row["last_year"]
        spans = attempt("iso3", lambda: bearers.codes(cells["iso3"], *span)) or []
    if wrong:
        return [], [wrong[name] for name in COLUMNS if name in wrong]
    return [
        row | {"iso3": code, "year": first, "last_year": last} for code, first, last in spans
    ], []


def _text(longest: int, *, needed: bool = False) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if len(text) > longest:
            raise _Wrong(f"{len(text)} characters", f"at most {longest}")
        if needed and not text:
            raise _Wrong("empty", "a text")
        return text or None

    return read


def _one_of(options: Sequence[str], default: str | None = None) -> Callable[[str], str | None]:
    by_name = {_name(option): option for option in options}

    def read(text: str) -> str | None:
        if not text:
            return default
        if _name(text) not in by_name:
            raise _Wrong(_quoted(text) + _near(text, options), ", ".join(options))
        return by_name[_name(text)]

    return read


def _right(text: str) -> str | None:
    if not text:
        raise _Wrong("empty", ", ".join(SCOPES))
    return _one_of(SCOPES)(text)


def _item(text: str) -> str:
    item = text.upper()
    if item in CODED_ITEMS:
        return item
    allowed = ", ".join(CODED_ITEMS)
    if item in _MEASURED:
        raise _Wrong(
            f"{item} is practice, which is measured from the record and never coded from words",
            allowed,
        )
    if item in ASIDES:
        raise _Wrong(f"{item} is read from the record, not coded; the law at home is L", allowed)
    raise _Wrong(_quoted(text) if text else "empty", allowed)


def _year(text: str) -> int:
    now = date.today().year
    allowed = f"a year from {FIRST_YEAR} to {now}"
    if not (text.isascii() and _INTEGER.fullmatch(text)):
        raise _Wrong(_quoted(text) if text else "empty", allowed)
    year = int(float(text))
    if not FIRST_YEAR <= year <= now:
        raise _Wrong(str(year), allowed)
    return year


def _last_year(text: str) -> int | None:
    return _year(text) if text else None


def _check_order(first: int, last: int) -> None:
    if last < first:
        raise _Wrong(f"{last} is before the year {first}", f"{first} or later")


def _value(cells: Cells) -> tuple[int | None, str]:
    """Return value and found; the words for found may stand in either column."""
    told, found = _name(cells["value"]), _name(cells["found"])
    words = (NONE_FOUND, NOT_LOOKED)
    if found and found not in (*FOUND, NOT_LOOKED):
        raise _Wrong(f"found is {_quoted(cells['found'])}", ", ".join((*FOUND, NOT_LOOKED)))
    if told in words:
        if found not in ("", told):
            raise _Wrong(f"{told}, and found is {found}", "the same in both, or one left empty")
        found, told = told, ""
    if not told and found in words:
        return (0 if found == NONE_FOUND else None), found
    number = cells["value"]
    if not (number.isascii() and _INTEGER.fullmatch(number) and int(float(number)) <= 2):
        raise _Wrong(_quoted(number) if number else "empty", f"0, 1, 2, {', '.join(words)}")
    value = int(float(number))
    if found == NOT_LOOKED or (value and found == NONE_FOUND):
        raise _Wrong(f"{value}, and found is {found}", "observed, or no such value")
    if not value and not found:
        raise _Wrong(
            "0 without a word in the column found",
            f"{OBSERVED} (a source shows the 0) or {NONE_FOUND} (looked for, nothing found)",
        )
    return value, found or OBSERVED


def _confidence(text: str) -> float:
    if not text:
        return CONFIDENCE
    allowed = f"a probability from {LEAST_SURE} to 1, with a point: 0.8"
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        raise _Wrong(_quoted(text), allowed)
    sure = float(text)
    if not LEAST_SURE <= sure <= 1:
        raise _Wrong(_quoted(text), allowed)
    return sure


def _source_date(text: str) -> str | None:
    if not text:
        return None
    found = _DATE.fullmatch(text) if text.isascii() else None
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        if (
            year
            and year <= date.today().year
            and (month is None or 1 <= month <= 12)
            and (day is None or 1 <= day <= calendar.monthrange(year, month or 1)[1])
        ):
            return text[:10]
    raise _Wrong(_quoted(text), "a date that was: 1992, 1992-10 or 1992-10-15")


def _no_source() -> None:
    raise _Wrong("empty", f"a document that can be found; only {NOT_LOOKED} needs none")


_CELLS: Final[dict[str, Callable[[str], Any]]] = {
    "iso3": _text(LONGEST_CELL, needed=True),
    "right": _right,
    "item": _item,
    "year": _year,
    "last_year": _last_year,
    "confidence": _confidence,
    "source": _text(LONGEST_CELL),
    "source_kind": _one_of(SOURCE_KINDS),
    "locator": _text(LONGEST_CELL),
    "source_date": _source_date,
    "paraphrase": _text(LONGEST_PARAPHRASE),
    "seen": _one_of(SEEN, SEEN[0]),
    "coder": _text(LONGEST_CODER, needed=True),
    "note": _text(LONGEST_CELL),
}


class _Bearers:
    """The states that a file's texts mean, each looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], State | _Wrong] = {}
        self._strange: dict[str, _Wrong] = {}

    def codes(self, text: str, first: int, last: int) -> list[tuple[str, int, int]]:
        """Return the codes that a state had, each with the years in which it had it."""
        own = [(year, self._state(text, year)) for year in range(first, last + 1)]
        persons = {state.state_id: (year, state.name) for year, state in reversed(own)}
        if len(persons) > 1:
            told = "; ".join(f"{name} from {year}" for year, name in sorted(persons.values()))
            raise _Wrong(f"{_quoted(text)} means {told}", "one state in a row")
        parts: list[tuple[str, int, int]] = []
        for year, state in own:
            code = code_of(state)
            if code is None:
                raise _Wrong(f"{state.name} is in no list of states", "a member of the COW list")
            before = parts.pop() if parts and parts[-1][0] == code else (code, year, year)
            parts.append((code, before[1], year))
        return parts

    def _state(self, text: str, year: int) -> State:
        if (text, year) not in self._found:
            self._found[text, year] = self._looked_up(text, year)
        found = self._found[text, year]
        if isinstance(found, _Wrong):
            raise found
        return found

    def _looked_up(self, text: str, year: int) -> State | _Wrong:
        if text in self._strange:
            return self._strange[text]
        # Near names take long to find; a file of nonsense shall not take hours.
        if len(self._strange) >= MOST_SUGGESTED and not _is_named(text):
            return _Wrong(f"no state is called {_quoted(text)}", "an ISO3 code or a name")
        try:
            return states.state(text, year)
        except UnknownName as error:
            told = f"{error.what}; {error.next_step}" if not error.suggestions else error.what
            self._strange[text] = _Wrong(told, "an ISO3 code or a name")
            return self._strange[text]
        except RightfulError as error:
            return _Wrong(error.what, error.allowed or "a state that was alive in those years")


def _is_named(text: str) -> bool:
    return bool(named(text)) or text.casefold() in spells() or text.upper() in coded_states()


def _quoted(text: str) -> str:
    return shown(repr(text), LONGEST_NAME)


def _near(text: str, options: Sequence[str]) -> str:
    near = suggest(text, options)
    return f"; did you mean {' or '.join(near)}?" if near else ""


# ------------------------------------------------------------------ rows against each other


def _contradictions(codings: pl.DataFrame) -> dict[int, str]:
    """Return the rows that give one cell another value than a row of the same coder."""
    cell = ["iso3", "right_of_cell", "item", "year", "coder"]
    told = pl.struct("value", "found")
    slim = codings.with_columns(right_of_cell=same_cell()).select(
        *cell, "last_year", "value", "found", "row"
    )
    years = slim.with_columns(year=pl.int_ranges("year", pl.col("last_year") + 1)).explode("year")
    at_odds = years.filter(told.n_unique().over(cell) > 1).sort("row", "year")
    wrong: dict[int, str] = {}
    for (iso3, _, item, year, coder), part in at_odds.group_by(cell, maintain_order=True):
        values = {
            row: f"row {row} says {found if value is None else f'{value} ({found})'}"
            for row, value, found in part.select("row", "value", "found").iter_rows()
        }
        reason = (
            f"column value: {coder} gives {item} of {iso3} in {year} twice: "
            f"{', '.join(values.values())}; allowed: one value for a cell"
        )
        for row in values:
            wrong.setdefault(row, reason)
    return wrong


def _told(rows: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield a line per reason with the rows it holds for; past many reasons, the rows alone."""
    by_reason: dict[str, list[int]] = {}
    for row, reason in rows:
        by_reason.setdefault(reason, []).append(row)
    for reason, own in itertools.islice(by_reason.items(), MOST_REASONS):
        first, *more = _ranges(own)
        yield f"row{'s' if len(own) > 1 else ''} {first}: {shown(reason, 400)}"
        yield from (f"  and {line}" for line in more)
    rest = [row for own in itertools.islice(by_reason.values(), MOST_REASONS, None) for row in own]
    if rest:
        yield f"and {len(rest)} rows more, for reasons of their own:"
        yield from (f"  {line}" for line in _ranges(sorted(rest)))


def _ranges(rows: Sequence[int]) -> list[str]:
    """Return row numbers as lines that are not too long: ``1, 4-9``."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], row]
        else:
            parts.append([row])
    texts = ["-".join(str(row) for row in part) for part in parts]
    return [", ".join(texts[start : start + 100]) for start in range(0, len(texts), 100)]
