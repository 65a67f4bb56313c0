"""From a number to its source: anchors, references, and the rows of the publishers' files."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from rightful.core.answer import Answer, SourceRecord
from rightful.core.document import DataTable, Reference
from rightful.reports.sentences.words import capital, plain_dates

NOTE: Final = "Our own estimate"  # a renderer adds the sources whose ratings stand behind it


def _slug(*parts: str) -> str:
    return "-".join("".join(c if c.isalnum() else "-" for c in part.lower()) for part in parts)


def anchor(source: SourceRecord) -> str:
    """Return the anchor of a source's edition in the list at the end."""
    return f"source-{_slug(source.name, source.edition)}"


def rated(answer: Answer) -> tuple[str, ...]:
    """Return the anchors of the sources whose ratings stand behind the estimates."""
    return tuple(anchor(one) for one in answer.sources if one.ratings > 0)


def references(answer: Answer) -> tuple[Reference, ...]:
    """Return the entry of each source: how to cite it, edition, licence, fingerprint, address."""
    traced = {(rating.source, rating.edition) for rating in answer.ratings}
    return tuple(
        _reference(one, (one.name, one.edition) in traced)
        for one in sorted(answer.sources, key=lambda one: (one.ratings == 0, one.title))
    )


def _reference(source: SourceRecord, traced: bool) -> Reference:
    rows = f"trace-{_slug(source.name, source.edition)}" if traced else ""
    return Reference(
        anchor(source), source.citation, _detail(source), source.address, source.title, rows
    )


def _detail(source: SourceRecord) -> str:
    """Return which edition was read and on what terms; a table of facts has no ratings."""
    if not source.sha256:
        return f"As of {plain_dates(source.edition)}. {capital(source.licence)}."
    count = f"{source.ratings:,} ratings" if source.ratings != 1 else "One rating"
    return (
        f"Edition {source.edition}. {count if source.ratings else 'No rating'} of this state. "
        f"Licence: {source.licence}. SHA-256 of the file: {source.sha256}."
    )


def trace(answer: Answer) -> tuple[DataTable, ...]:
    """Return one table per source and edition: year, row of the file, what was rated there."""
    found: dict[tuple[str, str], dict[tuple[int, int | None], list[str]]] = defaultdict(dict)
    for rating in answer.ratings:
        rows = found[(rating.source, rating.edition)]
        # A zero that the source's rule implies stands in no row of the file.
        rows.setdefault((rating.year, rating.row or 0), []).append(rating.item)
    titles = {(one.name, one.edition): one.title for one in answer.sources}
    tables = []
    for (source, edition), rows in sorted(found.items()):
        name = titles.get((source, edition), source)
        count = sum(len(items) for items in rows.values())
        caption = f"{name}, edition {edition}: {count:,} ratings and the rows they stand in"
        body = tuple(
            (str(year), str(row) if row else "no row: implied", ", ".join(sorted(items)))
            for (year, row), items in sorted(
                rows.items(), key=lambda found: (found[0][0], found[0][1] or 0)
            )
        )
        columns = ("Year", "Row of the file", "Items")
        ident = f"trace-{_slug(source, edition)}"
        tables.append(DataTable(caption, columns, body, (True, True, False), True, ident))
    return tuple(tables)


def rated_years(answer: Answer) -> frozenset[int]:
    """Return the years in which any source rated the state."""
    return frozenset(rating.year for rating in answer.ratings)
