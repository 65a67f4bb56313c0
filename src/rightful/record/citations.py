"""References: the one list in ``tables/references.bib``, as BibTeX, RIS, JSON or plain text."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from rightful.core.errors import DataError, UsageError
from rightful.core.names import resolve
from rightful.core.registry import names as plugin_names
from rightful.record.catalogue import FOLDER, source

FORMS = ("bibtex", "ris", "json", "text")
RIS_TYPES = {"article": "JOUR", "book": "BOOK", "techreport": "RPRT", "misc": "DATA"}
RIS_FIELDS = {
    "title": "TI",
    "journal": "JO",
    "year": "PY",
    "volume": "VL",
    "number": "IS",
    "publisher": "PB",
    "institution": "PB",
    "address": "CY",
    "howpublished": "N1",
    "note": "N1",
    "doi": "DO",
    "url": "UR",
}


@dataclass(frozen=True)
class Reference:
    """One entry: its kind (article, book ...), its key, its fields in the order of the file."""

    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> tuple[str, ...]:
        """Authors, or editors where there are none, each as ``Family, Given``."""
        listed = self.fields.get("author") or self.fields.get("editor") or ""
        return tuple(_bare(name) for name in listed.split(" and ") if name)

    @property
    def link(self) -> str:
        """Where the work is: its DOI as an address, or its own address, or nothing."""
        doi = self.fields.get("doi")
        return f"https://doi.org/{doi}" if doi else self.fields.get("url", "")


@cache
def references() -> dict[str, Reference]:
    """Return key -> reference, in the order of the file.

    Raises
    ------
    DataError
        When the file is malformed or a key is there twice.
    """
    file = resources.files("rightful.record") / "tables" / "references.bib"
    found: dict[str, Reference] = {}
    for entry in parse(file.read_text(encoding="utf-8")):
        if entry.key in found:
            raise DataError(f"references.bib has the key {entry.key} twice")
        found[entry.key] = entry
    return found


def keys_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reference keys of sources and keys, each once, in order.

    Raises
    ------
    UnknownName
        When a name is neither a source nor a key.
    """
    known = (*plugin_names(FOLDER), *references())
    keys = [resolve(name, known, "source or reference") for name in names]
    return tuple(dict.fromkeys(_key_of(key) for key in keys))


def cite(keys: tuple[str, ...] | list[str], form: str = "bibtex") -> str:
    """Return references as ``bibtex``, ``ris``, ``json`` (CSL-like) or ``text``.

    Raises
    ------
    UnknownName
        When a key, or the name of a source, is not known.
    UsageError
        When the form is none of these.
    """
    if form not in FORMS:
        raise UsageError(
            f"no form of references is called {form!r}",
            allowed=", ".join(FORMS),
            next_step="choose one of these",
        )
    entries = [references()[key] for key in keys_of(tuple(keys))]
    if form == "json":
        rows = [{"key": e.key, "kind": e.kind, **e.fields, "text": _text(e)} for e in entries]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    write = {"bibtex": _bibtex, "ris": _ris, "text": _text}[form]
    between = "\n" if form == "text" else "\n\n"
    return between.join(write(entry) for entry in entries) + ("\n" if entries else "")


def citation(key: str) -> str:
    """Return one reference in a line of plain text; ``key`` may be the name of a source."""
    return _text(references()[keys_of((key,))[0]])


def parse(text: str) -> tuple[Reference, ...]:
    """Return the entries of a BibTeX text: braces may nest, ``%`` opens a comment line.

    Raises
    ------
    DataError
        When an entry or a brace is not closed.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("%")]
    body, entries, place = "\n".join(lines), [], 0
    while match := re.compile(r"@(\w+)\s*\{").search(body, place):
        end = _closing(body, match.end() - 1)
        key, _, rest = body[match.end() : end].partition(",")
        entries.append(Reference(match[1].lower(), key.strip(), _fields(rest)))
        place = end
    return tuple(entries)


def _fields(rest: str) -> dict[str, str]:
    fields, place = {}, 0
    while match := re.compile(r"(\w+)\s*=\s*\{").search(rest, place):
        end = _closing(rest, match.end() - 1)
        fields[match[1].lower()] = " ".join(rest[match.end() : end].split())
        place = end
    return fields


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise DataError(
        "a brace is not closed",
        where=f"references.bib near {text[opening : opening + 40]!r}",
        next_step="close it",
    )


def _key_of(name: str) -> str:
    return source(name).reference if name in plugin_names(FOLDER) else name


# What BibTeX writes for a letter with a mark, as the combining mark; and letters of their own.
MARKS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "~": "\u0303", "^": "\u0302", "v": "\u030c"}
LETTERS = {r"\aa": "å", r"\AA": "Å", r"\o": "ø", r"\O": "Ø", r"\ss": "ß", r"\&": "&"}


def _bare(text: str) -> str:
    """Return a field as plain text: braces gone, marks of BibTeX as letters."""
    for written, letter in LETTERS.items():
        text = re.sub(re.escape(written) + r"(?![a-zA-Z])\s*", letter, text)
    marked = re.sub(r"\\(['`\"~^]|v(?=\{))\{?([A-Za-z])\}?", lambda m: m[2] + MARKS[m[1]], text)
    return unicodedata.normalize("NFC", marked.replace("{", "").replace("}", "").strip())


def _bibtex(entry: Reference) -> str:
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.fields.items())
    return f"@{entry.kind}{{{entry.key},\n{fields}\n}}"


def _ris(entry: Reference) -> str:
    lines = [("TY", RIS_TYPES.get(entry.kind, "GEN")), ("ID", entry.key)]
    tag = "AU" if "author" in entry.fields else "ED"
    lines += [(tag, person) for person in entry.people if person != "others"]
    first, _, last = entry.fields.get("pages", "").partition("--")
    lines += [(tag, value) for tag, value in (("SP", first), ("EP", last)) if value]
    lines += [(RIS_FIELDS[n], _bare(v)) for n, v in entry.fields.items() if n in RIS_FIELDS]
    return "\n".join(f"{tag}  - {value}" for tag, value in [*lines, ("ER", "")])


def _text(entry: Reference) -> str:
    fields = {name: _bare(value) for name, value in entry.fields.items()}
    editors = " (eds)" if "author" not in fields and "editor" in fields else ""
    start = f"{_people(entry.people)}{editors} ({fields.get('year', 'n.d.')}). {fields['title']}."
    start = start.replace("?.", "?")
    parts = [start, _venue(fields), fields.get("note", ""), entry.link]
    return " ".join(part if part == entry.link else _stopped(part) for part in parts if part)


def _venue(fields: dict[str, str]) -> str:
    if "journal" in fields:
        number = f"({fields['number']})" if "number" in fields else ""
        pages = f": {fields['pages'].replace('--', '-')}" if "pages" in fields else ""
        return f"{fields['journal']} {fields.get('volume', '')}{number}{pages}"
    if "institution" in fields:
        series = f", {fields['type']} {fields['number']}" if "type" in fields else ""
        return fields["institution"] + series
    return fields.get("publisher") or fields.get("howpublished", "")


def _people(people: tuple[str, ...]) -> str:
    return "; ".join("and others" if person == "others" else person for person in people)


def _stopped(part: str) -> str:
    return part if part.endswith((".", "?")) else f"{part}."
