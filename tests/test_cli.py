"""The command line: exit codes, formats, messages that help; no trace ever reaches a user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import rightful
from rightful import study
from rightful.__main__ import main


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


def command(*words: str, **how: Any) -> Any:
    """Run the command line in a process of its own."""
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    return subprocess.run([sys.executable, "-m", "rightful", *words], check=False, **how)


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"rightful {rightful.__version__}\n"


def test_a_dossier_without_options_prints_and_leaves_a_page(tmp_path: Path, run: Run) -> None:
    done = run("dossier", "cambodia")
    assert done.returncode == 0, done.stderr
    assert "Cambodia" in done.stdout
    page = tmp_path / "dossier-cambodia.html"
    assert str(page.resolve()) in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_page_is_never_left_over_a_file_of_the_users(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "dossier-cambodia.html"
    page.write_text("my own notes")
    done = run("dossier", "Cambodia")
    assert done.returncode == 0
    assert "Cambodia" in done.stdout
    assert "no page of rightful" in done.stderr
    assert page.read_text() == "my own notes"
    page.unlink()
    for _ in range(2):  # over a page of ours it is
        assert "dossier-cambodia.html" in run("dossier", "Cambodia").stdout


def test_a_page_that_cannot_be_left_costs_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    done = run("dossier", "Cambodia")
    assert done.returncode == 0
    assert "Cambodia" in done.stdout
    assert done.stderr.startswith("rightful: the page was not written: ")


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
        ("pull", "nosuch"),
        ("pull", "--from", "nowhere"),
        ("pull", "--from", "x" * 300 + "/x"),
        ("panel", "--out", "nowhere/x.csv"),
        ("panel", "--out", "x.xls"),
        ("panel", "--out", "home/x.csv"),
        ("panel", "--out", "x.csv", "--draws", "100000"),
        ("measure", "practice", "--out", "nowhere/x.csv"),
        ("measure", "practice", "--from", "nowhere"),
        ("dossier", "KHM", "--out", "home/x.html"),
        ("dossier", ""),
        ("dossier", "x" * 100_000),
        ("dossier", "KHM", "--year", "0"),
        ("dossier", "KHM", "--year", "-5"),
        ("dossier", "KHM", "--year", "10000"),
        ("dossier", "KHM", "--year", "99999999999"),
        ("states", "KHM", "--year", "3000"),
        ("measure", "practice", "--seed", "-1"),
        ("bench", "practice", "--seed", "-1"),
        ("bench", "practice", "--states", "99999999999"),
        ("bench", "practice", "--states", "5", "--years", "10"),
        ("baseline", "build", "--from", "nowhere"),
        ("baseline", "build", "--from", ".", "--seed", "-1"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_does_not_exist_is_exit_2_without_a_trace(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("rightful: ")
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 2000
    assert "next:" in done.stderr or "allowed:" in done.stderr


def test_a_path_is_not_nothing(run: Run) -> None:
    for words in (("pull", "--from", ""), ("panel", "--out", ""), ("dossier", "KHM", "--out", "")):
        done = run(*words)
        assert done.returncode == 2
        assert "a path cannot be empty" in done.stderr


def test_a_folder_is_asked_for_where_a_file_is_given(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file.csv").write_text("x")
    done = run("baseline", "build", "--from", "file.csv", "--out", "b")
    assert done.returncode == 2
    assert "file.csv is no folder" in done.stderr
    assert "no folder" in run("measure", "practice", "--from", "file.csv").stderr


def test_a_home_of_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", "~nosuchuser/x")
    done = run("sources")
    assert done.returncode == 2
    assert "RIGHTFUL_HOME" in done.stderr
    assert run("states", "KHM").returncode == 0, "which needs no store"


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = b"\xff"
    (tmp_path / os.fsdecode(name)).mkdir()
    pulled = command("pull", "--from", os.fsdecode(name), cwd=tmp_path)
    assert pulled.returncode == 2
    assert b"\\udcff" in pulled.stdout
    written = command("dossier", "KHM", "--out", os.fsdecode(name + b".html"), cwd=tmp_path)
    assert written.returncode == 0, written.stderr
    assert written.stdout == b"wrote \\udcff.html\n"


def test_control_characters_are_shown_not_obeyed(run: Run) -> None:
    done = run("dossier", "\x1b[2J\nKHM")
    assert "\x1b" not in done.stderr
    assert "\\x1b[2J" in done.stderr


@pytest.mark.parametrize("words", [("sources",), ("cite",), ("dossier", "KHM"), ("--help",)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_once(tmp_path: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = command(*words, stdout=full, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count(b"No space left on device") == 1
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_terminal_that_is_not_unicode(tmp_path: Path, encoding: str) -> None:
    plain = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (("dossier", "Türkiye"), ("states", "Türkiye"), ("dossier", "Türkiyä")):
        done = command(*words, env=plain, cwd=tmp_path)
        assert b"Traceback" not in done.stderr
    as_json = command("dossier", "Türkiye", "--format", "json", env=plain)
    assert json.loads(as_json.stdout.decode("ascii"))["state"]["name"] == "Türkiye"


def test_what_was_not_foreseen_is_no_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise ZeroDivisionError("in a library")

    monkeypatch.setattr(study, "sources", breaks, raising=False)
    done = run("sources")
    assert done.returncode == 1
    assert done.stderr.startswith("rightful: this was not foreseen: ZeroDivisionError")
    assert "RIGHTFUL_TRACE" in done.stderr
    monkeypatch.setenv("RIGHTFUL_TRACE", "1")
    monkeypatch.setattr(sys, "argv", ["rightful", "sources"])
    with pytest.raises(ZeroDivisionError):
        main()


def test_an_interrupt_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(study, "sources", interrupted, raising=False)
    done = run("sources")
    assert done.returncode == 130
    assert done.stderr == "rightful: stopped; nothing is half-written\n"


STUCK = """
import sys, tempfile, time
from rightful import study
from rightful.__main__ import main
where = sys.argv.pop()
def stuck():
    with tempfile.TemporaryDirectory(dir=where):
        print("stuck", flush=True)
        time.sleep(60)
study.sources = stuck
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM is a POSIX signal")
def test_sigterm_leaves_no_temporary_folder(tmp_path: Path) -> None:
    words = [sys.executable, "-c", STUCK, "sources", str(tmp_path)]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stdout.readline() == b"stuck\n"
    running.terminate()
    _, told = running.communicate()
    assert running.returncode == 143
    assert told == b"rightful: stopped; nothing is half-written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no /dev/stdout there")
def test_a_page_to_our_own_output_comes_alone() -> None:
    done = command("dossier", "KHM", "--out", "/dev/stdout", "--format", "json")
    assert json.loads(done.stdout)["state"]["name"] == "Cambodia"
    assert done.stderr == b"wrote /dev/stdout\n"


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
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "pts 2024 is not in the folder" in done.stdout


def test_a_page_cannot_be_written_where_there_is_no_folder(run: Run) -> None:
    done = run("dossier", "KHM", "--out", "nowhere/k.html")
    assert done.returncode == 2
    assert "no folder" in done.stderr


@pytest.mark.long
def test_the_bench_and_a_fit_run_on_a_small_panel(run: Run) -> None:
    small = ("--states", "12", "--years", "20", "--format", "json")
    done = run("bench", "practice", *small)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["r_with_truth"] > 0.5
