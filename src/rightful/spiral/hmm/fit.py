"""MAP by expectation and maximization: exact for emissions, one Newton step for the moves.

The step for the moves' coefficients is Newton's on the expected log likelihood (key
``lange1995``); should the posterior density fall, the step is halved, down to none, where EM's own
guarantee holds. So the objective never falls, and that is checked at every step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import ConvergenceError, DataError
from rightful.spiral.hmm._expectation import Sums
from rightful.spiral.hmm._panel import Moves, Panel, moves_of, panel_of
from rightful.spiral.hmm.absorption import absorption
from rightful.spiral.hmm.covariates import features, standard_of
from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.evidence import Evidence
from rightful.spiral.hmm.fitted import SAME, Climb, Fitted
from rightful.spiral.hmm.halves import Halves
from rightful.spiral.hmm.order import ordered
from rightful.spiral.hmm.parameters import Parameters, prior_mode
from rightful.spiral.hmm.transitions import TransitionPrior
from rightful.spiral.hmm.uncertainty import coefficient_covariance

Floats = NDArray[np.float64]
STARTS: Final = 3
MOST_STEPS: Final = 500
# Nats. Two steps in a row that gain less end a climb: a parameter one posterior SD from its best
# still has half a nat to gain.
GAIN: Final = 2e-2
HALVINGS: Final = 12
# EM is slow where phases are alike; steps that succeed are lengthened (key ``salakhutdinov2003``).
FASTER: Final = 1.3
FARTHEST: Final = 6.0
# The curvature costs as much as all the rest and, after the first steps, changes slowly.
FRESH: Final = 8
RECURVE: Final = 4
ROUNDING: Final = 1e-9  # of the objective
# A start stands for this many years of counts when it is brought into the order.
START_WORTH: Final = 1000.0


@dataclass(frozen=True)
class _Summit:
    parameters: Parameters
    log_likelihood: float
    sums: Sums
    climb: Climb


def fit(
    evidence: Evidence,
    covariates: Floats,
    emissions: EmissionPrior,
    transitions: TransitionPrior,
    seed: int = 0,
    starts: int = STARTS,
    gain: float = GAIN,
) -> Fitted:
    """Return the most probable parameters of a reading.

    Parameters
    ----------
    evidence
        S sequences of at most T years; its items are those of ``emissions``, in that order.
    covariates
        (S, T, P), NaN where missing, on any scale: they are standardized here.
    seed
        Of the starts but the first (the prior's mode), and of the paths behind the spread.
    gain
        Nats; a climb ends after two steps that gain less.

    Raises
    ------
    DataError
        When evidence, covariates and priors do not belong together.
    ConvergenceError
        When the objective falls, which would be a fault of this program.
    """
    check_together(evidence, emissions, transitions)
    standard = standard_of(covariates, evidence.lengths)
    panel = panel_of(
        evidence, emissions.weight, emissions.categories, features(covariates, standard)
    )
    _check_features(panel, transitions)
    summits: list[_Summit] = []
    for start in _starts(emissions, transitions, seed, starts):
        goal = max((found.climb.objective for found in summits), default=np.inf)
        summits.append(climb(panel, emissions, transitions, start, gain, goal))
    summits.sort(key=lambda summit: -summit.climb.objective)
    best = summits[0]
    moves = moves_of(transitions)
    covariance = coefficient_covariance(panel, moves, best.parameters, best.sums, transitions, seed)
    width = transitions.mean.shape[1]
    return Fitted(
        emissions=emissions,
        transitions=transitions,
        parameters=best.parameters,
        spread=np.sqrt(np.diag(covariance)).reshape(transitions.mean.shape),
        standard=standard,
        counts=best.sums.counts.sum(axis=2),
        years=best.sums.years,
        moved=best.sums.moved,
        log_likelihood=best.log_likelihood,
        climbs=tuple(summit.climb for summit in summits),
        absorption=absorption(
            transitions,
            best.parameters.coefficients[:, 0],
            covariance[::width, ::width],
            best.sums.years,
            best.sums.moved,
            seed,
        ),
    )


def check_together(
    evidence: Evidence, emissions: EmissionPrior, transitions: TransitionPrior
) -> None:
    """Raise ``DataError`` unless items and phases are the same, in the same order."""
    for what, one, other in (
        ("items", evidence.items, emissions.items),
        ("phases", transitions.phases, emissions.phases),
    ):
        if one != other:
            raise DataError(
                f"{what} {', '.join(one)} are not those of the emission table",
                where=f"reading {emissions.reading}",
                allowed=f"{', '.join(other)}, in this order",
                next_step="load evidence and tables of one reading",
            )
    if evidence.likelihood.shape[3] < emissions.categories.max():
        raise DataError(
            f"evidence knows {evidence.likelihood.shape[3]} values",
            where=f"reading {emissions.reading}",
            allowed=f"at least {emissions.categories.max()}, as the emission table",
            next_step="build it with the categories of the table",
        )


def _check_features(panel: Panel, transitions: TransitionPrior) -> None:
    s, t = panel.weight.shape[:2]
    if panel.features.shape != (s, t, transitions.mean.shape[1]):
        raise DataError(
            f"covariates make features of shape {panel.features.shape}",
            where=f"table of moves {transitions.name}",
            allowed=f"({s}, {t}, {transitions.mean.shape[1]})",
            next_step=f"give covariates {', '.join(transitions.covariates)} for every year",
        )


def _starts(
    emissions: EmissionPrior, transitions: TransitionPrior, seed: int, starts: int
) -> Iterable[Parameters]:
    """Yield the prior's mode, then points drawn from a widened prior."""
    rng = np.random.default_rng(seed)
    yield prior_mode(emissions, transitions)
    for _ in range(starts - 1):
        loose = rng.standard_gamma(np.where(emissions.mean > 0.0, 1.0 + 10 * emissions.mean, 0.0))
        yield Parameters(
            loose / loose.sum(axis=2, keepdims=True),
            rng.dirichlet(1.0 + len(emissions.phases) * emissions.initial_mean),
            transitions.mean + transitions.sd * rng.standard_normal(transitions.mean.shape),
        )


def climb(
    panel: Panel,
    emissions: EmissionPrior,
    transitions: TransitionPrior,
    start: Parameters,
    gain: float = GAIN,
    goal: float = np.inf,
) -> _Summit:
    """Climb from ``start``, brought into the order first, to where the objective rests.

    A climb that is about to reach ``goal``, where an earlier one came to rest, ends there.
    """
    moves = moves_of(transitions)
    here = start._replace(probability=ordered(START_WORTH * start.probability, emissions))
    halves = Halves(panel, moves, here)
    sums = halves.sums
    seen = halves.pass_over(here, True)
    trace = [seen + log_prior(here, emissions, transitions)]
    before = _Before(sums.counts.copy(), sums.initial.copy())
    reach, small = 1.0, 0
    while small < 2 and len(trace) < MOST_STEPS:
        now = _Before(sums.counts.copy(), sums.initial.copy())
        step = _newton_step(here, sums, moves, transitions)
        for ahead, share in _tries(reach):
            there = Parameters(
                ordered(_beyond(before.counts, now.counts, ahead), emissions),
                _first_phases(_beyond(before.initial, now.initial, ahead), emissions),
                here.coefficients + share * step,
            )
            curved = len(trace) < FRESH or len(trace) % RECURVE == 0
            seen = halves.pass_over(there, curved)
            value = seen + log_prior(there, emissions, transitions)
            if value >= trace[-1] - ROUNDING * abs(trace[-1]):
                break
        else:
            raise ConvergenceError(
                f"the objective fell from {trace[-1]:.6f} to {value:.6f}",
                where=f"reading {emissions.reading}, step {len(trace)}",
                allowed="EM never lets it fall",
                next_step="report this as a fault of rightful.spiral.hmm",
            )
        reach = min(reach * FASTER, FARTHEST) if ahead == reach else max(0.5 * reach, 1.0)
        gained = value - trace[-1]
        small = small + 1 if gained < gain else 0
        if gained < SAME and abs(goal - value) < SAME:
            small = 2
        here, before = there, now
        trace.append(max(value, trace[-1]))
    seen = halves.pass_over(here, True)
    return _Summit(here, seen, sums, Climb(tuple(trace), small >= 2))


class _Before(NamedTuple):
    counts: Floats
    initial: Floats


def _tries(reach: float) -> Iterable[tuple[float, float]]:
    """Yield how far counts and coefficients go: ahead of EM, with it, then shorter for moves."""
    if reach > 1.0:
        yield reach, reach
    for halving in range(HALVINGS):
        yield 1.0, 0.5**halving
    yield 1.0, 0.0


def _beyond(before: Floats, now: Floats, ahead: float) -> Floats:
    """Return counts taken farther on their way; their best emissions still keep the order."""
    return np.maximum(now + (ahead - 1.0) * (now - before), 0.0)


def _first_phases(counts: Floats, emissions: EmissionPrior) -> Floats:
    total = counts + emissions.initial_strength * emissions.initial_mean
    found: Floats = total / total.sum()
    return found


def _newton_step(
    here: Parameters, sums: Sums, moves: Moves, transitions: TransitionPrior
) -> Floats:
    """Return (M, F); in the expected log likelihood origins do not meet: each is solved alone."""
    width = transitions.mean.shape[1]
    precision = 1.0 / transitions.sd**2
    pull = sums.slope - precision * (here.coefficients - transitions.mean)
    step = np.zeros(transitions.mean.shape)
    for o in range(len(transitions.phases)):
        first, last = int(moves.first[o]), int(moves.first[o + 1])
        size = (last - first) * width
        if size:
            upper = np.triu(sums.curvature[o, :size, :size])
            bend = upper + np.triu(upper, 1).T + np.diag(precision[first:last].ravel())
            step[first:last] = np.linalg.solve(bend, pull[first:last].ravel()).reshape(-1, width)
    return step


def log_prior(par: Parameters, emissions: EmissionPrior, transitions: TransitionPrior) -> float:
    """Return the log prior density up to a constant."""
    inside = emissions.mean > 0.0
    worth = (emissions.strength[:, :, None] * emissions.mean)[inside]
    away = (par.coefficients - transitions.mean) / transitions.sd
    first = emissions.initial_strength * emissions.initial_mean @ np.log(par.initial)
    return float(worth @ np.log(par.probability[inside]) + first - 0.5 * (away**2).sum())
