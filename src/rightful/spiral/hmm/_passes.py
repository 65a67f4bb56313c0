"""Compiled passes over one sequence: evidence, moves, forward, backward (key ``rabiner1989``)."""

import math

from rightful.spiral.hmm._compiled import compiled
from rightful.spiral.hmm._panel import FloatArray, Moves, Panel, Room

SMALLEST = 1e-100  # products are brought back to 1 before they fall below this


@compiled
def read_evidence(s: int, panel: Panel, probability: FloatArray, room: Room) -> float:
    """Fill ``room.emission``; returns the logarithm of what was divided out.

    A cell of weight w adds w log sum_c P(c | phase) P(seen | c).
    """
    log_out = 0.0
    phases = probability.shape[0]
    for t in range(panel.lengths[s]):
        row = room.emission[t]
        row[:] = 1.0
        for j in range(panel.weight.shape[2]):
            w = panel.weight[s, t, j]
            if w == 0.0:
                continue
            most = 0.0
            for k in range(phases):
                told = 0.0
                for c in range(panel.categories[j]):
                    told += probability[k, j, c] * panel.likelihood[s, t, j, c]
                row[k] *= told if w == 1.0 else told**w
                most = max(most, row[k])
            if most < SMALLEST:
                row /= most
                log_out += math.log(most)
        most = row.max()
        row /= most
        log_out += math.log(most)
    return log_out


@compiled
def read_moves(s: int, panel: Panel, moves: Moves, coefficients: FloatArray, room: Room) -> None:
    """Fill ``room.move`` and ``room.stay`` with the multinomial logits of every year but the last.

    No logit overflows: the largest of an origin, staying's 0 included, is taken out first.
    """
    width = coefficients.shape[1]
    for t in range(panel.lengths[s] - 1):
        for o in range(moves.first.size - 1):
            most = 0.0
            for m in range(moves.first[o], moves.first[o + 1]):
                logit = coefficients[m, 0]
                for f in range(1, width):
                    x = panel.features[s, t, f]
                    if x != 0.0:
                        logit += coefficients[m, f] * x
                room.move[t, m] = logit
                most = max(most, logit)
            stay = math.exp(-most)
            total = stay
            for m in range(moves.first[o], moves.first[o + 1]):
                room.move[t, m] = math.exp(room.move[t, m] - most)
                total += room.move[t, m]
            room.stay[t, o] = stay / total
            for m in range(moves.first[o], moves.first[o + 1]):
                room.move[t, m] /= total


@compiled
def step_on(t: int, moves: Moves, room: Room, now: FloatArray, following: FloatArray) -> None:
    """Write into ``following`` where the distribution ``now`` of year t stands a year later."""
    for k in range(now.size):
        following[k] = now[k] * room.stay[t, k]
    for o in range(now.size):
        here = now[o]
        if here > 0.0:
            for m in range(moves.first[o], moves.first[o + 1]):
                following[moves.destination[m]] += here * room.move[t, m]


@compiled
def go_forward(years: int, moves: Moves, initial: FloatArray, room: Room) -> float:
    """Fill ``room.forward``, and ``room.pull`` with emission over scale; log likelihood."""
    log_likelihood = 0.0
    for t in range(years):
        row = room.forward[t]
        if t == 0:
            row[:] = initial
        else:
            step_on(t - 1, moves, room, room.forward[t - 1], row)
        row *= room.emission[t]
        scale = row.sum()
        row /= scale
        room.pull[t] = room.emission[t] / scale
        log_likelihood += math.log(scale)
    return log_likelihood


@compiled
def go_backward(years: int, moves: Moves, room: Room) -> None:
    """Complete ``room.pull`` by the evidence that follows and fill ``room.smoothed``."""
    phases = room.stay.shape[1]
    if years > 0:
        room.smoothed[years - 1] = room.forward[years - 1]
    for t in range(years - 2, -1, -1):
        after = room.pull[t + 1]
        for o in range(phases):
            later = room.stay[t, o] * after[o]
            for m in range(moves.first[o], moves.first[o + 1]):
                later += room.move[t, m] * after[moves.destination[m]]
            room.smoothed[t, o] = room.forward[t, o] * later
            room.pull[t, o] *= later


@compiled
def read_sequence(s: int, panel: Panel, moves: Moves, probability: FloatArray, initial: FloatArray,
                  coefficients: FloatArray, room: Room) -> float:  # fmt: skip
    """All of the above for sequence s; returns its log likelihood."""
    log_out = read_evidence(s, panel, probability, room)
    read_moves(s, panel, moves, coefficients, room)
    log_likelihood = log_out + go_forward(panel.lengths[s], moves, initial, room)
    go_backward(panel.lengths[s], moves, room)
    return log_likelihood
