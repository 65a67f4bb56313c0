"""Phases of one state or of all, given a fitted model: by year, with what the evidence added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm._panel import moves_of, panel_of, room_for
from rightful.spiral.hmm._smoothing import Yearly, write_years
from rightful.spiral.hmm.covariates import features
from rightful.spiral.hmm.evidence import LEAST_BITS, Evidence
from rightful.spiral.hmm.fit import check_together
from rightful.spiral.hmm.fitted import Fitted
from rightful.spiral.hmm.movement import divergence_bits

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Smoothed:
    """Phases of S sequences of at most T years; 0 (-1 in ``path``) behind a sequence's end.

    Attributes
    ----------
    phases
        K labels.
    filtered, smoothed
        (S, T, K) given the evidence up to the year, and all of it.
    prior
        (S, T, K) from the same model and covariates without the sequence's evidence.
    moved
        (S, T, M) probability of each move from the year into the next, given all evidence.
    path
        (S, T) indices of the likeliest whole path.
    log_likelihood
        (S,).
    movement
        (S, T) Jensen-Shannon divergence of ``smoothed`` from ``prior``, in bits, 0 to 1.
    cannot_tell
        (S, T) whether it is below ``LEAST_BITS``.
    """

    phases: tuple[str, ...]
    filtered: Floats
    smoothed: Floats
    prior: Floats
    moved: NDArray[np.float32]
    path: NDArray[np.int8]
    log_likelihood: Floats
    movement: Floats
    cannot_tell: NDArray[np.bool_]


def smooth(fitted: Fitted, evidence: Evidence, covariates: Floats) -> Smoothed:
    """Return the phases of every year.

    Parameters
    ----------
    covariates
        (S, T, P), on the scale that ``fit`` was given; NaN where missing.

    Raises
    ------
    DataError
        When evidence or covariates are not those of the fitted model.
    """
    emissions, transitions = fitted.emissions, fitted.transitions
    check_together(evidence, emissions, transitions)
    panel = panel_of(
        evidence, emissions.weight, emissions.categories, features(covariates, fitted.standard)
    )
    moves = moves_of(transitions)
    s, t = panel.weight.shape[:2]
    k, m = len(fitted.phases), len(transitions.origin)
    out = Yearly(
        np.zeros((s, t, k)),
        np.zeros((s, t, k)),
        np.zeros((s, t, k)),
        np.zeros((s, t, m), np.float32),
        np.full((s, t), -1, np.int8),
        np.zeros(s),
    )
    write_years(panel, moves, fitted.parameters, room_for(panel, moves), out)
    bits = divergence_bits(out.smoothed, out.prior)
    inside = np.arange(t) < evidence.lengths[:, None]
    return Smoothed(fitted.phases, *out, bits, inside & (bits < LEAST_BITS))
