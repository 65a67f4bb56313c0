"""Pooled least squares: states are compared with each other."""

from __future__ import annotations

from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import linear


class PooledOls(Estimator):
    """Least squares without state effects; with year effects where the design has them."""

    name = "pooled_ols"
    title = "Pooled least squares"
    needs = ()
    references = ("cameron2015",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient."""
        del seed
        found, notes = linear(sample, state_effects=False, year_effects=sample.design.year_effects)
        return told(self.name, sample, found, notes=notes)
