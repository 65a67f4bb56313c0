"""Arrays that the compiled passes read, and the room in which they work."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm.evidence import Evidence
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior

FloatArray = NDArray[np.float64]


class Panel(NamedTuple):
    """Evidence and covariates; ``weight`` is 0 where a cell says nothing."""

    likelihood: NDArray[np.float32]  # (S, T, J, C)
    weight: NDArray[np.float32]  # (S, T, J)
    categories: NDArray[np.int64]  # (J,)
    lengths: NDArray[np.int32]  # (S,)
    features: FloatArray  # (S, T, F)


class Moves(NamedTuple):
    """The allowed moves by origin."""

    first: NDArray[np.int64]  # (K + 1,)
    destination: NDArray[np.int64]  # (M,)


class Room(NamedTuple):
    """Working arrays for one sequence; overwritten by the next."""

    emission: FloatArray  # (T, K) likelihood of the year's evidence, the largest 1
    move: FloatArray  # (T, M) probability of each move into the next year
    stay: FloatArray  # (T, K)
    forward: FloatArray  # (T, K) filtered
    pull: FloatArray  # (T, K) what the evidence from a year on adds to being there
    smoothed: FloatArray  # (T, K)


def panel_of(evidence: Evidence, item_weight: FloatArray, categories: NDArray[np.int64],
             features: FloatArray) -> Panel:  # fmt: skip
    """Return the arrays of the passes; cells of ones are silenced, which changes nothing."""
    inside = np.arange(evidence.likelihood.shape[3]) < categories[:, None]
    speaks = ((evidence.likelihood != 1.0) & inside).any(axis=3)
    weight = np.where(speaks, evidence.weight * item_weight, 0.0).astype(np.float32)
    return Panel(
        np.ascontiguousarray(evidence.likelihood), weight, categories, evidence.lengths, features
    )


def moves_of(transitions: TransitionPrior) -> Moves:
    """Return the allowed moves as arrays."""
    return Moves(transitions.first, transitions.destination)


def room_for(panel: Panel, moves: Moves) -> Room:
    """Return working arrays large enough for the panel's longest sequence."""
    t, k, m = panel.weight.shape[1], moves.first.size - 1, moves.destination.size
    return Room(*(np.zeros((t, width)) for width in (k, m, k, k, k, k)))


__all__ = ["Moves", "Panel", "Parameters", "Room", "moves_of", "panel_of", "room_for"]
