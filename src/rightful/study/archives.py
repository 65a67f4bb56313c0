"""A replication archive of an analysis: code, estimates, expected outputs, and how to rerun."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful import __version__
from rightful.core.errors import StoreError
from rightful.core.names import resolve
from rightful.estimation.replication import replication, replications
from rightful.record.baseline import Baseline, shipped
from rightful.record.baseline_place import FRAMES
from rightful.record.catalogue import source
from rightful.record.citations import citation, cite
from rightful.record.folder import check_folder
from rightful.record.home import check_outside
from rightful.record.pull import pull
from rightful.record.watched import Watched
from rightful.reports import listing
from rightful.reports.archive import crate
from rightful.reports.archive.contents import Contents, Item, Measured, SourceFile, Stamp
from rightful.reports.archive.readme import readme
from rightful.reports.export import codebook_rows
from rightful.reports.target_folder import check_new_folder, new_folder
from rightful.study import Progress
from rightful.study.archive_outputs import (
    COLUMNS,
    PAPER,
    REPLICATE,
    UNITS,
    WEIGH,
    Asked,
    items,
    outputs,
    rests_on,
)
from rightful.study.archive_programs.verify import ABSOLUTE, RELATIVE
from rightful.study.archive_system import licence, machine, packages, peak_memory
from rightful.study.arguments import check_seed
from rightful.study.claims_frames import DRAWS
from rightful.study.listings import codebook
from rightful.study.panels import reference_keys
from rightful.study.paper_tests import chosen_tests
from rightful.study.replicate_studies import ALL, sources_of

PACKAGE: Final = Path(__file__).resolve().parents[1]
PROGRAMS: Final = ("run.sh", "verify.py", "make.py")
SUMS: Final = "SHA256SUMS"
CODE: Final = "code/rightful/"
# What a compiler leaves beside the source is made anew by the rerun.
LEFT_OUT: Final = (".pyc", ".pyo", ".nbc", ".nbi")
TOLERANCE: Final = (
    f"numbers within {RELATIVE:g} of their size (or {ABSOLUTE:g}), whole numbers and words "
    "exactly, numbers printed in tables and sentences within one of their last digit"
)
TITLES: Final = {WEIGH: "Claims weighed", REPLICATE: "Studies, rerun", PAPER: "Tests"}
HELD: Final = {
    "estimates": "our estimates of practice, promise and gap, a row a state, year and right",
    "draws": "joint posterior draws of practice",
    "changes": "how practice moved, a row a state and window",
    "items": "joint draws of the items' parameters",
    "ratings": "which file and row each rating behind an estimate stands in",
    "acts": "acts by which states bound themselves, from our register",
    "obligations": "what binds which state from when, from our register",
    "series": "series of commitment, opportunity, network, regime, acceptance",
    "codes": "acts of speech in statements, no text",
    "probabilities": "probabilities of those acts",
}
METHODS: Final = ("vilhuber2022readme", "soilandreyes2022packaging")


def archive(
    asked: Asked, out: Path, from_dir: Path | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Run an analysis and write its replication archive into a new folder, whole or not at all.

    Parameters
    ----------
    asked
        The command, with its name and seed.
    out
        The folder; it must be new or empty.
    from_dir
        A folder of publishers' files for ``replicate``; the user's store without it.

    Returns
    -------
    dict
        ``archive`` (the place), ``files``, ``bytes``, ``seconds``, ``read`` and ``lacking``
        (sources with their editions).

    Raises
    ------
    UnknownName
        With suggestions, when no study or test is called so.
    UsageError
        When the seed, the folder or its place cannot be used.
    StoreError
        When the baseline may not be handed on, the source is changed meanwhile, or the disk
        refuses; then nothing is left behind.
    """
    check_outside(out)
    check_new_folder(out)
    check_seed(asked.seed)
    asked = _named(asked)
    shelf = Baseline(shipped())
    _check_shareable(shelf)
    told = progress or _quiet
    code = _code_stamps()
    with _store(asked, from_dir, told) as store:
        started = _now()
        clock = time.perf_counter()
        files = outputs(asked, store, told)
        seconds = time.perf_counter() - clock
    measured = Measured(started, _now(), round(seconds, 2), peak_memory())
    with new_folder(out) as folder:
        stamps = _fill(folder, asked, files, store, shelf, measured, code)
    return {
        "archive": str(out),
        "files": len(stamps),
        "bytes": sum(one.size for one in stamps),
        "seconds": measured.seconds,
        "read": [f"{one.source} {one.edition}" for one in store.read],
        "lacking": list(store.lacking),
    }


def archive_text(told: dict[str, Any]) -> str:
    """Return what was archived as text, and how it is rerun."""
    shown = {
        "archive": told["archive"],
        "files": told["files"],
        "size": f"{told['bytes'] / 1e6:.1f} MB",
        "publishers' files read, named and not included": told["read"] or "none",
        "asked for and not in the store": told["lacking"] or "none",
    }
    return f"{listing.facts(shown)}\nrerun it: run.sh, in the folder"


def _quiet(_fraction: float, _left: float, _label: str) -> None:
    """Tell nobody."""


def _named(asked: Asked) -> Asked:
    """Return what is asked with the study's own name; refuse a name that nothing has."""
    if asked.command == PAPER:
        chosen_tests(asked.name)
    if asked.command != REPLICATE:
        return asked
    return replace(asked, name=resolve(asked.name, (*replications(), ALL), "replication"))


def _check_shareable(shelf: Baseline) -> None:
    if shelf.recipe.get("private"):
        raise StoreError(
            "this baseline keeps publishers' values that may not be handed on",
            where=str(shelf.folder),
            allowed="a baseline built without --private",
            next_step="archive from an installation with the package's own baseline",
        )


@contextmanager
def _store(asked: Asked, from_dir: Path | None, progress: Progress) -> Iterator[Watched]:
    """Give the user's store, or one for the time being with what is in a folder."""
    if from_dir is None:
        yield Watched()
        return
    check_folder(from_dir)
    names = replications() if asked.name == ALL else (asked.name,)
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        store = Watched(Path(home))
        progress(0.0, float("nan"), "reading the folder")
        pull(store, sources_of(replication(one) for one in names), from_dir)
        yield store


def _fill(
    folder: Path,
    asked: Asked,
    files: dict[str, str],
    store: Watched,
    shelf: Baseline,
    measured: Measured,
    code: list[Stamp],
) -> list[Stamp]:
    """Write all files of the archive and return them with their fingerprints."""
    _copy_code(folder, code)
    told = _contents(asked, store, shelf, measured, _fingerprint(code))
    keys = _keys(asked, store, shelf)
    texts = {
        **{f"expected/{name}": text for name, text in files.items()},
        "README.md": readme(told),
        "codebook.csv": _codebook(told),
        "references.bib": cite(keys, "bibtex"),
        "requirements.lock": _lock(told),
        "seeds.json": _json(dict(told.seeds)),
        "LICENSE": licence()[1],
        "archive.json": _json(_about(asked, store, told)),
    }
    programs = resources.files("rightful.study.archive_programs")
    texts |= {name: (programs / name).read_text(encoding="utf-8") for name in PROGRAMS}
    (folder / "expected").mkdir()
    stamps = [*code, *(_write(folder, name, text) for name, text in sorted(texts.items()))]
    (folder / "run.sh").chmod(0o755)
    stamps.append(_write(folder, crate.NAME, crate.crate(told, stamps, [SUMS])))
    lines = [f"{one.sha256}  {one.path}\n" for one in sorted(stamps, key=lambda one: one.path)]
    return [*stamps, _write(folder, SUMS, "".join(lines))]


def _code_stamps() -> list[Stamp]:
    """Return the package's files as they are run, without what was compiled from them."""
    found = [path for path in sorted(PACKAGE.rglob("*")) if _is_source(path) and path.is_file()]
    return [
        _stamp(f"{CODE}{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()) for path in found
    ]


def _is_source(path: Path) -> bool:
    """Say whether a file is source: a compiler's, half-written or not, and an editor's are not."""
    compiled = any(ending in path.name for ending in LEFT_OUT)
    return not compiled and not path.name.startswith(".") and "__pycache__" not in path.parts


def _copy_code(folder: Path, stamps: list[Stamp]) -> None:
    """Copy the package; what is copied must be what was there when the analysis began.

    Raises
    ------
    StoreError
        When the source was changed meanwhile: it is not known which of the two was run.
    """
    changed = {one.path for one in stamps} ^ {one.path for one in _code_stamps()}
    for one in stamps:
        path = PACKAGE / one.path.removeprefix(CODE)
        content = path.read_bytes() if path.is_file() else b""
        changed |= set() if _stamp(one.path, content) == one else {one.path}
        to = folder / one.path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
    if changed:
        raise StoreError(
            f"the source of rightful was changed during the run: {min(changed)}",
            where=str(PACKAGE),
            allowed="a source that stands still while the archive is made",
            next_step="run the command again",
        )


def _write(folder: Path, name: str, text: str) -> Stamp:
    content = text.encode()
    (folder / name).write_bytes(content)
    return _stamp(name, content)


def _stamp(name: str, content: bytes) -> Stamp:
    return Stamp(name, len(content), hashlib.sha256(content).hexdigest())


def _fingerprint(stamps: list[Stamp]) -> str:
    lines = "".join(f"{one.sha256}  {one.path}\n" for one in stamps)
    return hashlib.sha256(lines.encode()).hexdigest()


def _contents(
    asked: Asked, store: Watched, shelf: Baseline, measured: Measured, code: str
) -> Contents:
    name = "" if asked.name == ALL else f" ({asked.name})"
    read = [_file(one.source, one.edition) for one in store.read]
    lacking = dict.fromkeys(_file(*one.split("/", 1)) for one in store.lacking)
    behind = [_file(one["name"], one["edition"]) for one in shelf.recipe["sources"]]
    return Contents(
        title=f"{TITLES[asked.command]}{name}",
        command=asked.words,
        version=__version__,
        code_sha256=code,
        licence=licence()[0],
        read=tuple(read),
        lacking=tuple(lacking),
        behind=tuple(behind),
        baseline=shelf.fingerprint,
        data=_data(),
        outputs=items(asked.command),
        programs=_programs(asked),
        packages=packages(),
        seeds=_seeds(asked, shelf),
        machine=machine(),
        measured=measured,
        tolerance=TOLERANCE,
        references=tuple(citation(key) for key in _keys(asked, store, shelf)),
    )


def _file(name: str, edition: str | None = None) -> SourceFile:
    """Return what the catalogue says of a file; the newest edition without a name of one."""
    one = source(name)
    chosen = next((each for each in one.editions if each.name == edition), one.editions[0])
    return SourceFile(
        name=one.name,
        title=one.title,
        edition=chosen.name,
        filename=chosen.filename,
        size=chosen.size,
        sha256=chosen.sha256,
        licence=one.licence,
        address=chosen.address or one.address,
        citation=citation(one.reference),
        exportable=one.exportable,
    )


def _keys(asked: Asked, store: Watched, shelf: Baseline) -> tuple[str, ...]:
    studies: tuple[str, ...] = ()
    if asked.command == REPLICATE:
        names = replications() if asked.name == ALL else (asked.name,)
        studies = tuple(replication(one).reference for one in names)
    read = tuple(source(one.source).reference for one in store.read)
    return tuple(dict.fromkeys((*studies, *read, *reference_keys(shelf), *METHODS)))


def _data() -> tuple[Item, ...]:
    ours = tuple(Item(f"code/rightful/baseline/{one}.parquet", HELD[one]) for one in FRAMES)
    return (
        *ours,
        Item("code/rightful/baseline/recipe.json", "how these were made, from which files"),
        Item("code/rightful/record/tables/", "our registers: states, treaties, rights, sanctions"),
        Item("code/rightful/estimation/tables/claims.csv", "the claims, stated before looking"),
        Item("expected/", "what came of the analysis"),
    )


def _programs(asked: Asked) -> tuple[Item, ...]:
    analysis = {
        WEIGH: "`estimation/paper_tests` (one file a test), `study/claims_weigh.py` (the table)",
        REPLICATE: "`estimation/replications` (one file a study), `study/replicate_studies.py`",
    }
    mine = analysis.get(asked.command, "`estimation/paper_tests` (one file a test)")
    return (
        Item("run.sh", "runs `verify.py` from this folder"),
        Item("verify.py", "checks the files, reruns `make.py`, compares; names what differs"),
        Item("make.py", "makes the outputs from `code/`"),
        Item("code/rightful/", f"the package; the analysis is in {mine}"),
    )


def _seeds(asked: Asked, shelf: Baseline) -> tuple[tuple[str, str], ...]:
    own = (
        str(asked.seed)
        if asked.command == REPLICATE
        else f"none: the first {DRAWS} stored posterior draws are read, nothing is drawn anew"
    )
    return ((asked.words, own), ("the estimates in the baseline", str(shelf.recipe["seed"])))


def _codebook(told: Contents) -> str:
    """Return the columns of the outputs, of our estimates and of the sources that were read."""
    rows = [{"table": "expected/*.csv", **row} for row in codebook_rows(COLUMNS)]
    read = {one.name for one in told.read}
    rows += [
        row
        for row in codebook()
        if row["table"] == "panel" or row["table"].startswith("strand ") or row["table"] in read
    ]
    return pl.DataFrame(rows).select(rows[0].keys()).write_csv()


def _lock(told: Contents) -> str:
    head = f"# Python {told.machine.python}; what was installed when this archive was made"
    return "\n".join([head, *(f"{name}=={version}" for name, version in told.packages)]) + "\n"


def _about(asked: Asked, store: Watched, told: Contents) -> dict[str, Any]:
    """Return what the programs of the archive read: what to make, and from which editions."""
    addresses = {(one.name, one.edition): one.address for one in told.read}
    rests = rests_on(store)
    read = [{**one, "address": addresses[one["source"], one["edition"]]} for one in rests["read"]]
    return {
        "format": 1,
        "asked": {"command": asked.command, "name": asked.name, "seed": asked.seed},
        "unit": UNITS[asked.command],
        "read": read,
        "lacking": rests["lacking"],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
