"""RO-Crate 1.1 metadata of a replication archive (soilandreyes2022packaging), as plain JSON-LD.

Written here, because the library for it brings a client of the network to write one JSON file.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Sequence
from typing import Any, Final

from rightful.reports.archive.contents import Contents, SourceFile, Stamp

NAME: Final = "ro-crate-metadata.json"
SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
# The word for a fingerprint is schema.org's; the context of 1.1 does not hold it yet.
CONTEXT: Final = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]
LICENCES: Final = {"Apache-2.0": "https://spdx.org/licenses/Apache-2.0"}
FORMATS: Final = {
    ".parquet": "application/vnd.apache.parquet",
    ".tex": "application/x-tex",
    ".toml": "application/toml",
    ".md": "text/markdown",
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".py": "text/x-python",
    ".sh": "application/x-sh",
    ".json": "application/json",
}
PROGRAM: Final = "make.py"
Entity = dict[str, Any]


def crate(told: Contents, files: Sequence[Stamp], unstamped: Sequence[str]) -> str:
    """Return the metadata as text.

    Parameters
    ----------
    files
        Every file of the archive but this one, and but ``unstamped``.
    unstamped
        Files whose fingerprint rests on this one's: named without it.
    """
    parts = [_file(one) for one in files]
    parts += [
        {"@id": name, "@type": "File", "name": name, "encodingFormat": "text/plain"}
        for name in unstamped
    ]
    rests = [_source(one) for one in (*told.read, *told.behind)]
    rests = list({one["@id"]: one for one in rests}.values())
    entities = [
        _descriptor(),
        _root(told, parts, rests),
        _licence(told),
        _code(told),
        _python(told),
        _run(told),
        *(_typed(one) for one in parts),
        *rests,
    ]
    graph = {"@context": CONTEXT, "@graph": entities}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def _descriptor() -> Entity:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(told: Contents, parts: Sequence[Entity], rests: Sequence[Entity]) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{told.title}: replication archive",
        "description": f"Code, our estimates and expected outputs of `{told.command}`, with one "
        "command that reruns and compares them. Publishers' files are named, not included.",
        "datePublished": told.measured.ended[:10],
        "license": {"@id": _licence_id(told)},
        "hasPart": _links(parts),
        "mentions": [{"@id": "#run"}, *_links(rests)],
    }


def _licence_id(told: Contents) -> str:
    return LICENCES.get(told.licence, "LICENSE")


def _licence(told: Contents) -> Entity:
    return {
        "@id": _licence_id(told),
        "@type": "CreativeWork",
        "name": told.licence,
        "description": "Licence of the code, the estimates and the registers in this archive.",
    }


def _code(told: Contents) -> Entity:
    return {
        "@id": "#rightful",
        "@type": "SoftwareApplication",
        "name": "rightful",
        "version": told.version,
        "description": f"Source in code/, fingerprint of its files {told.code_sha256}.",
    }


def _python(told: Contents) -> Entity:
    return {
        "@id": "#python",
        "@type": ["ComputerLanguage", "SoftwareApplication"],
        "name": "Python",
        "version": told.machine.python,
    }


def _run(told: Contents) -> Entity:
    return {
        "@id": "#run",
        "@type": "CreateAction",
        "name": told.command,
        "description": f"{told.measured.seconds:.1f} seconds on {told.machine.system}.",
        "startTime": told.measured.started,
        "endTime": told.measured.ended,
        "instrument": [{"@id": PROGRAM}, {"@id": "#rightful"}],
        "object": [{"@id": _source_id(one)} for one in told.read],
        "result": [{"@id": f"expected/{one.path}"} for one in told.outputs],
    }


def _file(one: Stamp) -> Entity:
    ending = f".{one.path.rpartition('.')[2]}"
    kind = FORMATS.get(ending) or mimetypes.guess_type(one.path)[0] or "text/plain"
    return {
        "@id": one.path,
        "@type": "File",
        "name": one.path.rpartition("/")[2],
        "contentSize": str(one.size),
        "encodingFormat": kind,
        "sha256": one.sha256,
    }


def _typed(one: Entity) -> Entity:
    """Mark programs as such: RO-Crate asks for it where a run names its instrument."""
    if one["@id"] != PROGRAM:
        return one
    return {
        **one,
        "@type": ["File", "SoftwareSourceCode"],
        "programmingLanguage": {"@id": "#python"},
        "runtimePlatform": "Python 3.11 or newer",
    }


def _source(one: SourceFile) -> Entity:
    return {
        "@id": _source_id(one),
        "@type": "CreativeWork",
        "name": f"{one.title}, edition {one.edition}",
        "description": f"Not included. {one.filename}, {one.size} bytes. Terms: {one.licence}.",
        "sha256": one.sha256,
        "url": one.address,
        "creditText": one.citation,
    }


def _source_id(one: SourceFile) -> str:
    return f"#{one.name}-{one.edition}".replace(" ", "-")


def _links(entities: Sequence[Entity]) -> list[Entity]:
    return [{"@id": one["@id"]} for one in entities]
