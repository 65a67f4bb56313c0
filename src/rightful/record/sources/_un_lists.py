"""Status lists of the UN Treaty Collection, as scraped: one list a treaty, one row an act."""

from __future__ import annotations

import csv
import io
import re
import tarfile
import zlib
from abc import ABC
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, Final

import polars as pl

from rightful.core.errors import BadRows, MissingFile, SourceError
from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.checks import ROW
from rightful.record.states import party_of

# The suffix of a date tells the act; acceptance, approval and formal confirmation ratify.
ACT_OF: Final = {
    "": "ratification",
    "A": "ratification",
    "AA": "ratification",
    "a": "accession",
    "c": "ratification",
    "d": "succession",
}
KEY: Final = ("party", "instrument", "act")
COLUMNS: Final = ("treaty", "participant", "signature", "deposit")
LARGEST_LIST: Final = 4_000_000  # bytes
_BROKEN: Final = (tarfile.TarError, EOFError, OSError, KeyError, ValueError, zlib.error)
_DATE: Final = re.compile(r"(\d{1,2} \w{3} \d{4})(?: (AA|A|a|c|d))?")


class StatusLists(Source, ABC):
    """A source that reads the lists of some treaties out of the archive (key ``untc``).

    Attributes
    ----------
    instruments
        Chapter and number of the treaty in the Collection -> our name of the instrument.
    """

    instruments: ClassVar[Mapping[str, str]]
    reference = "untc"
    licence = "Terms of the United Nations; no licence stated for the scrape"
    address = "https://treaties.un.org"
    exportable = False
    variables = (
        Variable("party", "Participant, as the list names it", "key"),
        Variable("instrument", "Instrument", "key"),
        Variable(
            "act",
            "signature, ratification, accession or succession",
            "key",
            note="Acceptance, approval and formal confirmation are ratifications.",
        ),
        Variable(
            "ccode",
            "Correlates of War code of the party on the day of the act",
            "integer",
            low=2,
            high=990,
            note="Null for parties outside the list, and where nobody of that name was alive.",
        ),
        Variable("year", "Year of the act", "integer", low=1945, high=2100),
        Variable("date", "Day of the act", "date"),
        ROW,
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return the lists of the instruments as one frame, one row per line of a list."""
        rows = [
            (treaty, *line)
            for treaty, text in _members(path, self.instruments).items()
            for line in _lines(text, treaty, path)
        ]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int32))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per act; a line without a date is told as dropped."""
        where = f"{self.name}, edition {edition.name}"
        acts, dropped, wrong = [], [], []
        for line in raw.iter_rows(named=True):
            try:
                found = _acts(line, self.instruments[line["treaty"]])
            except ValueError as error:
                wrong.append((line["row"], str(error)))
                continue
            acts += found
            if not found:
                dropped.append((line["row"], "holds no date"))
        wrong += _repeated(acts)
        if wrong:
            raise BadRows(
                f"{len(wrong)} bad lines",
                tuple(sorted(wrong)),
                where=where,
                allowed="day, month, year and a known suffix; one act of a kind per party",
                next_step="compare these lines with the Collection; nothing was stored",
            )
        names = [variable.name for variable in self.variables]
        types = (pl.String, pl.String, pl.String, pl.Int32, pl.Int32, pl.Date, pl.Int32)
        schema = dict(zip(names, types, strict=True))
        frame = pl.DataFrame(acts, schema=schema, orient="row").sort(KEY)
        return Tidied(Table(frame, KEY, self.variables, name=where), tuple(dropped))


def dated(cell: str) -> tuple[date, str] | None:
    """Return the day and the suffix of a cell such as ``22 Mar 1956 a``; None when it is empty.

    Raises
    ------
    ValueError
        When the cell is neither empty nor a date with a known suffix.
    """
    if not cell.strip():
        return None
    match = _DATE.fullmatch(cell.strip())
    if match is None:
        raise ValueError(f"{cell!r} is no date with a known suffix")
    return datetime.strptime(match.group(1), "%d %b %Y").date(), match.group(2) or ""


def _members(path: Path, treaties: Iterable[str]) -> dict[str, str]:
    if not path.is_file():
        raise MissingFile(
            f"{path.name} is not there", where=str(path), next_step="give the archive's path"
        )
    try:
        with tarfile.open(path) as archive:
            texts = {treaty: _text(archive, treaty) for treaty in treaties}
    except _BROKEN as error:
        raise SourceError(
            f"{path.name} cannot be read as the archive of the lists: {error}",
            where=str(path),
            allowed="a tar archive with untreaties/treaties/<chapter>-<number>.csv",
            next_step="fetch it again; do not re-pack it",
        ) from error
    return texts


def _text(archive: tarfile.TarFile, treaty: str) -> str:
    member = archive.getmember(f"untreaties/treaties/{treaty}.csv")
    # Only a plain file is read: a link may lead to itself, and a list is never large.
    if not member.isreg() or member.size > LARGEST_LIST:
        raise ValueError(f"{member.name} is no plain file of at most {LARGEST_LIST} bytes")
    file = archive.extractfile(member)
    return file.read().decode("utf-8") if file else ""


def _lines(text: str, treaty: str, path: Path) -> list[tuple[str, str, str]]:
    """Return (participant, signature, deposit); a list without signatures has two columns."""
    try:
        header, *body = csv.reader(io.StringIO(text, newline=""), strict=True) if text else [[]]
    except csv.Error as error:
        raise _unlike(f"the list of {treaty} stops making sense: {error}", path) from error
    signed = len(header) > 1 and header[1].startswith("Signature")
    width = 3 if signed else 2
    named = header[:1] == ["Participant"] and len(header) == width
    if not named or any(len(row) != width for row in body):
        raise _unlike(f"the list of {treaty} has columns {header}", path)
    return [(row[0], row[1] if signed else "", row[-1]) for row in body]


def _unlike(what: str, path: Path) -> SourceError:
    return SourceError(
        what,
        where=str(path),
        allowed="Participant, Signature where there is one, and the deposit",
        next_step="fetch the archive again",
    )


def _acts(
    line: dict[str, str], instrument: str
) -> list[tuple[str, str, str, int | None, int, date, int]]:
    found = []
    for column in ("signature", "deposit"):
        cell = dated(line[column])
        if cell is None:
            continue
        day, suffix = cell
        act = "signature" if column == "signature" else ACT_OF[suffix]
        party = party_of(line["participant"], day)
        ccode = party.ccode if party else None
        row = int(line["row"])
        found.append((line["participant"], instrument, act, ccode, day.year, day, row))
    return found


def _repeated(
    acts: list[tuple[str, str, str, int | None, int, date, int]],
) -> list[tuple[int, str]]:
    first: dict[tuple[str, str, str], int] = {}
    wrong: list[tuple[int, str]] = []
    for act in acts:
        row = first.setdefault(act[:3], act[-1])
        if row != act[-1]:
            wrong.append((act[-1], f"repeats {' '.join(act[:3])}, first seen in row {row}"))
    return wrong
