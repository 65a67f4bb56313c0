"""A move up needs two years running, a move down none: the lower phase of two years.

With one phase a year, that is the lower of this year's and last year's. With sets it is every
lower phase of a pair. The years are taken one by one: what is open in both may be the same unknown,
so a set can be wider than it need be, and never too narrow.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.interpreter import Sets
from rightful.spiral.panel import Panel


def settled(panel: Panel, sets: Sets) -> Sets:
    """Return the sets of phases that two years give, shape (N,), bits in the order of the climb.

    A state's first year, and a year after a gap, stands alone.
    """
    last = np.where(panel.follows(), np.roll(sets, 1), sets)
    return ((sets & _up_to_highest(last)) | (last & _up_to_highest(sets))).astype(np.uint16)


def _up_to_highest(sets: Sets) -> NDArray[np.uint16]:
    """Return the bits up to and with the highest of every set."""
    bits = sets.astype(np.uint32)
    for shift in (1, 2, 4, 8):
        bits |= bits >> shift
    return bits.astype(np.uint16)
