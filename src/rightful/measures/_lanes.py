"""Chains side by side: where they stand, and the scratch for their log posterior.

Arrays end in a lane axis of LANES chains, so that one vector instruction serves them all.
Sampling coordinates: phi = theta / sigma (N), then per item log(beta * sigma) (J), then per
cutpoint set its first cutpoint and the logs of the gaps above it (C); P = J + C. A first cutpoint
is measured from the signed beta times the item's pivot, a value of phi near its difficulty, which
takes the curved ridge between discrimination and difficulty away.
"""

from typing import NamedTuple

import numpy as np

from rightful.measures._layout import FloatArray

LANES = 4
BLOCK = 256
MAX_CUT = 290.0
TINY_GAP = 1e-12


class Point(NamedTuple):
    """Where the chains stand."""

    phi: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    log_sigma: FloatArray  # (LANES,)
    walk_sd: FloatArray  # (J, LANES)


class Slope(NamedTuple):
    """Log posterior and its gradient at a point, with the scratch they need."""

    value: FloatArray  # (LANES,) log posterior up to a constant
    likelihood: FloatArray  # (J, LANES) log likelihood of each item's ratings
    phi: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    beta: FloatArray  # (J, LANES) signed beta * sigma
    cut: FloatArray  # (C, LANES)
    gap: FloatArray  # (C, LANES) exp of the raw gaps, 0 at a set's first cutpoint
    cut_slope: FloatArray  # (C, LANES)
    eta: FloatArray  # (BLOCK * LANES,)
    exp_eta: FloatArray  # (BLOCK * LANES,)
    chance: FloatArray  # (BLOCK * LANES,)
    over: FloatArray  # (BLOCK * LANES,)
    under: FloatArray  # (BLOCK * LANES,)


def new_point(n: int, p: int, j: int) -> Point:
    """An empty point for n state-years, p item parameters, j items."""
    return Point(np.zeros((n, LANES)), np.zeros((p, LANES)), np.zeros(LANES), np.ones((j, LANES)))


def new_slope(n: int, p: int, j: int) -> Slope:
    """Scratch for `log_posterior`."""
    c, block = p - j, BLOCK * LANES
    return Slope(
        np.zeros(LANES), np.zeros((j, LANES)), np.zeros((n, LANES)), np.zeros((p, LANES)),
        np.zeros((j, LANES)), np.zeros((c, LANES)), np.zeros((c, LANES)), np.zeros((c, LANES)),
        np.zeros(block), np.zeros(block), np.zeros(block), np.zeros(block), np.zeros(block),
    )  # fmt: skip
