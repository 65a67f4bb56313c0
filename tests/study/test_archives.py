"""A replication archive holds what it says, reruns from its own folder and names every change."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from typer.testing import CliRunner

from rightful.cli import app
from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.record.baseline import Baseline
from rightful.record.store import Store
from rightful.reports import target_folder
from rightful.study import archives
from rightful.study.archive_outputs import COLUMNS, Asked, items, outputs
from rightful.study.archive_programs import verify
from rightful.study.archive_system import machine, packages, peak_memory
from rightful.study.archives import PROGRAMS, SUMS, archive, archive_text

REPOSITORY = Path(__file__).resolve().parents[2]
SECTIONS = (
    "## Overview",
    "## Data availability and provenance statements",
    "### Statement about rights",
    "### Summary of availability",
    "### Details on each data source",
    "## Dataset list",
    "## Computational requirements",
    "### Controlled randomness",
    "### Memory, run time, storage",
    "## Description of programs",
    "## Instructions to replicators",
    "## List of tables and programs",
    "## References",
)
MOST = 40e6  # bytes


def quiet(_fraction: float, _left: float, _label: str) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of a study that lacks its files, made without a store."""
    home = tmp_path_factory.mktemp("archive")
    still = home / "rightful"  # a source that nobody edits while the tests run
    shutil.copytree(archives.PACKAGE, still, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTFUL_HOME", str(home / "store"))
        patch.setattr(archives, "PACKAGE", still)
        archive(Asked("replicate", "hathaway2002"), home / "archive", None, quiet)
    return home / "archive"


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """Return the archive somewhere else, under a name that is no easy one."""
    place = tmp_path / "else where" / 'it\'s a "copy"'
    shutil.copytree(made, place)
    return place


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run an archive's one command with this Python."""
    given = {**os.environ, "PYTHON": sys.executable}
    given.pop("RIGHTFUL_HOME", None)
    command = ["sh", str(folder / "run.sh"), *words]
    return subprocess.run(command, env=given, cwd="/", capture_output=True, text=True, check=False)


def test_it_holds_every_part_and_is_small(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert {"README.md", "codebook.csv", "code", "seeds.json", "requirements.lock", SUMS} <= names
    assert {"expected", "ro-crate-metadata.json", "LICENSE", "references.bib"} <= names
    assert set(PROGRAMS) <= names
    assert {one.path for one in items("replicate")} == {
        path.name for path in (made / "expected").iterdir()
    }
    assert sum(path.stat().st_size for path in made.rglob("*") if path.is_file()) < MOST
    assert os.access(made / "run.sh", os.X_OK)
    assert not list(made.rglob("*.pyc")) + list(made.rglob("*.nbc"))


def test_every_file_has_its_fingerprint(made: Path) -> None:
    lines = (made / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    there = {
        path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in made.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    assert listed == there
    assert verify.changed(made) == []


def test_the_readme_has_the_sections_of_the_template_in_their_order(made: Path) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    places = [text.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert "54,862 bytes" in text  # of the study's own file, which is not here
    assert "No licence stated; distributed with the LHRS replication files" in text
    assert "- [ ] I certify" in text
    assert "- [x]" not in text
    for path in (*PROGRAMS, "expected/replicate.json", "rightful replicate hathaway2002 --seed 1"):
        assert path in text


def test_nothing_names_the_maker_or_a_place_on_the_machine(made: Path) -> None:
    own = [path for path in made.iterdir() if path.is_file()]
    for path in [*own, *(made / "expected").iterdir()]:
        text = path.read_text(encoding="utf-8")
        for place in (str(made.parent), f"{Path.home()}/", f"{gettempdir()}/", str(REPOSITORY)):
            assert place not in text, (path.name, place)
        assert not re.search(rf"\b{re.escape(os.uname().nodename)}\b", text), path.name


def test_the_metadata_have_the_entities_that_a_crate_must_have(made: Path) -> None:
    crate = json.loads((made / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(by_id) == len(crate["@graph"]), "an @id is there twice"
    descriptor, root = by_id["ro-crate-metadata.json"], by_id["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    parts = {one["@id"] for one in root["hasPart"]}
    there = {
        path.relative_to(made).as_posix()
        for path in made.rglob("*")
        if path.is_file() and path.name != "ro-crate-metadata.json"
    }
    assert parts == there
    for name in there - {SUMS}:
        content = (made / name).read_bytes()
        assert by_id[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert by_id[name]["contentSize"] == str(len(content))
    assert all(set(name) <= URL for name in there)
    linked = [
        one["@id"]
        for entity in crate["@graph"]
        for value in entity.values()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, dict)
    ]
    assert {name for name in linked if not name.startswith("https:")} <= by_id.keys()


URL = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")


def test_the_lock_pins_what_is_installed(made: Path) -> None:
    assert verify.other_packages((made / "requirements.lock").read_text(encoding="utf-8")) == []
    pinned = dict(packages())
    assert {"numpy", "polars", "numba", "scipy", "statsmodels", "rdata"} <= pinned.keys()
    assert "pytest" not in pinned
    told = verify.other_packages("# Python\nnumpy==0.1\nno-such-package==1\n")
    assert [line.split(":")[0] for line in told] == ["numpy", "no-such-package"]


def test_the_codebook_has_every_column_of_the_outputs(made: Path) -> None:
    with (made / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["name"] for row in rows if row["table"] == "expected/*.csv"}
    for path in (made / "expected").glob("*.csv"):
        heads = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert set(heads) <= known
    assert all(row["label"] for row in rows)
    assert any(row["table"] == "panel" for row in rows)
    assert max(len(one.label) for one in COLUMNS) <= 80


def test_it_reruns_from_a_copy_and_is_the_same(copied: Path) -> None:
    done = run(copied)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All is the same." in done.stdout
    assert verify.changed(copied) == [], "the rerun changed the archive"
    again = run(copied, "--check-only")
    assert again.returncode == 0


def altered(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def linked(path: Path) -> None:
    """Put a link to the same content in a file's place."""
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


CHANGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a number": (
        lambda at: altered(at / "expected" / "replicate.json", '"hathaway"', '"hathaways"'),
        "changed: expected/replicate.json",
    ),
    "code": (
        lambda at: altered(at / "code/rightful/estimation/linear.py", "import", "import "),
        "changed: code/rightful/estimation/linear.py",
    ),
    "an estimate": (
        lambda at: (at / "code/rightful/baseline/draws.parquet").write_bytes(b"x"),
        "changed: code/rightful/baseline/draws.parquet",
    ),
    "gone": (lambda at: (at / "seeds.json").unlink(), "missing: seeds.json"),
    "added": (
        lambda at: (at / "code/rightful/polars.py").write_text("x"),
        "added: code/rightful/polars.py",
    ),
    "a link": (lambda at: linked(at / "LICENSE"), "a link: LICENSE"),
    "no list": (lambda at: (at / SUMS).unlink(), f"missing: {SUMS}"),
    "a way out": (
        lambda at: altered(at / SUMS, "  LICENSE", "  ../LICENSE"),
        "not in the archive: ../LICENSE",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_named_and_nothing_is_rerun(copied: Path, name: str) -> None:
    change, words = CHANGES[name]
    change(copied)
    done = run(copied)
    assert done.returncode == 1
    assert words in done.stdout
    assert "Rerun into" not in done.stdout


def test_the_authors_complete_the_readme_and_seal_it(copied: Path) -> None:
    altered(copied / "README.md", "- [ ]", "- [x]")
    assert verify.changed(copied) == ["changed: README.md"]
    assert verify.seal(copied) == 0
    assert verify.changed(copied) == []
    crate = json.loads((copied / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    (entity,) = (one for one in crate["@graph"] if one["@id"] == "README.md")
    content = (copied / "README.md").read_bytes()
    assert entity["sha256"] == hashlib.sha256(content).hexdigest()
    altered(copied / "seeds.json", "1", "2")
    assert verify.seal(copied) == 1
    assert verify.changed(copied) == ["changed: seeds.json"]


def folders(tmp_path: Path, expected: Any, found: Any) -> tuple[Path, Path]:
    """Return two folders with one JSON file each."""
    for name, value in (("expected", expected), ("made", found)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path / "expected", tmp_path / "made"


ANSWER = {"key": "a", "estimate": 0.25, "n": 10, "verdict": "holds", "missing": []}


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"estimate": 0.25 * (1 + 1e-8)}, True),
        ({"estimate": 0.25 * (1 + 1e-5)}, False),
        ({"estimate": None}, False),
        ({"n": 11}, False),
        ({"verdict": "does not hold"}, False),
        ({"verdict": "holds, by 0.123"}, False),
        ({"new": 1}, False),
        ({"missing": ["pts"]}, True),  # left out, and named
    ],
)
def test_numbers_may_be_near_and_words_must_be_the_same(
    tmp_path: Path, change: dict[str, Any], same: bool
) -> None:
    found = verify.differences(
        *folders(tmp_path, [ANSWER], [{**ANSWER, **change}]), unit="key", incomplete=False
    )
    assert (not found.differ) is same
    assert found.left == (["a"] if "missing" in change else [])
    assert all("x.json: a" in line for line in found.differ)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("is 0.123 (n = 5)", "is 0.124 (n = 5)", True),
        ("is 0.123 (n = 5)", "is 0.125 (n = 5)", False),
        ("is 0.123 (n = 5)", "is 0.123 (n = 6)", False),
        ("is 0.123", "was 0.123", False),
        ("0.12", "0.123", False),
        ("-0.001", "0.000", True),
        ("1e5", "1e6", False),
    ],
)
def test_printed_numbers_may_be_off_by_one_in_the_last_digit(a: str, b: str, same: bool) -> None:
    assert verify.same_words(a, b) is same


def test_rows_of_a_table_are_compared_and_what_is_left_out_is_not(tmp_path: Path) -> None:
    expected, found = folders(tmp_path, [ANSWER], [{**ANSWER, "missing": ["pts"]}])
    (expected / "x.csv").write_text("key,p\na,0.5\nb,0.25\n")
    (found / "x.csv").write_text("key,p\nb,0.26\n")
    (expected / "x.tex").write_text("a")
    (found / "x.tex").write_text("b")
    told = verify.differences(expected, found, "key", incomplete=True)
    assert told.differ == ["x.csv row 1 (b), p: 0.25 expected, 0.26 found"]
    assert told.skipped == ["x.tex"]


def test_a_file_that_is_missing_or_another_is_named() -> None:
    one = {"source": "pts", "edition": "2024", "filename": "PTS.csv", "size": 9, "sha256": "ab"}
    about = {"read": [{**one, "table_sha256": "cd", "address": "https://example.org"}]}
    assert verify.missing_files(about, {"read": [{**one, "table_sha256": "cd"}]}) == []
    (absent,) = verify.missing_files(about, {"read": []})
    assert "pts 2024: PTS.csv, 9 bytes, sha256 ab, from https://example.org" in absent
    (other,) = verify.missing_files(about, {"read": [{**one, "table_sha256": "ef"}]})
    assert "another" in other


def fails(*_: object, **__: object) -> Any:
    """Fail when the work begins."""
    pytest.fail("the work began before what was asked had been checked")


def test_what_is_asked_is_checked_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(archives, "outputs", fails)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="a file, not a folder"):
        archive(Asked("weigh"), tmp_path / "file")
    with pytest.raises(UsageError, match="inside the store"):
        archive(Asked("weigh"), tmp_path / "home" / "x")
    with pytest.raises(UnknownName, match="hathaway2002"):
        archive(Asked("replicate", "hathaway2020"), tmp_path / "x")
    with pytest.raises(UnknownName):
        archive(Asked("paper test", "no such test"), tmp_path / "x")
    with pytest.raises(UsageError, match="seed"):
        archive(Asked("replicate", "hathaway2002", -1), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_baseline_with_publishers_values_is_not_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "outputs", fails)
    monkeypatch.setattr(Baseline, "recipe", {"private": True})
    with pytest.raises(StoreError, match="may not be handed on"):
        archive(Asked("weigh"), tmp_path / "x")


def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a small package in the place of rightful, and outputs that take no time."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("a = 1\n")
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(archives, "PACKAGE", package)
    monkeypatch.setattr(archives, "outputs", lambda *_: {"weigh.json": "{}\n"})
    return package


def test_a_source_that_changes_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = small(monkeypatch, tmp_path)
    for change in ("b = 2\n", "a = 2\n"):
        name = "b.py" if "b" in change else "a.py"

        def edited(*_: object, name: str = name, change: str = change) -> dict[str, str]:
            (package / name).write_text(change)
            return {}

        monkeypatch.setattr(archives, "outputs", edited)
        with pytest.raises(StoreError, match=rf"changed during the run: code/rightful/{name}"):
            archive(Asked("weigh"), tmp_path / "x", None, quiet)
    assert {path.name for path in tmp_path.iterdir()} <= {"package", "home"}


def test_what_a_compiler_or_an_editor_leaves_is_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = small(monkeypatch, tmp_path)
    (package / "__pycache__").mkdir()
    for name in ("__pycache__/a.txt", "a.f-1.py311.nbi", "a.f-1.py311.nbi.tmp.0ab1", ".a.py.swp"):
        (package / name).write_text("x")
    archive(Asked("weigh"), tmp_path / "x", None, quiet)
    code = tmp_path / "x" / "code"
    assert [path.name for path in code.rglob("*") if path.is_file()] == ["a.py"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch, tmp_path)

    def full(*_: object) -> Any:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(archives, "_write", full)
    with pytest.raises(StoreError, match="the disk is full"):
        archive(Asked("weigh"), tmp_path / "x", None, quiet)
    assert {path.name for path in tmp_path.iterdir()} <= {"package", "home"}
    assert target_folder.PREFIX == ".rightful-"


def test_what_was_read_is_said_and_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, tmp_path)
    told = archive(Asked("weigh"), tmp_path / "x", None, quiet)
    assert told["read"] == []
    assert "none" in archive_text(told)
    assert told["bytes"] == sum(
        path.stat().st_size for path in (tmp_path / "x").rglob("*") if path.is_file()
    )


def test_the_outputs_of_a_study_carry_every_number(tmp_path: Path) -> None:
    from rightful.estimation.replication import replication
    from rightful.study import archive_outputs, replicate_studies

    study = replication("hathaway2002")
    told = replicate_studies.answer_of(study, study.run(study.example(), 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive_outputs, "replicate", lambda *_, **__: [told])
        texts = outputs(Asked("replicate", "hathaway2002"), Store(tmp_path), quiet)
    rows = list(csv.DictReader(io.StringIO(texts["rows.csv"])))
    assert len(rows) == len(told["rows"])
    assert [float(row["estimate"]) for row in rows] == [row["estimate"] for row in told["rows"]]
    assert {row["rows"] for row in rows} == {"author", "grid"}
    assert json.loads(texts["replicate.json"]) == [told]
    for part in ("toprule", "(1) Convention", "Errors &", "States &", "Years &", "Year effects &"):
        assert part in texts["regression.tex"]
    assert "<!doctype html>" in texts["regression.html"]


def test_the_machine_is_described_without_its_owner() -> None:
    told = machine()
    assert told.cores >= 1
    assert os.uname().nodename not in f"{told.system} {told.processor}"
    assert peak_memory() > 0


@pytest.mark.parametrize(
    "words",
    [
        ("weigh", "--archive", "a", "--out", "x.html"),
        ("weigh", "--archive", "a", "--format", "latex"),
        ("replicate", "hill2010", "--archive", "a", "--figure", "f.svg"),
        ("replicate", "hill2010", "--archive", ""),
        ("weigh", "--format", "docx"),
        ("weigh", "--format", "latex", "--out", "x.docx"),
        ("weigh", "--format", "docx", "--out", "x.doc"),
        ("weigh", "--out", "x.pdf"),
        ("weigh", "--out", "nowhere/x.tex"),
        ("replicate", "hill2010", "--out", "home/x.tex"),
    ],
)
def test_options_that_contradict_are_refused_before_the_work(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("rightful.study.claims_weigh.paper_answers", fails)
    monkeypatch.setattr("rightful.study.replicate_studies.answer_of", fails)
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code != 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["t.docx", "t.tex", "t.html", "t.json", "t.txt", 'it\'s "t".tex'])
def test_a_table_is_written_where_it_was_asked_for(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(app, ["replicate", "hathaway2002", "--out", name])
    assert done.exit_code == 0, done.output
    assert done.output == f"wrote {name}\n"
    assert (tmp_path / name).stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.long
def test_a_changed_number_is_found_by_the_rerun_although_it_was_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    place = tmp_path / "archive"
    shutil.copytree(
        archives.PACKAGE, tmp_path / "still", ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(archives, "PACKAGE", tmp_path / "still")
    archive(Asked("paper test", "isomorphism"), place, None, quiet)
    assert run(place).returncode == 0
    cells = place / "expected" / "cells.csv"
    row = cells.read_text(encoding="utf-8").splitlines()[1].split(",")
    number = next(cell for cell in row if "." in cell and cell.lstrip("-")[0].isdigit())
    altered(cells, number, f"{float(number) * 1.001!r}")
    old = next(s for s, name in verify._sums(place) if name == "expected/cells.csv")
    altered(place / SUMS, old, hashlib.sha256(cells.read_bytes()).hexdigest())
    done = run(place)
    assert done.returncode == 1
    assert "cells.csv row 1" in done.stdout
    assert "expected" in done.stdout
