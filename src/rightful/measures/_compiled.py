"""A typed door to numba: one decorator and two bit-level casts for the hot loops."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

P = ParamSpec("P")
R = TypeVar("R")

# No "nnan"/"ninf": a non-finite energy must stay visible so that the proposal is rejected.
FAST_MATH = {"reassoc", "nsz", "arcp", "contract", "afn"}

_jit = njit(cache=True, nogil=True, fastmath=FAST_MATH, error_model="numpy")
# Said aloud: a flag left unset is inherited from the compiled caller.
_jit_contracting = njit(cache=True, nogil=True, fastmath={"contract"}, error_model="numpy")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile to machine code, free of the interpreter lock, keeping the static type."""
    return cast(Callable[P, R], _jit(function))


def compiled_contracting(function: Callable[P, R]) -> Callable[P, R]:
    """Compile in the order written, fused multiply-add alone allowed.

    For rounding tricks, and for sums over lanes that the compiler would else turn the wrong way.
    """
    return cast(Callable[P, R], _jit_contracting(function))


def _cast_double_to_bits(_typing: Any, _value: Any) -> Any:
    def codegen(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), codegen


def _cast_bits_to_double(_typing: Any, _value: Any) -> Any:
    def codegen(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), codegen


def _add_to_exponent(_typing: Any, _value: Any, _shifted: Any) -> Any:
    def codegen(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        value, shifted = (builder.bitcast(one, word) for one in args)
        power = builder.shl(shifted, ir.Constant(word, 23))
        return builder.bitcast(builder.add(value, power), ir.FloatType())

    return types.float32(types.float32, types.float32), codegen


# Single precision: value * 2^k, k being what the low bits of shifted hold.
times_power_of_two = cast(
    Callable[[np.float32, np.float32], np.float32], intrinsic(_add_to_exponent)
)

# The 64 bits of a double as an integer, and back; the heart of the vector exp and log.
bits_of = cast(Callable[[float], int], intrinsic(_cast_double_to_bits))
double_of = cast(Callable[[int], float], intrinsic(_cast_bits_to_double))


def forget_stale_machine_code(folder: Path) -> int:
    """Delete the folder's cached machine code that is older than any of its sources.

    A cached caller does not notice a change in a function of another file. Returns how many
    cache entries went; a folder that cannot be written keeps its cache elsewhere and is left.
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
