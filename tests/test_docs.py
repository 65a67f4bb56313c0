"""What the documents show is run: Python examples as doctests, commands as commands."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").rglob("*.md")])
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def _blocks(path: Path, language: str) -> list[str]:
    found = BLOCK.findall(path.read_text(encoding="utf-8"))
    return [text for kind, text in found if kind == language]


def _commands() -> list[tuple[str, list[str]]]:
    """Return each shown command of ours with the output lines shown under it."""
    shown: list[tuple[str, list[str]]] = []
    for path in DOCUMENTS:
        for block in _blocks(path, "console"):
            for line in block.splitlines():
                if line.startswith("$ "):
                    shown.append((line[2:], []))
                elif line.strip() and shown:
                    shown[-1][1].append(line.rstrip())
    return shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_python_examples_hold(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for number, block in enumerate(_blocks(path, "python")):
        if ">>>" in block:
            name = f"{path.name}[{number}]"
            runner.run(doctest.DocTestParser().get_doctest(block, {}, name, str(path), 0))
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize(("command", "shown"), _commands(), ids=lambda value: str(value)[:40])
def test_shown_commands_run_and_print_what_is_shown(
    command: str, shown: list[str], tmp_path: Path
) -> None:
    words = shlex.split(command)
    assert words[0] == "rightful", f"only our own commands are shown: {command}"
    done = subprocess.run(
        [sys.executable, "-m", "rightful", *words[1:]],
        cwd=tmp_path,
        env={**os.environ, "RIGHTFUL_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in shown if line not in printed] == []


def test_a_link_in_a_document_leads_somewhere() -> None:
    link = re.compile(r"\]\(([^)#:]+)\)")
    dead = [
        f"{path.name}: {target}"
        for path in [*DOCUMENTS, REPOSITORY / "ARCHITECTURE.md", REPOSITORY / "CONTRIBUTING.md"]
        for target in link.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []
