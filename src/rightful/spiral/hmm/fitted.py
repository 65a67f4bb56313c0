"""A fitted model: one point, its doubt, and what became of the starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm.absorption import Absorption
from rightful.spiral.hmm.covariates import Standard
from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior

# Starts whose objectives differ by less than this many nats count as having found one answer.
SAME = 0.5


@dataclass(frozen=True)
class Climb:
    """One start: its objective after every step (never falling), and whether it came to rest."""

    trace: tuple[float, ...]
    settled: bool

    @property
    def objective(self) -> float:
        """Log posterior density, up to a constant, where the climb ended."""
        return self.trace[-1]


@dataclass(frozen=True)
class Fitted:
    """The most probable parameters of one reading.

    Attributes
    ----------
    emissions, transitions
        The priors.
    parameters
        Where EM came to rest.
    spread
        (M, F) posterior SDs of the moves' coefficients (Laplace, emissions held).
    standard
        What the covariates were centred and scaled by.
    counts
        (K, J) expected, weighted years behind each emission.
    years, moved
        (K,) expected years in a phase that have a next one, (M,) expected moves.
    log_likelihood
        Of all sequences at ``parameters``.
    climbs
        One per start, the best first.
    absorption
        Whether the block of phases that may absorb does.
    """

    emissions: EmissionPrior
    transitions: TransitionPrior
    parameters: Parameters
    spread: NDArray[np.float64]
    standard: Standard
    counts: NDArray[np.float64]
    years: NDArray[np.float64]
    moved: NDArray[np.float64]
    log_likelihood: float
    climbs: tuple[Climb, ...]
    absorption: Absorption

    @property
    def phases(self) -> tuple[str, ...]:
        """K labels."""
        return self.emissions.phases

    @property
    def agree(self) -> bool:
        """Whether all starts ended within ``SAME`` of the best."""
        best = self.climbs[0].objective
        return all(best - climb.objective < SAME for climb in self.climbs)
