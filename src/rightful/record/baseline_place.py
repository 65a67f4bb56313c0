"""Where a baseline may be written, and how a new one takes the place of an old one."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from rightful.core.errors import StoreError, UsageError
from rightful.record.atomic import sync_folder
from rightful.record.recipe import NAME as RECIPE

FRAMES = (
    "estimates",
    "draws",
    "changes",
    "items",
    "ratings",
    "acts",
    "obligations",
    "series",
    "codes",
    "probabilities",
)
FILES = frozenset({RECIPE, *(f"{name}.parquet" for name in FRAMES)})
ELSEWHERE = "name another folder with --out"


def check_place(folder: Path, source: Path | None = None) -> None:
    """Refuse a place where a baseline must not or cannot be written.

    Parameters
    ----------
    folder
        Writing a baseline replaces the whole folder.
    source
        The folder of publishers' files, which must lie apart.

    Raises
    ------
    StoreError
        When it is a file or a link, holds anything but a baseline, or cannot be written.
    UsageError
        When it overlaps ``source``.
    """
    try:
        place = whole(folder)
        restore(place)
        _check_kind(place)
        _probe(place)
    except OSError as error:
        raise StoreError(
            f"the baseline could not be written there: {error.strerror}",
            where=str(folder),
            allowed="a folder that you may write to",
            next_step=ELSEWHERE,
        ) from error
    if source is not None:
        _check_apart(place, source)


def whole(folder: Path) -> Path:
    """Return the folder's absolute path: ``.`` has no name to put another beside."""
    return Path(os.path.abspath(folder))


def beside(folder: Path) -> Path:
    """Return where a new baseline is written before it takes the folder's place."""
    return folder.with_name(f".{folder.name}.rightful-new")


def swap(new: Path, folder: Path) -> None:
    """Put new in folder's place; what was there goes only when the new one stands."""
    old = _old(folder)
    restore(folder)
    shutil.rmtree(old, ignore_errors=True)
    try:
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:  # an interrupt must not cost the old one either
        restore(folder)
        raise
    sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def restore(folder: Path) -> None:
    """Put back an old baseline that a run left aside when it ended between two renames."""
    old = _old(folder)
    if folder.name and old.exists() and not os.path.lexists(folder):
        old.rename(folder)


def _old(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.rightful-old"


def _check_kind(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    mode = folder.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise _refused(folder, "this is a link, and writing a baseline would replace it")
    if not stat.S_ISDIR(mode):
        raise _refused(folder, "this is a file, not a folder for a baseline")
    if os.path.ismount(folder):
        raise _refused(folder, "another disk begins here, and it cannot be replaced by a baseline")
    names = set(os.listdir(folder))
    is_baseline = RECIPE in names and len(names) > 1 and names <= FILES
    if names and not is_baseline:
        other = min(names - FILES, default="no recipe")
        what = "this is not a baseline, and writing one would replace all that is in it"
        raise _refused(folder, f"{what}: it holds {other}")


def _refused(folder: Path, what: str) -> StoreError:
    return StoreError(
        what,
        where=str(folder),
        allowed="a folder that is new, empty or a baseline",
        next_step=ELSEWHERE,
    )


def _probe(folder: Path) -> None:
    """See whether a folder can be made beside this one, or where its parents would be made."""
    with contextlib.suppress(FileNotFoundError):
        os.lstat(beside(folder))  # the name may be too long
    parent = folder.parent
    while not parent.exists():
        parent = parent.parent
    os.rmdir(tempfile.mkdtemp(prefix=".rightful-", dir=parent))


def _check_apart(folder: Path, source: Path) -> None:
    out, files = (Path(os.path.realpath(path)) for path in (folder, source))
    if out.is_relative_to(files) or files.is_relative_to(out):
        raise UsageError(
            "the baseline and the publishers' files would lie in one folder",
            where=f"--out {folder}, --from {source}",
            allowed="an --out that is neither inside --from nor around it",
            next_step=ELSEWHERE,
        )
