"""Made-up panels from known parameters: the ground that recovery is checked on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm.covariates import Standard, features
from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.evidence import Evidence, from_values
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Simulated:
    """True ``phases`` (S, T), the ``evidence`` they left, ``covariates`` (S, T, P)."""

    phases: NDArray[np.int64]
    evidence: Evidence
    covariates: Floats


def simulate(
    par: Parameters,
    emissions: EmissionPrior,
    transitions: TransitionPrior,
    lengths: NDArray[np.int_],
    seed: int,
    missing: float = 0.5,
    confidence: float = 1.0,
) -> Simulated:
    """Return a panel drawn from ``par``.

    Parameters
    ----------
    lengths
        (S,) years of each sequence.
    missing
        Share of cells, and of covariates, that nobody looked at.
    confidence
        Probability that a coder names the true value; coders say so, and err accordingly.
    """
    rng = np.random.default_rng(seed)
    s, t = len(lengths), int(lengths.max())
    p = (par.coefficients.shape[1] - 1) // 2
    covariates = _walks(rng, s, t, p)
    covariates[rng.random(covariates.shape) < missing / 2] = np.nan
    x = features(covariates, Standard(np.zeros(p), np.ones(p)))
    phases = _paths(rng, par, transitions, x)
    values = _values(rng, par, emissions, phases, confidence)
    values[rng.random(values.shape) < missing] = -1
    told = np.full(values.shape, confidence)
    evidence = from_values(values, emissions.categories, lengths, emissions.items, told)
    return Simulated(phases, evidence, covariates)


def _walks(rng: np.random.Generator, s: int, t: int, p: int) -> Floats:
    """Return slowly moving covariates of variance 1, as those of states are."""
    walk = rng.standard_normal((s, t, p))
    for year in range(1, t):
        walk[:, year] = 0.9 * walk[:, year - 1] + np.sqrt(1 - 0.81) * walk[:, year]
    return walk


def _paths(
    rng: np.random.Generator, par: Parameters, transitions: TransitionPrior, x: Floats
) -> NDArray[np.int64]:
    s, t, _ = x.shape
    k = len(par.initial)
    phases = np.empty((s, t), np.int64)
    phases[:, 0] = rng.choice(k, s, p=par.initial)
    for year in range(1, t):
        odds = np.exp(x[:, year - 1] @ par.coefficients.T)
        table = np.zeros((s, k, k))
        table[:, np.arange(k), np.arange(k)] = 1.0
        table[:, transitions.origin, transitions.destination] = odds
        row = table[np.arange(s), phases[:, year - 1]]
        phases[:, year] = _drawn(rng, row / row.sum(axis=1, keepdims=True))
    return phases


def _values(
    rng: np.random.Generator,
    par: Parameters,
    emissions: EmissionPrior,
    phases: NDArray[np.int64],
    confidence: float,
) -> NDArray[np.int64]:
    values = np.empty((*phases.shape, len(emissions.items)), np.int64)
    for j, width in enumerate(emissions.categories):
        truth = _drawn(rng, par.probability[phases, j, :width])
        away = rng.integers(1, width, truth.shape)
        errs = rng.random(truth.shape) >= confidence
        values[..., j] = np.where(errs, (truth + away) % width, truth)
    return values


def _drawn(rng: np.random.Generator, probability: Floats) -> NDArray[np.int64]:
    """Return one category for each row of probabilities over the last axis."""
    u = rng.random((*probability.shape[:-1], 1))
    below = probability.cumsum(axis=-1)[..., :-1] < u
    found: NDArray[np.int64] = below.sum(axis=-1).astype(np.int64)
    return found
