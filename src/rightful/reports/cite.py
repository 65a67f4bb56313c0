"""From a number to its source: anchors, references, and the rows of the publishers' files."""

from __future__ import annotations

from collections import defaultdict

from rightful.core.answer import Answer, SourceRecord
from rightful.core.document import DataTable, Reference


def anchor(name: str) -> str:
    """Return the anchor of a source in the list at the end."""
    return f"source-{''.join(c if c.isalnum() else '-' for c in name.lower())}"


def rated(answer: Answer) -> tuple[str, ...]:
    """Return the anchors of the sources whose ratings stand behind the estimates."""
    return tuple(anchor(one.name) for one in answer.sources if one.ratings > 0)


def reference(source: SourceRecord) -> Reference:
    """Return a source's entry: how to cite it, edition, fingerprint, licence, address."""
    ratings = f"{source.ratings:,} ratings of this state. " if source.ratings else ""
    detail = (
        f"Edition {source.edition}. {ratings}Licence: {source.licence}. "
        f"SHA-256 of the file: {source.sha256}."
    )
    return Reference(anchor(source.name), source.citation, detail, source.address, source.title)


def trace(answer: Answer) -> tuple[DataTable, ...]:
    """Return one table per source and edition: year, row of the file, what was rated there."""
    found: dict[tuple[str, str], dict[tuple[int, int], list[str]]] = defaultdict(dict)
    for rating in answer.ratings:
        rows = found[(rating.source, rating.edition)]
        rows.setdefault((rating.year, rating.row), []).append(rating.item)
    titles = {one.name: one.title for one in answer.sources}
    tables = []
    for (source, edition), rows in sorted(found.items()):
        name = titles.get(source, source)
        count = sum(len(items) for items in rows.values())
        caption = f"{name}, edition {edition}: {count:,} ratings and the rows they stand in"
        body = tuple(
            (str(year), f"{row}", ", ".join(sorted(items)))
            for (year, row), items in sorted(rows.items())
        )
        columns = ("Year", "Row of the file", "Items")
        ident = f"trace-{anchor(source)}-{''.join(c if c.isalnum() else '-' for c in edition)}"
        tables.append(DataTable(caption, columns, body, (True, True, False), True, ident))
    return tuple(tables)


def rated_years(answer: Answer) -> frozenset[int]:
    """Return the years in which any source rated the state."""
    return frozenset(rating.year for rating in answer.ratings)
