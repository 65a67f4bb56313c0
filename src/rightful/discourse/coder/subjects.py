"""The table of what sentences are about: words of rights, names of instruments."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rightful.core.errors import DataError
from rightful.core.names import RIGHTS


@cache
def right_patterns() -> dict[str, str]:
    """Return the pattern of each right but ``unspecified``, in the project's order.

    Raises
    ------
    DataError
        When a right has no pattern, or a pattern no right.
    """
    patterns: dict[str, str] = _table()["rights"]
    if set(patterns) != set(RIGHTS) - {"unspecified"}:
        odd = set(patterns) ^ (set(RIGHTS) - {"unspecified"})
        raise DataError(f"rights without a pattern, or the other way round: {', '.join(odd)}")
    return {right: patterns[right] for right in RIGHTS if right in patterns}


@cache
def instrument_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return name and pattern of each instrument, long names before the short ones."""
    return tuple((row["name"], re.compile(row["pattern"])) for row in _table()["instrument"])


@cache
def instrument_names() -> str:
    """Return the pattern of names of instruments and bodies whose words are no right spoken of."""
    names: list[str] = _table()["names"]
    return "|".join(names)


@cache
def _table() -> dict[str, Any]:
    table = resources.files("rightful.discourse").joinpath("tables/subjects.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))
