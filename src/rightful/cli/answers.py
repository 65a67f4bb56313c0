"""How a command answers: as text or JSON, with progress where somebody watches."""

from __future__ import annotations

import json
import math
import sys
from enum import StrEnum
from typing import Any

import typer

from rightful import study


class Format(StrEnum):
    """Output of a command that answers with rows."""

    text = "text"
    json = "json"


def answer(value: Any, fmt: Format, text: Any, *, err: bool = False) -> None:
    """Print a value as JSON, or as the text that ``text`` makes of it."""
    as_json = fmt is Format.json
    print_answer(
        json.dumps(value, ensure_ascii=False, indent=1) if as_json else text(), fmt, err=err
    )


def print_answer(text: str, form: str, *, err: bool = False) -> None:
    """Print an answer; JSON for an output that is not Unicode has escapes that JSON knows."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf") if sys.stdout else True
    if form == Format.json and not unicode:
        text = json.dumps(json.loads(text), indent=1)
    typer.echo(text, err=err)


def progress(task: str) -> study.Progress:
    """Return a progress line on standard error; it is silent where nobody watches."""
    shown = sys.stderr.isatty()

    def show(fraction: float, seconds_left: float, label: str = "") -> None:
        if shown:
            end = "\n" if fraction >= 1 else ""
            left = " " * 10 if math.isnan(seconds_left) else f"{seconds_left:4.0f} s left"
            line = f"\r{task} {label:<24.24} {100 * fraction:5.1f} %  {left}"
            print(line, end=end, file=sys.stderr, flush=True)

    return show
