"""Assembles the dossier: every section in its order, an ``Answer`` in, a ``Document`` out."""

from __future__ import annotations

from functools import cache

from rightful.core import registry
from rightful.core.answer import Answer
from rightful.core.document import Block, Document
from rightful.core.section import Section
from rightful.reports import series

FOLDER = "rightful.reports.sections"


@cache
def sections() -> tuple[Section, ...]:
    """Return every section, in the order of the page."""
    found = [
        registry.load(FOLDER, name, Section)  # type: ignore[type-abstract]
        for name in registry.names(FOLDER)
    ]
    return tuple(sorted(found, key=lambda section: (section.order, section.name)))


def assemble(answer: Answer, language: str = "en") -> Document:
    """Return the dossier of one state."""
    blocks: list[Block] = []
    for section in sections():
        blocks.extend(section.render(answer))
    return Document(answer.state.name, _kicker(answer), language, tuple(blocks))


def _kicker(answer: Answer) -> str:
    state = answer.state
    parts = ["rightful", "dossier"]
    parts += [state.iso3] if state.iso3 else []
    if series.families(answer) or series.rights(answer):
        parts.append(f"record {answer.first_year} to {answer.last_year}")
    if state.died:
        what = "under this name" if state.continued_as else "a state"
        parts.append(f"{what} until {state.died.year}")
    return "  ·  ".join(parts)
