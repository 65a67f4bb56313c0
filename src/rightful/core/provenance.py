"""Where a number comes from: edition of a publisher's file, fingerprint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """One published (or extracted) file that a source can read.

    Attributes
    ----------
    name
        Short edition name, unique within the source, for example ``"2024"``.
    filename
        The name under which the publisher (or the carrying archive) distributes it.
    sha256, size
        Fingerprint of the file; size in bytes.
    first_year, last_year
        Years covered, inclusive.
    extract
        True where the file is a part of the publisher's edition, prepared by someone else.
    address
        Page of this edition where it differs from the source's; empty otherwise.
    download
        Address that serves this very file; empty where only a person can fetch it from the page.
    note
        Quirks a reader must know.
    """

    name: str
    filename: str
    sha256: str
    size: int
    first_year: int
    last_year: int
    extract: bool = False
    address: str = ""
    download: str = ""
    note: str = ""
