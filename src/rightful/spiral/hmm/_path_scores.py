"""Compiled draws of whole paths, and the score of the moves' coefficients along each."""

import numpy as np

from rightful.spiral.hmm._compiled import compiled
from rightful.spiral.hmm._panel import FloatArray, Moves, Panel, Room


@compiled
def _next_phase(t: int, o: int, u: float, moves: Moves, room: Room) -> int:
    """Return the move taken from o into year t + 1, given all evidence; -1 for staying."""
    first, last = moves.first[o], moves.first[o + 1]
    total = room.stay[t, o] * room.pull[t + 1, o]
    stay = total
    for m in range(first, last):
        total += room.move[t, m] * room.pull[t + 1, moves.destination[m]]
    left = u * total - stay
    if left < 0.0:
        return -1
    for m in range(first, last):
        left -= room.move[t, m] * room.pull[t + 1, moves.destination[m]]
        if left < 0.0:
            return m
    return -1


@compiled
def draw_scores(s: int, panel: Panel, moves: Moves, room: Room, rng: np.random.Generator,
                scores: FloatArray) -> None:  # fmt: skip
    """Write into ``scores`` (D, M, F) the scores of D paths drawn given the evidence of s.

    ``room`` holds the passes over s.
    """
    years = panel.lengths[s]
    width = panel.features.shape[2]
    scores[:] = 0.0
    for d in range(scores.shape[0]):
        u = rng.random()
        at = room.smoothed.shape[1] - 1
        for k in range(room.smoothed.shape[1]):
            u -= room.smoothed[0, k]
            if u < 0.0:
                at = k
                break
        for t in range(years - 1):
            went = _next_phase(t, at, rng.random(), moves, room)
            for m in range(moves.first[at], moves.first[at + 1]):
                surprise = (1.0 if m == went else 0.0) - room.move[t, m]
                for f in range(width):
                    scores[d, m, f] += surprise * panel.features[s, t, f]
            if went >= 0:
                at = moves.destination[went]
