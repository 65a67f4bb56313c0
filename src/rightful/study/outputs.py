"""Where answers are written: never into the store, never over what is not rightful's."""

from __future__ import annotations

import os
from pathlib import Path

from rightful.core.errors import UsageError
from rightful.record.home import check_outside
from rightful.reports.export import check_table, write_text
from rightful.reports.render.word import check_word
from rightful.reports.target import check_target, write_files

__all__ = ["check_out", "check_word", "write_bytes", "write_out", "write_page"]

# What every page of ours says of itself, and how much of a page is read to see it.
GENERATOR = '<meta name="generator" content="rightful">'
HEAD = 4096


def check_out(out: Path, *, table: bool = False) -> None:
    """Refuse an output that could not be written, before the work that leads to it.

    Raises
    ------
    UsageError
        When it lies in the store, its folder is not there, or no table has its ending.
    StoreError
        When the system would not let us write.
    """
    check_outside(out)
    (check_table if table else check_target)(out)


def write_out(out: Path, text: str) -> Path:
    """Write a text where the user said; raises as ``check_out``."""
    check_out(out)
    return write_text(out, text)


def write_bytes(out: Path, content: bytes) -> Path:
    """Write a file that is no text, such as a Word file; raises as ``check_out``."""
    check_out(out)
    write_files({out: content})
    return out


def write_page(path: Path, page: str) -> Path:
    """Write a page under a name that the user did not choose: only over a page of ours.

    Raises
    ------
    UsageError
        When another file has the name.
    StoreError
        When the system would not let us write.
    """
    if os.path.lexists(path) and not _is_ours(path):
        raise UsageError(
            "a file of this name is there, and it is no page of rightful",
            where=str(path),
            allowed="a new file, or a page that rightful wrote",
            next_step="name another file with --out",
        )
    return write_out(path, page)


def _is_ours(path: Path) -> bool:
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return GENERATOR.encode() in file.read(HEAD)
    except OSError:
        return False
