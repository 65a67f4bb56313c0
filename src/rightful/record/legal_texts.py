"""Readers of treaties and constitutions by article: publishers' texts, never kept or handed on.

The files are other people's and lie outside the package; only ids and numbers computed from them
are ours. They hold no state-years and no value to export, so they are read here and are no source
of the store.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import MissingFile, SourceError
from rightful.record.instruments import articles, instruments, read_table

# The file's names where ours differ.
INSTRUMENT_OF: Final = {
    "CEDAW-OP": "OP-CEDAW",
    "CRC-OP-AC": "OP-CRC-AC",
    "CRC-OP-SC": "OP-CRC-SC",
    "CED": "CPED",
    "CRPD-OP": "OP-CRPD",
}
UDHR: Final = "UDHR"
# Resolution 217 A (III); no treaty, so the table of instruments does not hold it.
UDHR_ADOPTED: Final = date(1948, 12, 10)
ISO3_OF: Final = {
    "Cambodia": "KHM",
    "Chile": "CHL",
    "Czech Republic": "CZE",
    "Egypt": "EGY",
    "Guatemala": "GTM",
    "Indonesia": "IDN",
    "Israel": "ISR",
    "Kenya": "KEN",
}
SCHEMA: Final = {
    "instrument": pl.String,
    "article": pl.String,
    "kind": pl.String,
    "adopted": pl.Int64,
    "day": pl.Date,
    "text": pl.String,
}
_TREATY_COLUMNS: Final = ("treaty", "article", "text")
_CONSTITUTION_COLUMNS: Final = ("country", "constitution", "text")
_ARTICLE_LINE: Final = re.compile(r"(?m)^ARTICLE (\d+[A-Z]*)\b[^\n]*$")
# Texts without the word number their articles by headings in capitals.
_CAPITALS_LINE: Final = re.compile(r"(?m)^(\d+[A-Z]*)\. [A-Z][A-Z ,;:'’()/-]{3,}[^\na-z]*$")
_FEWEST: Final = 10
_YEAR: Final = re.compile(r"\b(?:18|19|20)\d\d\b")


def treaty_articles(path: Path) -> pl.DataFrame:
    """Return the articles of the treaties of a file, columns as ``SCHEMA``.

    ``day`` is that of adoption: whatever was adopted on an earlier day may be an ancestor.
    ``kind`` is declaration or treaty. The article of a preamble is ``preamble``.

    Raises
    ------
    SourceError
        When the file is not such a file.
    """
    days = dict(instruments().frame.select("instrument", "adopted").iter_rows())
    days[UDHR] = UDHR_ADOPTED
    rows = []
    for row in _read(path, _TREATY_COLUMNS).iter_rows(named=True):
        name = INSTRUMENT_OF.get(row["treaty"], row["treaty"])
        day = days.get(name)
        if day is None:
            raise _unlike(f"the register does not date {name!r}", path)
        kind = "declaration" if name == UDHR else "treaty"
        rows.append((name, row["article"], kind, day.year, day, row["text"]))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def constitution_articles(path: Path) -> pl.DataFrame:
    """Return the articles of the constitutions of a file, columns as ``SCHEMA``.

    ``instrument`` is the ISO code and the year of adoption (``KHM-1993``). ``adopted`` is that
    year, ``day`` the last day of the year of the latest revision that the text holds: the text
    does not say which of its words are older. Where numbers start anew (a second law), articles
    carry the number of the part: ``2/5``.

    Raises
    ------
    SourceError
        When the file is not such a file, or a text falls into no articles.
    """
    rows = []
    for row in _read(path, _CONSTITUTION_COLUMNS).iter_rows(named=True):
        years = [int(year) for year in _YEAR.findall(row["constitution"])]
        found = _split(row["text"].replace("\r", ""))
        if row["country"] not in ISO3_OF or not years or len(found) < _FEWEST:
            raise _unlike(f"{row['constitution']!r} gives {len(found)} articles", path)
        name = f"{ISO3_OF[row['country']]}-{years[0]}"
        day = date(max(years), 12, 31)
        rows += [(name, number, "constitution", years[0], day, text) for number, text in found]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@cache
def rights_of_articles() -> pl.DataFrame:
    """Return the rights that articles touch, UDHR included: columns instrument, article, right.

    Those of the declaration are our own coding (``tables/udhr_articles.csv``), by the rules of
    ``tables/articles.csv``. Articles that state no named right are absent.
    """
    touched = articles().frame.filter(
        pl.col("right") != "unspecified", pl.col("obligation") != "procedure"
    )
    columns = ["instrument", "article", "right"]
    return pl.concat([read_table("udhr_articles").select(columns), touched.select(columns)]).unique(
        maintain_order=True
    )


def _split(text: str) -> list[tuple[str, str]]:
    """Return (number, text) of each article, headings included in the text."""
    heads = list(_ARTICLE_LINE.finditer(text))
    if len(heads) < _FEWEST:
        heads = list(_CAPITALS_LINE.finditer(text))
    if not heads:
        return []
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found: dict[str, str] = {}
    part, before = 1, 0
    for head, end in zip(heads, ends, strict=True):
        number = int(re.sub(r"\D", "", head[1]))
        part += number < before
        before = number
        key = head[1] if part == 1 else f"{part}/{head[1]}"
        # A number printed twice in a row (a variant) stays one article.
        start = f"{found[key]}\n" if key in found else ""
        found[key] = f"{start}{_title(head[0])}\n{text[head.end() : end]}"
    return list(found.items())


def _title(line: str) -> str:
    """Return what a heading says beside its number."""
    return re.sub(r"^(ARTICLE )?\d+[A-Z]*\.?\s*", "", line)


def _read(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    if not path.is_file():
        raise MissingFile(
            f"{path.name} is not there", where=str(path), next_step="give the file's path"
        )
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unlike(f"{path.name} cannot be read: {error}", path) from error
    if not set(columns) <= set(frame.columns):
        raise _unlike(f"{path.name} has the columns {frame.columns}", path)
    return frame.select(columns).drop_nulls()


def _unlike(what: str, path: Path) -> SourceError:
    return SourceError(
        what,
        where=str(path),
        allowed=f"{', '.join(_TREATY_COLUMNS)}; or {', '.join(_CONSTITUTION_COLUMNS)}",
        next_step="give the file of texts by article",
    )
