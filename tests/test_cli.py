"""The command line: exit codes, formats, messages that help; no trace ever reaches a user."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rightful.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["rightful", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


def test_the_command_is_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rightful", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "dossier" in done.stdout


def test_a_dossier_without_options_prints_and_leaves_a_page(tmp_path: Path, run: Run) -> None:
    done = run("dossier", "cambodia")
    assert done.returncode == 0, done.stderr
    assert "Cambodia" in done.stdout
    page = tmp_path / "dossier-cambodia.html"
    assert str(page.resolve()) in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("form", ["text", "html", "md", "json"])
def test_the_dossier_in_each_form(tmp_path: Path, run: Run, form: str) -> None:
    done = run("dossier", "KHM", "--format", form)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
    if form == "json":
        assert json.loads(done.stdout)["state"]["name"] == "Cambodia"


def test_the_ending_chooses_the_form(tmp_path: Path, run: Run) -> None:
    assert run("dossier", "KHM", "--out", "k.json").returncode == 0
    assert json.loads((tmp_path / "k.json").read_text(encoding="utf-8"))
    wrong = run("dossier", "KHM", "--out", "k.docx")
    assert wrong.returncode == 2
    assert "allowed" in wrong.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("dossier", "Camboda"),
        ("states", "Atlantis"),
        ("codebook", "promise_unmett"),
        ("cite", "ptss"),
        ("measure", "practice", "--specification", "oun"),
    ],
)
def test_what_does_not_exist_is_exit_2_without_a_trace(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("rightful: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("states", "Germany"),
        ("states", "Viet Nam", "--year", "1970"),
        ("sources",),
        ("codebook",),
        ("codebook", "promise_unmet"),
        ("baseline", "show"),
        ("cite", "pts"),
    ],
)
def test_listings_in_text_and_json(run: Run, words: tuple[str, ...]) -> None:
    text = run(*words)
    assert text.returncode == 0, text.stderr
    assert text.stdout.strip()
    data = run(*words, "--format", "json")
    assert data.returncode == 0, data.stderr
    assert json.loads(data.stdout)


def test_citations_as_ris(run: Run) -> None:
    done = run("cite", "--format", "ris")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("TY  -") == done.stdout.count("ER  -") >= 5


def test_a_pull_from_an_empty_folder_fails_and_says_why(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    done = run("pull", "pts", "--from", "empty")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "pts" in done.stdout + done.stderr


def test_a_page_cannot_be_written_where_there_is_no_folder(run: Run) -> None:
    done = run("dossier", "KHM", "--out", "nowhere/k.html")
    assert done.returncode == 1
    assert "no folder" in done.stderr


def test_the_bench_and_a_fit_run_on_a_small_panel(run: Run) -> None:
    small = ("--states", "12", "--years", "20", "--format", "json")
    done = run("bench", "practice", *small)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["r_with_truth"] > 0.5
