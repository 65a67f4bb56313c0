"""The lagged outcome as a regressor: states of like practice last year are compared."""

from __future__ import annotations

from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import linear
from rightful.estimation.requirements import refused


class LaggedOutcome(Estimator):
    """Least squares on the outcome one year before; drawn jointly where the outcome is drawn."""

    name = "lagged_outcome"
    title = "Lagged outcome"
    needs = ("lagged outcome",)
    references = ("nickell1981",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's short-run coefficient.

        Raises
        ------
        DataError
            When the design has no lagged outcome.
        """
        del seed
        if not sample.design.lagged_outcome:
            raise refused(
                self.name,
                "the design has no lagged outcome",
                "lagged_outcome=True",
                "say it in the design, so that rows without a year before are counted",
            )
        found, notes = linear(
            sample,
            state_effects=sample.design.state_effects,
            year_effects=sample.design.year_effects,
        )
        return told(self.name, sample, found, notes=notes)
