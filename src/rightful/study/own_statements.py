"""``rightful statements add | list | remove``: a user's own files as statements of a state."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rightful.core.errors import UsageError
from rightful.core.names import resolve
from rightful.core.statement import FORUMS
from rightful.record import own_statements as own
from rightful.record import states
from rightful.record.home import default_home

# Identifiers shown of a file that has many.
MOST_SHOWN = 5
MOST_SKIPPED_SHOWN = 20


def add_statements(
    file: str | Path,
    state: str,
    date: str,
    forum: str,
    addressee: str | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """Add a file's passages to the store as statements of a state.

    Returns
    -------
    dict
        ``id``, ``file``, ``state``, ``ccode``, ``date``, ``forum``, ``addressee``, ``passages``,
        ``statements``, ``already``, ``superseded``, ``language``, ``detected``, ``skipped``,
        ``taken_out``.

    Raises
    ------
    RightfulError
        When the state was not alive in that year, the date or forum is none, or the file cannot
        be used.
    """
    day = own.checked_date(date)
    year = int(day[:4])
    speaker = _ccode(state, year)
    hearer = None if addressee is None else _ccode(addressee, year)
    added = own.add_file(default_home(), Path(file), speaker, day, forum, hearer, language)
    told = asdict(added)
    return {
        **told,
        "statements": list(added.statements),
        "skipped": list(added.skipped),
        "passages": len(added.statements),
        "file": Path(file).name,
        "state": own.speaker_name(speaker, year),
        "ccode": speaker,
        "date": day,
        "forum": resolve(forum, FORUMS, "forum"),
        "addressee": hearer,
    }


def added_text(told: dict[str, Any]) -> str:
    """Return what ``add_statements`` did, as text."""
    what = f"{told['file']}: {told['passages']} passages by {told['state']}, {told['date']}"
    lines = [f"{what}, {FORUMS[told['forum']]}"]
    if told["already"]:
        lines.append(f"It is here already as own:{told['id']}; nothing was added.")
    elif told["superseded"]:
        lines.append(f"It replaces what own:{told['id']} said before; that is kept on the disk.")
    shown = told["statements"][:MOST_SHOWN]
    more = told["passages"] - len(shown)
    lines.append("Statements: " + ", ".join(shown) + (f" and {more} more" if more else ""))
    lines.append(_language_line(told))
    if told["taken_out"]:
        lines.append(f"Control and direction characters taken out: {told['taken_out']}")
    skipped = told["skipped"]
    if skipped:
        lines.append("Skipped:")
        lines.extend(f"  {line}" for line in skipped[:MOST_SKIPPED_SHOWN])
        if len(skipped) > MOST_SKIPPED_SHOWN:
            lines.append(f"  and {len(skipped) - MOST_SKIPPED_SHOWN} more")
    return "\n".join(lines)


def list_statements() -> list[dict[str, Any]]:
    """Return one row per file of the user's that counts, in order of adding.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    wanted = ("id", "filename", "ccode", "date", "forum", "addressee", "language", "passages", "at")
    rows = own.own_files(default_home()).select(wanted).to_dicts()
    return [{**row, "state": own.speaker_name(row["ccode"], int(row["date"][:4]))} for row in rows]


def list_text(rows: list[dict[str, Any]]) -> str:
    """Return the user's files as text, one line each."""
    if not rows:
        return "No file was added: `rightful statements add FILE --state --date --forum` adds one."
    return "\n".join(
        f"own:{row['id']}  {row['date']}  {row['state']}  {row['forum']}  "
        f"{row['passages']} passages  {row['language'] or 'language not known'}  {row['filename']}"
        for row in rows
    )


def remove_statements(id: str) -> dict[str, Any]:
    """Remove a file's statements from the store and say how many there were.

    Raises
    ------
    UnknownName
        When no file is called so.
    """
    return {"id": id, "removed": own.remove_file(default_home(), id)}


def _ccode(name: str, year: int) -> int:
    found = states.state(name, year)
    if found.ccode is None:
        raise UsageError(
            f"{found.name} has no code in the list of states",
            allowed="a state of the Correlates of War list",
            next_step="name another state",
        )
    return found.ccode


def _language_line(told: dict[str, Any]) -> str:
    if told["language"] is None:
        return "Language: not known (too short, unsure, or the extra `text` is not installed)"
    return f"Language: {told['language']} ({'detected' if told['detected'] else 'as given'})"
