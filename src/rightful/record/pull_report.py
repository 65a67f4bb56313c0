"""What became of every edition that a pull asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rightful.core.errors import MissingFile, RightfulError
from rightful.core.provenance import Edition
from rightful.core.source import Source
from rightful.record.manifest import Holding

Outcome = Literal["pulled", "here", "absent", "failed"]


@dataclass(frozen=True)
class Pulled:
    """What became of one edition.

    ``pulled``: now in the store. ``here``: it was already. ``absent``: not in the folder, or
    only to be fetched by hand. ``failed``: see ``error``; the store is as it was.
    """

    source: Source
    edition: Edition
    outcome: Outcome
    holding: Holding | None = None
    error: RightfulError | None = None


@dataclass(frozen=True)
class PullReport:
    """What became of every edition asked for.

    Attributes
    ----------
    named
        Sources asked for by name.
    searched
        The folder that was looked through, or nothing where files were fetched.
    closed
        What in the folder could not be looked into, and why.
    """

    entries: tuple[Pulled, ...]
    named: tuple[str, ...] = ()
    searched: str = ""
    closed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether something was found, nothing failed and every source named is in the store."""
        return not self.errors()

    @property
    def exit_code(self) -> int:
        """0 where all went well, 2 where nothing failed but a file is not there, else 1."""
        return min((error.exit_code for error in self.errors()), default=0)

    def of(self, outcome: Outcome) -> tuple[Pulled, ...]:
        """Return the entries with this outcome."""
        return tuple(entry for entry in self.entries if entry.outcome == outcome)

    def raise_if_failed(self) -> None:
        """Raise the first error, if anything failed or a source asked for is not in the store.

        Raises
        ------
        SourceError
            Naming what failed; where several did, the message says how many.
        """
        errors = self.errors()
        if not errors:
            return
        if len(errors) > 1:
            errors[0].add_note(f"and {len(errors) - 1} more; see the report")
        raise errors[0]

    def snapshots(self) -> list[dict[str, Any]]:
        """Return one record per edition in the store: what it is, fingerprint, licence, rows."""
        return [
            {
                "name": entry.source.name,
                "title": entry.source.title,
                "edition": entry.edition.name,
                "sha256": entry.edition.sha256,
                "size": entry.edition.size,
                "reference": entry.source.reference,
                "licence": entry.source.licence,
                "address": entry.edition.address or entry.source.address,
                "rows": entry.holding.rows,
                "dropped": entry.holding.dropped,
                "recoded": entry.holding.recoded,
            }
            for entry in self.entries
            if entry.holding is not None
        ]

    def as_rows(self) -> dict[str, Any]:
        """Return the report as plain data, for the command line."""
        return {
            "ok": self.ok,
            "exit_code": self.exit_code,
            "errors": [str(error) for error in self.errors()],
            "closed": list(self.closed),
            "entries": [
                {
                    "source": entry.source.name,
                    "edition": entry.edition.name,
                    "outcome": entry.outcome,
                    "filename": entry.edition.filename,
                    "sha256": entry.edition.sha256,
                    "size": entry.edition.size,
                    "rows": entry.holding.rows if entry.holding else None,
                    "dropped": entry.holding.dropped if entry.holding else {},
                    "recoded": entry.holding.recoded if entry.holding else 0,
                    "error": str(entry.error) if entry.error else "",
                }
                for entry in self.entries
            ],
        }

    def errors(self) -> list[RightfulError]:
        """Return what failed, then one error for each source named of which nothing is here."""
        failed = [entry.error for entry in self.of("failed") if entry.error]
        if self.searched and not failed and not any(entry.holding for entry in self.entries):
            return [self._nothing()]
        return failed + self._missing()

    def _missing(self) -> list[RightfulError]:
        known = {entry.source.name for entry in self.entries if entry.holding or entry.error}
        here = {entry.source.name for entry in self.entries if entry.holding}
        absent = {entry.source.name: entry.error for entry in reversed(self.of("absent"))}
        lost = [absent.get(name) for name in self.named if name in known - here]
        return [error for error in lost if error]

    def _nothing(self) -> RightfulError:
        """Return the error for a folder in which nothing that was asked for lies."""
        if len(self.entries) == 1 and self.entries[0].error:
            return self.entries[0].error
        if self.named:
            return self._missing()[0]
        return MissingFile(
            "no publisher's file is in the folder",
            where=self.searched,
            allowed="the files that `rightful sources` lists, under any name, unchanged",
            next_step="give --from the folder in which the files lie",
        )
