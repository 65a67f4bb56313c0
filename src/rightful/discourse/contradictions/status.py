"""What a person made of a contradiction: an append-only file of one JSON line a judgement.

A line is written whole by one call and synced; nothing is rewritten, so nothing is lost. A line
that a crash cut short is skipped and told, and the next one begins on a line of its own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rightful.core.errors import StoreError, UsageError
from rightful.core.names import resolve
from rightful.discourse.contradictions.types import DIGITS, STATUSES

NAME: Final = "contradictions.jsonl"
LONGEST_NOTE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line: which contradiction, its status, a note, and when (UTC)."""

    id: str
    status: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """The latest judgement of each contradiction; ``skipped`` lines that cannot be read."""

    latest: dict[str, Judgement]
    skipped: tuple[int, ...] = ()


def set_status(folder: Path, identifier: str, status: str, note: str = "") -> Judgement:
    """Write down what a person made of a contradiction.

    Raises
    ------
    UnknownName
        When the status is none of ``STATUSES``.
    UsageError
        When the identifier is not one, or the note is too long.
    StoreError
        When the file cannot be written.
    """
    chosen = resolve(status, STATUSES, "status")
    if len(identifier) != DIGITS or not set(identifier) <= set("0123456789abcdef"):
        raise UsageError(
            f"{identifier!r} identifies no contradiction",
            allowed=f"{DIGITS} characters of 0-9 and a-f, as `rightful contradictions` shows them",
        )
    if len(note) > LONGEST_NOTE:
        raise UsageError("the note is too long", allowed=f"at most {LONGEST_NOTE} characters")
    made = Judgement(identifier, chosen, note, datetime.now(UTC).isoformat(timespec="seconds"))
    _append(folder / NAME, made)
    return made


def _append(path: Path, made: Judgement) -> None:
    line = json.dumps(
        {"id": made.id, "status": made.status, "note": made.note, "at": made.at}, ensure_ascii=True
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            # What a crash cut short must not swallow this line.
            start = "" if _ends_whole(opened) else "\n"
            os.write(opened, f"{start}{line}\n".encode())
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        raise StoreError(
            f"the status could not be written: {error.strerror}",
            where=str(path),
            next_step="name a folder that you may write to",
        ) from error


def _ends_whole(opened: int) -> bool:
    size = os.fstat(opened).st_size
    return size == 0 or os.pread(opened, 1, size - 1) == b"\n"


def read_statuses(folder: Path) -> Judgements:
    """Return the latest judgement of each contradiction; of none where there is no file.

    Raises
    ------
    StoreError
        When the file is there and cannot be read.
    """
    path = folder / NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Judgements({})
    except OSError as error:
        raise StoreError(
            f"the statuses cannot be read: {error.strerror}", where=str(path)
        ) from error
    latest, skipped = {}, []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        made = _read(line)
        if made is None:
            skipped.append(number)
        else:
            latest[made.id] = made
    return Judgements(latest, tuple(skipped))


def _read(line: bytes) -> Judgement | None:
    try:
        held = json.loads(line)
        made = Judgement(held["id"], held["status"], held["note"], held["at"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = (made.id, made.status, made.note, made.at)
    good = all(isinstance(text, str) for text in texts) and made.status in STATUSES
    return made if good else None
