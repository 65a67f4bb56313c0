"""What a replication archive holds and rests on, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceFile:
    """A publisher's file that was read, or that would have been.

    Attributes
    ----------
    name, title, edition
        The source in the catalogue, its title, the edition read.
    filename, size, sha256
        The file as its publisher names it; bytes and fingerprint of it.
    licence, address, citation
        Terms in one line, official address, how to cite it.
    exportable
        Whether its values may be handed on.
    """

    name: str
    title: str
    edition: str
    filename: str
    size: int
    sha256: str
    licence: str
    address: str
    citation: str
    exportable: bool


@dataclass(frozen=True)
class Item:
    """A file or folder of the archive and what it is; ``program`` is what makes it."""

    path: str
    what: str
    program: str = ""


@dataclass(frozen=True)
class Machine:
    """Where the archive was made; ``memory`` in bytes, 0 where the system does not say."""

    python: str
    system: str
    processor: str
    cores: int
    memory: int


@dataclass(frozen=True)
class Measured:
    """The run that made the outputs: when (UTC, ISO 8601), seconds, peak memory in bytes or 0."""

    started: str
    ended: str
    seconds: float
    peak: int


@dataclass(frozen=True)
class Stamp:
    """A file of the archive: path with ``/``, bytes, SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """All that the README and the metadata say.

    Attributes
    ----------
    title, command
        What the archive answers; the command that made it, without places.
    version, code_sha256, licence
        Of the package; the fingerprint of its copied source.
    read, lacking, behind
        Publishers' files that the run read; those it asked for and did not have; those from
        which our estimates were made, not needed to rerun.
    baseline
        Fingerprint of our estimates.
    data, outputs, programs
        Files and folders with what they are.
    packages
        (name, version) of every package that the code needs, as installed.
    seeds
        (what, seed in words).
    tolerance
        How near a rerun must come, in words.
    references
        Works to cite, a line each.
    """

    title: str
    command: str
    version: str
    code_sha256: str
    licence: str
    read: tuple[SourceFile, ...]
    lacking: tuple[SourceFile, ...]
    behind: tuple[SourceFile, ...]
    baseline: str
    data: tuple[Item, ...]
    outputs: tuple[Item, ...]
    programs: tuple[Item, ...]
    packages: tuple[tuple[str, str], ...]
    seeds: tuple[tuple[str, str], ...]
    machine: Machine
    measured: Measured
    tolerance: str
    references: tuple[str, ...]
