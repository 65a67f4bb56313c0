"""From 3 to 4: world time (94) or opposition at home (99)? By what each foretells elsewhere."""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.core.phase import READING_TITLES
from rightful.spiral.compare.answer import (
    Answer,
    Estimate,
    Floats,
    Question,
    answered,
    nothing,
)
from rightful.spiral.compare.material import Ints, Material
from rightful.spiral.compare.paths import (
    ABOVE,
    THREE,
    Flags,
    followed,
    groups_of,
    moves,
    possible_groups,
)
from rightful.spiral.compare.resample import BOOTSTRAP, DRAWS, ends, weights

WORLD, HOME = "regime_strength", "opportunity_index"
FOLDS: Final = 5
FEWEST_EVENTS, FEWEST_STATES = 20, 10
MARGIN: Final = 0.001
_RIDGE: Final = 1.0
_STEPS: Final = 25


def route_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return by reading whether home foretells the move from 3 to 4 better than the world."""
    follows = followed(material.ccode, material.year)
    told = []
    for reading, sets in material.sets.items():
        possible = possible_groups(reading, sets, groups_of(reading))
        found = moves(possible, follows, THREE, ABOVE)
        usable = found.tried & np.isfinite(material.series[WORLD] + material.series[HOME])
        told.append(
            answered(
                _question(reading),
                compared(
                    found.hit[usable],
                    material.series[HOME][usable],
                    material.series[WORLD][usable],
                    material.ccode[usable],
                    seed,
                ),
            )
        )
    return tuple(told)


def compared(hit: Flags, home: Floats, world: Floats, state: Ints, seed: int = 1) -> Estimate:
    """Return how much better ``home`` foretells ``hit`` in states held out than ``world`` does.

    All of shape (N,); the estimate is the difference of mean log scores a state-year.
    """
    events, n = int(hit.sum()), int(hit.size)
    states, movers = np.unique(state).size, np.unique(state[hit]).size
    if events < FEWEST_EVENTS or movers < FEWEST_STATES:
        why = (
            f"{events} moves from 3 to 4 in {movers} states; {FEWEST_EVENTS} in {FEWEST_STATES} "
            "are asked for"
        )
        return nothing(why, states, n)
    scores = held_out(hit, home, state, seed) - held_out(hit, world, state, seed)
    _, place = np.unique(state, return_inverse=True)
    sums = np.stack([np.bincount(place, weights=scores), np.bincount(place)], axis=1)
    drawn = weights(states, DRAWS, seed) @ sums
    draws = drawn[:, 0] / drawn[:, 1]
    told = ends(draws) or (float("nan"), float("nan"))
    value = float(scores.mean())
    return Estimate(
        value, *told, f"{BOOTSTRAP}; of scores in held-out states", states, n,
        aside=f"{events} moves are seen.",
    )  # fmt: skip


def held_out(hit: Flags, x: Floats, state: Ints, seed: int = 1) -> Floats:
    """Return each row's log score under a logistic hazard fitted to other states, shape (N,)."""
    codes, place = np.unique(state, return_inverse=True)
    fold = (np.random.default_rng(seed).permutation(codes.size) % FOLDS)[place]
    scores = np.zeros(hit.size)
    for one in range(FOLDS):
        out = fold == one
        mean, spread = x[~out].mean(), max(float(x[~out].std()), 1e-9)
        z = np.column_stack([np.ones(x.size), (x - mean) / spread])
        chance = 1 / (1 + np.exp(-z[out] @ logistic(z[~out], hit[~out])))
        scores[out] = np.log(np.where(hit[out], chance, 1 - chance))
    return scores


def logistic(z: Floats, hit: Flags) -> Floats:
    """Return logistic coefficients, shape (K,); a constant is first, slopes are shrunk a little."""
    beta = np.zeros(z.shape[1])
    base = np.clip(hit.mean(), 1e-4, 1 - 1e-4)
    beta[0] = np.log(base / (1 - base))
    shrink = np.diag([0.01, *[_RIDGE] * (z.shape[1] - 1)])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-z @ beta))
        slope = z.T @ (hit - chance) - shrink @ beta
        curve = (z * (chance * (1 - chance))[:, None]).T @ z + shrink
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def _question(reading: str) -> Question:
    title = READING_TITLES[reading]
    return Question(
        f"home_or_world_{reading}",
        "94 against 99",
        "Does opposition at home foretell the move from 3 to 4 better than world time does "
        f"({title})?",
        "above zero by 99 (the paper), below zero by 94 (the spiral's authors)",
        1,
        "difference of log scores a state-year, in states held out",
        f"logistic hazards of leaving 3 for 4 or 5, one on {HOME} (a proxy of opposition at home), "
        f"one on {WORLD} (the world's), fitted to four fifths of the states and scored on the rest",
        f"Opposition at home foretells the move from 3 to 4 better than world time ({title})",
        f"World time foretells the move from 3 to 4 better than opposition at home ({title})",
        margin=MARGIN,
    )
