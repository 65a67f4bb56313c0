"""The command line of evidence: exit codes, formats, messages; no trace ever reaches a user."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

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
        monkeypatch.setattr(sys, "argv", ["rightful", "evidence", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


def filled(run: Run, **cells: str) -> str:
    """Return the example of the template as an analyst's own row."""
    (row,) = csv.DictReader(io.StringIO(run("template").stdout))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row | {"coder": "kl"} | cells)
    return text.getvalue()


def test_from_the_template_to_the_list_and_out_again(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text(filled(run))
    added = run("add", "a.csv", "--format", "json")
    assert added.returncode == 0, added.stderr
    told = json.loads(added.stdout)
    assert (told["rows"], told["bad"], told["already"]) == (1, [], False)
    assert "nothing was added" in run("add", "a.csv").stdout
    (one,) = json.loads(run("list", "--state", "KHM", "--format", "json").stdout)["codings"]
    assert (one["item"], one["value"], one["status"]) == ("C2", 1, "current")
    assert "a.csv" in run("list").stdout
    assert run("remove", told["id"]).stdout == f"id: {told['id']}\nremoved: 1\n"
    assert "No evidence was added" in run("list").stdout
    assert "removed" in run("list", "--all").stdout


def test_a_bad_file_is_refused_whole_unless_the_good_rows_are_asked_for(
    tmp_path: Path, run: Run
) -> None:
    good = filled(run)
    (tmp_path / "a.csv").write_text(good + good.splitlines()[1].replace("C2", "V") + "\n")
    done = run("add", "a.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "row 2: column item: V is practice" in done.stderr
    assert "--keep-good" in done.stderr
    assert not (tmp_path / "home").exists()
    kept = run("add", "a.csv", "--keep-good")
    assert kept.returncode == 0
    assert "Bad rows left: 1" in kept.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "absent.csv"), 2),
        (("add", ""), 2),
        (("add", "."), 1),
        (("add",), 2),
        (("remove", "none"), 2),
        (("list", "--state", "Cambodja"), 2),
        (("agreement", "--state", "Cambodja"), 2),
        (("template", "--state", "Cambodja"), 2),
        (("template", "--first", "1990"), 2),
        (("template", "--out", "a.docx"), 2),
        (("template", "--out", "no/such/folder.csv"), 2),
    ],
)
def test_what_cannot_be_done_is_said_without_a_trace(
    run: Run, words: tuple[str, ...], code: int
) -> None:
    done = run(*words)
    assert done.returncode == code
    assert done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_template_is_written_and_never_over_work(tmp_path: Path, run: Run) -> None:
    done = run(
        "template", "--state", "Kenya", "--first", "1990", "--last", "1991", "--out", "k.csv"
    )
    assert done.stdout == "wrote k.csv: 32 rows to fill in\n"
    (tmp_path / "k.csv").write_text(filled(run))
    again = run("template", "--out", "k.csv")
    assert again.returncode == 2
    assert "no template that nobody filled in" in again.stderr
    rows = json.loads(run("template", "--format", "json").stdout)["rows"]
    assert rows[0]["item"] == "C2"


def test_agreement_in_both_forms(run: Run) -> None:
    told = json.loads(run("agreement", "--format", "json").stdout)
    assert {"item", "alpha", "low", "high", "ac1", "standing", "cells", "coders"} <= set(
        told["items"][0]
    )
    assert "Krippendorff's alpha" in run("agreement").stdout
