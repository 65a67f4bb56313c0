"""``rightful pull``: bring publishers' files into the store, from their addresses or a folder."""

from __future__ import annotations

import contextlib
import difflib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rightful.core.errors import MissingFile, RightfulError, SourceError
from rightful.core.provenance import Edition
from rightful.core.source import Source
from rightful.record.catalogue import sources
from rightful.record.download import FIRST_PAUSE, Fetch, by_hand, download
from rightful.record.snapshots import fingerprint, recognise, unrecognised
from rightful.record.store import UNFINISHED, Holding, Store

Outcome = Literal["pulled", "here", "absent", "failed"]
# Told the share done (0 to 1), the seconds left, and what is under way in words with its bytes.
Progress = Callable[[float, float, str], None]


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
    """What became of every edition asked for; ``named`` holds the sources asked for by name."""

    entries: tuple[Pulled, ...]
    named: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing failed and every source asked for by name is in the store."""
        return not self._errors()

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
        errors = self._errors()
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

    def _errors(self) -> list[RightfulError]:
        errors = [entry.error for entry in self.of("failed") if entry.error]
        here = {entry.source.name for entry in self.entries if entry.holding}
        missing = [name for name in self.named if name not in here]
        for name in missing:
            absent = (e.error for e in self.of("absent") if e.source.name == name)
            errors += [error for error in absent if error][:1]
        return errors


@dataclass
class _Meter:
    """Counts bytes and tells the caller; the rate is that of the bytes moved in this run."""

    total: int
    tell: Progress | None
    done: int = 0
    moved: int = 0
    label: str = ""
    started: float = field(default_factory=time.monotonic)

    def add(self, size: int) -> None:
        self.done += size
        self.moved += size
        self._tell()

    def settle(self, done: int) -> None:
        """Set the count after an edition, whatever was retried or skipped in it."""
        self.done = done
        self._tell()

    def _tell(self) -> None:
        if self.tell is None:
            return
        done = min(self.done, self.total)
        spent = time.monotonic() - self.started
        left = spent * (self.total - done) / self.moved if self.moved else 0.0
        words = f"{self.label} ({done / 1e6:.1f} of {self.total / 1e6:.1f} MB)"
        self.tell(done / self.total if self.total else 1.0, left, words)


def pull(
    store: Store,
    names: tuple[str, ...] = (),
    from_dir: Path | None = None,
    progress: Progress | None = None,
    *,
    again: bool = False,
    pause: float = FIRST_PAUSE,
) -> PullReport:
    """Bring every edition of these sources into the store; without names, of all sources.

    One edition that fails does not stop the others; what was begun is resumed. Errors of single
    editions are in the report, ``raise_if_failed`` raises them.

    Parameters
    ----------
    from_dir
        A folder, searched with its subfolders by name and fingerprint, or one file; nothing is
        downloaded.
    progress
        Told as bytes arrive: share done, seconds left, what is under way.
    again
        Take editions in that are already here, for example after a change of a source.
    pause
        Seconds before the first new attempt after a broken connection.

    Raises
    ------
    UnknownName
        When a name is no source.
    MissingFile
        When the folder is not there.
    UnrecognisedFile
        When ``from_dir`` is one file, and no edition of these sources.
    StoreError
        When the store cannot be written; the disk may be full.
    """
    asked = sources(names)
    wanted = [(source, edition) for source in asked for edition in source.editions]
    if from_dir is not None and from_dir.is_file():
        known = recognise(from_dir, asked)
        wanted = [(known.source, known.edition)]
    find = _finder(store, from_dir, pause)
    meter = _Meter(sum(edition.size for _, edition in wanted), progress)
    entries, done = [], 0
    for source, edition in wanted:
        meter.label = f"{source.name} {edition.name}"
        entries.append(_pull_one(store, source, edition, find, meter, again=again))
        done += edition.size
        meter.settle(done)
    return PullReport(tuple(entries), tuple(source.name for source in asked) if names else ())


@dataclass(frozen=True)
class _Found:
    """A file that may be an edition, and whether it is ours to remove: a download of our own."""

    path: Path
    ours: bool


Finder = Callable[[Source, Edition, Callable[[int], None]], _Found]


def _pull_one(
    store: Store, source: Source, edition: Edition, find: Finder, meter: _Meter, *, again: bool
) -> Pulled:
    if not again and store.holds(source.name, edition.name):
        holding = store.holding(source.name, edition.name)
        return Pulled(source, edition, "here", holding)
    try:
        found = find(source, edition, meter.add)
        origin = edition.download if found.ours else str(found.path)
        holding = store.keep(found.path, source, edition, origin)
    except MissingFile as error:
        return Pulled(source, edition, "absent", error=error)
    except SourceError as error:
        return Pulled(source, edition, "failed", error=error)
    if found.ours and found.path != store.raw_path(edition.sha256):
        found.path.unlink(missing_ok=True)
    return Pulled(source, edition, "pulled", holding)


def _finder(store: Store, from_dir: Path | None, pause: float) -> Finder:
    if from_dir is not None:
        files = [(from_dir, from_dir.stat().st_size)] if from_dir.is_file() else _files(from_dir)
        return _Folder(from_dir, tuple(files)).find

    def fetch(source: Source, edition: Edition, seen: Callable[[int], None]) -> _Found:
        kept = store.raw_path(edition.sha256)
        part = store.raw_path(edition.sha256 + UNFINISHED)
        if not edition.download and not _whole(kept, edition):
            raise by_hand(source, edition)
        with store.writing():
            # Another run may have brought it while this one waited.
            if _whole(kept, edition):
                return _Found(kept, ours=True)
            return _Found(download(Fetch(source, edition, part, seen, pause)), ours=True)

    return fetch


def _whole(kept: Path, edition: Edition) -> bool:
    """Say whether the store's own copy of a file is there and undamaged."""
    return kept.is_file() and fingerprint(kept).sha256 == edition.sha256


@dataclass(frozen=True)
class _Folder:
    """Files with their sizes, looked through by name first and by size and fingerprint then."""

    folder: Path
    files: tuple[tuple[Path, int], ...]

    def find(self, source: Source, edition: Edition, seen: Callable[[int], None]) -> _Found:
        """Return the file with the edition's fingerprint.

        Raises
        ------
        MissingFile
            When no file has its name or its content.
        UnrecognisedFile
            When files have its name and none its content.
        """
        named = [path for path, _ in self.files if path.name == edition.filename]
        sized = [path for path, size in self.files if size == edition.size and path not in named]
        prints = {}
        for path in (*named, *sized):
            prints[path] = fingerprint(path, lambda block: seen(len(block)))
            if prints[path].sha256 == edition.sha256:
                return _Found(path, ours=False)
        if named:
            raise unrecognised(named[0], prints[named[0]], (source,))
        raise MissingFile(
            f"{source.name} {edition.name} is not in the folder{self._alike(edition)}",
            where=str(self.folder),
            allowed=f"{edition.filename}, {edition.size} bytes, sha256 {edition.sha256[:12]}…",
            next_step=(
                f"fetch it from {edition.address or source.address}; to see why a file is not "
                f"taken, run `rightful pull {source.name} --from FILE`"
            ),
        )

    def _alike(self, edition: Edition) -> str:
        """Say which file has nearly the name: perhaps another edition, not declared yet."""
        known = {each.filename for source in sources() for each in source.editions}
        names = {path.name for path, _ in self.files} - known
        alike = difflib.get_close_matches(edition.filename, sorted(names), n=1, cutoff=0.8)
        return f", but {alike[0]} is, which is no edition that is known" if alike else ""


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the plain files below a folder with their sizes, in order of path.

    Raises
    ------
    MissingFile
        When there is no such folder.
    """
    if not folder.is_dir():
        raise MissingFile(
            f"{folder} is neither a folder nor a file",
            where=str(folder),
            allowed="a folder with publishers' files, or one of them",
            next_step="check the path given to --from",
        )
    for path in sorted(folder.rglob("*")):
        # A file may go, or be closed to us, while we look: then it is not in the folder for us.
        with contextlib.suppress(OSError):
            if path.is_file():
                yield path, path.stat().st_size
