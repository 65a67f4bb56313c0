"""The codebook of acts, as values and as a page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rightful.discourse.scheme import codebook, codebook_text


def scheme() -> dict[str, Any]:
    """Return the codebook: version, unit, general rules, acts with their examples."""
    return asdict(codebook())


def scheme_text(book: dict[str, Any]) -> str:  # noqa: ARG001
    """Return the codebook as a page in Markdown."""
    return codebook_text().rstrip("\n")
