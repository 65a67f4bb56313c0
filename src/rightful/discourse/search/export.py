"""Hits as rows for a file: CSV, JSON or Markdown, with ids, dates, symbols and links."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from rightful.core.errors import UsageError
from rightful.discourse.search.find import Hit
from rightful.discourse.search.words import clean

UN_DOCUMENTS: Final = "https://undocs.org/"
# Organs whose documents the address serves: Assembly, Council, ECOSOC, Secretariat, treaty bodies.
_SYMBOL: Final = re.compile(
    r"(?:A|S|E|T|ST|HRI|CCPR|CAT|CEDAW|CERD|CRC|CMW|CRPD|CED|DC|LOS|UNEP)"
    r"(?:/[A-Z0-9][A-Za-z0-9.()\[\]_-]*)+"
)
COLUMNS: Final = (
    "kind",
    "statement",
    "state",
    "ccode",
    "year",
    "date",
    "forum",
    "document",
    "paragraph",
    "link",
    "addressee",
    "addressee_name",
    "voice",
    "answers",
    "response",
    "language",
    "title",
    "acts",
    "coding",
    "rights",
    "articles",
    "basis",
    "score",
    "snippet",
    "text",
)
Named = Callable[[int, int | None], str | None]
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+!|~])")


def link_of(document: str | None) -> str | None:
    """Return the address of a UN document, where its name looks like a symbol (A/HRC/26/16)."""
    symbol = (document or "").strip()
    if not _SYMBOL.fullmatch(symbol):
        return None
    return UN_DOCUMENTS + quote(symbol, safe="/().")


def row_of(hit: Hit, named: Named) -> dict[str, Any]:
    """Return a hit as plain values, columns ``COLUMNS``; ``named`` names a state in a year.

    ``shown`` is the snippet without marks, ``places`` where they belong.
    """
    row = {name: getattr(hit, name) for name in COLUMNS if hasattr(hit, name)}
    row |= {
        "state": _name(hit.ccode, hit.year, named),
        "addressee_name": _name(hit.addressee, hit.year, named),
        "link": link_of(hit.document),
        "acts": list(hit.acts),
        "rights": list(hit.rights),
        "articles": list(hit.articles),
        "score": None if hit.score is None else round(hit.score, 4),
        "snippet": hit.snippet.marked(),
        "places": [list(place) for place in hit.snippet.places],
        "shown": hit.snippet.text,
    }
    return row


def as_text(rows: Sequence[Mapping[str, Any]], ending: str, about: Mapping[str, Any]) -> str:
    """Return rows as the content of a file with this ending; ``about`` says what was asked.

    Raises
    ------
    UsageError
        When no format has the ending.
    """
    check_ending(ending)
    return _WRITERS[ending.lower()](rows, about)


def check_ending(ending: str) -> None:
    """Refuse an ending that is no format of hits; raises UsageError."""
    if ending.lower() not in _WRITERS:
        raise UsageError(
            f"no format of hits ends in {ending!r}",
            allowed=", ".join(_WRITERS),
            next_step="choose one of these endings",
        )


def _csv(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:  # noqa: ARG001
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row.get(name), lines=name == "text") for name in COLUMNS])
    return out.getvalue()


def _cell(value: Any, *, lines: bool) -> str:
    """A cell without control characters; ``lines`` keeps the lines of a text apart."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    text = "\n".join(map(clean, text.splitlines())) if lines else clean(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _json(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    hits = [{name: row.get(name) for name in COLUMNS} for row in rows]
    return json.dumps({**about, "hits": hits}, ensure_ascii=False, indent=1) + "\n"


def _markdown(rows: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    lines = [f"# Search: {_plain(about.get('query') or '*')}", ""]
    lines += [f"{_plain(about.get('total', len(rows)))} found, {len(rows)} listed.", ""]
    for row in rows:
        told = (row.get("date") or row.get("year"), row.get("state"), row.get("forum"))
        lines.append(f"- {', '.join(_plain(one) for one in told if one)}: {_source(row)}")
        if row.get("acts"):
            lines.append(f"  Acts: {_plain(', '.join(row['acts']))}.")
        lines += [f"  > {_emphasized(row)}", f"  Id: {_plain(row['statement'])}", ""]
    return "\n".join(lines)


def _source(row: Mapping[str, Any]) -> str:
    place = ", ".join(_plain(one) for one in (row.get("document"), row.get("paragraph")) if one)
    return f"[{place}]({row['link']})" if row.get("link") else place or "no document"


def _emphasized(row: Mapping[str, Any]) -> str:
    text, made, done = row["shown"], [], 0
    for start, end in row["places"]:
        made += [_plain(text[done:start]), "**", _plain(text[start:end]), "**"]
        done = end
    return "".join([*made, _plain(text[done:])])


def _plain(value: Any) -> str:
    """Text as Markdown shows it, whatever signs it has."""
    return _MARKDOWN.sub(r"\\\1", html.escape(clean(str(value)), quote=False))


def _name(code: int | None, year: int | None, named: Named) -> str | None:
    return None if code is None else named(code, year) or str(code)


_WRITERS: Final[dict[str, Callable[[Sequence[Mapping[str, Any]], Mapping[str, Any]], str]]] = {
    ".csv": _csv,
    ".json": _json,
    ".md": _markdown,
}
