"""Text files in a folder or an archive, one by one, with limits; what is left out is listed."""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rightful.core.errors import MissingFile, UnrecognisedFile

# A speech has at most some 100,000 characters: more is no speech, or a decompression bomb.
LARGEST_MEMBER: Final = 5_000_000
MOST_MEMBERS: Final = 100_000
ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz")

Member = tuple[str, bytes | None, str]


def members(path: Path, ending: str = ".txt") -> Iterator[Member]:
    """Yield (name, content, reason) of each file, sorted by name but for those of a .tar.

    ``content`` is ``None`` where the file is left out, and ``reason`` then says why; otherwise it
    is empty. Nothing is written to the disk, and names that lead out of the archive are only names.

    Raises
    ------
    MissingFile
        When nothing is at ``path``.
    UnrecognisedFile
        When it is neither a folder nor a readable archive.
    """
    for _, member in members_with_share(path, ending):
        yield member


def members_with_share(path: Path, ending: str = ".txt") -> Iterator[tuple[float, Member]]:
    """Yield (share of the whole done with this one, member); members and errors as ``members``."""
    if path.is_dir():
        yield from _in_folder(path, ending)
    elif not path.is_file():
        raise MissingFile(
            "there is no such folder or archive",
            where=str(path),
            allowed=f"a folder, or an archive ({', '.join(ARCHIVES)})",
            next_step="check the path",
        )
    else:
        yield from _in_archive(path, ending)


def files_under(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """Return the files of a folder and its folders, sorted, and (name, reason) of what is none.

    Links to folders are not followed: they may lead round in a circle, or out of the folder.
    """
    found: list[Path] = []
    skipped: list[tuple[str, str]] = []
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError as error:
            skipped.append((_within(place, folder), f"cannot be read: {error.strerror}"))
            continue
        for entry in entries:
            here = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(here)
            elif entry.is_file():
                found.append(here)
            elif entry.is_dir():
                skipped.append((_within(here, folder), "is a link to a folder: not followed"))
            else:
                skipped.append((_within(here, folder), "is no file"))
    return sorted(found), sorted(skipped)


def name_as_text(name: str) -> str:
    """Return the name of a file as text: it need not be, but what is shown and kept must be."""
    return name.encode(errors="replace").decode()


def _within(place: Path, folder: Path) -> str:
    return name_as_text(place.relative_to(folder).as_posix())


def _in_folder(path: Path, ending: str) -> Iterator[tuple[float, Member]]:
    found, skipped = files_under(path)
    yield from ((0.0, (name, None, reason)) for name, reason in skipped)
    for count, place in enumerate(found, 1):
        share, name = count / len(found), _within(place, path)
        reason = _unwanted(name, ending, count)
        if reason:
            yield share, (name, None, reason)
            continue
        try:
            if place.stat().st_size > LARGEST_MEMBER:
                yield share, (name, None, _too_large())
            else:
                yield share, (name, place.read_bytes(), "")
        except OSError as error:
            yield share, (name, None, f"cannot be read: {error.strerror}")


def _in_archive(path: Path, ending: str) -> Iterator[tuple[float, Member]]:
    try:
        if zipfile.is_zipfile(path):
            yield from _in_zip(path, ending)
        else:
            yield from _in_tar(path, ending)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise UnrecognisedFile(
            f"the archive cannot be read: {type(error).__name__}: {error}",
            where=str(path),
            allowed=f"a folder, or a whole archive ({', '.join(ARCHIVES)})",
            next_step="fetch it again, or unpack it and name the folder",
        ) from error


def _in_zip(path: Path, ending: str) -> Iterator[tuple[float, Member]]:
    with zipfile.ZipFile(path) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        for count, info in enumerate(sorted(files, key=lambda info: info.filename), 1):
            share = count / len(files)
            reason = _unwanted(info.filename, ending, count)
            if reason:
                yield share, (info.filename, None, reason)
                continue
            try:
                with archive.open(info) as file:
                    content = file.read(LARGEST_MEMBER + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
                yield share, (info.filename, None, f"cannot be read: {error}")
                continue
            yield share, _limited(info.filename, content)


def _in_tar(path: Path, ending: str) -> Iterator[tuple[float, Member]]:
    size = max(path.stat().st_size, 1)
    with path.open("rb") as packed, tarfile.open(fileobj=packed) as archive:
        for count, info in enumerate((each for each in archive if not each.isdir()), 1):
            share = min(packed.tell() / size, 1.0)
            name = name_as_text(info.name)
            reason = _unwanted(name, ending, count) if info.isfile() else "is no file"
            file = None if reason else archive.extractfile(info)
            if file is None:
                yield share, (name, None, reason)
            else:
                yield share, _limited(name, file.read(LARGEST_MEMBER + 1))


def _unwanted(name: str, ending: str, count: int) -> str:
    """Return why a file is not read, or nothing."""
    if PurePosixPath(name).name.startswith("._"):
        return "is a twin that macOS leaves beside a file"
    if not name.casefold().endswith(ending):
        return f"does not end in {ending}"
    return f"comes after the first {MOST_MEMBERS:,} files" if count > MOST_MEMBERS else ""


def _limited(name: str, content: bytes) -> Member:
    too_large = len(content) > LARGEST_MEMBER
    return (name, None, _too_large()) if too_large else (name, content, "")


def _too_large() -> str:
    return f"is larger than {LARGEST_MEMBER:,} bytes"


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding that it was read with; any bytes are readable.

    A byte order mark decides; then UTF-8; then Windows-1252, in which old files of the UN come,
    and Latin-1 for the five bytes that have no meaning there. Nothing is dropped.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    if content.startswith(b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), "utf-16"
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"
