"""A typed door to numba, and the removal of machine code that is older than its source."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

# No "nnan"/"ninf": a likelihood that is not finite must stay visible.
_jit = njit(
    cache=True,
    nogil=True,
    fastmath={"reassoc", "nsz", "arcp", "contract", "afn"},
    error_model="numpy",
)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile to machine code, free of the interpreter lock, keeping the static type."""
    return cast(Callable[P, R], _jit(function))


def forget_stale_machine_code(folder: Path) -> int:
    """Delete the folder's cached machine code that is older than any of its kernels.

    A cached caller does not notice a change in a function of another file. Returns how many
    cache entries went.
    """
    newest = max(source.stat().st_mtime for source in folder.glob("_*.py"))
    gone = 0
    for entry in (folder / "__pycache__").glob("*.nbi"):
        with contextlib.suppress(OSError):
            if entry.stat().st_mtime < newest:
                entry.unlink()
                gone += 1
    return gone


forget_stale_machine_code(Path(__file__).parent)
