"""One error tree; every message says what happened, where, what was allowed and what to do next.

RightfulError
├── UsageError            a command or call that cannot be carried out as asked
│   └── UnknownName       a state, right, source ... that is not known; carries suggestions
├── SourceError           a publisher's file
│   ├── UnrecognisedFile  no declared edition matches it
│   ├── BadRows           rows break the source's contract; carries them
│   └── MissingFile       the file or the folder is not there
├── StoreError            the store or the baseline cannot be read or written
├── DataError             arrays or tables handed to a function break its contract
└── ConvergenceError      a fit that must not be used
"""

from __future__ import annotations


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
    ) -> None:
        self.what = what
        self.where = where
        self.allowed = allowed
        self.next_step = next_step
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where:   {self.where}")
        if self.allowed:
            lines.append(f"  allowed: {self.allowed}")
        if self.next_step:
            lines.append(f"  next:    {self.next_step}")
        return "\n".join(lines)


class UsageError(RightfulError):
    """A command or call that cannot be carried out as asked."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that is not known; ``suggestions`` holds the closest known ones, best first."""

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: tuple[str, ...] = (),
        *,
        where: str | None = None,
        next_step: str | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.suggestions = suggestions
        hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else None
        super().__init__(
            f"no {kind} is called {name!r}", where=where, allowed=hint, next_step=next_step
        )


class SourceError(RightfulError):
    """A publisher's file cannot be used."""


class UnrecognisedFile(SourceError):
    """A file that matches no declared edition of a source."""


class MissingFile(SourceError):
    """A file or folder that is not there."""


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
        shown = "".join(f"\n  row {row}: {reason}" for row, reason in rows[:20])
        more = f"\n  and {len(rows) - 20} more" if len(rows) > 20 else ""
        super().__init__(what + shown + more, where=where, allowed=allowed, next_step=next_step)


class StoreError(RightfulError):
    """The store or the baseline cannot be read or written."""


class DataError(RightfulError):
    """Arrays or tables handed to a function break its contract."""


class ConvergenceError(RightfulError):
    """A fit whose draws must not be used."""

    exit_code = 3
