"""A folder that a user asked for: new, filled beside its place, then renamed; whole or not at all.

What a person keeps in a folder is never replaced: only a name that is free, or an empty folder,
is taken.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rightful.core.errors import StoreError, UsageError

PREFIX: Final = ".rightful-"
ALLOWED: Final = "a name that is free, or an empty folder, where you may write"
ELSEWHERE: Final = "name another folder"
FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def check_new_folder(folder: Path) -> None:
    """Refuse a place where a new folder cannot be made, and leave it as it is.

    Raises
    ------
    UsageError
        When it is a file, a link, a folder with something in it or the current one, or there is
        no folder to make it in.
    StoreError
        When the system would not let us write.
    """
    with _disk_errors(folder):
        place = Path(os.path.abspath(folder))
        if not place.parent.is_dir():
            raise UsageError(
                f"there is no folder {place.parent}",
                where=str(folder),
                allowed=ALLOWED,
                next_step="make the folder first",
            )
        if os.path.lexists(place):
            _check_empty(folder, place)
        os.rmdir(tempfile.mkdtemp(prefix=PREFIX, dir=place.parent))


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes the place of ``folder`` when all is in it.

    Raises
    ------
    UsageError, StoreError
        As ``check_new_folder``, or when the disk refuses; then nothing is left behind.
    """
    check_new_folder(folder)
    place = Path(os.path.abspath(folder))
    with _disk_errors(folder):
        part = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place.parent))
        try:
            yield part
            part.chmod(0o777 & ~_umask())
            _put(part, folder, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _put(part: Path, folder: Path, place: Path) -> None:
    """Put the filled folder in its place; what came there meanwhile stays, and is told."""
    if os.path.lexists(place):
        _check_empty(folder, place)
        place.rmdir()
    part.rename(place)


def _check_empty(folder: Path, place: Path) -> None:
    mode = place.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise _refused(folder, "this is a link")
    if not stat.S_ISDIR(mode):
        raise _refused(folder, "this is a file, not a folder")
    if os.path.ismount(place):
        raise _refused(folder, "another disk begins here")
    if os.path.samefile(place, Path.cwd()):
        raise _refused(folder, "this is the folder you are in")
    held = sorted(os.listdir(place))
    if held:
        raise _refused(folder, f"the folder is not empty: it holds {held[0]}")


def _refused(folder: Path, what: str) -> UsageError:
    return UsageError(what, where=str(folder), allowed=ALLOWED, next_step=ELSEWHERE)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in FULL
        raise StoreError(
            "the disk is full" if full else f"the folder cannot be written: {error.strerror}",
            where=str(folder),
            allowed=ALLOWED,
            next_step="make room, or name a folder on another disk" if full else ELSEWHERE,
        ) from error
