"""How well a probability orders passages: the area under the curve, with doubt by document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.discourse.reliability.evaluate import Estimate

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DRAWS: Final = 500


def auc(
    chance: Floats, truth: Bools, groups: Sequence[str], *, seed: int, draws: int = DRAWS
) -> Estimate:
    """Return the chance that a carrier has the higher probability, ties counted half.

    Whole groups are drawn anew for the interval; nan where one kind of label is missing.
    """
    names, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    _, level = np.unique(chance, return_inverse=True)
    one = _auc(level, truth, np.ones(len(truth)))
    random = np.random.default_rng(seed)
    again = []
    for _ in range(draws):
        times = random.multinomial(len(names), np.full(len(names), 1 / len(names)))
        again.append(_auc(level, truth, times[group].astype(np.float64)))
    known = np.array(again)[~np.isnan(again)]
    if np.isnan(one) or 2 * len(known) < draws:
        return Estimate(one, np.nan, np.nan)
    low, high = np.quantile(known, [0.025, 0.975])
    return Estimate(one, float(low), float(high))


def _auc(level: NDArray[np.int64], truth: Bools, weight: Floats) -> float:
    """Return the area under the curve; ``level`` is the rank of each probability among others."""
    most = int(level.max()) + 1
    yes = np.bincount(level, weight * truth, most)
    no = np.bincount(level, weight * ~truth, most)
    pairs = yes.sum() * no.sum()
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / pairs) if pairs else float("nan")
