"""Renders a dossier: text, HTML, Markdown or JSON, all from the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rightful.core.answer import Answer
from rightful.core.document import Document
from rightful.core.errors import UsageError
from rightful.reports.document import assemble
from rightful.reports.render import data, markdown, page, plain

_DRAW: Final[dict[str, Callable[[Document], str]]] = {
    "text": plain.render,
    "html": page.render,
    "md": markdown.render,
}
FORMATS: Final[tuple[str, ...]] = (*_DRAW, "json")


def render(answer: Answer, form: str = "text", language: str = "en") -> str:
    """Return the dossier in one of ``FORMATS``; the same answer gives the same text.

    Raises
    ------
    UsageError
        When the format is not known.
    """
    if form == "json":
        return data.render(answer)
    if form not in _DRAW:
        raise UsageError(
            f"a dossier has no format {form!r}",
            where="reports.render",
            allowed=", ".join(FORMATS),
            next_step="choose one of them",
        )
    return _DRAW[form](assemble(answer, language))
