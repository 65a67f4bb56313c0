"""Two-way fixed effects: a state is compared with itself, and the year with the world."""

from __future__ import annotations

import numpy as np

from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import linear

STAGGERED = (
    "adopters also serve as comparisons for later ones: where effects change with time the number "
    "is no average of effects (goodmanbacon2021); see imputation and group_time"
)


class TwoWay(Estimator):
    """Least squares with state and year effects absorbed, whatever the design says."""

    name = "two_way"
    title = "Two-way fixed effects"
    needs = ()
    references = ("cameron2015", "goodmanbacon2021")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient."""
        del seed
        found, notes = linear(sample, state_effects=True, year_effects=True)
        staggered = sample.adopted is not None and np.unique(sample.adopted).size > 2
        return told(self.name, sample, found, notes=(*notes, STAGGERED) if staggered else notes)
