"""``rightful statements add | read | list | remove``: a user's files, and corpora as published."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import UnknownName, UsageError, shown
from rightful.core.names import fold, suggest
from rightful.core.statement import FORUMS
from rightful.record import own_statements as own
from rightful.record import read_corpora as read
from rightful.record import states
from rightful.record.corpora.members import name_as_text
from rightful.record.home import default_home
from rightful.record.repeats import SAME
from rightful.study import Progress

# Identifiers shown of a file that has many.
MOST_SHOWN = 5
MOST_SKIPPED_SHOWN = 20
OWN = "own:"
MARK = "your own file"


def named_document(statement: str, document: str | None) -> str | None:
    """Return a statement's document, marked as the user's own where the user added it."""
    if document is None or not statement.startswith(OWN) or document.startswith(MARK):
        return document
    return f"{MARK} {document}"


def named_place(paragraph: str | None) -> str:
    """Return where in a document a statement stands: "paragraph 7", "sentences 35-48"."""
    told = paragraph or ""
    return f"paragraph {told}" if told[:1].isdigit() else told


def forum_named(text: str) -> str:
    """Return the forum that a text names, by identifier or by title, whatever its case.

    Raises
    ------
    UnknownName
        Listing every forum with its title.
    """
    called = {fold(name): forum for forum, title in FORUMS.items() for name in (title, forum)}
    asked = fold(text)
    if asked in called:
        return called[asked]
    near = (called[fold(name)] for name in suggest(text, [*FORUMS, *FORUMS.values()]))
    every = "; ".join(f"{forum} ({title})" for forum, title in FORUMS.items())
    raise UnknownName("forum", text, tuple(dict.fromkeys(near)), allowed=every, where="--forum")


def add_statements(
    file: str | Path,
    state: str,
    date: str,
    forum: str,
    addressee: str | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """Add a file's passages to the store as statements of a state.

    ``forum`` is an identifier or a title of ``FORUMS``.

    Returns
    -------
    dict
        ``id``, ``file``, ``state``, ``ccode``, ``date``, ``forum``, ``addressee``, ``passages``,
        ``statements``, ``already``, ``superseded``, ``language``, ``detected``, ``skipped``,
        ``taken_out``, ``repeats`` (passages that another file of the user holds alike).

    Raises
    ------
    RightfulError
        When the state was not alive in that year, the date or forum is none, or the file cannot
        be used.
    """
    day = own.checked_date(date)
    year = int(day[:4])
    place = forum_named(forum)
    speaker = _ccode(state, year)
    hearer = None if addressee is None else _ccode(addressee, year)
    added = own.add_file(default_home(), Path(file), speaker, day, place, hearer, language)
    told = asdict(added) | {"repeats": _repeats(added)}
    return {
        **told,
        "statements": list(added.statements),
        "skipped": list(added.skipped),
        "passages": len(added.statements),
        "file": name_as_text(Path(file).name),
        "state": own.speaker_name(speaker, year),
        "ccode": speaker,
        "date": day,
        "forum": place,
        "addressee": hearer,
    }


def _repeats(added: own.Added) -> int:
    """Return how many passages of a file do not count, for another file holds them alike."""
    held = own.own_statements(default_home())
    mine = pl.col("statement").is_in(list(added.statements))
    others = held.filter(~mine)
    counted = held.filter(mine).join(others, on=SAME, how="anti", nulls_equal=True)
    return len(added.statements) - counted.height


def added_text(told: dict[str, Any]) -> str:
    """Return what ``add_statements`` did, as text."""
    what = f"{shown(told['file'])}: {told['passages']} passages by {told['state']}, {told['date']}"
    lines = [f"{what}, {FORUMS[told['forum']]}"]
    if told["already"]:
        lines.append(f"It is here already as own:{told['id']}; nothing was added.")
    elif told["superseded"]:
        lines.append(f"It replaces what own:{told['id']} said before; that is kept on the disk.")
    first = told["statements"][:MOST_SHOWN]
    more = told["passages"] - len(first)
    lines.append("Statements: " + ", ".join(first) + (f" and {more} more" if more else ""))
    lines.append(_language_line(told))
    if told["repeats"]:
        lines.append(f"Alike in another of your files, and counted once: {told['repeats']}")
    if told["taken_out"]:
        lines.append(f"Control and direction characters taken out: {told['taken_out']}")
    skipped = told["skipped"]
    if skipped:
        lines.append("Skipped:")
        lines.extend(f"  {shown(line)}" for line in skipped[:MOST_SKIPPED_SHOWN])
        if len(skipped) > MOST_SKIPPED_SHOWN:
            lines.append(f"  and {len(skipped) - MOST_SKIPPED_SHOWN} more")
    return "\n".join(lines)


def read_corpus(
    corpus: str,
    path: str | Path,
    state: str | None = None,
    date: str | None = None,
    kind: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Read a publisher's own files into the store; nothing is fetched.

    Parameters
    ----------
    corpus
        ``general_debate`` (a folder, .zip, .tar or .tar.gz of speeches), ``upr_report`` (a report
        of the Working Group, or a folder), ``upr_document`` (another paper of a review, or one).
    state, date, kind
        Of papers whose heading does not say them.
    progress
        Called with the share done, the seconds left and what is being read.

    Returns
    -------
    dict
        ``id``, ``corpus``, ``path``, ``documents``, ``statements``, ``already``, ``superseded``,
        ``languages``, ``skipped`` [{file, reason}], ``skipped_by_reason``, ``left_out``, ``notes``,
        ``taken_out``, ``home``.

    Raises
    ------
    RightfulError
        When a name or date is not known, or nothing of the files can be used.
    """
    found = read.read_corpus(default_home(), corpus, Path(path), state, date, kind, progress)
    reasons = Counter(reason.partition(": ")[0] for _, reason in found.skipped)
    return {
        **asdict(found),
        "path": name_as_text(str(path)),
        "skipped": [{"file": name, "reason": reason} for name, reason in found.skipped],
        "skipped_by_reason": dict(reasons.most_common()),
        "notes": list(found.notes),
        "home": read.home_of(corpus),
    }


def read_text(told: dict[str, Any]) -> str:
    """Return what ``read_corpus`` did, as text."""
    lines = [
        f"{told['corpus']}: {told['documents']} documents read, {told['statements']} statements"
    ]
    if told["already"]:
        lines.append(f"Here already, the same: {told['already']} documents")
    if told["superseded"]:
        lines.append(f"In the place of an earlier reading: {told['superseded']} documents")
    if told["languages"]:
        spoken = ", ".join(f"{name} {count}" for name, count in told["languages"].items())
        lines.append(f"Languages, as detected: {spoken}")
    if told["left_out"]:
        lines.append("No statements, by reason:")
        lines += [f"  {count}  {shown(reason)}" for reason, count in told["left_out"].items()]
    lines += [f"note: {shown(note)}" for note in told["notes"][:MOST_SKIPPED_SHOWN]]
    if told["taken_out"]:
        lines.append(f"Control and direction characters taken out: {told['taken_out']}")
    return "\n".join([*lines, *_skipped_lines(told)])


def _skipped_lines(told: dict[str, Any]) -> list[str]:
    """Return counts by reason, then the first files."""
    skipped = told["skipped"]
    if not skipped:
        return []
    lines = [f"Skipped: {len(skipped)} files"]
    reasons = list(told["skipped_by_reason"].items())[:MOST_SKIPPED_SHOWN]
    lines += [f"  {count}  {shown(reason)}" for reason, count in reasons]
    lines += [
        f"  {shown(each['file'])}: {shown(each['reason'])}" for each in skipped[:MOST_SKIPPED_SHOWN]
    ]
    if len(skipped) > MOST_SKIPPED_SHOWN:
        rest = len(skipped) - MOST_SKIPPED_SHOWN
        lines.append(f"  and {rest} more: `--format json` lists all")
    return lines


def list_statements() -> list[dict[str, Any]]:
    """Return the user's files that count, in order of adding, then the corpora that were read.

    A row of a corpus has ``corpus`` and ``documents``; in a row of a file they are null.

    Raises
    ------
    StoreError
        When a ledger cannot be read.
    """
    home = default_home()
    wanted = ("id", "filename", "ccode", "date", "forum", "addressee", "language", "passages", "at")
    files = [
        {
            **row,
            "state": own.speaker_name(row["ccode"], int(row["date"][:4])),
            "corpus": None,
            "documents": None,
        }
        for row in own.own_files(home).select(wanted).to_dicts()
    ]
    corpora = [
        {
            **dict.fromkeys((*wanted, "state")),
            "id": row["id"],
            "filename": row["path"],
            "passages": row["statements"],
            "at": row["at"],
            "corpus": row["corpus"],
            "documents": row["documents"],
        }
        for row in read.readings(home).to_dicts()
    ]
    return [*files, *corpora]


def list_text(rows: list[dict[str, Any]]) -> str:
    """Return the user's files and corpora as text, one line each."""
    if not rows:
        return (
            "No file was added: `rightful statements add FILE --state --date --forum` adds one, "
            "`rightful statements read CORPUS PATH` reads a publisher's corpus."
        )
    return "\n".join(_corpus_line(row) if row["corpus"] else _file_line(row) for row in rows)


def _file_line(row: dict[str, Any]) -> str:
    return (
        f"own:{row['id']}  {row['date']}  {row['state']}  {row['forum']}  "
        f"{row['passages']} passages  {row['language'] or 'language not known'}  "
        f"{shown(row['filename'])}"
    )


def _corpus_line(row: dict[str, Any]) -> str:
    return (
        f"{row['id']}  {row['corpus']}  {row['documents']} documents  "
        f"{row['passages']} statements  {shown(row['filename'])}"
    )


def remove_statements(id: str) -> dict[str, Any]:
    """Remove a file's statements, or those of a reading (``read:3``), and say how many.

    Raises
    ------
    UnknownName
        When no file or reading is called so.
    """
    is_reading = id.strip().casefold().startswith("read:")
    remove = read.remove_reading if is_reading else own.remove_file
    return {"id": id, "removed": remove(default_home(), id)}


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
