"""Compiled E step: expected counts, and slope and curvature of the moves' coefficients."""

from typing import NamedTuple

import numpy as np

from rightful.spiral.hmm._compiled import compiled
from rightful.spiral.hmm._panel import FloatArray, Moves, Panel, Room
from rightful.spiral.hmm._passes import read_sequence
from rightful.spiral.hmm.parameters import Parameters

# What adds less than this to the curvature in a year is left out: times ten thousand years it is
# nothing beside the prior's precision, which is .1 at least.
FAINT = 2e-7


class Sums(NamedTuple):
    """What a pass over all sequences adds up."""

    counts: FloatArray  # (K, J, C) expected, weighted years in which an item had a value
    initial: FloatArray  # (K,) expected sequences that begin in a phase
    moved: FloatArray  # (M,) expected moves
    years: FloatArray  # (K,) expected years in a phase that have a next year
    slope: FloatArray  # (M, F) of the expected log likelihood
    curvature: FloatArray  # (K, B, B) minus its second derivatives, by origin; B = most moves * F


def sums_for(par: Parameters, moves: Moves) -> Sums:
    """Return empty sums."""
    m, f = par.coefficients.shape
    k = par.initial.size
    block = int(np.diff(moves.first).max(initial=0)) * f
    shapes: tuple[tuple[int, ...], ...] = (
        par.probability.shape, (k,), (m,), (k,), (m, f), (k, block, block),
    )  # fmt: skip
    return Sums(*(np.zeros(shape) for shape in shapes))


@compiled
def _count_values(s: int, panel: Panel, probability: FloatArray, room: Room, sums: Sums) -> None:
    for t in range(panel.lengths[s]):
        for j in range(panel.weight.shape[2]):
            w = panel.weight[s, t, j]
            if w == 0.0:
                continue
            width = panel.categories[j]
            for k in range(probability.shape[0]):
                share = w * room.smoothed[t, k]
                if share < 1e-300:
                    continue
                told = 0.0
                for c in range(width):
                    told += probability[k, j, c] * panel.likelihood[s, t, j, c]
                for c in range(width):
                    seen = probability[k, j, c] * panel.likelihood[s, t, j, c]
                    sums.counts[k, j, c] += share * seen / told


@compiled
def _count_moves(s: int, panel: Panel, moves: Moves, room: Room, sums: Sums) -> None:
    width = panel.features.shape[2]
    for t in range(panel.lengths[s] - 1):
        for o in range(sums.years.size):
            here = room.smoothed[t, o]
            sums.years[o] += here
            for m in range(moves.first[o], moves.first[o + 1]):
                went = room.forward[t, o] * room.move[t, m] * room.pull[t + 1, moves.destination[m]]
                sums.moved[m] += went
                surprise = went - here * room.move[t, m]
                for f in range(width):
                    sums.slope[m, f] += surprise * panel.features[s, t, f]


@compiled
def _curve(s: int, panel: Panel, moves: Moves, room: Room, sums: Sums) -> None:
    """Add here * (diag p - p p') (x) x x', the upper triangle of moves."""
    width = panel.features.shape[2]
    for t in range(panel.lengths[s] - 1):
        x = panel.features[s, t]
        for o in range(sums.years.size):
            here = room.smoothed[t, o]
            if here < FAINT:
                continue
            first = moves.first[o]
            for a in range(first, moves.first[o + 1]):
                for b in range(a, moves.first[o + 1]):
                    bend = -here * room.move[t, a] * room.move[t, b]
                    if a == b:
                        bend += here * room.move[t, a]
                    if -FAINT < bend < FAINT:
                        continue
                    row, column = (a - first) * width, (b - first) * width
                    for f in range(width):
                        if x[f] != 0.0:
                            for g in range(width):
                                sums.curvature[o, row + f, column + g] += bend * x[f] * x[g]


@compiled
def expectation(panel: Panel, moves: Moves, par: Parameters, room: Room, sums: Sums,
                with_curvature: bool) -> float:  # fmt: skip
    """Fill ``sums`` (curvature only where asked) and return the log likelihood of all sequences."""
    sums.counts[:] = 0.0
    sums.initial[:] = 0.0
    sums.moved[:] = 0.0
    sums.years[:] = 0.0
    sums.slope[:] = 0.0
    if with_curvature:
        sums.curvature[:] = 0.0
    total = 0.0
    for s in range(panel.lengths.size):
        if panel.lengths[s] == 0:
            continue
        total += read_sequence(
            s, panel, moves, par.probability, par.initial, par.coefficients, room
        )
        sums.initial[:] += room.smoothed[0]
        _count_values(s, panel, par.probability, room, sums)
        _count_moves(s, panel, moves, room, sums)
        if with_curvature:
            _curve(s, panel, moves, room, sums)
    return total
