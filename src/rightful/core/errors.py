"""One error tree; every message says what happened, where, what was allowed and what to do next.

RightfulError
├── UsageError            a command or call that cannot be carried out as asked
│   └── UnknownName       a state, right, source ... that is not known; carries suggestions
├── SourceError           a publisher's file
│   ├── UnrecognisedFile  no declared edition matches it
│   ├── BadRows           rows break the source's contract; carries them
│   │   └── BadCodings    rows of an analyst's file (record/evidence_file.py); carries them
│   └── MissingFile       the file or the folder is not there
├── StoreError            the store, the baseline or an output cannot be read or written
├── DataError             arrays or tables handed to a function break its contract
└── ConvergenceError      a fit that must not be used
"""

from __future__ import annotations

import re

LONGEST = 1500  # characters of one part of a message
LONGEST_NAME = 60
MOST_ROWS = 20
MOST_NAMES = 60


def shown(text: str, longest: int = LONGEST) -> str:
    """Return a text as one line for a terminal: no control characters, the middle left out.

    Names and cells come from users and files; they must not move the cursor or hide the message.
    """
    line = re.sub(r"\s*[\r\n]\s*", " ", text)
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    if len(plain) <= longest:
        return plain
    half = longest // 2
    return f"{plain[:half]}… ({len(plain) - 2 * half} characters left out) …{plain[-half:]}"


class RightfulError(Exception):
    """Base of the tree: ``what`` happened, ``where``, what was ``allowed``, the ``next_step``."""

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        allowed: str | None = None,
        next_step: str | None = None,
        details: tuple[str, ...] = (),
    ) -> None:
        self.what = what
        self.where = where
        self.allowed = allowed
        self.next_step = next_step
        self.details = details
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [shown(self.what), *(f"  {shown(detail)}" for detail in self.details)]
        if self.where:
            lines.append(f"  where:   {shown(self.where)}")
        if self.allowed:
            lines.append(f"  allowed: {shown(self.allowed)}")
        if self.next_step:
            lines.append(f"  next:    {shown(self.next_step)}")
        return "\n".join(lines)


class UsageError(RightfulError):
    """A command or call that cannot be carried out as asked."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that is not known; ``suggestions`` holds the closest known ones, best first.

    ``options`` are the names that would do; up to ``MOST_NAMES`` of them are listed.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: tuple[str, ...] = (),
        *,
        options: tuple[str, ...] = (),
        where: str | None = None,
        allowed: str | None = None,
        next_step: str | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.suggestions = suggestions
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(
            f"no {kind} is called {shown(repr(name), LONGEST_NAME)}{hint}",
            where=where,
            allowed=allowed or _listed(options),
            next_step=next_step,
        )


def _listed(options: tuple[str, ...]) -> str:
    more = f" and {len(options) - MOST_NAMES} more" if len(options) > MOST_NAMES else ""
    return ", ".join(options[:MOST_NAMES]) + more


class SourceError(RightfulError):
    """A publisher's file cannot be used."""


class UnrecognisedFile(SourceError):
    """A file that matches no declared edition of a source."""


class MissingFile(SourceError):
    """A file or folder that is not there."""

    exit_code = 2


class BadRows(SourceError):
    """Rows that break the source's contract; ``rows`` holds (row number, reason)."""

    def __init__(
        self,
        what: str,
        rows: tuple[tuple[int, str], ...],
        *,
        where: str | None = None,
        allowed: str | None = None,
        next_step: str | None = None,
    ) -> None:
        self.rows = rows
        told = [f"row {row}: {shown(reason, 300)}" for row, reason in rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            told.append(f"and {len(rows) - MOST_ROWS} more")
        super().__init__(
            what, where=where, allowed=allowed, next_step=next_step, details=tuple(told)
        )


class StoreError(RightfulError):
    """The store, the baseline or an output cannot be read or written."""


class DataError(RightfulError):
    """Arrays or tables handed to a function break its contract."""


class ConvergenceError(RightfulError):
    """A fit whose draws must not be used."""

    exit_code = 3
