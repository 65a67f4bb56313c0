"""``rightful pull``: bring publishers' files into the store, from their addresses or a folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rightful.core.errors import MissingFile, RightfulError, SourceError, StoreError
from rightful.core.provenance import Edition
from rightful.core.source import Source
from rightful.record.atomic import UNFINISHED
from rightful.record.catalogue import sources
from rightful.record.download import FIRST_PAUSE, Fetch, by_hand, download
from rightful.record.folder import Folder, look_through
from rightful.record.locks import LOCK_WAIT
from rightful.record.manifest import Holding
from rightful.record.pull_report import Pulled, PullReport
from rightful.record.snapshots import recognise_as
from rightful.record.store import Store

# Told the share done (0 to 1), the seconds left, and what is under way in words with its bytes.
Progress = Callable[[float, float, str], None]


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
    editions are in the report, ``raise_if_failed`` raises them. An edition whose files in the
    store were damaged is made again.

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
        When the store's manifest cannot be read.
    """
    store.holdings()
    asked = sources(names)
    folder = None if from_dir is None else look_through(from_dir)
    wanted = _wanted(asked, folder)
    meter = _Meter(sum(edition.size for _, edition in wanted), progress)
    entries: list[Pulled] = []
    done, wait = 0, LOCK_WAIT
    for source, edition in wanted:
        meter.label = f"{source.name} {edition.name}"
        way = _Way(store, source, edition, folder, meter, pause, wait)
        entries.append(_pull_one(way, again=again))
        # Who holds the lock for so long is not waited for again with every edition.
        wait = 0.0 if isinstance(entries[-1].error, StoreError) else wait
        done += edition.size
        meter.settle(done)
    named = tuple(source.name for source in asked) if names else ()
    closed = folder.closed if folder else ()
    return PullReport(tuple(entries), named, str(from_dir or ""), closed)


def _wanted(asked: tuple[Source, ...], folder: Folder | None) -> list[tuple[Source, Edition]]:
    if folder is not None and folder.is_file:
        known = recognise_as(folder.path, asked, sources())
        return [(known.source, known.edition)]
    return [(source, edition) for source in asked for edition in source.editions]


@dataclass(frozen=True)
class _Way:
    """One edition on its way into the store."""

    store: Store
    source: Source
    edition: Edition
    folder: Folder | None
    meter: _Meter
    pause: float
    wait: float

    def held(self) -> Holding | None:
        """Return what the store says it holds, damaged or not."""
        for held in self.store.holdings():
            if (held.source, held.edition) == (self.source.name, self.edition.name):
                return held
        return None

    def take_in(self) -> Holding:
        """Find the file and keep it: the store's own copy, one in the folder, or a download."""
        if self.store.is_whole(self.edition):
            return self._again()
        if self.folder is not None:
            path = self.folder.find(self.source, self.edition, self.meter.add)
            return self._keep(path, str(path))
        if not self.edition.download:
            raise by_hand(self.source, self.edition)
        with self.store.fetching(self.source.name, self.edition.name, self.wait):
            # Another run may have brought it while this one waited.
            return self._again() if self.store.is_whole(self.edition) else self._fetched()

    def _again(self) -> Holding:
        held = self.held()
        origin = held.origin if held else self.edition.download or "the store's own copy"
        return self._keep(self.store.raw_path(self.edition.sha256), origin)

    def _fetched(self) -> Holding:
        part = self.store.raw_path(self.edition.sha256 + UNFINISHED)
        fetch = Fetch(self.source, self.edition, part, self.meter.add, self.pause)
        holding = self._keep(download(fetch), self.edition.download)
        part.unlink(missing_ok=True)
        return holding

    def _keep(self, path: Path, origin: str) -> Holding:
        return self.store.keep(path, self.source, self.edition, origin, wait=self.wait)


def _pull_one(way: _Way, *, again: bool) -> Pulled:
    source, edition = way.source, way.edition
    try:
        held = way.held()
        if held and not again and _is_this(way, held):
            return Pulled(source, edition, "here", held)
        return Pulled(source, edition, "pulled", way.take_in())
    except MissingFile as error:
        if held:
            return Pulled(source, edition, "failed", error=_damaged(way, error))
        return Pulled(source, edition, "absent", error=error)
    except RightfulError as error:
        return Pulled(source, edition, "failed", error=error)
    except Exception as error:  # one source's library must not stop the others
        return Pulled(source, edition, "failed", error=_unforeseen(way, error))


def _is_this(way: _Way, held: Holding) -> bool:
    same = held.sha256 == way.edition.sha256
    return same and way.store.holds(way.source.name, way.edition.name)


def _damaged(way: _Way, error: MissingFile) -> StoreError:
    return StoreError(
        f"what the store holds of {way.source.name} {way.edition.name} is damaged, "
        f"and it cannot be made again: {error.what}",
        where=str(way.store.root),
        allowed=error.allowed,
        next_step=error.next_step,
    )


def _unforeseen(way: _Way, error: Exception) -> SourceError:
    return SourceError(
        f"{way.source.name} {way.edition.name} could not be taken in: "
        f"{type(error).__name__}: {error}",
        where=way.edition.filename,
        allowed="a file that the source's reader understands",
        next_step="nothing was stored; please report this message",
    )
