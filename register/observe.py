"""Read the publishers' tables into one long frame of observations.

An observation says: this table, in this row, dates this act of this party so. Columns:
``authority, row, party, instrument, act, date, precision, note``. ``act`` is one of
``signature``, ``ratification``, ``accession``, ``succession``, ``withdrawal``,
``procedure_accepted``, or ``bound`` where a table does not tell ratification from accession and
succession. ``date`` is an ISO day, or 31 December where only the year is known (``precision``
``year``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl
import pyreadstat
from lxml import html

from rightful.record.sources.un_treaties import INSTRUMENTS as UNTC15

UNTC23: Final = {
    "X-3": "OP-CRC-SC",
    "X-24": "ICMW",
    "X-50": "CEDAW",
    "X-145": "ICESCR",
    "X-156": "OP-CRC-AC",
    "X-173": "CRC",
    "X-174": "OP-CRC-IC",
}
ILO23: Final = {
    "X-5": "ILO-C029",
    "X-7": "ILO-P029",
    "X-26": "ILO-C087",
    "X-27": "ILO-C098",
    "X-22": "ILO-C100",
    "X-6": "ILO-C105",
    "X-25": "ILO-C111",
    "X-1": "ILO-C138",
    "X-28": "ILO-C155",
    "X-2": "ILO-C182",
}
HRC22: Final = {
    "genocide": "GENOCIDE",
    "crc": "CRC",
    "crc_op1": "OP-CRC-AC",
    "crc_op2": "OP-CRC-SC",
    "crc_op3": "OP-CRC-IC",
    "iccpr_op2": "ICCPR-OP2",
    "migrant": "ICMW",
    "disability": "CRPD",
    "disab_op": "OP-CRPD",
    "disap": "CPED",
    "cerd": "ICERD",
    "icescr": "ICESCR",
    "icescr_op": "ICESCR-OP",
    "iccpr": "ICCPR",
    "iccpr_op": "ICCPR-OP1",
    "cedaw": "CEDAW",
    "cedaw_op": "OP-CEDAW",
    "cat": "CAT",
    "cat_op": "OPCAT",
}
WPD22: Final = {
    "cat": "CAT",
    "cedaw": "CEDAW",
    "cped": "CPED",
    "crc": "CRC",
    "crpd": "CRPD",
    "iccpr": "ICCPR",
    "iccpr_op1": "ICCPR-OP1",
    "iccpr_op2": "ICCPR-OP2",
    "icerd": "ICERD",
    "icescr": "ICESCR",
    "icescr_op": "ICESCR-OP",
    "icmw": "ICMW",
    "op_cedaw": "OP-CEDAW",
    "op_crc_ac": "OP-CRC-AC",
    "op_crc_ic": "OP-CRC-IC",
    "op_crc_sc": "OP-CRC-SC",
    "op_crpd": "OP-CRPD",
    "opcat": "OPCAT",
}
ICRC20: Final = {7: "CRC", 8: "OP-CRC-AC", 9: "CPED", 10: "ROME"}
JEI16: Final = {
    "cat": "CAT",
    "catopt": "OPCAT",
    "ced": "CPED",
    "ccpr": "ICCPR",
    "ccpr2op": "ICCPR-OP2",
    "ccprop": "ICCPR-OP1",
}
CENSORED: Final = "already in force in the first year listed"
_KIND: Final = {
    "": ("ratification", ""),
    "a": ("accession", ""),
    "d": ("succession", ""),
    "A": ("ratification", "acceptance"),
    "AA": ("ratification", "approval"),
    "c": ("ratification", "formal confirmation"),
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated act as one table gives it."""

    authority: str
    row: int
    party: str
    instrument: str
    act: str
    date: date
    precision: str
    note: str = ""


def observations(folder: Path) -> pl.DataFrame:
    """Return every observation of every table under ``folder`` (the raw data folder)."""
    found = [
        *_untc15(folder),
        *_untc23(folder),
        *_ilo23(folder),
        *_ohchr23(folder),
        *_ohchr20(folder),
        *_icrc20(folder),
        *_icrc23(folder),
        *_hrc22(folder),
        *_wpd22(folder),
        *_look16(folder),
        *_jei16(folder),
    ]
    schema = {
        "authority": pl.String,
        "row": pl.Int64,
        "party": pl.String,
        "instrument": pl.String,
        "act": pl.String,
        "date": pl.Date,
        "precision": pl.String,
        "note": pl.String,
    }
    rows = [[getattr(one, name) for name in schema] for one in found]
    return pl.DataFrame(rows, schema=schema, orient="row")


def day_of(cell: str) -> tuple[date, str] | None:
    """Return the date and the suffix of a cell like ``22 Mar 1956 a`` or ``23 Jun 2003 (a)``."""
    match = re.fullmatch(r"(\d{1,2}) (\w{3}) (\d{4})\s*\(?(AA|A|a|c|d)?\)?", cell.strip())
    if match is None:
        return None
    day = datetime.strptime(" ".join(match.group(1, 2, 3)), "%d %b %Y").date()
    return day, match.group(4) or ""


def _act(authority: str, row: int, party: str, instrument: str, cell: str) -> Observation | None:
    dated = day_of(cell)
    if dated is None:
        if cell.strip() not in {"", "nan"}:
            raise ValueError(f"{authority} {instrument} row {row}: cannot read {cell!r}")
        return None
    kind, note = _KIND[dated[1]]
    return Observation(authority, row, party, instrument, kind, dated[0], "day", note)


def _signature(
    authority: str, row: int, party: str, instrument: str, cell: str
) -> Observation | None:
    dated = day_of(cell)
    if dated is None:
        return None
    note = "succession to signature" if dated[1] == "d" else ""
    return Observation(authority, row, party, instrument, "signature", dated[0], "day", note)


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.reader(file, delimiter=delimiter))


def _status_table(
    path: Path, authority: str, instrument: str, delimiter: str
) -> Iterator[Observation]:
    signature, bound = 1, 2
    for number, row in _rows(path, delimiter):
        if number == 0:
            if "Signature" not in row[1]:
                signature, bound = 0, 1
            continue
        # The 2023 pages glue footnote numbers to some names.
        party = re.sub(r"[\s\d,]+$", "", row[0])
        if signature:
            signed = _signature(authority, number, party, instrument, row[signature])
            if signed:
                yield signed
        done = _act(authority, number, party, instrument, row[bound])
        if done:
            yield done


def _untc15(folder: Path) -> Iterator[Observation]:
    for stem, instrument in UNTC15.items():
        path = folder / "un_treaties_2015" / "treaties" / f"{stem}.csv"
        yield from _status_table(path, "untc15", instrument, ",")


def _untc23(folder: Path) -> Iterator[Observation]:
    for stem, instrument in UNTC23.items():
        path = folder / "treaty_status_2023_crba" / f"{stem}.csv"
        yield from _status_table(path, "untc23", instrument, ";")


def _ilo23(folder: Path) -> Iterator[Observation]:
    for stem, instrument in ILO23.items():
        path = folder / "treaty_status_2023_crba" / f"{stem}.csv"
        for number, row in _rows(path, ";"):
            if number == 0:
                continue
            # Declared minimum ages (C138) and a protocol (C155) are glued to the names.
            party = re.split(r"Minimum age specified|Has ratified the Protocol", row[0])[0].strip()
            yield from _ilo_row(number, party, instrument, row)


def _ilo_row(number: int, party: str, instrument: str, row: list[str]) -> Iterator[Observation]:
    done = _act("ilo23", number, party, instrument, row[1])
    if done is None:
        raise ValueError(f"ilo23 {instrument} row {number}: no date in {row!r}")
    yield done
    left = re.search(r"Denounced on (\d{1,2} \w{3} \d{4})", row[3])
    if left:
        dated = day_of(left.group(1))
        assert dated is not None
        yield Observation(
            "ilo23", number, party, instrument, "withdrawal", dated[0], "day", "denounced"
        )


def _ohchr23(folder: Path) -> Iterator[Observation]:
    plan = {
        "CAT": ("signature:CAT", "bound:CAT", "procedure:CAT-22", "procedure:CAT-20"),
        "ICCPR": ("signature:ICCPR", "bound:ICCPR", "bound:ICCPR-OP1"),
    }
    for treaty, columns in plan.items():
        path = next((folder / "ohchr_2023").glob(f"UnderlyingData_{treaty}_*.xls"))
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
        for number, row in enumerate(sheet.to_polars().iter_rows(), start=-1):
            if number < 1 or not row[0] or all(cell is None for cell in row[1:]):
                continue
            yield from _ohchr23_row(number, row, columns)


def _ohchr23_row(
    number: int, row: tuple[str | None, ...], columns: tuple[str, ...]
) -> Iterator[Observation]:
    for cell, column in zip(row[1:], columns, strict=True):
        if not cell:
            continue
        act, instrument = column.split(":")
        act = "procedure_accepted" if act == "procedure" else act
        day = date.fromisoformat(cell[:10])
        yield Observation("ohchr23", number, str(row[0]).strip(), instrument, act, day, "day")


def _ohchr20(folder: Path) -> Iterator[Observation]:
    plan = {
        "S-3-Ratifications_20200828165211": "OP-CRC-SC",
        "S-59-Ratifications_20200828165147": "CEDAW",
        "S-59-Ratifications_20200828165032": "OP-CEDAW-8",
        "S-59-Ratifications_20200828165128": "OP-CEDAW",
    }
    for stem, instrument in plan.items():
        page = html.fromstring((folder / "ohchr_2020" / f"{stem}.xls").read_bytes())
        rows = [[_text(cell) for cell in row.xpath("./td")] for row in page.xpath("//tr")]
        kept = [row for row in rows if len(row) == 5 and row[1]]
        for number, row in enumerate(kept, start=1):
            yield from _ohchr20_row(number, instrument, row)


def _text(cell: html.HtmlElement) -> str:
    return " ".join(cell.text_content().split())


def _ohchr20_row(number: int, instrument: str, row: list[str]) -> Iterator[Observation]:
    if row[3] in {"-", "YES", "NO"}:
        dated = day_of(row[4])
        if row[3] == "YES" and dated:
            act = "procedure_accepted" if instrument == "OP-CEDAW-8" else "bound"
            yield Observation("ohchr20", number, row[0], instrument, act, dated[0], "day")
        return
    signed = _signature("ohchr20", number, row[0], instrument, row[3])
    if signed:
        yield signed
    done = _act("ohchr20", number, row[0], instrument, row[4])
    if done:
        yield done


def _icrc20(folder: Path) -> Iterator[Observation]:
    path = next((folder / "icrc_2020").glob("*.xls"))
    sheet = fastexcel.read_excel(path).load_sheet(1, header_row=None, dtypes="string")
    for number, row in enumerate(sheet.to_polars().iter_rows(), start=-1):
        if number < 1 or not row[0] or row[0] == "Total":
            continue
        for column, instrument in ICRC20.items():
            day = _icrc_day(row[column])
            if day:
                yield Observation("icrc20", number, row[0], instrument, "bound", day, "day")


def _icrc_day(cell: str | None) -> date | None:
    if not cell or cell.startswith("("):
        return None
    dotted = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", cell)
    if dotted:
        day, month, year = (int(part) for part in dotted.groups())
        return date(year, month, day)
    return date.fromisoformat(cell[:10])


def _icrc23(folder: Path) -> Iterator[Observation]:
    """Read the notes under the table of the Geneva Conventions: who left the Rome Statute."""
    path = folder / "treaty_status_2023_crba" / "X-151.csv"
    said = re.compile(
        r"On (\d{1,2} \w+ \d{4}), the Government of (?:the Republic of )?(?:the )?([A-Z]\w+) "
        r"ratified the Rome Statute.*?On (\d{1,2} \w+ \d{4}), in accordance with article 127",
        re.DOTALL,
    )
    for number, row in _rows(path, ";"):
        for joined, party, notified in said.findall(" ".join(row)):
            day = datetime.strptime(joined, "%d %B %Y").date()
            left = datetime.strptime(notified, "%d %B %Y").date()
            yield Observation("icrc23", number, party, "ROME", "ratification", day, "day")
            yield Observation(
                "icrc23", number, party, "ROME", "withdrawal", left, "day", "day of notice"
            )


def _hrc22(folder: Path) -> Iterator[Observation]:
    path = folder / "hr_commitments" / "hr_commitments_updated_2022.csv"
    table = pl.read_csv(path, null_values="NA", infer_schema_length=None).with_row_index("row", 1)
    for column, instrument in HRC22.items():
        for _, spell in table.group_by("country_case", "country", maintain_order=True):
            yield from _spell("hrc22", spell, "country", instrument, column)


def _spell(
    authority: str, spell: pl.DataFrame, name: str, instrument: str, column: str
) -> Iterator[Observation]:
    """Yield where a 0/1 column first turns to 1 and where it falls back to 0."""
    rows = spell.sort("year").select("row", name, "year", column).rows()
    before: int | None = None
    for number, party, year, value in rows:
        if value is None and before:
            # Nothing in the cell is no withdrawal: the spell must be seen to begin anew.
            before = None
            continue
        now = int(value or 0)
        if now and not before:
            first = before is None
            note = CENSORED if first else ""
            day = date(int(year), 12, 31)
            yield Observation(authority, number, party, instrument, "bound", day, "year", note)
        if before and not now:
            day = date(int(year), 12, 31)
            yield Observation(authority, number, party, instrument, "withdrawal", day, "year")
        before = now


def _wpd22(folder: Path) -> Iterator[Observation]:
    for stem, instrument in WPD22.items():
        path = folder / "un_treaties_2022" / f"hr_status_{stem}.csv"
        for number, row in _rows(path, ","):
            if number == 0 or row[2] != "1" or not row[3]:
                continue
            day = date(int(float(row[3])), 12, 31)
            note = row[7] if len(row) > 7 and row[7].startswith("Signed as") else ""
            yield Observation("wpd22", number, row[1], instrument, "bound", day, "year", note)


def _look16(folder: Path) -> Iterator[Observation]:
    path = folder / "un_treaties_lookabaugh" / "UN Treaty Status.xlsx"
    table = fastexcel.read_excel(path).load_sheet(0).to_polars().with_row_index("row", 1)
    table = table.drop_nulls("ccode").with_columns(pl.col("ccode", "year").cast(pl.Int64))
    table = table.with_columns(pl.format("ccode {}", "ccode").alias("party"))
    for instrument in ("ICCPR", "CAT", "CEDAW"):
        for _, spell in table.group_by("party", maintain_order=True):
            known = spell.drop_nulls(instrument)
            yield from _spell("look16", known, "party", instrument, instrument)


def _jei16(folder: Path) -> Iterator[Observation]:
    path = folder / "replication_jei_sanctions_2021" / "data.dta"
    frame, _ = pyreadstat.read_dta(str(path), output_format="polars")
    table = frame.with_row_index("row", 1).drop_nulls("country").filter(pl.col("country") != "")
    years = pl.col("year").dt.year() if table["year"].dtype.is_temporal() else pl.col("year")
    table = table.with_columns(years.cast(pl.Int64))
    for column, instrument in JEI16.items():
        for _, spell in table.group_by("country", maintain_order=True):
            yield from _spell("jei16", spell, "country", instrument, column)
