"""A typed door to numba for the hot loops of the estimators."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

# No "nnan"/"ninf": a repetition that cannot be identified is marked by NaN.
_jit = njit(
    cache=True, nogil=True, fastmath={"reassoc", "nsz", "arcp", "contract"}, error_model="numpy"
)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile to machine code, free of the interpreter lock, keeping the static type."""
    return cast(Callable[P, R], _jit(function))
