"""Is phase 3 a trap: how probable is it that hardly anyone ever leaves (theory item 108)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm.transitions import TransitionPrior

Floats = NDArray[np.float64]
DRAWS: Final = 4000
INTERVAL: Final = (0.05, 0.95)
SURE: Final = 0.9
# A verdict also needs data: odds at least this many times those of the prior, or as much less.
ODDS_MOVED: Final = 3.0


@dataclass(frozen=True)
class Absorption:
    """The yearly hazard of leaving the block for good, at average covariates.

    ``prior`` and ``posterior`` are the probabilities that it is below ``epsilon``; ``hazard`` is
    its posterior median with a 90 % interval ``low`` to ``high``; ``left`` are expected departures
    in ``years`` expected years.
    """

    epsilon: float
    prior: float
    posterior: float
    hazard: float
    low: float
    high: float
    left: float
    years: float

    @property
    def verdict(self) -> str:
        """``absorbing``, ``not absorbing``, or ``cannot tell`` between .1 and .9.

        ``cannot tell`` also where the data hardly moved the prior.
        """
        before = self.prior * (1.0 - self.posterior)
        after = self.posterior * (1.0 - self.prior)
        if self.posterior >= SURE and after >= ODDS_MOVED * before:
            return "absorbing"
        if self.posterior <= 1.0 - SURE and before >= ODDS_MOVED * after:
            return "not absorbing"
        return "cannot tell"


def absorption(
    transitions: TransitionPrior,
    intercepts: Floats,
    covariance: Floats,
    years: Floats,
    moved: Floats,
    seed: int,
) -> Absorption:
    """Return what is known of leaving the block.

    Parameters
    ----------
    intercepts, covariance
        (M,) and (M, M): posterior of the moves' intercepts.
    years, moved
        (K,) and (M,) expected years in each phase and moves.
    """
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((DRAWS, len(intercepts)))
    # Without years in the block every phase of it counts alike.
    inside = np.where(transitions.block, years if years[transitions.block].sum() else 1.0, 0.0)
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(len(intercepts)))
    posterior = _hazards(intercepts + noise @ root.T, transitions, inside)
    before = transitions.mean[:, 0] + noise * transitions.sd[:, 0]
    low, median, high = np.quantile(posterior, (INTERVAL[0], 0.5, INTERVAL[1]))
    return Absorption(
        epsilon=transitions.epsilon,
        prior=float((_hazards(before, transitions, inside) < transitions.epsilon).mean()),
        posterior=float((posterior < transitions.epsilon).mean()),
        hazard=float(median),
        low=float(low),
        high=float(high),
        left=float(moved[transitions.leaves].sum()),
        years=float(years[transitions.block].sum()),
    )


def _hazards(intercepts: Floats, transitions: TransitionPrior, inside: Floats) -> Floats:
    """Return (D,) hazards of leaving, phases weighted by ``inside`` (K,)."""
    odds = np.exp(intercepts)
    phases = len(transitions.phases)
    by_origin = np.equal.outer(transitions.origin, np.arange(phases)).astype(float)
    chance = odds / (1.0 + odds @ by_origin)[:, transitions.origin]
    leaving = (chance * transitions.leaves) @ by_origin
    weighted: Floats = leaving @ inside / inside.sum()
    return weighted
