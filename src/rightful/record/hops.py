"""Addresses that may be asked: https, at the first address and at every one it sends on to."""

from __future__ import annotations

import urllib.request
from http.client import HTTPMessage
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from rightful.core.errors import SourceError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def check_address(address: str) -> None:
    """Refuse an address that is not https; this very machine may be asked in plain http.

    Raises
    ------
    SourceError
        Naming the address.
    """
    if not _is_safe(address):
        raise SourceError(
            f"addresses must begin with https, not {address.split(':', maxsplit=1)[0]}",
            where=address,
            allowed="https://…",
            next_step="correct the edition's address in the source's file",
        )


def opener() -> urllib.request.OpenerDirector:
    """Return what opens an address and follows it no further than is allowed."""
    return urllib.request.build_opener(_Hops)


class _Hops(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to https, and refuses one to anything else."""

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
    ) -> Any:
        to = headers.get("Location") or headers.get("URI") or ""
        try:
            _check_hop(req.full_url, to)
        except SourceError:
            fp.close()
            raise
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _check_hop(asked: str, to: str) -> None:
    try:
        address = urljoin(asked, to)
        safe = _is_safe(address)
    except ValueError as error:  # the server's address cannot even be read
        raise _refused(asked, to, str(error)) from error
    if not safe or (asked.startswith("https:") and not address.startswith("https:")):
        raise _refused(asked, to, "that is not https")


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
    return parts.scheme == "https" or loopback


def _refused(asked: str, to: str, why: str) -> SourceError:
    return SourceError(
        f"the address sends on to {to}: {why}",
        where=asked,
        allowed="addresses that begin with https://",
        next_step="fetch the file by hand and use --from",
    )
