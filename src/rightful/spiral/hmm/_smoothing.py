"""Compiled outputs by year: filtered, smoothed, prior, moves, and the likeliest path."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm._compiled import compiled
from rightful.spiral.hmm._panel import FloatArray, Moves, Panel, Room
from rightful.spiral.hmm._passes import read_sequence, step_on
from rightful.spiral.hmm.parameters import Parameters


class Yearly(NamedTuple):
    """What is written for each sequence and year; 0, or -1 for paths, behind its end."""

    filtered: FloatArray  # (S, T, K)
    smoothed: FloatArray  # (S, T, K)
    prior: FloatArray  # (S, T, K)
    moved: NDArray[np.float32]  # (S, T, M) into the next year
    path: NDArray[np.int8]  # (S, T)
    log_likelihood: FloatArray  # (S,)


@compiled
def _likeliest(years: int, moves: Moves, initial: FloatArray, room: Room,
               path: NDArray[np.int8]) -> None:  # fmt: skip
    """Viterbi; of two equally likely paths the one that stays, then the first listed."""
    phases = initial.size
    came = np.zeros((years, phases), np.int64)
    best = np.empty(phases)
    following = np.empty(phases)
    for t in range(years):
        if t == 0:
            for k in range(phases):
                best[k] = math.log(initial[k])
        else:
            for k in range(phases):
                following[k] = best[k] + math.log(room.stay[t - 1, k])
                came[t, k] = k
            for o in range(phases):
                for m in range(moves.first[o], moves.first[o + 1]):
                    d = moves.destination[m]
                    value = best[o] + math.log(room.move[t - 1, m])
                    if value > following[d]:
                        following[d] = value
                        came[t, d] = o
            best[:] = following
        for k in range(phases):
            best[k] += math.log(room.emission[t, k])
    at = int(best.argmax())
    for t in range(years - 1, -1, -1):
        path[t] = at
        at = came[t, at]


@compiled
def write_years(panel: Panel, moves: Moves, par: Parameters, room: Room, out: Yearly) -> None:
    """Fill ``out`` for all sequences."""
    for s in range(panel.lengths.size):
        years = panel.lengths[s]
        if years == 0:
            continue
        out.log_likelihood[s] = read_sequence(
            s, panel, moves, par.probability, par.initial, par.coefficients, room
        )
        out.filtered[s, :years] = room.forward[:years]
        out.smoothed[s, :years] = room.smoothed[:years]
        out.prior[s, 0] = par.initial
        for t in range(years - 1):
            step_on(t, moves, room, out.prior[s, t], out.prior[s, t + 1])
            for o in range(par.initial.size):
                for m in range(moves.first[o], moves.first[o + 1]):
                    after = room.pull[t + 1, moves.destination[m]]
                    out.moved[s, t, m] = room.forward[t, o] * room.move[t, m] * after
        _likeliest(years, moves, par.initial, room, out.path[s])
