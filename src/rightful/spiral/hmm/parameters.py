"""What is estimated: emissions, first phases, coefficients of the moves; and their prior mode."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.order import ordered
from rightful.spiral.hmm.transitions import TransitionPrior


class Parameters(NamedTuple):
    """One point of the model.

    ``probability`` (K, J, C) of each value of each item by phase, 0 beyond an item's values;
    ``initial`` (K,) of the first year's phase; ``coefficients`` (M, F) of the log-odds of each
    move against staying, the first for the intercept.
    """

    probability: NDArray[np.float64]
    initial: NDArray[np.float64]
    coefficients: NDArray[np.float64]


def prior_mode(emissions: EmissionPrior, transitions: TransitionPrior) -> Parameters:
    """Return where the priors alone stand."""
    nothing = np.zeros(emissions.mean.shape)
    return Parameters(
        ordered(nothing, emissions), emissions.initial_mean.copy(), transitions.mean.copy()
    )
