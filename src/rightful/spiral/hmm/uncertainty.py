"""Laplace: the curvature at the mode, phases' own doubt taken off (key ``louis1982``).

The information in what was seen is that of the complete data less the variance of the complete
data's score given what was seen. The first comes out of the E step; the second from whole paths
drawn given the evidence, sequence by sequence.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm._expectation import Sums
from rightful.spiral.hmm._panel import Moves, Panel, room_for
from rightful.spiral.hmm._passes import read_sequence
from rightful.spiral.hmm._path_scores import draw_scores
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior

Floats = NDArray[np.float64]
PATHS: Final = 25_000  # in all, shared by the sequences
FEWEST: Final = 16  # of each
TOGETHER: Final = 4  # sequences whose products are summed at once
# Draws are finite; no direction may lose more of its information than this to unseen phases.
MOST_LOST: Final = 0.995


def coefficient_covariance(
    panel: Panel,
    moves: Moves,
    par: Parameters,
    sums: Sums,
    transitions: TransitionPrior,
    seed: int,
) -> Floats:
    """Return (M F, M F), the posterior covariance of the moves' coefficients, emissions held.

    ``sums`` are those of an E step at ``par`` with curvature.
    """
    complete = complete_information(sums, moves, transitions)
    root = np.linalg.cholesky(complete)
    lost = _lost_information(panel, moves, par, seed)
    # In the coordinates in which the complete information is the identity.
    half = np.linalg.solve(root, np.linalg.solve(root, lost).T)
    share, axes = np.linalg.eigh(0.5 * (half + half.T))
    back = np.linalg.solve(root.T, axes)
    covariance = (back / (1.0 - np.clip(share, 0.0, MOST_LOST))) @ back.T
    # Paths are finite: where nearly all is lost they overstate the loss, so the doubt errs on the
    # wide side. It is not let grow beyond the prior's.
    narrower = np.minimum(1.0, transitions.sd.ravel() / np.sqrt(np.diag(covariance)))
    held: Floats = covariance * np.outer(narrower, narrower)
    return held


def complete_information(sums: Sums, moves: Moves, transitions: TransitionPrior) -> Floats:
    """Return (M F, M F): what the moves would tell were phases seen, and what the prior tells."""
    width = transitions.mean.shape[1]
    size = transitions.mean.size
    found = np.diag(1.0 / transitions.sd.ravel() ** 2)
    for o in range(len(transitions.phases)):
        first, last = moves.first[o] * width, moves.first[o + 1] * width
        block = sums.curvature[o, : last - first, : last - first]
        found[first:last, first:last] += _symmetric(block, width)
    assert found.shape == (size, size)
    return found


def _symmetric(block: Floats, width: int) -> Floats:
    """Return the block with its lower half, move by move, filled from the upper."""
    moves = len(block) // width
    upper = np.kron(np.triu(np.ones((moves, moves)), 1), np.ones((width, width)))
    strict = block * upper
    diagonal = block * np.kron(np.eye(moves), np.ones((width, width)))
    found: Floats = diagonal + strict + strict.T
    return found


def _lost_information(panel: Panel, moves: Moves, par: Parameters, seed: int) -> Floats:
    """Return (M F, M F): the variance of the score over paths, summed over sequences."""
    rng = np.random.default_rng(seed)
    room = room_for(panel, moves)
    size = par.coefficients.size
    paths = max(FEWEST, PATHS // max(1, len(panel.lengths)))
    scores = np.zeros((TOGETHER, paths, *par.coefficients.shape))
    total = np.zeros((size, size))
    for first in range(0, len(panel.lengths), TOGETHER):
        scores[:] = 0.0
        for place, s in enumerate(range(first, min(first + TOGETHER, len(panel.lengths)))):
            read_sequence(s, panel, moves, par.probability, par.initial, par.coefficients, room)
            draw_scores(s, panel, moves, room, rng, scores[place])
        away = (scores - scores.mean(axis=1, keepdims=True)).reshape(-1, size)
        total += away.T @ away / (paths - 1)
    return total
