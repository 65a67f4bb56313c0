"""Small models of any size, and the referee: every path written out."""

from __future__ import annotations

import itertools

import numpy as np

from rightful.spiral.hmm.absorption import Absorption
from rightful.spiral.hmm.covariates import Standard, features
from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.evidence import Evidence
from rightful.spiral.hmm.fitted import Climb, Fitted
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior


def small_emissions(phases: int, items: int = 3, strength: float = 30.0) -> EmissionPrior:
    """Phases that rise on every item; the last item has two values only."""
    rise = np.linspace(-1.5, 1.5, phases)
    p = 1 / (1 + np.exp(-rise))
    mean = np.zeros((phases, items, 3))
    categories = np.full(items, 3)
    categories[-1] = 2
    for j in range(items):
        q = p if j % 2 == 0 else 0.5 * p + 0.25
        if categories[j] == 2:
            mean[:, j, :2] = np.stack([1 - q, q], axis=1)
        else:
            mean[:, j] = np.stack([1 - q, q * (1 - q), q * q], axis=1)
    order = np.tile(np.arange(phases), (items, 1))
    return EmissionPrior(
        reading="small",
        phases=tuple("abcdef"[:phases]),
        items=tuple(f"i{j}" for j in range(items)),
        transitions="small",
        categories=categories,
        mean=mean,
        strength=np.full((phases, items), strength),
        weight=np.ones(items),
        level=order,
        margin=np.full(items, 0.2),
        initial_mean=np.full(phases, 1 / phases),
        initial_strength=5.0,
    )


def small_transitions(phases: int, covariates: int = 1, chance: float = 0.1) -> TransitionPrior:
    """One step up or down, and a fall from the top to the bottom."""
    pairs = [(a, b) for a in range(phases) for b in (a - 1, a + 1) if 0 <= b < phases]
    if phases > 2:
        pairs.append((phases - 1, 0))
    pairs.sort()
    m, f = len(pairs), 1 + 2 * covariates
    mean = np.zeros((m, f))
    mean[:, 0] = np.log(chance / (1 - 2 * chance))
    sd = np.full((m, f), 0.5)
    sd[:, 0] = 1.0
    origin = np.array([a for a, _ in pairs])
    destination = np.array([b for _, b in pairs])
    block = np.arange(phases) == phases - 2
    leaves = block[origin] & (destination == phases - 1)
    sd[leaves, 0] = 2.5
    return TransitionPrior(
        name="small",
        phases=tuple("abcdef"[:phases]),
        covariates=tuple(f"x{i}" for i in range(covariates)),
        origin=origin,
        destination=destination,
        kind=tuple("step" if b == a + 1 else "regression" for a, b in pairs),
        mean=mean,
        sd=sd,
        block=block,
        leaves=leaves,
        epsilon=0.0025,
    )


def at(par: Parameters, emissions: EmissionPrior, transitions: TransitionPrior) -> Fitted:
    """A fitted model that stands at ``par``, covariates not standardized."""
    p = len(transitions.covariates)
    return Fitted(
        emissions=emissions,
        transitions=transitions,
        parameters=par,
        spread=transitions.sd.copy(),
        standard=Standard(np.zeros(p), np.ones(p)),
        counts=np.zeros(emissions.strength.shape),
        years=np.zeros(len(emissions.phases)),
        moved=np.zeros(len(transitions.origin)),
        log_likelihood=0.0,
        climbs=(Climb((0.0,), True),),
        absorption=Absorption(0.0025, 0.1, 0.1, 0.1, 0.0, 0.2, 0.0, 0.0),
    )


def drawn(rng: np.random.Generator, emissions: EmissionPrior, transitions: TransitionPrior):
    """Parameters anywhere, order or not."""
    loose = rng.gamma(np.where(emissions.mean > 0, 1.0, 0.0))
    return Parameters(
        loose / loose.sum(axis=2, keepdims=True),
        rng.dirichlet(np.ones(len(emissions.phases))),
        rng.normal(0, 1.2, transitions.mean.shape),
    )


def soft_evidence(
    rng: np.random.Generator, emissions: EmissionPrior, lengths: np.ndarray, years: int
) -> Evidence:
    """Cells of all kinds: missing, certain, soft, faint."""
    shape = (len(lengths), years, len(emissions.items))
    likelihood = rng.random((*shape, 3)).astype(np.float32)
    kind = rng.random(shape)
    likelihood[kind < 0.3] = 1.0
    certain = kind > 0.7
    likelihood[certain] = np.eye(3, dtype=np.float32)[rng.integers(0, 2, int(certain.sum()))]
    weight = np.where(rng.random(shape) < 0.5, 1.0, rng.random(shape)).astype(np.float32)
    return Evidence(likelihood, weight, lengths.astype(np.int32), emissions.items)


def enumerate_paths(fitted: Fitted, evidence: Evidence, covariates: np.ndarray, s: int):
    """Filter, smoother, moves, best path and likelihood of sequence s by all K^T paths."""
    par, t = fitted.parameters, fitted.transitions
    years, phases = int(evidence.lengths[s]), len(fitted.phases)
    x = features(covariates, fitted.standard)[s]
    seen = np.ones((years, phases))
    for y in range(years):
        for j, width in enumerate(fitted.emissions.categories):
            told = par.probability[:, j, :width] @ evidence.likelihood[s, y, j, :width].astype(
                float
            )
            w = float(evidence.weight[s, y, j]) * fitted.emissions.weight[j]
            seen[y] *= told**w
    table = np.zeros((years, phases, phases))
    for y in range(years):
        for k in range(phases):
            odds = np.zeros(phases)
            odds[k] = 1.0
            for m in np.flatnonzero(t.origin == k):
                odds[t.destination[m]] = np.exp(par.coefficients[m] @ x[y])
            table[y, k] = odds / odds.sum()
    filtered, smoothed = np.zeros((years, phases)), np.zeros((years, phases))
    moved = np.zeros((years, phases, phases))
    best, best_path = -1.0, None
    for path in itertools.product(range(phases), repeat=years):
        chance = par.initial[path[0]] * seen[0, path[0]]
        for y in range(1, years):
            chance *= table[y - 1, path[y - 1], path[y]] * seen[y, path[y]]
        if chance > best:
            best, best_path = chance, path
        for y in range(years):
            smoothed[y, path[y]] += chance
            if y:
                moved[y - 1, path[y - 1], path[y]] += chance
    for last in range(years):
        for path in itertools.product(range(phases), repeat=last + 1):
            chance = par.initial[path[0]] * seen[0, path[0]]
            for y in range(1, last + 1):
                chance *= table[y - 1, path[y - 1], path[y]] * seen[y, path[y]]
            filtered[last, path[last]] += chance
    total = smoothed[0].sum()
    return (
        filtered / filtered.sum(axis=1, keepdims=True),
        smoothed / total,
        moved[:, t.origin, t.destination] / total,
        best_path,
        np.log(best),
        np.log(total),
    )


def log_of_path(fitted: Fitted, evidence: Evidence, covariates: np.ndarray, s: int, path) -> float:
    """Log probability of one path and the evidence."""
    par, t = fitted.parameters, fitted.transitions
    x = features(covariates, fitted.standard)[s]
    value = np.log(par.initial[path[0]])
    for y, k in enumerate(path):
        for j, width in enumerate(fitted.emissions.categories):
            told = par.probability[k, j, :width] @ evidence.likelihood[s, y, j, :width].astype(
                float
            )
            value += float(evidence.weight[s, y, j]) * np.log(told)
        if y + 1 < len(path):
            m = np.flatnonzero(t.origin == k)
            odds = np.exp(par.coefficients[m] @ x[y])
            to = path[y + 1]
            here = 1.0 if to == k else float(odds[t.destination[m] == to].sum())
            value += np.log(here / (1 + odds.sum())) if here else -np.inf
    return float(value)
