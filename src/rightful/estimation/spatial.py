"""Practice that depends on peers' practice: in the same year, or in the year before.

In the same year each is its peers' peer, so that least squares would take own effects for theirs:
peers' regressors stand in for peers' practice (two-stage least squares, kelejian1998). Rows that
have no peer in the sample are left out, though others may look to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation._peers import Ties, peer_weights
from rightful.estimation._problems import identification
from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import Sample
from rightful.estimation.two_stage import anderson_rubin, first_stage, partial_out, two_stage
from rightful.estimation.weighted_sums import outcomes
from rightful.estimation.within import Effects, absorb, ols

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peers:
    """How far practice follows peers' practice.

    Attributes
    ----------
    rho
        Change of the outcome for a change of one unit in the mean of peers, clustered by state.
    n, states, without
        Rows and states it rests on, and rows left out since they have no peer.
    correction
        ``CR1`` or ``CR2``.
    """

    rho: Combined
    n: int
    states: int
    without: int
    correction: str


@dataclass(frozen=True, slots=True)
class Strength:
    """What peers' regressors say of peers' practice, at the mean of the draws.

    Attributes
    ----------
    used, unused
        Regressors of peers that are instruments, and those of which nothing is left.
    f
        Clustered F of the first stage.
    inside
        The Anderson-Rubin 95 % set of rho, right however weak the instruments, as intervals.
    """

    used: tuple[str, ...]
    unused: tuple[str, ...]
    f: float
    inside: tuple[tuple[float, float], ...]


def same_year(sample: Sample) -> tuple[Peers, Strength]:
    """Return how far practice follows that of peers in the same year.

    Raises
    ------
    DataError
        When the design names no peers, or peers' regressors say nothing of their practice.
    """
    weights = peer_weights(sample)
    keep = np.asarray(weights.sum(axis=1)) > 0
    own = [place for place, name in enumerate(sample.terms) if place != _lagged(sample)]
    named = tuple(f"{sample.terms[place]} of peers" for place in own)
    used = _identified(sample, weights @ sample.x[:, own], named, keep)
    z = (weights @ sample.x[:, own])[keep][:, used]
    unit, effects = sample.unit[keep], _effects(sample, keep)
    coef, variance = [], []
    for place, y in enumerate(outcomes(sample)):
        x = _regressors(sample, place)
        parts = partial_out(y[None, keep], (weights @ y)[keep], x[keep], z, effects, unit)
        one, error = two_stage(parts)
        coef.append(one[0])
        variance.append(error[0])
    mean = partial_out(
        sample.y[None, keep], (weights @ sample.y)[keep], sample.x[keep], z, effects, unit
    )
    strength = Strength(
        tuple(named[place] for place in used),
        tuple(name for place, name in enumerate(named) if place not in used),
        first_stage(mean).f,
        anderson_rubin(mean),
    )
    return _told(coef, variance, np.unique(unit).size - 1.0, keep, sample, "CR1"), strength


def year_before(sample: Sample) -> Peers:
    """Return how far practice follows that of peers in the year before, by least squares.

    Raises
    ------
    DataError
        When the design names no peers, or effects leave nothing of their practice.
    """
    weights = peer_weights(sample, ago=1)
    keep = np.asarray(weights.sum(axis=1)) > 0
    known = (weights @ sample.y)[keep]
    terms = (f"{sample.design.outcome} of peers (1 year before)", *sample.terms)
    key = _keys(sample, keep)
    found = tuple(identification(terms, np.column_stack([known, sample.x[keep]]), *key))
    if found:
        raise DataError(
            "peers' practice is not identified",
            where=f"peers of {sample.design.outcome}",
            allowed=found[0].allowed,
            next_step=found[0].next_step,
            details=tuple(f"{one.kind}: {one.what}" for one in found),
        )
    unit, effects = sample.unit[keep], _effects(sample, keep)
    coef, variance, dof, correction = [], [], 0.0, ""
    for place, y in enumerate(outcomes(sample)):
        x = np.column_stack([(weights @ y)[keep], _regressors(sample, place)[keep]])
        fit = ols(y[keep], x, effects, unit, "auto" if sample.draws is None else "CR1")
        coef.append(fit.coef[0])
        variance.append(fit.std_error[0] ** 2)
        dof, correction = float(fit.dof[0]), fit.correction
    return _told(coef, variance, dof, keep, sample, correction)


def peers_in_words(sample: Sample) -> str:
    """Return who is whose peer."""
    peers = sample.design.peers
    return f"ties: {peers.name}" if isinstance(peers, Ties) else f"the same {peers}"


def _told(
    coef: list[float],
    variance: list[float],
    dof: float,
    keep: NDArray[np.bool_],
    sample: Sample,
    correction: str,
) -> Peers:
    if len(coef) == 1:
        rho = single(float(coef[0]), float(variance[0]) ** 0.5, dof)
    else:
        rho = rubin(np.array(coef), np.array(variance), dof)
    states = int(np.unique(sample.unit[keep]).size)
    return Peers(rho, int(keep.sum()), states, int((~keep).sum()), correction)


def _identified(
    sample: Sample, columns: Floats, named: tuple[str, ...], keep: NDArray[np.bool_]
) -> list[int]:
    """Return which of peers' regressors say something beside effects and own regressors."""
    key = _keys(sample, keep)
    used: list[int] = []
    for place, name in enumerate(named):
        whole = np.column_stack([sample.x, columns[:, [*used, place]]])[keep]
        terms = (*sample.terms, *(named[one] for one in used), name)
        if not any(one.what.startswith(name) for one in identification(terms, whole, *key)):
            used.append(place)
    if not used:
        raise DataError(
            "peers' regressors say nothing of their practice",
            where=f"peers of {sample.design.outcome}",
            allowed="regressors of peers that move beside effects and own regressors",
            next_step="name controls, absorb fewer effects, or take peers' practice a year before",
        )
    return used


def _lagged(sample: Sample) -> int:
    """Return the place of the lagged outcome among the regressors; -1 where there is none."""
    return 1 if sample.design.lagged_outcome else -1


def _regressors(sample: Sample, draw: int) -> Floats:
    """Return the regressors beside a draw of the outcome, shape (N, K)."""
    if sample.lagged_draws is None:
        return sample.x
    x = sample.x.copy()
    x[:, 1] = sample.lagged_draws[draw]
    return x


def _keys(
    sample: Sample, keep: NDArray[np.bool_]
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64] | None]:
    design = sample.design
    unit = sample.unit[keep] if design.state_effects else None
    return unit, sample.time[keep] if design.year_effects else None


def _effects(sample: Sample, keep: NDArray[np.bool_]) -> Effects:
    return absorb(*_keys(sample, keep), int(keep.sum()))
