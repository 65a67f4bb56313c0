"""What is said of a text or a year that leads to no state."""

from __future__ import annotations

from datetime import date
from functools import cache

from rightful.core.errors import LONGEST_NAME, UnknownName, UsageError, shown
from rightful.core.names import suggest
from rightful.record.state_table import (
    FIRST_YEAR,
    name_key,
    names,
    refused_names,
    withdrawn_codes,
)

When = date | int | None


def outside(on: When) -> bool:
    """Say whether a year is none that the table speaks of."""
    return isinstance(on, int) and not FIRST_YEAR <= on <= date.today().year


def check_year(on: When) -> None:
    """Refuse a year that the table does not speak of.

    Raises
    ------
    UsageError
        Naming the years that it does.
    """
    if outside(on):
        raise UsageError(
            f"there are no states of the year {on} in the table",
            allowed=span(),
            next_step="choose a year in between (--year)",
        )


def span() -> str:
    """Return the years that the table speaks of."""
    return f"{FIRST_YEAR} to {date.today().year}"


def unknown(text: str) -> UnknownName:
    """Return the error that says what is known of a text that names no state."""
    told = _told(text)
    return UnknownName(
        "state",
        text,
        () if told else suggest(text, _known_names()),
        allowed="a name or a code of a state, alive or dead: Cambodia, KHM, 811, Soviet Union",
        next_step=told or "check the spelling; `rightful states NAME` shows a state's names",
    )


def nobody(text: str) -> str:
    """Return in a line that a text names no state, and what is near it."""
    near = suggest(text, _known_names())
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return _told(text) or f"no state is called {shown(repr(text), LONGEST_NAME)}{hint}"


def _told(text: str) -> str:
    """What is known of a text that names no state: a withdrawn code or a refused name."""
    gone = withdrawn_codes().get(text.strip().upper())
    if gone:
        return (
            f"{gone.iso3} is an ISO code withdrawn in {gone.withdrawn} ({gone.stood_for}); "
            f"{gone.now or 'nothing replaces it'}"
        )
    why = refused_names().get(name_key(text))
    return f"{text!r} is no state: {why}" if why else ""


@cache
def _known_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.name for name in names() if name.kind != "file"))
