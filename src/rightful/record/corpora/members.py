"""Text files in a folder or an archive, one by one, with limits; what is left out is listed."""

from __future__ import annotations

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
    """Yield (name, content, reason) of each file with the ending, sorted by name.

    ``content`` is ``None`` where the file is left out, and ``reason`` then says why; otherwise it
    is empty. Nothing is written to the disk, and names that lead out of the archive are only names.

    Raises
    ------
    MissingFile
        When nothing is at ``path``.
    UnrecognisedFile
        When it is neither a folder nor a readable archive.
    """
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


def _in_folder(path: Path, ending: str) -> Iterator[Member]:
    # macOS leaves "._" twins beside the files of an archive.
    found = (p for p in path.rglob(f"*{ending}") if p.is_file() and not p.name.startswith("._"))
    for place in sorted(found)[:MOST_MEMBERS]:
        name = place.relative_to(path).as_posix()
        try:
            if place.stat().st_size > LARGEST_MEMBER:
                yield name, None, _too_large()
            else:
                yield name, place.read_bytes(), ""
        except OSError as error:
            yield name, None, f"cannot be read: {error.strerror}"


def _in_archive(path: Path, ending: str) -> Iterator[Member]:
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


def _in_zip(path: Path, ending: str) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        wanted = sorted(
            (info for info in archive.infolist() if _is_wanted(info.filename, ending)),
            key=lambda info: info.filename,
        )
        for info in wanted[:MOST_MEMBERS]:
            try:
                with archive.open(info) as file:
                    content = file.read(LARGEST_MEMBER + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
                yield info.filename, None, f"cannot be read: {error}"
                continue
            yield _limited(info.filename, content)


def _in_tar(path: Path, ending: str) -> Iterator[Member]:
    with tarfile.open(path) as archive:
        for count, info in enumerate(archive):
            if count >= MOST_MEMBERS:
                return
            if not (info.isfile() and _is_wanted(info.name, ending)):
                continue
            file = archive.extractfile(info)
            if file is not None:
                yield _limited(info.name, file.read(LARGEST_MEMBER + 1))


def _is_wanted(name: str, ending: str) -> bool:
    return name.endswith(ending) and not PurePosixPath(name).name.startswith("._")


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
