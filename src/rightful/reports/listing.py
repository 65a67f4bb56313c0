"""Rows as aligned text for a terminal; every value is text already or becomes it plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

WIDTH = 100


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    """Return rows under headings; ``columns`` maps keys to headings, in order."""
    cells = [[_plain(row.get(key)) for key in columns] for row in rows]
    lines = [list(columns.values()), *cells]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def facts(values: Mapping[str, Any], indent: str = "") -> str:
    """Return one line per fact; nested mappings are indented."""
    lines = []
    for key, value in values.items():
        name = f"{indent}{key.replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += [f"{name}:", facts(value, indent + "  ")]
        else:
            lines.append(f"{name}: {_plain(value)}")
    return "\n".join(lines)


def entry(title: str, values: Mapping[str, Any]) -> str:
    """Return a titled block of wrapped facts, the empty ones left out."""
    lines = [title]
    for key, value in values.items():
        if _plain(value):
            text = f"{key}: {_plain(value)}"
            lines += wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)
