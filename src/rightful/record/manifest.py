"""The manifest: what the store holds, with the fingerprints that every file must still have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from rightful.core.errors import StoreError
from rightful.record.atomic import write_atomically

FORMAT = 2
# Names become file names; a manifest that was tampered with must not lead out of the store.
_NAME = re.compile(r"\w[\w.-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Holding:
    """One edition in the store.

    Attributes
    ----------
    sha256, size
        Fingerprint of the publisher's file.
    table_sha256, dropped_sha256
        Fingerprints of the checked table and of the list of rows left out, as written.
    pulled
        When it was pulled, UTC, ISO 8601.
    origin
        Address or path it came from.
    place
        Place among the source's editions, 0 for the newest.
    rows, dropped, recoded
        Rows in the table; reason -> rows left out; rows whose state code was corrected.
    """

    source: str
    edition: str
    filename: str
    sha256: str
    size: int
    table_sha256: str
    dropped_sha256: str
    pulled: str
    origin: str
    place: int
    rows: int
    dropped: dict[str, int] = field(default_factory=dict)
    recoded: int = 0


def read_manifest(path: Path) -> tuple[Holding, ...]:
    """Return the holdings, by source and edition; none where there is no manifest.

    Raises
    ------
    StoreError
        When the file cannot be read, or does not hold what this version writes.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError(f"it is no manifest of format {FORMAT}")
        held = [_holding(entry) for entry in _listed(content.get("holdings"))]
    except FileNotFoundError:
        return ()
    except OSError as error:
        next_step = "check its permissions, or set RIGHTFUL_HOME to another folder"
        raise _unreadable(path, str(error.strerror), next_step) from error
    except (ValueError, TypeError, RecursionError) as error:
        next_step = "move the file away and run `rightful pull` again; raw files are kept"
        raise _unreadable(path, str(error), next_step) from error
    return tuple(sorted(held, key=lambda holding: (holding.source, holding.edition)))


def write_manifest(path: Path, holdings: Iterable[Holding]) -> None:
    """Write the manifest, whole or not at all."""
    content = {"format": FORMAT, "holdings": [asdict(held) for held in holdings]}
    # Only ASCII: a path may hold bytes that are no text.
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    write_atomically(path, text.encode())


def _unreadable(path: Path, why: str, next_step: str) -> StoreError:
    return StoreError(
        f"the manifest of the store cannot be read: {why}",
        where=str(path),
        allowed="a manifest that this version wrote",
        next_step=next_step,
    )


def _listed(entries: object) -> list[object]:
    if not isinstance(entries, list):
        raise ValueError("it lists no holdings")
    return entries


def _holding(entry: object) -> Holding:
    if not isinstance(entry, dict):
        raise ValueError(f"{entry!r} is no holding")
    holding = Holding(**entry)
    for each in fields(Holding):
        _check_kind(each.name, str(each.type), getattr(holding, each.name))
    for name in (holding.source, holding.edition):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a source or an edition")
    for sha256 in (holding.sha256, holding.table_sha256, holding.dropped_sha256):
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no fingerprint")
    return holding


def _check_kind(name: str, kind: str, value: Any) -> None:
    wanted = {"str": str, "int": int}.get(kind, dict)
    counts = value.values() if isinstance(value, dict) else ()
    if type(value) is not wanted or any(type(count) is not int for count in counts):
        raise ValueError(f"{name} is {value!r}")
