"""Isotonic regression of binomial log-odds with given distances, by pooling."""

import math

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm._compiled import compiled

FloatArray = NDArray[np.float64]
FARTHEST = 40.0  # log-odds beyond which a double no longer tells a probability from 0 or 1


@compiled
def _level(first: int, last: int, hits: FloatArray, trials: FloatArray, shift: FloatArray) -> float:
    """Solve sum trials * logistic(x + shift) = sum hits for x over one block."""
    wanted: float = hits[first:last].sum()
    tried: float = trials[first:last].sum()
    low: float = -FARTHEST - shift[last - 1]
    high: float = FARTHEST - shift[first]
    x: float = math.log(wanted / (tried - wanted)) - 0.5 * (shift[first] + shift[last - 1])
    for _ in range(200):
        value: float = -wanted
        slope: float = 0.0
        for i in range(first, last):
            p = 1.0 / (1.0 + math.exp(-x - shift[i]))
            value += trials[i] * p
            slope += trials[i] * p * (1.0 - p)
        if value > 0.0:
            high = x
        else:
            low = x
        step: float = x - value / slope if slope > 0.0 else low
        if not low < step < high:
            step = 0.5 * (low + high)
        if abs(step - x) < 1e-13 * (1.0 + abs(x)):
            return step
        x = step
    return x


@compiled
def pooled(hits: FloatArray, trials: FloatArray, shift: FloatArray) -> FloatArray:
    """Return (n,) probabilities with log-odds minus ``shift`` never falling, likeliest so.

    ``hits`` (n,) of ``trials`` (n,), 0 < hits < trials; ``shift`` (n,) never falling.
    """
    n = hits.shape[0]
    start = np.zeros(n + 1, np.int64)
    value = np.zeros(n)
    blocks = 0
    for i in range(n):
        start[blocks] = i
        value[blocks] = _level(i, i + 1, hits, trials, shift)
        blocks += 1
        start[blocks] = i + 1
        while blocks > 1 and value[blocks - 2] > value[blocks - 1]:
            blocks -= 1
            start[blocks] = i + 1
            value[blocks - 1] = _level(start[blocks - 1], i + 1, hits, trials, shift)
    found = np.empty(n)
    for b in range(blocks):
        for i in range(start[b], start[b + 1]):
            found[i] = 1.0 / (1.0 + math.exp(-value[b] - shift[i]))
    return found
