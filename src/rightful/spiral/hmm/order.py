"""Emissions that keep their order: the exact best ones under a prior and its inequalities.

With h_c = P(value >= c | value >= c - 1) a multinomial likelihood falls into binomial ones, one
for each c. The order asks that the log-odds of h_c rise by a margin from level to level, so each
c is an isotonic regression of its own, solved by pooling adjacent violators (key
``robertson1988``). Phases on one level are not ordered among themselves; since all of them face
the same bounds, sorting them by their free estimates changes nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm._isotonic import pooled
from rightful.spiral.hmm.emissions import EmissionPrior

Floats = NDArray[np.float64]


def ordered(counts: Floats, prior: EmissionPrior) -> Floats:
    """Return the most probable emissions (K, J, C) given expected ``counts`` (K, J, C).

    The prior's density is that of Dirichlet(1 + strength * mean), whose mode is its mean.
    """
    total = counts + prior.strength[:, :, None] * prior.mean
    found = np.zeros(total.shape)
    for j, width in enumerate(prior.categories):
        found[:, j, :width] = _item(total[:, j, :width], prior.level[j], float(prior.margin[j]))
    return found


def _item(total: Floats, level: NDArray[np.int64], margin: float) -> Floats:
    """Return (K, C) probabilities of one item from its counts (K, C), all above 0."""
    at_least = total[:, ::-1].cumsum(axis=1)[:, ::-1]
    odds = at_least[:, 1:] / at_least[:, :-1]
    inside = np.flatnonzero(level >= 0)
    for c in range(odds.shape[1]):
        if inside.size:
            chain = inside[np.lexsort((odds[inside, c], level[inside]))]
            shift: Floats = margin * level[chain].astype(np.float64)
            odds[chain, c] = pooled(at_least[chain, c + 1], at_least[chain, c], shift)
    reach = np.concatenate([np.ones((len(total), 1)), odds.cumprod(axis=1)], axis=1)
    probability = reach.copy()
    probability[:, :-1] -= reach[:, 1:]
    return probability


def breaches(probability: Floats, prior: EmissionPrior, slack: float = 1e-6) -> tuple[str, ...]:
    """Return the inequalities that ``probability`` (K, J, C) breaks, in words; none is right."""
    told: list[str] = []
    for j, width in enumerate(prior.categories):
        at_least = probability[:, j, :width][:, ::-1].cumsum(axis=1)[:, ::-1]
        odds = at_least[:, 1:] / at_least[:, :-1]
        score = np.log(odds / (1.0 - odds))
        for a, la in enumerate(prior.level[j]):
            for b, lb in enumerate(prior.level[j]):
                asked = prior.margin[j] * (lb - la)
                if 0 <= la < lb and (score[b] - score[a] < asked - slack).any():
                    told.append(f"{prior.items[j]}: {prior.phases[a]} < {prior.phases[b]}")
    return tuple(told)
