"""Checks this archive, reruns it and compares: python verify.py [--store DIR] [--out DIR].

Needs Python 3.11 and nothing else for the check; the packages of requirements.lock for the rerun.
Ends with 0 where all is the same, 1 where something is changed or differs, 3 where all that could
be rerun is the same and publishers' files are missing, which are named.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SUMS, PINS, ABOUT, EXPECTED = "SHA256SUMS", "requirements.lock", "archive.json", "expected"
# What a rerun leaves, and where its user keeps files and packages: no part of the archive.
OWN = ("rerun", "store", "env")
RELATIVE, ABSOLUTE = 1e-6, 1e-8
# What the authors of a manuscript complete: rights, numbers of tables, their names.
THEIRS = ("README.md", "ro-crate-metadata.json")
SAME, DIFFERS, INCOMPLETE = 0, 1, 3
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
MOST = 20


def main(words: list[str] | None = None) -> int:
    """Run the steps one after another, say what was found, and return how it ended."""
    asked = _asked(words)
    if asked.seal:
        return seal(HERE)
    faults = changed(HERE)
    print(f"1. Files: {_count(faults, 'fault')} ({SUMS}).")
    _list(faults)
    if faults:
        print("Not rerun: these are not the files that were handed on.")
        return DIFFERS
    if asked.check_only:
        return SAME
    others = other_packages((HERE / PINS).read_text(encoding="utf-8"))
    print(f"2. Packages: {_count(others, 'difference')} from {PINS}; the rerun uses what is here.")
    _list(others)
    out = Path(asked.out).resolve()
    print(f"3. Rerun into {out} ...", flush=True)
    if _rerun(out, Path(asked.store).resolve()):
        print("The rerun ended in the error above.")
        return DIFFERS
    about = json.loads((HERE / ABOUT).read_text(encoding="utf-8"))
    missing = missing_files(about, json.loads((out / "read.json").read_text(encoding="utf-8")))
    found = differences(HERE / EXPECTED, out, about["unit"], bool(missing))
    print(f"4. Publishers' files missing: {len(missing)}.")
    _list(missing)
    print(f"5. Numbers and words: {_count(found.differ, 'difference')}, {found.told}.")
    _list(found.differ)
    if found.left:
        print(f"Not rerun, for want of files: {', '.join(found.left)}.")
    if found.differ:
        return DIFFERS
    print("Not all could be rerun." if missing else "All is the same.")
    return INCOMPLETE if missing else SAME


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verify.py", description="Check, rerun, compare.")
    home = os.environ.get("RIGHTFUL_HOME") or str(HERE / "store")
    parser.add_argument("--store", default=home, help="the store of publishers' files")
    parser.add_argument("--out", default=str(HERE / "rerun"), help="where the rerun is written")
    parser.add_argument("--check-only", action="store_true", help="look at the files, rerun none")
    parser.add_argument("--seal", action="store_true", help="take the completed README.md in")
    return parser.parse_args(words)


def changed(folder: Path) -> list[str]:
    """Return every file that is changed, missing, added or a link, each named."""
    if not (folder / SUMS).is_file():
        return [f"missing: {SUMS}"]
    listed = {name: sha256 for sha256, name in _sums(folder)}
    faults = []
    for name, sha256 in listed.items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            faults.append(f"not in the archive: {name}")
        elif path.is_symlink():
            faults.append(f"a link: {name}")
        elif not path.is_file():
            faults.append(f"missing: {name}")
        elif _sha256(path) != sha256:
            faults.append(f"changed: {name}")
    return faults + [f"added: {name}" for name in _files(folder) if name not in listed]


def seal(folder: Path) -> int:
    """Write the fingerprints of what authors complete anew; refuse where anything else changed."""
    others = [fault for fault in changed(folder) if fault.removeprefix("changed: ") not in THEIRS]
    if others:
        print("Not sealed: other files are not those that were handed on.")
        _list(others)
        return DIFFERS
    readme, about = (folder / name for name in THEIRS)
    crate = json.loads(about.read_text(encoding="utf-8"))
    for entity in crate["@graph"]:
        if entity["@id"] == readme.name:
            entity["sha256"] = _sha256(readme)
            entity["contentSize"] = str(readme.stat().st_size)
    about.write_text(json.dumps(crate, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [
        f"{_sha256(folder / name) if name in THEIRS else sha256}  {name}\n"
        for sha256, name in _sums(folder)
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    print(f"Sealed: {', '.join(THEIRS)}.")
    return SAME


def _sums(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return [(line[:64], line[66:]) for line in lines]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> list[str]:
    found = []
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if name != "__pycache__" and not (here == folder and name in OWN)
        )
        links = [name for name in folders if (here / name).is_symlink()]
        found += [(here / name).relative_to(folder).as_posix() for name in [*names, *links]]
    return sorted(name for name in found if name != SUMS)


def other_packages(pins: str) -> list[str]:
    """Return the packages that are not installed in the version of the lock."""
    told = []
    for line in pins.splitlines():
        if line.startswith("#") or "==" not in line:
            continue
        name, _, version = line.partition("==")
        try:
            here = metadata.version(name)
        except metadata.PackageNotFoundError:
            here = "none"
        if here != version:
            told.append(f"{name}: {here} here, {version} in the lock")
    return told


def _rerun(out: Path, store: Path) -> int:
    given = {
        "RIGHTFUL_HOME": str(store),
        "NUMBA_CACHE_DIR": str(out / "compiled"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-B", str(HERE / "make.py"), str(out)]
    done = subprocess.run(command, cwd=HERE, env={**os.environ, **given}, check=False)
    return done.returncode


def missing_files(about: dict[str, Any], read: dict[str, Any]) -> list[str]:
    """Return each publisher's file that the archive rests on and the rerun did not have."""
    here = {(one["source"], one["edition"]): one["table_sha256"] for one in read["read"]}
    told = []
    for one in about["read"]:
        name = f"{one['source']} {one['edition']}"
        held = here.get((one["source"], one["edition"]))
        if held is None:
            told.append(
                f"{name}: {one['filename']}, {one['size']} bytes, sha256 {one['sha256']}, "
                f"from {one['address']}"
            )
        elif held != one["table_sha256"]:
            told.append(f"{name}: the table in the store is another than the one that was read")
    return told


class Found:
    """What a comparison found: differences, units that could not be rerun, and their counts."""

    def __init__(self) -> None:
        self.differ: list[str] = []
        self.left: list[str] = []
        self.numbers = 0
        self.skipped: list[str] = []

    @property
    def told(self) -> str:
        """What was compared, in words."""
        skipped = f"; not compared: {', '.join(self.skipped)}" if self.skipped else ""
        return f"{self.numbers} numbers compared{skipped}"


def differences(expected: Path, made: Path, unit: str, incomplete: bool) -> Found:
    """Compare every file of ``expected`` with the one of the same name in ``made``.

    Where publishers' files are missing, a unit (an answer, a study) that now lacks more than it
    did is named and left out, and pages that show all units together are not compared.
    """
    found = Found()
    names = sorted(path.name for path in expected.iterdir())
    for name in (one for one in names if one.endswith(".json")):
        _compare_json(_loaded(expected / name), _loaded(made / name), unit, name, found)
    for name in (one for one in names if not one.endswith(".json")):
        if not (made / name).is_file():
            found.differ.append(f"{name}: not made")
            continue
        pair = [(folder / name).read_text(encoding="utf-8") for folder in (expected, made)]
        if name.endswith(".csv"):
            _compare_csv(pair, unit, name, found)
        elif incomplete and found.left:
            found.skipped.append(name)
        elif not same_words(pair[0], pair[1], found):
            found.differ.append(f"{name}: {_first_place(*pair)}")
    return found


def _loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _compare_json(a: Any, b: Any, unit: str, where: str, found: Found) -> None:
    """Walk two values side by side; every place where they part is told with its path."""
    if isinstance(a, dict) and isinstance(b, dict):
        if unit in a and a.get(unit) == b.get(unit):
            where = f"{where.split(':', maxsplit=1)[0]}: {a[unit]}"
            if any(set(b.get(key, ())) - set(a.get(key, ())) for key in ("missing", "absent")):
                found.left += [] if a[unit] in found.left else [a[unit]]
                return
        for key in dict.fromkeys((*a, *b)):
            _compare_json(a.get(key), b.get(key), unit, f"{where}, {key}", found)
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            found.differ.append(f"{where}: {len(a)} entries expected, {len(b)} found")
            return
        for at, (left, right) in enumerate(zip(a, b, strict=True), start=1):
            _compare_json(left, right, unit, f"{where} {at}" if len(a) > 1 else where, found)
    elif not same_value(a, b, found):
        found.differ.append(f"{where}: {_short(a)} expected, {_short(b)} found")


def _compare_csv(pair: list[str], unit: str, where: str, found: Found) -> None:
    tables = [list(csv.DictReader(io.StringIO(text))) for text in pair]
    a, b = ([row for row in rows if row.get(unit) not in found.left] for rows in tables)
    if len(a) != len(b):
        found.differ.append(f"{where}: {len(a)} rows expected, {len(b)} found")
        return
    for at, (left, right) in enumerate(zip(a, b, strict=True), start=1):
        for column in dict.fromkeys((*left, *right)):
            x, y = left.get(column), right.get(column)
            if not same_value(_number(x), _number(y), found):
                found.differ.append(
                    f"{where} row {at} ({left.get(unit)}), {column}: {x} expected, {y} found"
                )


def same_value(a: Any, b: Any, found: Found | None = None) -> bool:
    """Say whether two values are the same; numbers with a fraction need only be near."""
    if isinstance(a, str) and isinstance(b, str):
        return same_words(a, b, found)
    if isinstance(a, float) and isinstance(b, int | float) and not isinstance(b, bool):
        if found:
            found.numbers += 1
        near = math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        return near or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and bool(a == b)


def same_words(a: str, b: str, found: Found | None = None) -> bool:
    """Say whether two texts are the same: words and whole numbers exactly.

    A number printed with a fraction may be off by one in its last digit.
    """
    if a == b:
        if found:
            found.numbers += len(NUMBER.findall(a))
        return True
    if NUMBER.split(a) != NUMBER.split(b):
        return False
    pairs = zip(NUMBER.findall(a), NUMBER.findall(b), strict=True)
    return all(_nearly(x, y) for x, y in pairs)


def _nearly(x: str, y: str) -> bool:
    digits = len(x.partition(".")[2])
    if x == y:
        return True
    if not digits or digits != len(y.partition(".")[2]) or "e" in (x + y).lower():
        return False
    return abs(float(x) - float(y)) <= 1.5 * 10.0**-digits


def _number(text: str | None) -> str | float | None:
    if text and "." in text and NUMBER.fullmatch(text):
        return float(text)
    return text


def _first_place(a: str, b: str) -> str:
    """Return where two texts part, with what stands around it."""
    pieces = (a.split("<"), b.split("<")) if "<html" in a else (a.splitlines(), b.splitlines())
    for left, right in zip(*pieces, strict=False):
        if not same_words(left, right):
            return f"{_short(left)} expected, {_short(right)} found"
    return f"{len(pieces[0])} lines expected, {len(pieces[1])} found"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _count(rows: list[str], word: str) -> str:
    return f"{len(rows) or 'no'} {word}{'' if len(rows) == 1 else 's'}"


def _list(rows: Iterable[str]) -> None:
    told = list(rows)
    for row in told[:MOST]:
        print(f"   * {row}")
    if len(told) > MOST:
        print(f"   * and {len(told) - MOST} more")


if __name__ == "__main__":
    sys.exit(main())
