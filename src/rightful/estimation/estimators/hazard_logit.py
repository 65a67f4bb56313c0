"""The hazard of an event in discrete time, logit link."""

from __future__ import annotations

from rightful.estimation._hazard import hazard
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told


class HazardLogit(Estimator):
    """What makes an event, such as ratification, come sooner."""

    name = "hazard_logit"
    title = "Discrete-time hazard (logit)"
    needs = ("rows at risk",)
    extra = "estimation"
    references = ("beck1998",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient on the hazard."""
        del seed
        told_by = hazard(sample, "logit", self.name)
        return told(
            self.name,
            sample,
            told_by.found,
            scale="log odds",
            notes=told_by.notes,
            n=told_by.rows,
            states=told_by.states,
        )
