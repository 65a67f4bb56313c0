"""A folder of publishers' files: looked through by name, then by size and fingerprint."""

from __future__ import annotations

import difflib
import errno
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rightful.core.errors import MissingFile, SourceError
from rightful.core.provenance import Edition
from rightful.core.source import Source
from rightful.record.catalogue import sources
from rightful.record.snapshots import fingerprint, unrecognised


@dataclass(frozen=True)
class Folder:
    """The plain files below a folder with their sizes, and what in it was closed to us.

    ``is_file`` where it is one file and no folder.
    """

    path: Path
    files: tuple[tuple[Path, int], ...]
    closed: tuple[str, ...] = ()
    is_file: bool = False

    def find(self, source: Source, edition: Edition, seen: Callable[[int], None]) -> Path:
        """Return the file with the edition's fingerprint, whatever its name.

        Raises
        ------
        MissingFile
            When no file has its name or its content.
        SourceError
            When a file that may be it cannot be read, or has its name and not its content, and
            no other file is it.
        """
        refused: list[SourceError] = []
        for path in self._likely(edition):
            try:
                found = fingerprint(path, lambda block: seen(len(block)))
            except SourceError as error:
                refused.append(error)
                continue
            if found.sha256 == edition.sha256:
                return path
            if path.name == edition.filename:
                refused.append(unrecognised(path, found, (source,)))
        raise refused[0] if refused else self._missing(source, edition)

    def _likely(self, edition: Edition) -> Iterable[Path]:
        named = [path for path, _ in self.files if path.name == edition.filename]
        sized = [path for path, size in self.files if size == edition.size and path not in named]
        return (*named, *sized)

    def _missing(self, source: Source, edition: Edition) -> MissingFile:
        return MissingFile(
            f"{source.name} {edition.name} is not in the folder{self._alike(source, edition)}",
            where=str(self.path),
            allowed=f"{edition.filename}, {edition.size} bytes, sha256 {edition.sha256[:12]}…",
            next_step=(
                f"fetch it from {edition.address or source.address}; to see why a file is not "
                f"taken, run `rightful pull {source.name} --from FILE`"
            ),
        )

    def _alike(self, source: Source, edition: Edition) -> str:
        """Say which file has nearly the name: perhaps another edition, not declared yet."""
        known = {each.filename for one in (source, *sources()) for each in one.editions}
        names = {path.name for path, _ in self.files} - known
        alike = difflib.get_close_matches(edition.filename, sorted(names), n=1, cutoff=0.8)
        return f", but {alike[0]} is, which is no edition that is known" if alike else ""


def look_through(path: Path) -> Folder:
    """Return a folder with all plain files below it; a file is a folder of one.

    Raises
    ------
    MissingFile
        When there is no such folder or file.
    SourceError
        When the system will not let us look.
    """
    status = _status(path)
    if stat.S_ISREG(status.st_mode):
        return Folder(path, ((path, status.st_size),), is_file=True)
    check_folder(path)
    files: list[tuple[Path, int]] = []
    closed: list[OSError] = []
    for parent, _, names in os.walk(path, onerror=closed.append):
        for name in names:
            each = Path(parent) / name
            try:
                known = each.stat()
            except FileNotFoundError:  # a dead link, or gone while we look
                continue
            except OSError as error:
                closed.append(error)
                continue
            if stat.S_ISREG(known.st_mode):
                files.append((each, known.st_size))
    told = [f"{error.filename}: {error.strerror}" for error in closed]
    return Folder(path, tuple(sorted(files)), tuple(sorted(told)))


def check_folder(path: Path) -> None:
    """Refuse what is no folder.

    Raises
    ------
    MissingFile
        When there is no such folder, or it is a file.
    """
    if stat.S_ISDIR(_status(path).st_mode):
        return
    raise MissingFile(
        f"{path} is no folder",
        where=str(path),
        allowed="a folder with publishers' files",
        next_step="give --from the folder in which the files lie",
    )


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingFile(
            f"{path} is neither a folder nor a file",
            where=str(path),
            allowed="a folder with publishers' files, or one of them",
            next_step="check the path given to --from",
        ) from error
    except OSError as error:
        kind = MissingFile if error.errno == errno.ENAMETOOLONG else SourceError
        raise kind(
            f"{path} cannot be looked into: {error.strerror}",
            where=str(path),
            allowed="a folder or a file that you may read",
            next_step="check its permissions, or copy the files to another folder",
        ) from error
