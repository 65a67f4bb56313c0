"""Chains side by side: where they stand, and the scratch for their log posterior.

Arrays end in a lane axis of LANES chains, so that one vector instruction serves them all.
Sampling coordinates, for a lane whose sigma is given:

    path (N)  a latent chain's first theta in units of `unit`, then the walk away from it in units
              of sigma: u_s = theta_s / unit, u_i = u_s + (theta_i - theta_s) / sigma
    raw (P)   per item log(beta * unit) (J); per cutpoint set its first cutpoint, then the logs of
              the gaps above it (C); P = J + C

unit = scale * (sigma / scale)^share. A share of 1 makes a path theta / sigma: right where the
ratings fix theta but for its scale. A share of 0 frees levels and discriminations from sigma:
right where little is known of it. A first cutpoint is measured from the signed beta times the
item's pivot, a theta near its difficulty in these units, which takes the curved ridge between
discrimination and difficulty away.
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

    path: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    log_sigma: FloatArray  # (LANES,)
    walk_sd: FloatArray  # (J, LANES)


class Slope(NamedTuple):
    """Log posterior and its gradient at a point, with the scratch they need."""

    value: FloatArray  # (LANES,) log posterior up to a constant
    likelihood: FloatArray  # (J, LANES) log likelihood of each item's ratings
    path: FloatArray  # (N, LANES)
    raw: FloatArray  # (P, LANES)
    phi: FloatArray  # (N, LANES) theta / sigma
    beta: FloatArray  # (J, LANES) signed beta * sigma
    cut: FloatArray  # (C, LANES)
    gap: FloatArray  # (C, LANES) exp of the raw gaps, 0 at a set's first cutpoint
    cut_slope: FloatArray  # (C, LANES)
    eta: FloatArray  # (LANES, BLOCK) of a block's ratings, then their gradient
    chance: FloatArray  # (LANES, BLOCK) probability of each rating


def new_point(n: int, p: int, j: int) -> Point:
    """An empty point for n state-years, p item parameters, j items."""
    return Point(np.zeros((n, LANES)), np.zeros((p, LANES)), np.zeros(LANES), np.ones((j, LANES)))


def new_slope(n: int, p: int, j: int) -> Slope:
    """Scratch for `log_posterior`."""
    c, block = p - j, (LANES, BLOCK)
    return Slope(
        np.zeros(LANES), np.zeros((j, LANES)), np.zeros((n, LANES)), np.zeros((p, LANES)),
        np.zeros((n, LANES)), np.zeros((j, LANES)), np.zeros((c, LANES)), np.zeros((c, LANES)),
        np.zeros((c, LANES)), np.zeros(block), np.zeros(block),
    )  # fmt: skip
