"""Fetching one declared file over https: resumed, retried, checked by its fingerprint."""

from __future__ import annotations

import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rightful.core.errors import MissingFile, SourceError, UnrecognisedFile
from rightful.core.provenance import Edition
from rightful.core.source import Source
from rightful.record.atomic import disk_errors
from rightful.record.hops import check_address, opener
from rightful.record.snapshots import fingerprint

BLOCK = 1 << 16
TIMEOUT = 30.0  # seconds without a byte
ATTEMPTS = 4
FIRST_PAUSE = 0.5  # seconds; doubles with every attempt


class CutShortError(Exception):
    """The connection ended before the file did; what came so far is kept."""


_BUSY = (
    http.client.TOO_MANY_REQUESTS,
    http.client.INTERNAL_SERVER_ERROR,
    http.client.BAD_GATEWAY,
    http.client.SERVICE_UNAVAILABLE,
    http.client.GATEWAY_TIMEOUT,
)
# What a new attempt may mend.
_BROKEN = (CutShortError, OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Fetch:
    """What to fetch and where to put it; ``part`` is kept between runs and resumed."""

    source: Source
    edition: Edition
    part: Path
    seen: Callable[[int], None] | None = None
    pause: float = FIRST_PAUSE
    timeout: float = TIMEOUT


def download(fetch: Fetch) -> Path:
    """Return the path of the file fetched, checked against the edition's fingerprint.

    Raises
    ------
    SourceError
        When the address does not answer, or only a person can fetch the file.
    UnrecognisedFile
        When the address serves another file.
    StoreError
        When the part cannot be written.
    """
    address = fetch.edition.download
    if not address:
        raise by_hand(fetch.source, fetch.edition)
    check_address(address)
    with disk_errors(fetch.part):
        fetch.part.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(ATTEMPTS):
        try:
            _continue(fetch)
            break
        except _BROKEN as error:
            if attempt == ATTEMPTS - 1 or _offline(error):
                raise _cut_short(fetch, error) from error
        time.sleep(fetch.pause * 2**attempt)
    _check(fetch)
    return fetch.part


def by_hand(source: Source, edition: Edition) -> MissingFile:
    """Return the error for a file that only a person can fetch from the publisher's page."""
    address = edition.address or source.address
    return MissingFile(
        f"{source.name} {edition.name} has a page, but no address that serves the file itself",
        where=address,
        allowed=f"{edition.filename} ({edition.size} bytes, sha256 {edition.sha256[:12]}…)",
        next_step=(
            f"open the page, save {edition.filename} in a folder, "
            f"and run `rightful pull {source.name} --from FOLDER`"
        ),
    )


def _continue(fetch: Fetch) -> None:
    """Ask for what is missing of the part, and append it."""
    have = _so_far(fetch)
    if have == fetch.edition.size:
        return
    headers = {"User-Agent": "rightful (human-rights research)", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(fetch.edition.download, headers=headers)
    with _answer(fetch, request) as answer:
        resumed = _resumed(fetch, answer, have)
        if fetch.seen and resumed:
            fetch.seen(have)
        with disk_errors(fetch.part):
            file = fetch.part.open("ab" if resumed else "wb")
        with file:
            _append(fetch, answer, file, have if resumed else 0)


def _so_far(fetch: Fetch) -> int:
    """Return how many bytes are here; a part longer than the file is none of it."""
    with disk_errors(fetch.part):
        have = fetch.part.stat().st_size if fetch.part.exists() else 0
        if have > fetch.edition.size:
            fetch.part.unlink()
            have = 0
    return have


def _answer(fetch: Fetch, request: urllib.request.Request) -> http.client.HTTPResponse:
    try:
        answer: http.client.HTTPResponse = opener().open(request, timeout=fetch.timeout)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            fetch.part.unlink(missing_ok=True)
        elif error.code not in _BUSY:
            raise _answered(fetch, error.code) from error
        raise CutShortError(f"the address answers {error.code}") from error
    return answer


def _resumed(fetch: Fetch, answer: http.client.HTTPResponse, have: int) -> bool:
    """Say whether the answer goes on after the bytes that are here."""
    if answer.status == http.client.OK:
        return False
    if answer.status != http.client.PARTIAL_CONTENT:
        raise _answered(fetch, answer.status)
    span = answer.headers.get("Content-Range") or f"bytes {have}-"
    if not span.startswith(f"bytes {have}-"):
        fetch.part.unlink(missing_ok=True)
        raise CutShortError(f"the address sent {span!r} when asked for bytes from {have}")
    return have > 0


def _append(fetch: Fetch, answer: http.client.HTTPResponse, file: IO[bytes], have: int) -> None:
    while have <= fetch.edition.size:
        # What has come, without waiting for a full block: a kill then loses nothing.
        block = answer.read1(BLOCK)
        if not block:
            break
        # Written before it is counted: what is on disk is what a later run resumes from.
        with disk_errors(fetch.part):
            file.write(block)
            file.flush()
        have += len(block)
        if fetch.seen:
            fetch.seen(len(block))
    if have < fetch.edition.size and _ended_early(answer) and not _is_page(fetch.part):
        raise CutShortError(f"{have} of {fetch.edition.size} bytes came")


def _ended_early(answer: http.client.HTTPResponse) -> bool:
    # ``length`` is what was announced and has not come; a server that announces nothing ends
    # what it sends by hanging up, which a broken connection does too.
    return bool(answer.length) or (answer.length is None and not answer.chunked)


def _check(fetch: Fetch) -> None:
    found = fingerprint(fetch.part)
    edition = fetch.edition
    if (found.sha256, found.size) == (edition.sha256, edition.size):
        return
    page = _is_page(fetch.part)
    fetch.part.unlink()
    raise UnrecognisedFile(
        f"the address of {fetch.source.name} {edition.name} serves "
        + ("a web page, not the file" if page else "another file than the one declared"),
        where=f"{edition.download} (sha256 {found.sha256}, {found.size} bytes)",
        allowed=f"{edition.filename}, sha256 {edition.sha256}, {edition.size} bytes",
        next_step=(
            "nothing was stored; fetch the file by hand and use --from, or, if the publisher has "
            "issued a new edition, declare it in the source's file"
        ),
    )


def _is_page(part: Path) -> bool:
    with part.open("rb") as file:
        return file.read(512).lstrip().lower().startswith((b"<!doctype", b"<html"))


def _offline(error: Exception) -> bool:
    # The name of the host is not known: asking again at once will not help.
    return isinstance(getattr(error, "reason", None), socket.gaierror)


def _answered(fetch: Fetch, code: int) -> SourceError:
    gone = code in (http.client.NOT_FOUND, http.client.GONE)
    page = fetch.edition.address or fetch.source.address
    return SourceError(
        f"the address of {fetch.source.name} {fetch.edition.name} answers {code}"
        + (": the file is gone" if gone else f": {_phrase(code)}"),
        where=fetch.edition.download,
        allowed=fetch.edition.filename,
        next_step=f"look for the file at {page}, save it, and use --from",
    )


def _phrase(code: int) -> str:
    if http.client.MULTIPLE_CHOICES <= code < http.client.BAD_REQUEST:
        return "it sends on and on, or to no address"
    try:
        return http.client.responses[code].lower()
    except KeyError:
        return "an answer that is not known"


def _cut_short(fetch: Fetch, error: Exception) -> SourceError:
    have = fetch.part.stat().st_size if fetch.part.exists() else 0
    kept = f"; {have} are here and will not be fetched again" if have else ""
    return SourceError(
        f"{fetch.source.name} {fetch.edition.name} could not be fetched: "
        f"{getattr(error, 'reason', error)}",
        where=fetch.edition.download,
        allowed=f"{fetch.edition.size} bytes{kept}",
        next_step="run the command again to go on from there, or use --from with a folder",
    )
