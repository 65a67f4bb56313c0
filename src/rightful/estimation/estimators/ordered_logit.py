"""Ordered logit: the outcome is a published scale of a few ordered categories."""

from __future__ import annotations

from rightful.estimation._ordered import ordered
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told


class OrderedLogit(Estimator):
    """Ordered logit by statsmodels; errors clustered by state."""

    name = "ordered_logit"
    title = "Ordered logit"
    needs = ("ordered outcome",)
    extra = "estimation"
    references = ("cameron2015", "mccullagh1980")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient on the latent scale."""
        del seed
        found, notes = ordered(sample, "logit", self.name)
        return told(self.name, sample, found, scale="log odds", notes=notes)
