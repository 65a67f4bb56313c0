"""Telling which edition a file is: by its fingerprint, never by its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rightful.core.errors import MissingFile, SourceError, UnrecognisedFile
from rightful.core.provenance import Edition
from rightful.core.source import Source

BLOCK = 1 << 20  # bytes read at a time
MOST_TOLD = 8  # editions listed in a message


@dataclass(frozen=True)
class Fingerprint:
    """SHA-256 in hexadecimal and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Recognised:
    """A file that is a declared edition of a source."""

    path: Path
    source: Source
    edition: Edition


def fingerprint(path: Path, each: Callable[[bytes], object] | None = None) -> Fingerprint:
    """Return the fingerprint of a file; ``each`` is handed every block as it is read.

    Raises
    ------
    MissingFile
        When there is no such file, or it is a folder.
    SourceError
        When it cannot be opened.
    """
    digest, size = hashlib.sha256(), 0
    for block in _blocks(path):
        digest.update(block)
        size += len(block)
        if each:
            each(block)
    return Fingerprint(digest.hexdigest(), size)


def recognise(path: Path, sources: Iterable[Source]) -> Recognised:
    """Return the edition whose fingerprint the file has.

    Raises
    ------
    UnrecognisedFile
        Saying what the file is not, and what to do.
    """
    known = tuple(sources)
    print_ = fingerprint(path)
    found = _with_print(path, print_, known)
    if found is None:
        raise unrecognised(path, print_, known)
    return found


def recognise_as(path: Path, wanted: Iterable[Source], every: Iterable[Source]) -> Recognised:
    """Return the edition of a ``wanted`` source that the file is.

    Raises
    ------
    UnrecognisedFile
        Saying what the file is: an edition of another of ``every`` source, or none at all.
    """
    asked = tuple(wanted)
    print_ = fingerprint(path)
    found = _with_print(path, print_, (*asked, *every))
    if found is None:
        raise unrecognised(path, print_, asked)
    if found.source not in asked:
        raise UnrecognisedFile(
            f"{path.name} is {found.source.name} {found.edition.name}, "
            f"not {' or '.join(source.name for source in asked)}",
            where=str(path),
            allowed=_editions(_described(s, e) for s in asked for e in s.editions),
            next_step=f"run `rightful pull {found.source.name} --from FILE` with it",
        )
    return found


def _with_print(path: Path, found: Fingerprint, sources: Iterable[Source]) -> Recognised | None:
    for source in sources:
        for edition in source.editions:
            if (edition.sha256, edition.size) == (found.sha256, found.size):
                return Recognised(path, source, edition)
    return None


def unrecognised(path: Path, found: Fingerprint, sources: Iterable[Source]) -> UnrecognisedFile:
    """Return the error for a file of no declared edition, with the reason nearest to hand."""
    by_name = [
        (source, edition)
        for source in sources
        for edition in source.editions
        if edition.filename == path.name
    ]
    near = by_name or [(source, edition) for source in sources for edition in source.editions]
    return UnrecognisedFile(
        f"{path.name} is no edition that is known: {_reason(found, by_name)}",
        where=f"{path} (sha256 {found.sha256}, {found.size} bytes)",
        allowed=_editions(_described(source, edition) for source, edition in near),
        next_step=(
            "fetch a declared edition, or, if the publisher has issued a new one, declare it: "
            "add an Edition with this sha256 and size to the source's file"
        ),
    )


def _reason(found: Fingerprint, by_name: list[tuple[Source, Edition]]) -> str:
    if found.size == 0:
        return "it is empty"
    if not by_name:
        return "neither its name nor its content is declared by a source"
    sizes = [edition.size for _, edition in by_name]
    if all(found.size < size for size in sizes):
        return f"it has the name but only {found.size} of {min(sizes)} bytes; cut short?"
    return "it has the name of one but other content: re-saved, edited, or another edition"


def _editions(described: Iterable[str]) -> str:
    told = list(described)
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return "; ".join(told[:MOST_TOLD]) + more


def _described(source: Source, edition: Edition) -> str:
    return (
        f"{source.name} {edition.name} ({edition.filename}, "
        f"sha256 {edition.sha256[:12]}…, {edition.size} bytes)"
    )


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except FileNotFoundError as error:
        raise MissingFile(
            f"{path.name} is not there", where=str(path), next_step="check the path"
        ) from error
    except IsADirectoryError as error:
        raise MissingFile(
            f"{path.name} is a folder, not a file",
            where=str(path),
            allowed="a file",
            next_step="use --from with the folder",
        ) from error
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read: {error.strerror}",
            where=str(path),
            allowed="a file you may read",
            next_step="check its permissions",
        ) from error
