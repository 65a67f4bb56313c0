"""Files that a user asked for: checked before the work, written whole, all of them or none."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rightful.core.errors import StoreError, UsageError

PREFIX, SUFFIX = ".rightful-", ".part"
LEFT_OVER = 3600.0  # seconds after which a part is a killed run's
ELSEWHERE = "name another file with --out"


@dataclass(frozen=True)
class _Target:
    """A place to write to: ``path`` with its links followed, and the file ``standing`` there.

    ``stream`` is what bytes are written straight through to (a pipe, a terminal); ``descriptor``
    is ours where it is our own output.
    """

    asked: Path
    path: Path
    standing: os.stat_result | None = None
    stream: bool = False
    descriptor: int | None = None


def check_target(path: Path) -> None:
    """Refuse a place that cannot be written, and leave it as it is.

    Raises
    ------
    UsageError
        When its folder is not there, or it is a folder itself.
    StoreError
        When the system would not let us write.
    """
    _target(path)


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files whole, all of them or none; links are followed, and pipes written through.

    Raises
    ------
    UsageError, StoreError
        As ``check_target``, or when the disk refuses; what stood there before still does.
    """
    targets = {_target(path): content for path, content in files.items()}
    parts: dict[_Target, Path] = {}
    try:
        for target, content in targets.items():
            if not target.stream:
                with _disk_errors(target.asked):
                    parts[target] = _staged(target, content)
        for target, content in targets.items():
            if target.stream:
                with _disk_errors(target.asked):
                    _write_through(target, content)
        for target, part in parts.items():
            with _disk_errors(target.asked):
                part.replace(target.path)
                _sync_folder(target.path.parent)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def is_stdout(path: Path) -> bool:
    """Say whether a path leads to our own standard output."""
    try:
        return _descriptor(path.stat()) == 1
    except OSError:
        return False


def _target(path: Path) -> _Target:
    with _disk_errors(path):
        try:
            found = path.stat()
        except FileNotFoundError:
            found = None
        real = Path(os.path.realpath(path))
        if found is None:
            _check_folder(path, real.parent)
            return _Target(path, real)
        return _standing(path, real, found)


def _standing(path: Path, real: Path, found: os.stat_result) -> _Target:
    """Return the target where something stands already."""
    if stat.S_ISDIR(found.st_mode):
        raise UsageError("the path is a folder", where=str(path), next_step="name a file in it")
    descriptor = _descriptor(found)
    if descriptor is not None or stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode):
        return _Target(path, path, stream=True, descriptor=descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, "it is a disk or a socket, not a file")
    # The superuser may write to everything; what is marked read-only is spared all the same.
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise _refused(path, "the file there is read-only")
    _check_folder(path, real.parent)
    return _Target(path, real, found)


def _check_folder(path: Path, folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(
            f"there is no folder {folder}", where=str(path), next_step="make the folder first"
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _refused(path, "its folder is closed to writing")


def _refused(path: Path, why: str) -> StoreError:
    return StoreError(
        f"the file could not be written: {why}",
        where=str(path),
        allowed="a file that you may write to, in a folder that you may write to",
        next_step=ELSEWHERE,
    )


def _descriptor(found: os.stat_result) -> int | None:
    """Return the descriptor of our own output that this is, if any."""
    for descriptor in (1, 2):
        with suppress(OSError):
            if os.path.samestat(found, os.fstat(descriptor)):
                return descriptor
    return None


def _staged(target: _Target, content: bytes) -> Path:
    """Write the content beside its place, onto the disk, with the rights it will have."""
    folder = target.path.parent
    _sweep(folder)
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _give_rights(part, target.standing)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _give_rights(part: Path, standing: os.stat_result | None) -> None:
    """Give a part the owner and the rights of the file it replaces, or those of a new file."""
    if standing is None:
        part.chmod(0o666 & ~_umask())
        return
    with suppress(OSError, AttributeError):
        os.chown(part, standing.st_uid, standing.st_gid)
    part.chmod(stat.S_IMODE(standing.st_mode))


def _sweep(folder: Path) -> None:
    """Remove what killed runs left in the folder."""
    for part in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - part.lstat().st_mtime > LEFT_OVER:
                part.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_through(target: _Target, content: bytes) -> None:
    if target.descriptor is None:
        target.path.write_bytes(content)
        return
    # What was printed before comes first.
    (sys.stdout if target.descriptor == 1 else sys.stderr).flush()
    with os.fdopen(os.dup(target.descriptor), "wb") as file:
        file.write(content)


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"the file could not be written: {error.strerror or error}",
            where=str(path),
            next_step="free space, or choose a folder you may write to",
        ) from error
